import type { Summary } from '../aggregate.ts';
import type { CellSummary } from '../cell-summary.ts';
import { printable } from '../safe-text.ts';
import { countOf, formatValue, metricFormat, type MetricFormat } from '../value-format.ts';

/** The compared cells of a summary, best first, each with what is known of it. */
export function comparedCells({ comparison, cells }: Summary): CellSummary[] {
  const byId = new Map(cells.map((cell) => [cell.cellId, cell]));
  return comparison.cells.map(({ cellId }) => byId.get(cellId)!);
}

/** How the metrics that are claimed and that choose are shown. */
export function formats({ metrics, comparison }: Summary): {
  readonly claim: MetricFormat;
  readonly choice: MetricFormat;
} {
  const { metric, choiceMetric } = comparison;
  return { claim: metricFormat(metric, metrics), choice: metricFormat(choiceMetric, metrics) };
}

/**
 * A difference of two values as far as it can be seen in them: printed first minus printed second, without a unit. So "55.0 against
 * 49.6" is never 5.3 apart.
 */
export function formatGap(format: MetricFormat, a: number, b: number): string {
  const [first, second] = [a, b].map((value) => printed(formatValue(format, value)));
  if (first === undefined || second === undefined) return formatValue(format, a - b);
  const digits = Math.max(first.digits, second.digits);
  return (first.value - second.value)
    .toFixed(digits)
    .replace(/^-(0(?:\.0*)?)$/, '$1')
    .replace('-', '−');
}

/** Undefined of a text with an exponent, or of none. */
function printed(text: string): { readonly value: number; readonly digits: number } | undefined {
  const match = /^−?\d+(?:\.(\d+))?$/.exec(text);
  return match === null ? undefined : { value: Number(text.replace('−', '-')), digits: match[1]?.length ?? 0 };
}

/** "points" of per cent, else the metric's unit, with a space before it; nothing where there is none. */
export function differenceUnit({ unit }: MetricFormat): string {
  if (unit === '') return '';
  return unit === '%' ? ' points' : ` ${unit}`;
}

/** "3 seeds", "2 to 3 seeds" where cells have unlike numbers. */
export function seedsOf(counts: readonly number[]): string {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most ? countOf(most, 'seed') : `${least} to ${countOf(most, 'seed')}`;
}

/** "after 15 epochs", or steps where the metric has no epochs; nothing without a point. */
export function afterWhat(cell: CellSummary, metric: string): string {
  const last = cell.curves.get(metric)?.points.at(-1);
  if (last === undefined) return '';
  return `after ${last.epoch === undefined ? countOf(last.step, 'step') : countOf(Math.round(last.epoch), 'epoch')}`;
}

/** A share as per cent without decimals: "11 to 60 %". */
export function formatShare({ low, high }: { readonly low: number; readonly high: number }): string {
  return `${Math.round(100 * low)} to ${Math.round(100 * high)} %`;
}

/** A sweep's name as a word of a command line. */
export function asArgument(name: string): string {
  const text = printable(name);
  return /^[\w.,:@%+/-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** "every other cell", without those that are not compared where there are some. */
export function amongCompared({ comparison }: Summary): string {
  return comparison.left.length > 0 ? ' that can be compared' : '';
}
