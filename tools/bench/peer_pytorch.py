"""One slot of PyTorch in the benchmark. Arrangements: any of "channels-last", "fused" (Adam) and "compile"."""

import torch
from torch import nn

from peer import ARRANGEMENT, read, take_turns

torch.set_num_threads(1)
torch.manual_seed(1)
images, labels = (torch.from_numpy(array) for array in read())
model = nn.Sequential(
    nn.Conv2d(3, 6, 5), nn.ReLU(), nn.MaxPool2d(2),
    nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
    nn.Flatten(),
    nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10),
)
if "channels-last" in ARRANGEMENT:
    images = images.to(memory_format=torch.channels_last)
    model = model.to(memory_format=torch.channels_last)
optimizer = torch.optim.Adam(model.parameters(), fused="fused" in ARRANGEMENT)
loss_of = nn.CrossEntropyLoss()
forward = torch.compile(model) if "compile" in ARRANGEMENT else model


def step(first, end):
    optimizer.zero_grad(set_to_none=True)
    loss_of(forward(images[first:end]), labels[first:end]).backward()
    optimizer.step()


take_turns(step)
