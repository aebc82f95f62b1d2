import { setImmediate as nextTurn } from 'node:timers/promises';
import { GridsweepError, type Trainable, type TrainEvent } from '@gridsweep/sweep';

/** Does what its parameter `how` says, after one point. */
export const misbehavingTrainable: Trainable<object, null> = {
  workload: 'misbehaving',
  prepare: () => Promise.resolve(null),
  open: () =>
    Promise.resolve({
      engine: 'none',
      engineVariant: '',
      cancelWithinMs: 200,
      async *train({ parameters, ...trial }): AsyncGenerator<TrainEvent, void, undefined> {
        yield { type: 'metrics', points: [{ name: 'train/loss', step: 1, value: 1 }] };
        switch (String(parameters['how'])) {
          case 'throw':
            throw new TypeError('x is not a function');
          case 'run out of memory':
            throw new RangeError('Array buffer allocation failed');
          case 'data':
            throw new GridsweepError('data', 'The data set is damaged.');
          case 'checkpoint too late':
            throw new GridsweepError('checkpoint', 'It was no checkpoint after all.');
          case 'fail':
            yield { type: 'failed', kind: 'bad-config', detail: 'It said so itself.' };
            return;
          case 'not obey':
            // A thread that computes hears nothing.
            for (;;);
          case 'end the thread':
            process.exit(3);
            break;
          case 'end the process':
            process.kill(process.pid, 'SIGKILL');
            await new Promise(() => undefined);
            break;
          case 'tell':
            yield { type: 'log', level: 'info', message: JSON.stringify(trial) };
            yield { type: 'finished', outcome: 'completed' };
            return;
          case 'talk':
            for (let line = 1; line <= Number(parameters['lines']); line += 1) {
              yield { type: 'log', level: 'info', message: `line ${line}` };
              if (line % 1_000 === 0) await nextTurn();
            }
            yield { type: 'finished', outcome: 'completed' };
            return;
        }
        // Without saying how.
      },
    }),
};
