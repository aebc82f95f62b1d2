import { setTimeout as sleep } from 'node:timers/promises';
import { GridsweepError, type Trainable } from '@gridsweep/sweep';

/**
 * A device that holds so many trials at once: one more runs out of memory. A trial of one epoch finishes after a while, a longer
 * one goes on until it is drained or cancelled. The engine's variant is the device that the process may see.
 */
export const smallDeviceTrainable: Trainable<{ readonly holds: number }, { holds: number; running: Int32Array }> = {
  workload: 'small-device',
  prepare: ({ holds }) => Promise.resolve({ holds, running: new Int32Array(new SharedArrayBuffer(4)) }),
  open: ({ holds, running }) =>
    Promise.resolve({
      engine: 'none',
      engineVariant: process.env['CUDA_VISIBLE_DEVICES'] ?? 'all',
      cancelWithinMs: 2_000,
      async *train({ parameters }, { control }) {
        try {
          if (Atomics.add(running, 0, 1) >= holds) throw new Error('OOM when allocating tensor.');
          const asked = AbortSignal.any([control.cancelled, control.drained]);
          await sleep(parameters['epochs'] === 1 ? 100 : 2 ** 31 - 1, undefined, { signal: asked }).catch(
            () => undefined,
          );
          if (control.cancelled.aborted) throw new GridsweepError('cancelled', 'The run was cancelled.');
          if (control.drained.aborted) yield { type: 'drained' };
          else yield { type: 'finished', outcome: 'converged' };
        } finally {
          Atomics.sub(running, 0, 1);
        }
      },
    }),
};
