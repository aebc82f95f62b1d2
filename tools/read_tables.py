"""Reads exported tables as a person does, without telling types, and prints what came of it as JSON: python3 read_tables.py FILE…

A file whose reader finds types of its own (CSV) is read by pandas and polars, and so is Parquet.
"""

import json
import math
import sys

import pandas
import polars

READERS = {
    "csv": {"pandas": pandas.read_csv, "polars": polars.read_csv},
    "parquet": {"pandas": pandas.read_parquet, "polars": polars.read_parquet},
    # Floats that are not finite are text in JSON, which pandas takes for numbers and polars does not.
    "jsonl": {"pandas": lambda file: pandas.read_json(file, lines=True)},
}


def kind(dtype) -> str:
    """What the column is, in words that both libraries have."""
    name = str(dtype).lower()
    if name.startswith("datetime"):
        return f"time {'utc' if 'utc' in name else 'somewhere'}"
    for known in ("float", "int", "bool"):
        if name.startswith(known):
            return known
    return "text" if name in ("str", "string", "object") else name


def plain(value):
    """As JSON can hold it."""
    if value is None or value is pandas.NaT:
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def read(file: str, reader) -> dict:
    frame = reader(file)
    columns = {name: kind(frame[name].dtype) for name in frame.columns}
    rows = frame.to_dict("records") if isinstance(frame, pandas.DataFrame) else frame.to_dicts()
    return {"columns": columns, "rows": [{name: plain(value) for name, value in row.items()} for row in rows]}


json.dump(
    {
        file: {name: read(file, reader) for name, reader in READERS[file.rsplit(".", 1)[1]].items()}
        for file in sys.argv[1:]
    },
    sys.stdout,
)
