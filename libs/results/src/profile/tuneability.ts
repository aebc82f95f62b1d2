import type { Summary } from '../aggregate.ts';
import type { CellSummary } from '../cell-summary.ts';
import { formats } from '../findings/words.ts';
import { printable } from '../safe-text.ts';
import { extent } from '../statistics.ts';
import { declarationOf } from '../sweep-metric.ts';
import { column, plain, type Cell, type Table } from '../table/table.ts';
import { formatDifference, formatValue, formatWithUnit, joinWords, metricTitle } from '../value-format.ts';
import { contenders, subjectOf, type Contender } from './contenders.ts';
import { expectedBestOf } from './expected-best.ts';
import { median } from './median.ts';
import type { ExpectedBest, ProfilePart } from './profile.ts';

/** How the final values of one value of the subject are spread over its other settings. */
export interface Spread {
  readonly label: string;
  /** Settings of which trials have ended. */
  readonly settings: number;
  /** Of them those that have no mean: a seed diverged or failed, or reported nothing. */
  readonly without: number;
  /** By the metric's goal, of their means over seeds; those without one are worse than all others, NaN where one of them is meant. */
  readonly best: number;
  readonly median: number;
  readonly worst: number;
  /** Share of the settings that come as close to its own best: within `point`, and within 5 % of its size. */
  readonly withinPoint: number;
  readonly withinFivePercent: number;
}

/** 0.01 of a fraction, 1 % of the best value's size of any other metric. */
export function pointOf(summary: Summary): number {
  const { name, goal } = summary.metric;
  if (declarationOf(name, summary.metrics)?.unit === 'fraction') return 0.01;
  const sign = goal === 'maximize' ? 1 : -1;
  const best = extent(summary.cells.map((cell) => sign * settingMean(cell)).filter(Number.isFinite))[1];
  return Number.isFinite(best) ? 0.01 * Math.abs(best) : 0;
}

/** Mean final value of a setting over its seeds; NaN where one of them has none. */
function settingMean({ final, outcomes, counts, unreported }: CellSummary): number {
  return outcomes.diverged > 0 || counts.failed > 0 || unreported > 0 ? NaN : (final?.mean ?? NaN);
}

function hasEnded({ counts }: CellSummary): boolean {
  return counts.finished + counts.failed > 0;
}

export function spreads(summary: Summary): Spread[] {
  const sign = summary.metric.goal === 'maximize' ? 1 : -1;
  const point = pointOf(summary);
  return contenders(summary).flatMap(({ label, cells }: Contender) => {
    const values = cells.filter(hasEnded).map((cell) => {
      const mean = settingMean(cell);
      return Number.isFinite(mean) ? sign * mean : -Infinity;
    });
    if (values.length === 0) return [];
    const [worst, best] = extent(values);
    const share = (tolerance: number) => values.filter((value) => value >= best - tolerance).length / values.length;
    const shown = (value: number) => (Number.isFinite(value) ? sign * value : NaN);
    const isFound = Number.isFinite(best);
    return {
      label,
      settings: values.length,
      without: values.filter((value) => value === -Infinity).length,
      ...{ best: shown(best), median: shown(median(values)), worst: shown(worst) },
      withinPoint: isFound ? share(point) : 0,
      withinFivePercent: isFound ? share(0.05 * Math.abs(best)) : 0,
    };
  });
}

/** Settings drawn at random at most: nobody draws more by hand, and what more would find is the best all but surely. */
const MOST_DRAWN = 1000;

/** What so many settings chosen at random find; a setting without a result counts as guessing where that is declared. */
export function expectedBest(summary: Summary): ExpectedBest[] {
  const sign = summary.metric.goal === 'maximize' ? 1 : -1;
  const otherwise = declarationOf(summary.metric.name, summary.metrics)?.chance;
  return contenders(summary).flatMap(({ label, cells }) => {
    const means = cells.filter(hasEnded).map(settingMean);
    if (means.length < 2) return [];
    const counts = Array.from({ length: Math.min(means.length, MOST_DRAWN) }, (_, at) => at + 1);
    return { label, values: expectedBestOf(means, counts, sign, otherwise) };
  });
}

/**
 * How much the settings matter to each value of the subject: tuneability as in DeepOBS (Schneider et al., ICLR 2019), and the expected
 * best after few random settings (Dodge et al., EMNLP 2019). Undefined where none has two settings.
 */
export function tuneability(summary: Summary): ProfilePart | undefined {
  const all = spreads(summary).filter(({ settings }) => settings > 1);
  if (all.length === 0) return undefined;
  const subject = subjectOf(summary);
  const { claim } = formats(summary);
  const point = formatDifference(claim, pointOf(summary));
  return {
    kind: 'tuneability',
    title: 'Tuneability',
    definition:
      `Spread of mean final ${claim.label} over the settings of ${subject === undefined ? 'the sweep' : `each ${printable(subject)}`} (DeepOBS, Schneider et al. 2019): how close to its own best a setting is, and ` +
      'the best that is expected of 1, 2 or 4 settings drawn at random without replacement (exact; Dodge et al. 2019, Tang et al. 2020). ' +
      'A setting that diverged or failed is worse than all others' +
      (declarationOf(claim.name, summary.metrics)?.chance === undefined
        ? '.'
        : ' and counts as guessing in what is expected.'),
    sentences: sentences(summary, all, point),
    table: tableOf(summary, all),
  };
}

function sentences(summary: Summary, all: readonly Spread[], point: string): string[] {
  const { claim } = formats(summary);
  const share = ({ label, withinPoint, settings }: Spread) =>
    `${Math.round(withinPoint * settings)} of ${settings}${of(label)}`;
  const curves = expectedBest(summary);
  const expected = (count: number) => {
    const told = curves.flatMap(({ label, values }) => {
      const value = values[count - 1];
      return value === undefined || value === null ? [] : `${formatWithUnit(claim, value)}${of(label)}`;
    });
    return told.length === curves.length ? joinWords(told) : undefined;
  };
  const [one, two] = [expected(1), expected(2)];
  return [
    `Settings that come within ${point} of the best of their own: ${joinWords(all.map(share))}.`,
    ...(one === undefined || two === undefined
      ? []
      : [`One setting at random is expected to give ${one}; the better of two ${two}.`]),
  ];
}

function of(label: string): string {
  return label === '' ? '' : ` of ${label}`;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

/** Numbers of random settings that the table tells of. */
const TOLD = [1, 2, 4];

function tableOf(summary: Summary, all: readonly Spread[]): Table {
  const { claim } = formats(summary);
  const right = { align: 'right' } as const;
  const subject = subjectOf(summary);
  const curves = new Map(expectedBest(summary).map(({ label, values }) => [label, values]));
  const most = Math.max(...all.map(({ settings }) => settings));
  const told = TOLD.filter((count) => count < most);
  const value = (number: number | null | undefined): Cell =>
    number === null || number === undefined || !Number.isFinite(number)
      ? { value: null, text: 'no result' }
      : { value: number, text: formatValue(claim, number) };
  return {
    title: `Tuneability by ${metricTitle(claim)}`,
    columns: [
      ...(subject === undefined ? [] : [column('subject', printable(subject))]),
      column('settings', 'settings', { ...right, dropOrder: 4 }),
      column('without_result', 'without result', { ...right, dropOrder: 5 }),
      column('best', 'best', right),
      column('median', 'median', right),
      column('worst', 'worst', right),
      column('within_point', `within ${formatDifference(claim, pointOf(summary))}`, { ...right, dropOrder: 2 }),
      column('within_5_percent', 'within 5 %', { ...right, dropOrder: 3 }),
      ...told.map((count) => column(`expected_best_of_${count}`, `expected of ${count}`, { ...right, dropOrder: 1 })),
    ],
    rows: all.map((spread) => [
      ...(subject === undefined ? [] : [plain(spread.label)]),
      plain(spread.settings),
      plain(spread.without),
      ...[value(spread.best), value(spread.median), value(spread.worst)],
      { value: spread.withinPoint, text: percent(spread.withinPoint) },
      { value: spread.withinFivePercent, text: percent(spread.withinFivePercent) },
      ...told.map((count) => value(curves.get(spread.label)?.[count - 1])),
    ]),
    notes: [],
  };
}
