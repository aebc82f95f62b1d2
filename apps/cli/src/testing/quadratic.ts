import type { Trainable, Workload } from '@gridsweep/sweep';
import { z } from 'zod';

const schema = z.strictObject({ lr: z.number().positive(), steps: z.int().min(1).default(50) });

/** x²/2, gone down from where the seed says: all that a sweep needs to know of it. */
export const quadraticWorkload: Workload = {
  name: 'quadratic',
  schema,
  parameterNames: Object.keys(schema.shape),
  metrics: [{ name: 'distance', unit: 'metres', goal: 'minimize', label: 'distance from the minimum' }],
  plannedSteps: ({ steps }) => Number(steps),
};

/** What trains it. */
export const quadraticTrainable: Trainable<object, null> = {
  workload: quadraticWorkload.name,
  prepare: () => Promise.resolve(null),
  open: () =>
    Promise.resolve({
      engine: 'floats',
      engineVariant: '',
      cancelWithinMs: 1_000,
      async *train({ parameters, seed }, { checkpoint, control }) {
        const { lr, steps } = schema.parse(parameters);
        const saved = checkpoint instanceof Uint8Array ? new Float64Array(checkpoint.slice().buffer) : [];
        let [step = 0, x = 1 + seed] = saved;
        yield { type: 'log', level: 'info', message: `Goes on from ${x}.` };
        for (; step < steps; step += 1, x -= lr * x) {
          if (control.drained.aborted) {
            yield { type: 'checkpoint', step, content: new Uint8Array(Float64Array.of(step, x).buffer) };
            return yield { type: 'drained' };
          }
          control.cancelled.throwIfAborted();
          yield { type: 'metrics', points: [{ name: 'distance', step, value: Math.abs(x) }] };
        }
        yield { type: 'metrics', points: [{ name: 'distance', step, value: Math.abs(x) }] };
        yield { type: 'finished', outcome: Math.abs(x) <= 1 + seed ? 'completed' : 'diverged' };
      },
    }),
};
