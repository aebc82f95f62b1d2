import { setTimeout as sleep } from 'node:timers/promises';
import { GridsweepError, type Trainable } from '@gridsweep/sweep';

/** Runs that are on the device, and runs that have begun. */
type Counts = Int32Array;

/**
 * A device that holds so many trials at once: one more runs out of memory. A trial finishes when `after` runs have begun, itself
 * among them. The engine's variant is the device that the process may see.
 */
export const smallDeviceTrainable: Trainable<{ readonly holds: number }, { holds: number; counts: Counts }> = {
  workload: 'small-device',
  prepare: ({ holds }) => Promise.resolve({ holds, counts: new Int32Array(new SharedArrayBuffer(8)) }),
  open: ({ holds, counts }) =>
    Promise.resolve({
      engine: 'none',
      engineVariant: process.env['CUDA_VISIBLE_DEVICES'] ?? 'all',
      cancelWithinMs: 2_000,
      async *train({ parameters }, { control }) {
        const present = Atomics.add(counts, 0, 1);
        try {
          Atomics.add(counts, 1, 1);
          if (present >= holds) throw new Error('OOM when allocating tensor.');
          while (!control.drained.aborted && Atomics.load(counts, 1) < Number(parameters['after'])) {
            await sleep(5);
            if (control.cancelled.aborted) throw new GridsweepError('cancelled', 'The run was cancelled.');
          }
          yield control.drained.aborted ? { type: 'drained' } : { type: 'finished', outcome: 'completed' };
        } finally {
          Atomics.sub(counts, 0, 1);
        }
      },
    }),
};
