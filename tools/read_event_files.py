"""Reads event files by TensorBoard's own readers and its hparams plugin, and prints what they see as JSON: python3 read_event_files.py FOLDER"""

import json
import math
import pathlib
import sys

from tensorboard.backend.event_processing import data_provider, event_file_loader, plugin_event_multiplexer
from tensorboard.context import RequestContext
from tensorboard.plugins.base_plugin import TBContext
from tensorboard.plugins.hparams import api_pb2, backend_context, get_experiment, list_session_groups

FOLDER = sys.argv[1]
ALL = 10_000


def plain(value: float):
    return value if math.isfinite(value) else str(value)


def hparam(value):
    return getattr(value, value.WhichOneof("kind"))


def scalars(run: str) -> dict:
    accumulator = multiplexer.GetAccumulator(run)
    return {
        tag: [[event.step, plain(event.tensor_proto.float_val[0]), event.wall_time] for event in accumulator.Tensors(tag)]
        for tag in accumulator.Tags()["tensors"]
        if accumulator.SummaryMetadata(tag).plugin_data.plugin_name == "scalars"
    }


def pictures(run: str) -> dict:
    accumulator = multiplexer.GetAccumulator(run)
    return {
        tag: [[event.step, *(part.decode("latin-1") for part in event.tensor_proto.string_val)] for event in accumulator.Tensors(tag)]
        for tag in accumulator.Tags()["tensors"]
        if accumulator.SummaryMetadata(tag).plugin_data.plugin_name == "images"
    }


def records(run: str) -> int:
    (file,) = pathlib.Path(FOLDER, run).iterdir()
    return sum(1 for _ in event_file_loader.EventFileLoader(str(file)).Load())


multiplexer = plugin_event_multiplexer.EventMultiplexer(
    size_guidance={"tensors": 0}, tensor_size_guidance={"scalars": 0, "images": 0}
)
multiplexer.AddRunsFromDirectory(FOLDER)
multiplexer.Reload()
provider = data_provider.MultiplexerDataProvider(multiplexer, FOLDER)
hparams = backend_context.Context(TBContext(multiplexer=multiplexer, data_provider=provider, logdir=FOLDER))
context = RequestContext()
experiment = get_experiment.Handler(context, hparams, "", api_pb2.GetExperimentRequest()).run()
groups = list_session_groups.Handler(
    context,
    hparams,
    "",
    api_pb2.ListSessionGroupsRequest(
        start_index=0,
        slice_size=ALL,
        allowed_statuses=api_pb2.Status.values(),
        aggregation_type=api_pb2.AGGREGATION_AVG,
    ),
).run()
runs = [run for run in multiplexer.Runs() if run != "."]

json.dump(
    {
        "runs": {run: scalars(run) for run in runs},
        "pictures": {run: found for run in runs if (found := pictures(run))},
        # This reader checks the checksums of each record.
        "records": {run: records(run) for run in runs},
        "experiment": {
            "name": experiment.name,
            "hparams": {
                info.name: {
                    "type": api_pb2.DataType.Name(info.type),
                    "values": [hparam(value) for value in info.domain_discrete.values],
                    "interval": [info.domain_interval.min_value, info.domain_interval.max_value],
                    "differs": info.differs,
                }
                for info in experiment.hparam_infos
            },
            "metrics": {info.name.tag: info.display_name for info in experiment.metric_infos},
        },
        "groups": {
            group.name: {
                "hparams": {name: hparam(value) for name, value in group.hparams.items()},
                "metrics": {value.name.tag: plain(value.value) for value in group.metric_values},
                "sessions": {session.name: api_pb2.Status.Name(session.status) for session in group.sessions},
            }
            for group in groups.session_groups
        },
    },
    sys.stdout,
)
