import type { Parameters } from '@gridsweep/sweep';
import type { Summary } from '../aggregate.ts';
import { formatParameter } from '../parameter-label.ts';
import { printable } from '../safe-text.ts';
import { comparedCells } from './words.ts';

/** Where the best cell lies at the end of a numeric axis: the best value may lie beyond, and which one to try next. */
export function edges(summary: Summary): string[] {
  const [best] = comparedCells(summary);
  if (best === undefined || summary.comparison.cells.length < 2) return [];
  return summary.axes.flatMap((axis) => {
    const range = rangeOf(summary, axis);
    const edge =
      range === undefined
        ? gridEdge(best.parameters[axis], valuesOf(summary, axis))
        : rangeEdge(best.parameters[axis], range);
    return edge === undefined ? [] : [`${printable(axis)} ${edge}`];
  });
}

function valuesOf({ cells }: Summary, axis: string): number[] {
  const values = cells
    .map(({ parameters }: { parameters: Parameters }) => parameters[axis])
    .filter((value) => typeof value === 'number');
  return [...new Set(values)].sort((a, b) => a - b);
}

function gridEdge(best: unknown, values: readonly number[]): string | undefined {
  if (typeof best !== 'number' || values.length < 2) return undefined;
  const isSmallest = best === values[0];
  if (!isSmallest && best !== values.at(-1)) return undefined;
  const next = continued(isSmallest ? values.toReversed() : values);
  if (next === undefined) return undefined;
  const end = isSmallest ? 'smallest' : 'largest';
  return `${formatParameter(best)} of the best cell is the ${end} that was tried; try ${formatParameter(next)} too.`;
}

/**
 * The next value of a row that goes on beyond its last one, as evenly as it came: by the same factor where its values are spread as on a
 * logarithmic scale, else by the same difference. Shares stay between 0 and 1. Undefined where there is none.
 * @param values in order, rising or falling, at least two
 */
export function continued(values: readonly number[]): number | undefined {
  const [before, last] = values.slice(-2) as [number, number];
  if (last === 0) return undefined;
  const isLog = values.every((value) => value > 0) && isLogarithmic(values);
  const next = inBounds(isLog ? last * (last / before) : last + (last - before), values, isLog);
  const rounded = values.every(Number.isInteger) ? Math.round(next) : Number(next.toPrecision(3));
  return rounded === last || rounded === 0 ? undefined : rounded;
}

/** A share, such as a momentum, comes nearer to 1 and does not pass it; what is above 0 stays there. */
function inBounds(next: number, values: readonly number[], isLog: boolean): number {
  const [before, last] = values.slice(-2) as [number, number];
  const areShares = values.every((value) => value > 0 && value < 1) && (!isLog || last >= 0.5);
  if (areShares && next >= 1) return 1 - (1 - last) ** 2 / (1 - before);
  return values.every((value) => value >= 0) && next <= 0 ? last / 2 : next;
}

/** Whether factors between neighbours are more alike than differences; of two values, whether one is twice the other or more. */
function isLogarithmic(values: readonly number[]): boolean {
  const sizes = values.map(Math.abs);
  if (sizes.length === 2) return Math.max(...sizes) >= 2 * Math.min(...sizes);
  return unevenness(sizes.map(Math.log)) <= unevenness(sizes);
}

/** Largest step over the smallest. */
function unevenness(values: readonly number[]): number {
  const steps = values.slice(1).map((value, before) => Math.abs(value - values[before]!));
  return Math.max(...steps) / Math.min(...steps);
}

interface Range {
  readonly min: number;
  readonly max: number;
  readonly isLogarithmic: boolean;
}

function rangeOf({ spec }: Summary, axis: string): Range | undefined {
  const parameter = Object.hasOwn(spec.parameters, axis) ? spec.parameters[axis] : undefined;
  if (parameter === undefined || !('min' in parameter)) return undefined;
  const { min, max, distribution } = parameter;
  return { min, max, isLogarithmic: distribution === 'log_uniform_values' };
}

/** Share of a range at either end that counts as its edge. */
const EDGE = 0.05;

function rangeEdge(best: unknown, { min, max, isLogarithmic: log }: Range): string | undefined {
  if (typeof best !== 'number' || max <= min) return undefined;
  const on = (value: number) => (log ? Math.log(value) : value);
  const place = (on(best) - on(min)) / (on(max) - on(min));
  if (place > EDGE && place < 1 - EDGE) return undefined;
  const end = place <= EDGE ? 'lower' : 'upper';
  return `${formatParameter(best)} of the best cell lies at the ${end} end of its range (${formatParameter(min)} to ${formatParameter(max)}); widen it there.`;
}
