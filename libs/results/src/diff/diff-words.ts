import { formatParameter } from '../parameter-label.ts';
import type { MetricFormat } from '../value-format.ts';
import { countOf, formatDifference, formatInterval, formatValue, joinWords } from '../value-format.ts';
import type { CellDiff, SweepDiff } from './sweep-diff.ts';

/** What the difference comes to, whole sentences. */
export function diffSentences(diff: SweepDiff, format: MetricFormat): string[] {
  const { points, cells } = diff;
  if (cells.length === 0) {
    return ['No cell has the same parameters in both, so their results cannot be compared cell by cell.'];
  }
  const identity = identitySentence(diff);
  const isEqual = points.isAll && points.trials > 0 && points.identical === points.trials;
  return [
    ...(identity === undefined ? [] : [identity]),
    ...(isEqual ? [] : [verdict(diff, format)]),
    ...divergence(cells),
    ...only(diff),
  ];
}

function identitySentence({ points }: SweepDiff): string | undefined {
  const { trials, identical, equalPoints, isAll } = points;
  if (trials === 0) return undefined;
  const told = countOf(equalPoints, 'point');
  if (identical === trials) {
    const which = isAll ? '' : ` in the ${countOf(trials, 'trial')} that have finished in both`;
    return `Bit-identical${which}: every point is equal (${told}${isAll ? ` of ${countOf(trials, 'trial')}` : ''}).`;
  }
  if (identical === 0) return `None of the ${countOf(trials, 'trial')} that have finished in both is bit-identical.`;
  return `${identical.toLocaleString('en-US')} of ${countOf(trials, 'trial')} that have finished in both are bit-identical.`;
}

function verdict({ cells }: SweepDiff, format: MetricFormat): string {
  const compared = cells.filter(({ compared: result }) => result !== undefined);
  const tested = compared.filter(({ compared: result }) => result!.p !== undefined);
  if (compared.length === 0) return `None of the ${countOf(cells.length, 'cell')} in both has a final value in both.`;
  const largest = compared.reduce((a, b) => (size(b) > size(a) ? b : a));
  if (tested.length === 0) {
    return `One seed each cannot tell whether cells differ. The largest difference seen is ${describe(largest, format)}.`;
  }
  const significant = tested.filter(({ compared: result }) => result!.isSignificant);
  const how = tested.every(({ compared: result }) => result!.test === 'paired') ? 'paired by seed, ' : '';
  if (significant.length === 0) {
    return `The seeds do not tell ${tested.length === 1 ? 'the cell' : `any of the ${countOf(tested.length, 'cell')}`} apart between the two (${how}Holm's correction, 5 %). The largest difference seen is ${describe(largest, format)}.`;
  }
  const most = significant.reduce((a, b) => (size(b) > size(a) ? b : a));
  return `${significant.length.toLocaleString('en-US')} of ${countOf(tested.length, 'cell')} ${significant.length === 1 ? 'differs' : 'differ'} significantly (${how}Holm's correction, 5 %); the largest such difference is ${describe(most, format)}.`;
}

function size({ compared }: CellDiff): number {
  return Math.abs(compared!.difference);
}

/** "lr 0.1: +1.2 points (95 % interval 0.3 to 2.1 points)" */
function describe({ label, compared }: CellDiff, format: MetricFormat): string {
  const { difference, interval } = compared!;
  const sign = difference > 0 ? '+' : '';
  const within = interval === undefined ? '' : ` (95 % interval ${formatInterval(format, interval)})`;
  return `${label} with ${sign}${formatDifference(format, difference)}${within}`;
}

function divergence(cells: readonly CellDiff[]): string[] {
  return cells
    .filter(({ first, second }) => first.diverged > 0 || second.diverged > 0)
    .slice(0, MOST_TOLD)
    .map(({ label, first, second }) => {
      return `${label} diverged with ${first.diverged} of ${countOf(first.finished, 'seed')} in the first, ${second.diverged} of ${second.finished} in the second; it is not compared.`;
    });
}

/** Cells told one by one. */
const MOST_TOLD = 5;

function only({ onlyFirst, onlySecond }: SweepDiff): string[] {
  const told = (which: string, labels: readonly string[]) =>
    labels.length === 0 ? [] : [`Only the ${which} has ${joinWords(labels)}.`];
  return [...told('first', onlyFirst), ...told('second', onlySecond)];
}

/** What is asked for otherwise, and what is otherwise without having been asked for: a line each. */
export function settingLines({ settings, changed, cells }: SweepDiff): string[] {
  const value = (one: SweepDiff['changed'][number]['first']) =>
    one === undefined ? 'not there' : formatParameter(one);
  const hidden = changed.map(({ parameter, first, second, cells: count }) => {
    const where = count === cells.length ? 'all matched cells' : countOf(count, 'matched cell');
    return `${parameter}: ${value(first)} → ${value(second)} in ${where}`;
  });
  return [...settings, ...hidden];
}

/** "64.7", "–" where there is none, "diverged 1/3". */
export function sideText(format: MetricFormat, { mean, diverged, finished }: CellDiff['first']): string {
  if (diverged > 0) return `diverged ${diverged}/${finished}`;
  return mean === null ? '–' : formatValue(format, mean);
}
