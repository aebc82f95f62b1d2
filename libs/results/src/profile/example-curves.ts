// Small made-up sweeps whose numbers can be worked out by hand.
import type { MetricPoint, Parameters } from '@gridsweep/sweep';
import { summarize } from '../aggregate.ts';
import { METRICS, sweep, trial } from '../example-records.ts';
import type { SweepRecord, TrialRecord } from '../record.ts';
import type { CellValue } from '../table/table.ts';
import { profileOf } from './profile-of.ts';
import type { Profile, ProfilePart } from './profile.ts';

/** Steps of an epoch. */
export const EPOCH = 100;

/** One cell: test accuracy after each epoch, one list a seed. */
export interface DrawnCell {
  readonly parameters: Parameters;
  readonly curves: readonly (readonly number[])[];
  /** Seeds that diverged. */
  readonly diverged?: readonly number[];
}

/** Trials end one after the other, each after 10 s: index 0 from 0 to 10 s, index 1 from 10 to 20 s, … */
export function drawnRecord(axes: readonly string[], cells: readonly DrawnCell[]): SweepRecord {
  const seeds = cells[0]!.curves.length;
  const trials = cells.flatMap(({ parameters, curves, diverged = [] }, cell) =>
    curves.map((values, seed): TrialRecord => {
      const index = cell * seeds + seed;
      const points = values.map((value, at): MetricPoint => {
        return { name: 'test/accuracy', step: EPOCH * (at + 1), epoch: at + 1, value };
      });
      const outcome = diverged.includes(seed) ? 'diverged' : 'completed';
      const time = { startedAt: 10_000 * index, endedAt: 10_000 * (index + 1), agentId: 'only' };
      return trial(index, parameters, { seed, state: 'finished', outcome, points, ...time });
    }),
  );
  const metrics = METRICS.map((metric) => (metric.name === 'test/accuracy' ? { ...metric, chance: 0.1 } : metric));
  return { ...sweep('drawn', axes, trials), metrics };
}

/** Two optimizers × three learning rates, two seeds each, four epochs. */
export function tunedRecord(): SweepRecord {
  const cell = (optimizer: string, lr: number, finals: readonly number[], diverged: readonly number[] = []) => ({
    parameters: { optimizer, lr },
    curves: finals.map((final) => [0.2, 0.3, 0.4, final]),
    diverged,
  });
  return drawnRecord(
    ['optimizer', 'lr'],
    [
      cell('sgd', 0.001, [0.29, 0.31]),
      cell('sgd', 0.01, [0.49, 0.51]),
      cell('sgd', 0.1, [0.59, 0.61]),
      cell('adam', 0.001, [0.69, 0.71]),
      cell('adam', 0.01, [0.692, 0.698]),
      cell('adam', 0.1, [0.1, 0.5], [0]),
    ],
  );
}

/** Its profile. */
export function profile(record: SweepRecord, target?: number): Profile {
  return profileOf(record, summarize(record), { ...(target !== undefined && { target }) });
}

export function part(record: SweepRecord, kind: ProfilePart['kind'], target?: number): ProfilePart {
  return profile(record, target).parts.find((one) => one.kind === kind)!;
}

/** The table's values for programs, by key. */
export function rows({ table }: ProfilePart): Record<string, CellValue>[] {
  return [...table!.rows].map((row) =>
    Object.fromEntries(table!.columns.map(({ key }, at) => [key, row[at]!.value] as const)),
  );
}
