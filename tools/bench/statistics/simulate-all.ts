import { fork, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Condition } from './condition.ts';
import type { Measured } from './simulate.ts';
import type { Done, Task } from './worker.ts';

const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url));

export interface Draw {
  readonly condition: Condition;
  readonly sweeps: number;
}

/** Simulates each draw, a process a core; what is drawn depends on `seed` and the draw's place alone. */
export async function simulateAll(draws: readonly Draw[], seed: number): Promise<Measured[]> {
  const results = new Array<Measured>(draws.length);
  const tasks = draws.map((draw, index): Task => ({ index, ...draw, seed: seed * 100_003 + index })).values();
  const workers = Array.from({ length: availableParallelism() }, () => fork(WORKER));
  try {
    await Promise.all(workers.map((worker) => serve(worker, tasks, results)));
  } finally {
    for (const worker of workers) worker.kill();
  }
  return results;
}

function serve(worker: ChildProcess, tasks: Iterator<Task>, results: Measured[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const next = () => {
      const { value, done } = tasks.next() as IteratorResult<Task, undefined>;
      if (done === true) resolve();
      else worker.send(value);
    };
    worker.on('error', reject);
    worker.on('exit', (code) => {
      reject(new Error(`A process of the simulation ended with ${code}.`));
    });
    worker.on('message', ({ index, measured }: Done) => {
      results[index] = measured;
      next();
    });
    next();
  });
}
