"""LeNet on CIFAR-10 in PyTorch: the network, parameters and metrics of Gridsweep's own LeNet.

    python3 train.py --optimizer adam --lr 0.001 --epochs 3

An ordinary script; what makes it a command for sweeps is gridsweep.py and every line here that says `run`.
"""

import argparse
import json
import math
import os
import random
import sys

import gridsweep

run = gridsweep.Run()  # Before PyTorch, whose import takes seconds.
os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")  # What makes cuBLAS deterministic.

import torch
import torch.nn.functional as F
from torch import nn

import cifar10

DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")
ACTIVATIONS = {"relu": F.relu, "tanh": torch.tanh, "none": lambda x: x}
# momentum is SGD with momentum 0.9, which torch has no name for.
OPTIMIZERS = {
    "sgd": (torch.optim.SGD, {}),
    "momentum": (torch.optim.SGD, {"momentum": 0.9}),
    "rmsprop": (torch.optim.RMSprop, {}),
    "adam": (torch.optim.Adam, {}),
    "adagrad": (torch.optim.Adagrad, {}),
}
# The training set's, per channel, of pixels divided by 255.
MEAN = torch.tensor([0.4914, 0.48216, 0.44653], device=DEVICE).view(1, 3, 1, 1)
STD = torch.tensor([0.24703, 0.24349, 0.26159], device=DEVICE).view(1, 3, 1, 1)


class LeNet(nn.Module):
    def __init__(self, activation):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 6, 5)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1 = nn.Linear(400, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)
        self.activation = ACTIVATIONS[activation]

    def forward(self, x):
        x = F.max_pool2d(self.activation(self.conv1(x)), 2)
        x = F.max_pool2d(self.activation(self.conv2(x)), 2)
        x = self.activation(self.fc1(x.flatten(1)))
        x = self.activation(self.fc2(x))
        return self.fc3(x)


def batch_of(records):
    """Images, standardised, and labels."""
    records = records.to(DEVICE)
    images = records[:, 1:].reshape(-1, 3, 32, 32).float() / 255
    return (images - MEAN) / STD, records[:, 0].long()


def order_of(epoch, count, options):
    """The order in which an epoch takes the images: of seed and epoch alone, so that a resumed run finds it again."""
    if options.shuffle == "false":
        return list(range(count))
    return random.Random(f"{options.seed}/{epoch}").sample(range(count), count)


@torch.no_grad()
def evaluate(model, records):
    """Mean loss and accuracy."""
    loss = correct = 0.0
    for piece in records.split(1000):
        images, labels = batch_of(piece)
        logits = model(images)
        loss += F.cross_entropy(logits, labels, reduction="sum").item()
        correct += (logits.argmax(1) == labels).sum().item()
    return loss / len(records), correct / len(records)


def optimizer_of(model, options):
    """torch.optim's defaults stand for what was not given."""
    kind, settings = OPTIMIZERS[options.optimizer]
    names = ("lr", "momentum", "alpha", "betas", "eps", "weight_decay")
    given = {name: getattr(options, name) for name in names if getattr(options, name) is not None}
    try:
        return kind(model.parameters(), **{**settings, **given})
    except (TypeError, ValueError) as error:
        run.refuse(f"The optimizer {options.optimizer} cannot be used so: {error}")


def train(options, records, test):
    torch.manual_seed(options.seed)
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(options.threads)
    model = LeNet(options.activation).to(DEVICE)
    optimizer = optimizer_of(model, options)
    batches = math.ceil(len(records) / options.batch_size)
    # Where the run stands: complete epochs, batches after them, the sum of losses since the last train/loss, all still finite.
    at = {"epoch": 0, "batch": 0, "window": 0.0, "finite": True}

    def step():
        return at["epoch"] * batches + at["batch"]

    def save(folder):
        parts = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "random": torch.get_rng_state(), "at": at}
        torch.save(parts, folder / "state.pt")

    resumed = run.resume()
    if resumed is not None:
        parts = torch.load(resumed / "state.pt", map_location="cpu", weights_only=True)
        model.load_state_dict(parts["model"])
        optimizer.load_state_dict(parts["optimizer"])
        torch.set_rng_state(parts["random"])
        at.update(parts["at"])

    while at["epoch"] < options.epochs and at["finite"]:
        order = order_of(at["epoch"], len(records), options)
        while at["batch"] < batches:
            if run.stopping:
                run.checkpoint(step(), save)
                run.hand_back()
            first = at["batch"] * options.batch_size
            images, labels = batch_of(records[order[first : first + options.batch_size]])
            optimizer.zero_grad()
            loss = F.cross_entropy(model(images), labels)
            loss.backward()
            optimizer.step()
            at["batch"] += 1
            at["window"] += loss.item()
            at["finite"] = at["finite"] and math.isfinite(loss.item())
            if step() % options.log_every == 0:
                run.report(step(), {"train/loss": at["window"] / options.log_every}, step() / batches)
                at["window"] = 0.0
        loss, accuracy = evaluate(model, test)
        at.update(epoch=at["epoch"] + 1, batch=0, finite=at["finite"] and math.isfinite(loss))
        run.report(step(), {"test/loss": loss, "test/accuracy": accuracy}, at["epoch"])
        run.checkpoint(step(), save)


def positive(text):
    if int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is not accepted; give a whole number of at least 1")
    return int(text)


def parse():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0], allow_abbrev=False)
    parser.error = lambda message: run.refuse(f"{parser.format_usage()}{message}")
    parser.add_argument("--optimizer", choices=OPTIMIZERS, default="adam")
    for name in ("--lr", "--momentum", "--alpha", "--eps", "--weight_decay"):
        parser.add_argument(name, type=float, help="default: torch.optim's")
    parser.add_argument("--betas", type=json.loads, help="as [0.9,0.999]; default: torch.optim's")
    parser.add_argument("--activation", choices=ACTIVATIONS, default="relu")
    parser.add_argument("--epochs", type=positive, default=10)
    parser.add_argument("--batch_size", type=positive, default=64)
    parser.add_argument("--log_every", type=positive, default=100, help="steps of which one train/loss is the mean")
    parser.add_argument("--shuffle", choices=("true", "false"), default="true")
    parser.add_argument("--limit", type=positive, default=cifar10.TRAIN, help="only so many training images")
    parser.add_argument("--seed", type=int, default=run.seed)
    parser.add_argument("--threads", type=positive, default=1, help="with another number the last bits differ")
    parser.add_argument("--data", default=cifar10.cached(), help="CIFAR-10: a .bin file or a folder; default: %(default)s")
    return parser.parse_args()


def main():
    options = parse()
    try:
        records, test = cifar10.read(options.data)
    except (OSError, ValueError) as error:
        sys.exit(str(error))
    train(options, records[: options.limit], test)
    run.done()


if __name__ == "__main__":
    main()
