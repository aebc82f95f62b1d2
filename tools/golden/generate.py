"""Trains LeNet with PyTorch on synthetic images and writes what an engine must arrive at.

    python -m venv venv && venv/bin/pip install -r tools/golden/requirements.txt
    venv/bin/python tools/golden/generate.py

Each case is trained in float64, which is taken as true, and REALISATIONS times in float32 with everything that float32 leaves
open left to chance: the order of a batch's images and the last bits of the initial weights. The most that these runs are off by is
the yardstick for an engine: "spread" in the file. It grows where rounding decides which of two nearly equal numbers is the maximum
of a pool, or in which direction RMSprop steps.

Images, labels, initial weights and batches come from integer arithmetic that libs/lenet/src/engine/golden/synthetic.ts repeats.
"""

import inspect
import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.numpy import save_file
from torch import nn

OUTPUT = Path(__file__).parents[2] / "libs/lenet/src/engine/golden/trajectories.safetensors"

REALISATIONS = 24
TRAIN_IMAGES = 320
TEST_IMAGES = 128
MEAN = (0.4914, 0.48216, 0.44653)
STD = (0.24703, 0.24349, 0.26159)
ACTIVATIONS = {"relu": F.relu, "tanh": torch.tanh, "none": lambda x: x}
OPTIMIZERS = {
    "sgd": torch.optim.SGD,
    "momentum": torch.optim.SGD,
    "rmsprop": torch.optim.RMSprop,
    "adam": torch.optim.Adam,
    "adagrad": torch.optim.Adagrad,
}

# Until this step rounding rarely decides anything, so that engines are compared tightly; afterwards by their means.
TIGHT_STEPS = 10

# Of a tensor longer than WHOLE, only every STRIDE-th weight is kept, so that the file stays small.
WHOLE = 512
STRIDE = 16


def cases():
    """Every optimizer with every activation for 50 steps, and variations for as long as engines are compared tightly."""
    rates = {"sgd": 0.05, "momentum": 0.01, "rmsprop": 0.0005, "adam": 0.001, "adagrad": 0.003}
    for optimizer, lr in rates.items():
        for activation in ACTIVATIONS:
            yield f"{optimizer}-{activation}", 50, dict(optimizer=optimizer, lr=lr, activation=activation, batch_size=8)
    settings = {
        "sgd": dict(momentum=0.5),
        "momentum": dict(momentum=0.8),
        "rmsprop": dict(alpha=0.9, eps=1e-3),
        "adam": dict(betas=[0.8, 0.95], eps=1e-3),
        "adagrad": dict(eps=1e-3),
    }
    for optimizer, own in settings.items():
        setting = dict(optimizer=optimizer, lr=rates[optimizer], weight_decay=0.1, activation="tanh", batch_size=8, **own)
        yield f"{optimizer}-settings", TIGHT_STEPS, setting
    for batch_size in (1, 3, 4, 64, 65):
        yield f"batch-{batch_size}", TIGHT_STEPS, dict(optimizer="momentum", lr=0.01, activation="relu", batch_size=batch_size)
    weights = [0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 0.25, 0.75, 1.25, 4.0]
    yield "class-weights", TIGHT_STEPS, dict(optimizer="momentum", lr=0.01, activation="relu", batch_size=8, class_weights=weights)


def scramble(numbers):
    """Mixes 32-bit numbers so that neighbours have nothing in common."""
    x = np.asarray(numbers, dtype=np.uint32)
    x = (x ^ (x >> 16)) * np.uint32(0x7FEB352D)
    x = (x ^ (x >> 15)) * np.uint32(0x846CA68B)
    return x ^ (x >> 16)


def images_of(first, count):
    """Bytes [count, 3, 32, 32] and labels: a pattern of 4×4 squares per class, and noise."""
    indices = np.arange(first, first + count)
    labels = scramble(0x20000000 + indices) % 10
    channel, y, x = np.meshgrid(np.arange(3), np.arange(32), np.arange(32), indexing="ij")
    square = channel * 64 + (y >> 2) * 8 + (x >> 2)
    pattern = scramble(labels[:, None, None, None].astype(np.int64) * 192 + square) & 127
    noise = scramble(0x10000 + np.arange(first * 3072, (first + count) * 3072)).reshape(count, 3, 32, 32) & 127
    return (pattern + noise).astype(np.uint8), labels.astype(np.int64)


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


def set_initial(model):
    """Uniform between ±1/√fan_in by integer arithmetic, in state_dict order."""
    offset = 0
    fan_in = 0
    for tensor in model.state_dict().values():
        if tensor.dim() > 1:
            fan_in = tensor[0].numel()
        numbers = scramble(0x40000000 + np.arange(offset, offset + tensor.numel()))
        values = (numbers / 2.0**31 - 1) * (1 / np.sqrt(fan_in))
        tensor.copy_(torch.from_numpy(values.astype(np.float32)).reshape(tensor.shape))
        offset += tensor.numel()


def train(hyperparameters, steps, dtype, chance=None):
    """Losses before each update, weights after TIGHT_STEPS and at the end, and (loss, accuracy) on the test images before and after.

    With `chance`, a numpy generator, the order of a batch's images and the last bits of the initial weights are random.
    """
    settings = dict(hyperparameters)
    optimizer_name = settings.pop("optimizer")
    batch_size = settings.pop("batch_size")
    model = LeNet(settings.pop("activation")).to(dtype)
    class_weights = settings.pop("class_weights", None)
    if optimizer_name == "momentum":
        settings.setdefault("momentum", 0.9)
    criterion = nn.CrossEntropyLoss(None if class_weights is None else torch.tensor(class_weights, dtype=dtype))
    with torch.no_grad():
        set_initial(model)
        if chance is not None:
            for tensor in model.state_dict().values():
                tensor *= 1 + torch.from_numpy(chance.integers(-4, 5, tensor.shape)) * torch.finfo(dtype).eps
    optimizer = OPTIMIZERS[optimizer_name](model.parameters(), **settings)

    def load(first, count):
        images, labels = images_of(first, count)
        mean, std = (torch.tensor(values, dtype=dtype).view(1, 3, 1, 1) for values in (MEAN, STD))
        return (torch.from_numpy(images).to(dtype) / 255 - mean) / std, torch.from_numpy(labels)

    def evaluate():
        with torch.no_grad():
            logits = model(test_images)
            accuracy = (logits.argmax(1) == test_labels).double().mean()
            return [criterion(logits, test_labels).item(), accuracy.item()]

    train_images, train_labels = load(0, TRAIN_IMAGES)
    test_images, test_labels = load(TRAIN_IMAGES, TEST_IMAGES)
    before = evaluate()
    losses = []
    weights = {}
    for step in range(steps):
        batch = np.arange(step * batch_size, (step + 1) * batch_size) % TRAIN_IMAGES
        if chance is not None:
            chance.shuffle(batch)
        optimizer.zero_grad()
        loss = criterion(model(train_images[batch]), train_labels[batch])
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        if step + 1 in (TIGHT_STEPS, steps):
            for name, tensor in model.state_dict().items():
                weights[f"step-{step + 1}/{name}"] = tensor.double().numpy().ravel().copy()
    return np.array(losses), weights, np.array([before, evaluate()])


def root_mean_square(values):
    return np.sqrt(np.mean(np.square(values)))


def golden(hyperparameters, steps):
    losses, weights, evaluations = train(hyperparameters, steps, torch.float64)
    rounded = [
        train(hyperparameters, steps, torch.float32, np.random.default_rng(seed)) for seed in range(REALISATIONS)
    ]
    result = {
        "losses": losses,
        "losses.spread": np.maximum.accumulate(np.max([abs(other[0] - losses) for other in rounded], axis=0)),
        "evaluations": evaluations,
        "evaluations.spread": np.max([abs(other[2] - evaluations) for other in rounded], axis=0),
    }
    for name, values in weights.items():
        result[name] = values if len(values) <= WHOLE else values[::STRIDE]
        result[f"{name}.norm"] = [np.linalg.norm(values)]
        result[f"{name}.sum"] = [np.sum(values)]
        # Root mean square over the tensor of what float32 is off by.
        result[f"{name}.spread"] = [max(root_mean_square(other[1][name] - values) for other in rounded)]
    return {key: np.asarray(value, dtype=np.float32) for key, value in result.items()}


def defaults():
    """torch.optim's own default hyperparameters."""
    wanted = {"sgd": ["lr", "momentum"], "rmsprop": ["lr", "alpha", "eps"], "adam": ["lr", "betas", "eps"], "adagrad": ["lr", "eps"]}
    return {
        optimizer: {name: inspect.signature(OPTIMIZERS[optimizer]).parameters[name].default for name in names}
        for optimizer, names in wanted.items()
    }


def main():
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    tensors = {}
    described = []
    for name, steps, hyperparameters in cases():
        described.append(dict(name=name, steps=steps, hyperparameters=hyperparameters))
        tensors |= {f"{name}/{key}": value for key, value in golden(hyperparameters, steps).items()}
        losses, spread = tensors[f"{name}/losses"], tensors[f"{name}/losses.spread"]
        print(f"{name:16} loss {losses[0]:.4f} to {losses[-1]:.4f}, float32 off by up to {spread[-1]:.1e}")
    metadata = {
        "torch": torch.__version__,
        "cases": json.dumps(described),
        "tight_steps": str(TIGHT_STEPS),
        "defaults": json.dumps(defaults()),
        "stride": str(STRIDE),
        "whole": str(WHOLE),
    }
    save_file(tensors, OUTPUT, metadata)
    print(f"{OUTPUT.name}: {OUTPUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
