// Simulates what it is sent: one of the benchmark's processes.
import type { Condition } from './condition.ts';
import { simulate, type Measured } from './simulate.ts';

export interface Task {
  readonly index: number;
  readonly condition: Condition;
  readonly sweeps: number;
  readonly seed: number;
}

export interface Done {
  readonly index: number;
  readonly measured: Measured;
}

process.on('message', ({ index, condition, sweeps, seed }: Task) => {
  process.send!({ index, measured: simulate(condition, sweeps, seed) } satisfies Done);
});
