"""CIFAR-10 as bytes, from what lies on this machine; nothing is downloaded.

Both forms are records of 3,073 bytes without a header: one byte of label, then 32 x 32 bytes of red, of green and of blue, row by
row; first 50,000 to train on, then 10,000 to test on. Gridsweep's cifar10.bin is one file, the official binary archive has six.
"""

import os
import sys
from pathlib import Path

import torch

RECORD = 1 + 3 * 32 * 32
TRAIN, TEST = 50_000, 10_000
BATCHES = [f"data_batch_{batch}.bin" for batch in range(1, 6)] + ["test_batch.bin"]


def cached():
    """Where `gridsweep dataset fetch` puts it and `gridsweep dataset path` says it is."""
    home = Path.home()
    if sys.platform == "darwin":
        usual = home / "Library/Caches/gridsweep"
    elif sys.platform == "win32":
        usual = Path(os.environ.get("LOCALAPPDATA") or home / "AppData/Local") / "gridsweep/Cache"
    else:
        usual = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "gridsweep"
    return Path(os.environ.get("GRIDSWEEP_CACHE_DIR") or usual) / "cifar10.bin"


def read(path):
    """Records to train on and to test on, uint8 [n, RECORD], from a file or from a folder with the six.

    Raises FileNotFoundError, or ValueError where sizes are wrong.
    """
    path = Path(path)
    files = [path / name for name in BATCHES] if path.is_dir() else [path]
    for file in files:
        if not file.exists():
            raise FileNotFoundError(
                f"There is no {file}. Get CIFAR-10 with `gridsweep dataset fetch`, or name with --data a cifar10.bin "
                f"or a folder with {BATCHES[0]} to {BATCHES[-1]}."
            )
        size, right = file.stat().st_size, (TRAIN + TEST) // len(files) * RECORD
        if size != right:
            raise ValueError(f"{file} has {size:,} bytes instead of {right:,}: it is damaged or another file.")
    # Mapped, not read: programs that train side by side share the memory.
    parts = [torch.from_file(str(file), size=file.stat().st_size, dtype=torch.uint8) for file in files]
    records = (parts[0] if len(parts) == 1 else torch.cat(parts)).view(-1, RECORD)
    return records[:TRAIN], records[TRAIN:]
