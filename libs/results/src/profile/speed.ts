import type { MetricPoint } from '@gridsweep/sweep';
import type { Summary } from '../aggregate.ts';
import type { CellSummary } from '../cell-summary.ts';
import { comparedCells, formats } from '../findings/words.ts';
import type { SweepRecord } from '../record.ts';
import { wallTimeMs } from '../run.ts';
import { extent } from '../statistics.ts';
import { declarationOf } from '../sweep-metric.ts';
import { durationCell } from '../table/cells.ts';
import { column, plain, type Cell, type Table } from '../table/table.ts';
import { countOf, formatWithUnit, joinWords } from '../value-format.ts';
import { representatives } from './contenders.ts';
import { median } from './median.ts';
import type { ProfilePart } from './profile.ts';

/** Of the way from guessing to the best final value: what counts as there. */
const SHARE = 0.9;

/** A value to reach. */
export interface Target {
  readonly value: number;
  /** Where the way to it begins: what guessing gives where that is declared, else the median of the runs' first points. */
  readonly from: number;
  /** Whether a person named it. */
  readonly isGiven: boolean;
}

/** How soon one finished trial was at the target; infinite where it never was. */
export interface Reached {
  readonly steps: number;
  /** Absent where the workload counts none. */
  readonly epochs?: number;
  /** Of the trial's own time, as if all its steps had taken equally long; absent where its time is not known. */
  readonly ms?: number;
}

/** How soon a cell's seeds were there. */
export interface CellSpeed {
  readonly cell: CellSummary;
  readonly seeds: readonly Reached[];
  /** How many of them were there at all. */
  readonly reached: number;
  /** Medians over all seeds, those that never were there counting as infinite. */
  readonly median: Reached;
}

/**
 * The value by which speed is judged: 90 % of the way from guessing to the best mean final value of the cells that are compared, as
 * time-to-result benchmarks name one value for all (G. E. Dahl et al., "Benchmarking Neural Network Training Algorithms", arXiv
 * 2306.07179). Undefined where nothing is compared or nothing is better than where it began.
 */
export function targetOf(summary: Summary, record: SweepRecord, given?: number): Target | undefined {
  const { name, goal } = summary.metric;
  const sign = goal === 'maximize' ? 1 : -1;
  const firsts = record.trials.flatMap(({ points, state }) => {
    const first = state === 'finished' ? points.find((point) => point.name === name)?.value : undefined;
    return first !== undefined && Number.isFinite(first) ? first : [];
  });
  const from = declarationOf(name, summary.metrics)?.chance ?? median(firsts);
  if (given !== undefined) return { value: given, from, isGiven: true };
  const means = comparedCells(summary).flatMap(({ final }) => (final && Number.isFinite(final.mean) ? final.mean : []));
  const best = sign * extent(means.map((mean) => sign * mean))[1];
  const isBetter = sign * (best - from) > 0;
  return isBetter ? { value: from + SHARE * (best - from), from, isGiven: false } : undefined;
}

/** How soon each cell with a finished trial was there: the fastest median first, then by how many seeds were there at all. */
export function speeds(summary: Summary, record: SweepRecord, target: Target): CellSpeed[] {
  const trials = new Map(record.trials.map((trial) => [trial.id, trial]));
  const found = summary.cells.flatMap((cell) => {
    const seeds = cell.runs.map(({ trialId }) => {
      const trial = trials.get(trialId)!;
      return reachedBy(trial.points, summary.metric, target, wallTimeMs(trial));
    });
    if (seeds.length === 0) return [];
    const reached = seeds.filter(({ steps }) => steps < Infinity).length;
    return { cell, seeds, reached, median: medianOf(seeds) };
  });
  return found.sort(
    (a, b) => compare(a.median.steps, b.median.steps) || b.reached / b.seeds.length - a.reached / a.seeds.length,
  );
}

/** Infinity − Infinity is not a number. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

function reachedBy(
  points: readonly MetricPoint[],
  { name, goal }: Summary['metric'],
  { value: target }: Target,
  wallTime: number | undefined,
): Reached {
  const own = points.filter((point) => point.name === name);
  const first = own.find(({ value }) => (goal === 'maximize' ? value >= target : value <= target));
  const hasEpochs = own.every(({ epoch }) => epoch !== undefined);
  if (first === undefined) {
    return { steps: Infinity, ...(hasEpochs && { epochs: Infinity }), ...(wallTime !== undefined && { ms: Infinity }) };
  }
  const last = points.reduce((most, { step }) => Math.max(most, step), 0);
  return {
    steps: first.step,
    ...(hasEpochs && { epochs: first.epoch! }),
    ...(wallTime !== undefined && { ms: last === 0 ? 0 : (wallTime * first.step) / last }),
  };
}

function medianOf(seeds: readonly Reached[]): Reached {
  const epochs = seeds.flatMap((seed) => seed.epochs ?? []);
  const ms = seeds.flatMap((seed) => seed.ms ?? []);
  return {
    steps: median(seeds.map(({ steps }) => steps)),
    ...(epochs.length === seeds.length && { epochs: median(epochs) }),
    ...(ms.length === seeds.length && { ms: median(ms) }),
  };
}

/** @param given a target that a person named; else 90 % of the way to the best */
export function speed(summary: Summary, record: SweepRecord, given?: number): ProfilePart | undefined {
  const target = targetOf(summary, record, given);
  if (target === undefined) return undefined;
  const ranked = speeds(summary, record, target);
  if (ranked.length === 0) return undefined;
  const { claim } = formats(summary);
  const shown = formatWithUnit(claim, target.value);
  const how = target.isGiven
    ? 'the value that was asked for'
    : `90 % of the way from ${formatWithUnit(claim, target.from)} (${declarationOf(claim.name, summary.metrics)?.chance === undefined ? 'the median of first evaluations' : 'guessing'}) to the best mean final value`;
  return {
    kind: 'speed',
    title: 'Speed',
    definition:
      `Steps until ${claim.label} was first ${summary.metric.goal === 'maximize' ? 'at least' : 'at most'} ${shown}, ${how}; a run that never was there counts as ∞ ` +
      '(AlgoPerf, Dahl et al. 2023). Median over seeds. Told as exactly as runs were evaluated; time as if all steps of a run took equally long.',
    sentences: sentences(summary, ranked, shown),
    table: tableOf(ranked),
  };
}

function sentences(summary: Summary, ranked: readonly CellSpeed[], target: string): string[] {
  const shown = new Set(representatives(summary).map(({ cellId }) => cellId));
  const told = ranked.filter(({ cell }) => shown.has(cell.cellId));
  const there = told.filter(({ median: { steps } }) => steps < Infinity);
  const never = told.filter(({ reached }) => reached === 0).map(({ cell }) => cell.label);
  const half = told.filter(({ reached, median: { steps } }) => reached > 0 && steps === Infinity);
  const [first, ...others] = there;
  return [
    ...(first === undefined
      ? []
      : [
          `${told.length === ranked.length ? 'First' : 'Of each the best setting, first'} at ${target}: ${first.cell.label} after ${amount(first.median)} (median of ${countOf(first.seeds.length, 'seed')}${allReached(first)})` +
            (others.length === 0
              ? '.'
              : `; then ${joinWords(others.map((each) => `${each.cell.label} after ${amount(each.median)}${allReached(each)}`))}.`),
        ]),
    ...(ranked[0]!.median.steps < (first?.median.steps ?? Infinity)
      ? [`Of all settings ${ranked[0]!.cell.label} was there first, after ${amount(ranked[0]!.median)}.`]
      : []),
    ...half.map(({ cell, reached, seeds }) => {
      return `${cell.label} was there with ${reached} of ${countOf(seeds.length, 'seed')} only.`;
    }),
    ...(never.length === 0 ? [] : [`Never there: ${joinWords(never)}.`]),
  ];
}

function allReached({ reached, seeds }: CellSpeed): string {
  return reached === seeds.length ? '' : `, ${reached} of ${seeds.length} were there`;
}

/** "6 epochs", "4,692 steps" */
function amount({ steps, epochs }: Reached): string {
  if (epochs === undefined) return countOf(steps, 'step');
  const rounded = Math.round(epochs * 10) / 10;
  return countOf(rounded, 'epoch');
}

function tableOf(ranked: readonly CellSpeed[]): Table {
  const right = { align: 'right' } as const;
  const hasEpochs = ranked.every(({ median: { epochs } }) => epochs !== undefined);
  return {
    title: 'Speed',
    columns: [
      column('cell', 'cell'),
      column('reached_of', 'reached', { ...right, audience: 'people' }),
      column('reached', 'reached', { ...right, audience: 'programs' }),
      column('n', 'n', { ...right, audience: 'programs' }),
      column('steps', 'steps', right),
      ...(hasEpochs ? [column('epochs', 'epochs', right)] : []),
      column('seconds', 'time', { ...right, dropOrder: 1 }),
      column('fastest_steps', 'fastest seed', { ...right, dropOrder: 2 }),
      column('slowest_steps', 'slowest seed', { ...right, dropOrder: 3 }),
    ],
    rows: ranked.map(({ cell, seeds, reached, median: { steps, epochs, ms } }) => {
      const [fastest, slowest] = extent(seeds.map((seed) => seed.steps));
      return [
        plain(cell.label),
        plain(`${reached} of ${seeds.length}`),
        plain(reached),
        plain(seeds.length),
        whole(steps),
        ...(hasEpochs ? [whole(epochs!)] : []),
        ms === Infinity ? NEVER : durationCell(ms),
        whole(fastest),
        whole(slowest),
      ];
    }),
    notes: ['Median over seeds; ∞: never reached. Seeds that never were there count as ∞ in the median.'],
  };
}

/** For programs null: JSON has no infinity. */
const NEVER: Cell = { value: null, text: '∞' };

function whole(value: number): Cell {
  if (value === Infinity) return NEVER;
  const rounded = Math.round(value * 100) / 100;
  return { value: rounded, text: rounded.toLocaleString('en-US') };
}
