"""The Gridsweep side of a training program: metrics, checkpoints, resuming, stopping. Copy this file beside yours.

It needs Python 3.8 and nothing else. Outside of Gridsweep metrics are printed, no checkpoint is kept and SIGTERM ends the program
as ever, so that it stays an ordinary script. docs/commands.md says what goes on underneath.
"""

import json
import os
import shutil
import signal
import sys
from pathlib import Path


class Run:
    """One attempt of one trial. Make it before anything slow: from then on a request to stop is heard."""

    def __init__(self):
        metrics, checkpoints = (os.environ.get(f"GRIDSWEEP_{name}") for name in ("METRICS_FILE", "CHECKPOINT_DIR"))
        self.seed = int(os.environ.get("GRIDSWEEP_SEED", "0"))
        self.stopping = False  # Once true: keep a checkpoint and hand back, within 30 seconds.
        if metrics:
            signal.signal(signal.SIGTERM, lambda *_: setattr(self, "stopping", True))
        self._lines = open(metrics, "a", encoding="utf-8") if metrics else sys.stdout
        self._folder = Path(checkpoints) if checkpoints else None

    def report(self, step, metrics, epoch=None):
        """What was measured after so many steps, by name. NaN and infinity are measurements, too."""
        self._write({"step": step, **({} if epoch is None else {"epoch": epoch}), **metrics})

    def checkpoint(self, step, write):
        """Has write(folder) fill a folder from which a later attempt can go on. It counts once it is whole."""
        if self._folder is None or (self._folder / f"step-{step}").exists():
            return
        aside = self._folder / f".step-{step}"
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir()
        write(aside)
        aside.rename(self._folder / f"step-{step}")
        self._write({"checkpoint": f"step-{step}", "step": step})

    def resume(self):
        """The folder, filled by an earlier attempt, to go on from; None: from the beginning."""
        found = self._folder.glob("step-*") if os.environ.get("GRIDSWEEP_RESUME") == "1" else ()
        return max(found, key=lambda folder: int(folder.name[5:]), default=None)

    def hand_back(self):
        """Ends the program: a later attempt goes on from the last checkpoint."""
        sys.exit(75)

    def refuse(self, message):
        """Ends the program: it can never work with these parameters, so that no other attempt is made."""
        print(message, file=sys.stderr)
        sys.exit(78)

    def done(self):
        """Say it last: a program that was asked to stop and ends without it counts as handed back."""
        self._write({"done": True})

    def _write(self, line):
        self._lines.write(f"{json.dumps(line)}\n")
        self._lines.flush()
