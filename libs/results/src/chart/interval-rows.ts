import type { Summary } from '../aggregate.ts';
import type { CellSummary } from '../cell-summary.ts';
import type { ComparedCell, LeftCell } from '../compare/comparison.ts';
import { extent } from '../statistics.ts';
import type { MetricFormat } from '../value-format.ts';

/** A cell's line in a plot of intervals, in shown units. */
export interface IntervalRow {
  readonly label: string;
  /** Of every seed that has a finite one. */
  readonly values: readonly number[];
  /** Absent of a cell that is not compared. */
  readonly mean?: number;
  /** 95 % of the mean; absent of one seed. */
  readonly interval?: readonly [number, number];
  readonly standing?: ComparedCell['standing'];
  /** With the best of the others. */
  readonly difference?: ComparedCell['difference'];
  /** Why it is not compared: "3 of 10 diverged". */
  readonly reason?: string;
}

export interface IntervalRows {
  /** Best first, then those that are not compared. */
  readonly rows: readonly IntervalRow[];
  readonly cellsLeftOut: number;
}

const MOST_DIVERGED = 5;

/** The best cells, at most `most`, and some of those that are not compared because a seed diverged. */
export function intervalRows({ cells, comparison }: Summary, { scale }: MetricFormat, most: number): IntervalRows {
  const byId = new Map(cells.map((cell) => [cell.cellId, cell]));
  const compared = comparison.cells.slice(0, most).map((each): IntervalRow => {
    const { label, final } = byId.get(each.cellId)!;
    const { interval, values, mean } = final!;
    return {
      ...{ label, values: values.map((value) => value * scale), mean: mean * scale, standing: each.standing },
      ...(interval !== undefined && { interval: [interval[0] * scale, interval[1] * scale] as const }),
      ...(each.difference !== undefined && { difference: scaled(each.difference, scale) }),
    };
  });
  const diverged = comparison.left.filter(({ reason }) => reason === 'diverged');
  const others = diverged.slice(0, MOST_DIVERGED).map((left) => leftRow(byId.get(left.cellId)!, left, scale));
  return { rows: [...compared, ...others], cellsLeftOut: cells.length - compared.length - others.length };
}

function scaled({ estimate, low, high }: NonNullable<ComparedCell['difference']>, scale: number) {
  return { estimate: estimate * scale, low: low * scale, high: high * scale };
}

function leftRow({ label, runs, counts, outcomes }: CellSummary, { reason }: LeftCell, scale: number): IntervalRow {
  const values = runs.flatMap(({ diverged, final }) =>
    diverged || final === undefined || !Number.isFinite(final) ? [] : [final * scale],
  );
  const words = reason === 'diverged' ? `${outcomes.diverged} of ${counts.finished} diverged` : reason;
  return { label, values, reason: words };
}

/** How much worse than the best a cell may be, as a multiple of what half of them are, before the axes leave it outside. */
const OUTLIER = 6;

/** The rows that the axes are made for: without cells that are far worse than most, which would flatten the others. */
export function nearRows(rows: readonly IntervalRow[], maximize: boolean): IntervalRow[] {
  const compared = rows.filter(({ mean }) => mean !== undefined);
  const best = compared[0]?.mean;
  if (best === undefined) return [...rows];
  const distances = compared.map(({ mean }) => Math.abs(mean! - best)).sort((a, b) => a - b);
  const limit = OUTLIER * distances[Math.floor(distances.length / 2)]! || Infinity;
  const isNear = (value: number) => (maximize ? best - value : value - best) <= limit;
  return rows.filter((row) => (row.mean === undefined ? row.values.every(isNear) : isNear(row.mean)));
}

/** What an axis of values should enclose: single values, and as much of intervals as does not flatten these. */
export function valueEnds(rows: readonly IntervalRow[]): readonly [number, number] {
  const [low, high] = extent(rows.flatMap(({ values }) => values));
  const room = (high - low) / 2 || Math.abs(high) / 10 || 1;
  const ends = rows.flatMap(({ interval }) => interval ?? []);
  return extent([low, high, ...ends.map((end) => Math.min(high + room, Math.max(low - room, end)))]);
}

/** The same of an axis of differences, which always has zero. */
export function differenceEnds(rows: readonly IntervalRow[]): readonly [number, number] {
  const all = rows.flatMap(({ difference }) => difference ?? []);
  const [, largest] = extent(all.map(({ estimate }) => Math.abs(estimate)));
  const room = 2 * (largest || 1);
  const [low, high] = extent([0, ...all.flatMap((each) => [each.low, each.high])]);
  return [Math.max(low, -room), Math.min(high, room)];
}
