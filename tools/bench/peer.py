"""What the peers of the benchmark share: the images, and the exchange with engine.ts.

Arguments of each: data file, batch size, seconds, arrangement. Every peer runs on one thread. Its images lie standardised in
memory beforehand; ours are standardised in every step.
"""

import sys
import time

import numpy as np

WARM_UP_IMAGES = 25_000
IMAGES = 8192
RECORD = 3073
MEAN = np.array([0.4914, 0.48216, 0.44653], np.float32).reshape(1, 3, 1, 1)
STD = np.array([0.24703, 0.24349, 0.26159], np.float32).reshape(1, 3, 1, 1)

PATH, BATCH_SIZE, SECONDS, ARRANGEMENT = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), sys.argv[4]


def read():
    """The file's first images, standardised, float32 [IMAGES, 3, 32, 32], and their labels, int64 [IMAGES]."""
    records = np.fromfile(PATH, np.uint8, IMAGES * RECORD).reshape(IMAGES, RECORD)
    images = records[:, 1:].reshape(IMAGES, 3, 32, 32).astype(np.float32) / 255
    return (images - MEAN) / STD, records[:, 0].astype(np.int64)


def take_turns(step, wait=lambda: None):
    """Trains until the network has learned something, prints "ready", and then for every line of input trains for a while and
    prints images per second and microseconds of processor time an image.

    step(first, end) makes one update on the images from first to end; wait() returns when all updates are done.
    """
    position = 0

    def next_step():
        nonlocal position
        step(position, position + BATCH_SIZE)
        position = 0 if position + 2 * BATCH_SIZE > IMAGES else position + BATCH_SIZE

    for _ in range(0, WARM_UP_IMAGES, BATCH_SIZE):
        next_step()
    wait()
    print("ready", flush=True)
    for _ in sys.stdin:
        start, cpu = time.perf_counter(), time.process_time()
        trained = 0
        while time.perf_counter() - start < SECONDS:
            next_step()
            trained += BATCH_SIZE
        wait()
        rate = trained / (time.perf_counter() - start)
        print(rate, (time.process_time() - cpu) * 1e6 / trained, flush=True)
