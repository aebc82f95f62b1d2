import type { Summary } from '../aggregate.ts';
import { formats } from '../findings/words.ts';
import type { SweepRecord } from '../record.ts';
import { declarationOf } from '../sweep-metric.ts';
import { durationCell } from '../table/cells.ts';
import { column, plain, type Table } from '../table/table.ts';
import {
  countOf,
  formatDifference,
  formatDuration,
  formatValue,
  formatWithUnit,
  metricTitle,
} from '../value-format.ts';
import { deviceTime } from './device-time.ts';
import { expectedBestOf, spreadCounts } from './expected-best.ts';
import type { BestSoFar, BestSoFarPoint, ProfilePart } from './profile.ts';
import { pointOf } from './tuneability.ts';

/** Places of the curve of a random order. */
const MOST_PLACES = 200;

/** Undefined before a trial has ended, or where trials do not say when. */
export function bestSoFar(summary: Summary, record: SweepRecord): BestSoFar | undefined {
  const { name, goal } = summary.metric;
  const sign = goal === 'maximize' ? 1 : -1;
  const runs = new Map(summary.cells.flatMap((cell) => cell.runs.map((run) => [run.trialId, run] as const)));
  const chooses = summary.comparison.choiceMetric !== name;
  const ended = record.trials.flatMap((trial) => {
    const hasEnded = trial.state === 'finished' || trial.state === 'failed';
    if (!hasEnded || trial.endedAt === undefined) return [];
    const run = runs.get(trial.id);
    const isResult = run !== undefined && !run.diverged && Number.isFinite(run.final);
    return [
      {
        trial,
        endedAt: trial.endedAt,
        result: isResult ? { by: chooses ? run.choice! : run.final!, value: run.final! } : undefined,
      },
    ];
  });
  if (ended.length === 0) return undefined;
  ended.sort((a, b) => a.endedAt - b.endedAt || a.trial.index - b.trial.index);
  const device = deviceTime(record.trials)?.ofTrial;
  const start = record.trials.reduce((least, { startedAt }) => Math.min(least, startedAt ?? Infinity), Infinity);
  let [spent, best]: [number, { by: number; value: number; trialId: string } | undefined] = [0, undefined];
  const found = ended.map(({ trial: { id }, endedAt, result }, at) => {
    spent += (device?.get(id) ?? 0) / 1000;
    if (result !== undefined && (best === undefined || sign * (result.by - best.by) > 0))
      best = { ...result, trialId: id };
    return { trials: at + 1, elapsedMs: Math.max(0, endedAt - start), deviceSeconds: spent, best };
  });
  const last = best as { value: number } | undefined;
  const values = ended.map(({ result }) => result?.value ?? NaN);
  const counts = spreadCounts(values.length, MOST_PLACES);
  const expected = expectedBestOf(values, counts, sign, declarationOf(name, summary.metrics)?.chance);
  return {
    metric: name,
    points: found.map(({ best: incumbent, ...point }) =>
      incumbent === undefined
        ? point
        : {
            ...point,
            value: incumbent.value,
            trialId: incumbent.trialId,
            regret: Math.max(0, sign * (last!.value - incumbent.value)),
          },
    ),
    expected: counts.flatMap((trials, at) => (expected[at] === null ? [] : { trials, value: expected[at]! })),
  };
}

/** @param curve of `bestSoFar` */
export function bestSoFarPart(summary: Summary, record: SweepRecord, curve: BestSoFar): ProfilePart {
  const { claim, choice } = formats(summary);
  const labels = labelsOf(summary, record);
  const improved = curve.points.filter(
    ({ trialId }, at) => trialId !== undefined && trialId !== curve.points[at - 1]?.trialId,
  );
  return {
    kind: 'best-so-far',
    title: 'Best found so far',
    definition:
      `The best single trial by ${choice.label} among those that had ended, in the order in which they did, and its ${claim.label}; regret is what it lacks of the best of all. ` +
      'A single trial may be a lucky one. Expected: the same after so many trials in a random order (exact, without replacement).',
    sentences: sentences(summary, curve, labels),
    table: tableOf(summary, improved, labels),
  };
}

function labelsOf(summary: Summary, record: SweepRecord): (trialId: string) => string {
  const cells = new Map(summary.cells.map(({ cellId, label }) => [cellId, label]));
  const trials = new Map(record.trials.map((trial) => [trial.id, trial]));
  return (trialId) => {
    const { cellId, seed } = trials.get(trialId)!;
    return `${cells.get(cellId)!}, seed ${seed}`;
  };
}

function sentences(summary: Summary, { points, expected }: BestSoFar, labelOf: (trialId: string) => string): string[] {
  const { claim } = formats(summary);
  const last = points.at(-1)!;
  if (last.value === undefined) return [`None of ${countOf(last.trials, 'trial')} has a result.`];
  const point = pointOf(summary);
  const near = points.find(({ regret }) => regret !== undefined && regret <= point)!;
  const sign = summary.metric.goal === 'maximize' ? 1 : -1;
  const best = points.find(({ trialId }) => trialId === last.trialId)!;
  const random = expected.find(({ value }) => sign * (last.value! - value) <= point);
  return [
    `The best trial, ${labelOf(last.trialId!)} with ${formatWithUnit(claim, last.value)}, was found as number ${best.trials.toLocaleString('en-US')} of ${last.trials.toLocaleString('en-US')}.`,
    `One within ${formatDifference(claim, point)} of it was found after ${countOf(near.trials, 'trial')} (${formatDuration(near.deviceSeconds * 1000)} of a device)` +
      (random === undefined || random.trials === last.trials
        ? '.'
        : `; in a random order that is expected after about ${countOf(random.trials, 'trial')}.`),
  ];
}

function tableOf(summary: Summary, improved: readonly BestSoFarPoint[], labelOf: (trialId: string) => string): Table {
  const { claim } = formats(summary);
  const right = { align: 'right' } as const;
  return {
    title: 'Best found so far',
    columns: [
      column('trials', 'trials', right),
      column('elapsed_seconds', 'after', { ...right, dropOrder: 2 }),
      column('device_seconds', 'device time', { ...right, dropOrder: 1 }),
      column('value', metricTitle(claim), right),
      column('regret', 'regret', { ...right, dropOrder: 3 }),
      column('trial', 'trial'),
    ],
    rows: improved.map(({ trials, elapsedMs, deviceSeconds, value, regret, trialId }) => [
      plain(trials),
      durationCell(elapsedMs),
      durationCell(deviceSeconds * 1000),
      { value: value!, text: formatValue(claim, value!) },
      { value: regret!, text: formatValue(claim, regret!) },
      plain(labelOf(trialId!)),
    ]),
    notes: ['Only trials that were better than all before them.'],
  };
}
