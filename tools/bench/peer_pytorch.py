"""One slot of PyTorch in the benchmark, on one thread.

Trains until the network has learned something, prints "ready", and then for every line of input trains for a while and prints
images per second and microseconds of processor time an image. Its images lie standardised in memory beforehand; ours are
standardised in every step.
Arguments: data file, batch size, seconds, arrangement.
"""

import sys
import time

import torch
from torch import nn

WARM_UP_IMAGES = 25_000
IMAGES = 8192
MEAN = torch.tensor([0.4914, 0.48216, 0.44653]).view(1, 3, 1, 1)
STD = torch.tensor([0.24703, 0.24349, 0.26159]).view(1, 3, 1, 1)


def read(path):
    with open(path, "rb") as file:
        records = torch.frombuffer(bytearray(file.read(IMAGES * 3073)), dtype=torch.uint8).view(IMAGES, 3073)
    images = records[:, 1:].reshape(IMAGES, 3, 32, 32).float() / 255
    return (images - MEAN) / STD, records[:, 0].long()


def network():
    return nn.Sequential(
        nn.Conv2d(3, 6, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10),
    )


def main():
    path, batch_size, seconds, arrangement = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), sys.argv[4]
    torch.set_num_threads(1)
    torch.manual_seed(1)
    images, labels = read(path)
    model = network()
    if "channels-last" in arrangement:
        images = images.to(memory_format=torch.channels_last)
        model = model.to(memory_format=torch.channels_last)
    optimizer = torch.optim.Adam(model.parameters(), fused="fused" in arrangement)
    loss_of = nn.CrossEntropyLoss()
    forward = torch.compile(model) if "compile" in arrangement else model
    position = 0

    def step():
        nonlocal position
        x, y = images[position : position + batch_size], labels[position : position + batch_size]
        position = 0 if position + 2 * batch_size > IMAGES else position + batch_size
        optimizer.zero_grad(set_to_none=True)
        loss_of(forward(x), y).backward()
        optimizer.step()

    for _ in range(0, WARM_UP_IMAGES, batch_size):
        step()
    print("ready", flush=True)
    for _ in sys.stdin:
        start, cpu = time.perf_counter(), time.process_time()
        trained = 0
        while time.perf_counter() - start < seconds:
            step()
            trained += batch_size
        rate = trained / (time.perf_counter() - start)
        print(rate, (time.process_time() - cpu) * 1e6 / trained, flush=True)


main()
