import type { Goal, MetricPoint } from '@gridsweep/sweep';
import type { Summary } from '../aggregate.ts';
import type { CellSummary } from '../cell-summary.ts';
import type { SweepRecord } from '../record.ts';
import { estimate, welchInterval, type Estimate } from '../statistics.ts';
import { declarationOf, trainingLoss } from '../sweep-metric.ts';
import { column, plain, type Cell, type Table } from '../table/table.ts';
import { formatWithUnit, metricFormat } from '../value-format.ts';
import type { ProfilePart } from './profile.ts';
import { targetOf } from './speed.ts';

/** Fewest points of a curve whose smoothness means anything. */
const FEWEST_POINTS = 5;

/**
 * How ragged one curve is: its negative variation, all its steps against the goal added up (C. Jordan, "Sur la série de Fourier", Comptes
 * rendus 92, 1881, p. 228–230: a function's variation is that upward and that downward), as a share of what the run gained from where
 * it began to its best. 0: never a step back; 0.2: of five points gained, one was lost again on the way. It does not depend on the unit,
 * nor on how steep the curve is; a finer sampling sees more steps. Undefined where a value is not finite, nothing was gained or the
 * curve has fewer than five points.
 * @param from where the way begins: what guessing gives; the first value where that is not known
 */
export function raggedness(values: readonly number[], goal: Goal, from = values[0]): number | undefined {
  if (values.length < FEWEST_POINTS || !values.every(Number.isFinite)) return undefined;
  const sign = goal === 'maximize' ? 1 : -1;
  let [lost, best] = [0, -Infinity];
  for (const [at, value] of values.entries()) {
    best = Math.max(best, sign * value);
    if (at > 0) lost += Math.max(0, sign * (values[at - 1]! - value));
  }
  const gained = best - sign * from!;
  return gained > 0 ? lost / gained : undefined;
}

/** How ragged a cell's curves are, one value a seed. */
export interface CellSmoothness {
  readonly cell: CellSummary;
  readonly raggedness: Estimate;
}

/** Cells by the mean raggedness of a metric's curves over seeds, the smoothest first; those of which a seed has none are left out. */
export function smoothnesses(summary: Summary, record: SweepRecord, metric: string): CellSmoothness[] {
  const trials = new Map(record.trials.map((trial) => [trial.id, trial]));
  const declared = declarationOf(metric, summary.metrics);
  const goal = metric === summary.metric.name ? summary.metric.goal : (declared?.goal ?? 'minimize');
  const found = summary.cells.flatMap((cell) => {
    const values = cell.runs.map(({ trialId }) =>
      raggedness(valuesOf(trials.get(trialId)!.points, metric), goal, declared?.chance),
    );
    if (values.length === 0 || values.some((value) => value === undefined)) return [];
    return { cell, raggedness: estimate(values as number[])! };
  });
  return found.sort((a, b) => a.raggedness.mean - b.raggedness.mean);
}

function valuesOf(points: readonly MetricPoint[], metric: string): number[] {
  return points.flatMap(({ name, value }) => (name === metric ? value : []));
}

/** By the sweep's metric, and by the training loss where trials report that. */
export function smoothness(summary: Summary, record: SweepRecord): ProfilePart | undefined {
  const loss = trainingLoss(summary.metrics);
  const metrics = [...new Set([summary.metric.name, loss])];
  const ranked = metrics.map((metric) => ({ metric, cells: smoothnesses(summary, record, metric) }));
  const [own, training] = [ranked[0]!.cells, ranked[1]?.cells ?? []];
  if (own.length < 2) return undefined;
  return {
    kind: 'smoothness',
    title: 'Smoothness',
    definition:
      'Raggedness: all steps of a curve against the goal added up (its negative variation; Jordan 1881), as a share of what the run gained from where it began to its best. ' +
      '0 % never went back; 20 %: of five points gained one was lost on the way. One value a seed, mean over seeds with its 95 % interval (t). Compare curves that are measured equally often.',
    sentences: [
      ...rankingSentences(own, metricFormat(summary.metric.name, summary.metrics).label),
      ...amongTheFast(summary, record, own),
      ...rankingSentences(training, metricFormat(loss, summary.metrics).label),
    ],
    table: tableOf(summary, own, training, loss),
  };
}

function rankingSentences(ranked: readonly CellSmoothness[], label: string): string[] {
  if (ranked.length < 2) return [];
  const [smoothest, next, last] = [ranked[0]!, ranked[1]!, ranked.at(-1)!];
  const ragged = ranked.length > 2 ? ` Most ragged is ${last.cell.label} (${percent(last.raggedness.mean)}).` : '';
  return [`By ${label}, ${describe(smoothest, next)}.${ragged}`];
}

/** "adam is smoothest (0.2 % lost on the way), before sgd (1.6 %; …)" */
function describe(smoothest: CellSmoothness, next: CellSmoothness): string {
  return (
    `${smoothest.cell.label} is smoothest (${percent(smoothest.raggedness.mean)} lost on the way), before ${next.cell.label} ` +
    `(${percent(next.raggedness.mean)}; ${evidence(smoothest, next)})`
  );
}

/** Of those that get anywhere near the best: a curve that hardly rises is smooth for nothing. */
function amongTheFast(summary: Summary, record: SweepRecord, ranked: readonly CellSmoothness[]): string[] {
  const target = targetOf(summary, record);
  if (target === undefined) return [];
  const sign = summary.metric.goal === 'maximize' ? 1 : -1;
  const near = ranked.filter(({ cell }) => sign * ((cell.final?.mean ?? NaN) - target.value) >= 0);
  if (near.length < 2 || near.length === ranked.length) return [];
  const shownTarget = formatWithUnit(metricFormat(summary.metric.name, summary.metrics), target.value);
  return [`Of the ${near.length} that end at ${shownTarget} or better, ${describe(near[0]!, near[1]!)}.`];
}

/** Welch's interval of the difference of two cells, which does not correct for having looked at several. */
function evidence(a: CellSmoothness, b: CellSmoothness): string {
  const interval = welchInterval(b.raggedness, a.raggedness);
  if (interval === undefined) return 'one seed cannot tell whether it is';
  const [low, high] = interval.map((end) => (100 * end).toFixed(1).replace('-', '−'));
  const between = `95 % interval of the difference ${low!} to ${high!} points`;
  return interval[0] > 0 ? `${between}, exploratory` : `the seeds do not tell the two apart: ${between}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function tableOf(
  summary: Summary,
  own: readonly CellSmoothness[],
  training: readonly CellSmoothness[],
  loss: string,
): Table {
  const right = { align: 'right' } as const;
  const label = (metric: string) => metricFormat(metric, summary.metrics).label;
  const losses = new Map(training.map(({ cell, raggedness: value }) => [cell.cellId, value]));
  const hasLosses = losses.size > 0 && loss !== summary.metric.name;
  const columns = (key: string, metric: string) => [
    column(`${key}_and_interval`, `lost of ${label(metric)} (%)`, { ...right, audience: 'people' as const }),
    column(key, key, { ...right, audience: 'programs' as const }),
    column(`${key}_low`, `${key}_low`, { ...right, audience: 'programs' as const }),
    column(`${key}_high`, `${key}_high`, { ...right, audience: 'programs' as const }),
  ];
  const cells = (value: Estimate | undefined): Cell[] => [
    plain(value === undefined ? '–' : shares(value)),
    ...[plain(value?.mean), plain(clipped(value?.interval?.[0])), plain(value?.interval?.[1])],
  ];
  return {
    title: 'Smoothness',
    columns: [
      column('cell', 'cell'),
      ...columns('raggedness', summary.metric.name),
      ...(hasLosses ? columns('raggedness_of_loss', loss) : []),
      column('n', 'seeds', { ...right, dropOrder: 1 }),
    ],
    rows: own.map(({ cell, raggedness: value }) => [
      plain(cell.label),
      ...cells(value),
      ...(hasLosses ? cells(losses.get(cell.cellId)) : []),
      plain(value.n),
    ]),
    notes: ['Smoothest first. [ ]: 95 % interval of the mean over seeds (t), cut off at 0.'],
  };
}

/** Nothing is lost less than not at all. */
function clipped(share: number | undefined): number | undefined {
  return share === undefined ? undefined : Math.max(0, share);
}

function shares({ mean, interval }: Estimate): string {
  const shown = (share: number) => (100 * Math.max(0, share)).toFixed(1);
  return interval === undefined ? shown(mean) : `${shown(mean)} [${interval.map(shown).join(', ')}]`;
}
