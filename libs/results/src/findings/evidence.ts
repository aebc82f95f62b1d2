import type { Summary } from '../aggregate.ts';
import type { ComparedCell, Model } from '../compare/comparison.ts';
import { extent } from '../statistics.ts';
import {
  countOf,
  formatDifference,
  formatInterval,
  formatValue,
  formatWithUnit,
  type MetricFormat,
} from '../value-format.ts';
import { comparedCells, differenceUnit, formatGap, formats } from './words.ts';

/** What the verdict rests on: an interval, how it was made, and how many seeds would see how much. */
export function evidence(summary: Summary): string[] {
  const { model } = summary.comparison;
  if (model === undefined) return [];
  return [...difference(summary), ...[`${modelWords(summary, model)}${powerWords(summary)}`]];
}

function difference(summary: Summary): string[] {
  const { comparison, metric } = summary;
  const [best, next] = comparison.cells;
  const [bestCell, nextCell] = comparedCells(summary);
  if (best?.difference === undefined || next === undefined) return [];
  const { choice } = formats(summary);
  const [more, less] = metric.goal === 'maximize' ? [best.mean, next.mean] : [next.mean, best.mean];
  const gap = formatGap(choice, more, less);
  const isLevel = Number(gap.replace('−', '-')) === 0;
  const by = isLevel ? 'level, to the digits shown, with' : `${gap}${differenceUnit(choice)} better than`;
  return [
    `By ${choice.label}, ${bestCell!.label} (${formatWithUnit(choice, best.mean)}) is ${by} ${nextCell!.label} ` +
      `(${formatWithUnit(choice, next.mean)}), the next: ${bounds(choice, best.difference)} with 95 % confidence for ` +
      `${together(comparison.cells.length)} (Hsu's multiple comparisons with the best).`,
  ];
}

function bounds(format: MetricFormat, { low, high }: NonNullable<ComparedCell['difference']>): string {
  if (low === 0) return `more than 0 and at most ${formatDifference(format, high)}`;
  return formatInterval(format, [low, high]);
}

function together(cells: number): string {
  return cells === 2 ? 'both cells together' : `all ${countOf(cells, 'cell')} together`;
}

/** How the intervals came about, and why so. */
function modelWords(summary: Summary, { kind, residualStd, equalVarianceP }: Model): string {
  const { choice } = formats(summary);
  const { pairing } = summary.comparison;
  const spread = `single runs of a cell spread by ${formatDifference(choice, residualStd)} (standard deviation)`;
  const p = equalVarianceP === undefined ? '' : ` (${formatP(equalVarianceP)})`;
  const paired =
    pairing === undefined
      ? ''
      : `; values of two cells with the same seed correlate by ${formatCorrelation(pairing.correlation)} (0 not at all, 1 fully)`;
  switch (kind) {
    case 'blocks':
      return `Seeds are blocks: all cells ran with the same ones, so what a seed does to all of them is taken out${paired}. Beside that, ${spread}.`;
    case 'pooled':
      return `All cells share one variance: ${spread}${paired}.`;
    case 'unequal':
      return `The cells' variances differ${p}, so each pair has a standard error of its own (Welch, Šidák): single runs of a cell spread by ${spreads(summary)} (standard deviation)${paired}.`;
  }
}

/** From the cell that spreads least to the one that spreads most. */
function spreads(summary: Summary): string {
  const { choice } = formats(summary);
  const [least, most] = extent(comparedCells(summary).flatMap((cell) => (cell.choice ?? cell.final)?.std ?? []));
  return formatInterval(choice, [least, most]);
}

function powerWords(summary: Summary): string {
  const { power } = summary.comparison;
  if (power === undefined || power.seedsForPoint === null) return '';
  const { choice } = formats(summary);
  const point = choice.unit === '%' ? '1 point' : formatDifference(choice, power.point);
  return ` To tell a true difference of ${point} from none takes about ${countOf(power.seedsForPoint, 'seed')} a cell (80 % power).`;
}

function formatP(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p = ${p.toPrecision(1)}`;
}

function formatCorrelation(value: number): string {
  return formatValue({ name: '', label: '', unit: '', scale: 1, digits: 2 }, value);
}
