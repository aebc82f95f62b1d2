// What a run that completed has learned, judged by its curves: by what it reached and by its slope. A word stands only where the run
// is long enough to bear it, so that one which is slow to start is not called stuck.
import type { Goal, MetricDeclaration, MetricPoint } from '@gridsweep/sweep';
import { meanOf } from './statistics.ts';

/** Of one run. */
export type RunJudgement = 'at-chance' | 'loss-not-falling';

/**
 * Of a cell. at-chance: the final values are not above what guessing gives; loss-not-falling: the last third of the training loss is not
 * below the first; still-improving: the metric rises as steeply at the end that a longer run would change it. None where a run is
 * too short to tell.
 */
export type Judgement = RunJudgement | 'still-improving';

/** For people. */
export const JUDGEMENT_WORDS: Readonly<Record<Judgement, string>> = {
  'at-chance': 'at chance',
  'loss-not-falling': 'loss not falling',
  'still-improving': 'still improving',
};

/**
 * Evaluations before a run is said to be at chance. Plain SGD at lr 0.001 is at 11.7 % of ten classes after four epochs and at
 * 31 % after fifteen.
 */
const EVALUATIONS_AT_CHANCE = 5;

/**
 * A metric is at chance within this share of the way from guessing to perfect: 11.8 % of ten classes. Classifiers that always name
 * one class, and those that are a few noisy tenths off it, are within; a rise that can be seen is not.
 */
const AT_CHANCE = 0.02;

/** Points of the training loss before it is said not to fall: three in each third. */
const LOSS_POINTS = 9;

/** Evaluations before a curve is said to rise still: its last third then has enough of them for a slope. */
const EVALUATIONS_RISING = 8;
/** Fewest points that a slope at the end is of. */
const SLOPE_POINTS = 4;
/** What another third of the run would add, as a share of all that was gained: more than this would change the answer. */
const WORTH_GOING_ON = 0.05;
/** Standard errors that a slope is above zero; below, it may be the raggedness of the curve. */
const SLOPE_ERRORS = 2;

/** What a metric of a run is judged against. */
export interface Yardstick {
  readonly goal: Goal;
  readonly declared: MetricDeclaration | undefined;
}

/**
 * @param metric points of the sweep's metric, in order
 * @param loss points of the training loss, in order
 */
export function judgeRun(
  metric: readonly MetricPoint[],
  loss: readonly MetricPoint[],
  yardstick: Yardstick,
): RunJudgement | undefined {
  if (isAtChance(metric, yardstick)) return 'at-chance';
  return isNotFalling(loss) ? 'loss-not-falling' : undefined;
}

function isAtChance(points: readonly MetricPoint[], { goal, declared }: Yardstick): boolean {
  const last = points.at(-1);
  if (declared?.chance === undefined || last === undefined || points.length < EVALUATIONS_AT_CHANCE) return false;
  const { chance, unit } = declared;
  // The best that can be: all of them, or no loss at all. Of another metric the size of chance itself gives the measure.
  const perfect = goal === 'minimize' ? 0 : unit === 'fraction' ? 1 : 2 * chance;
  const above = goal === 'maximize' ? last.value - chance : chance - last.value;
  return above <= AT_CHANCE * Math.abs(perfect - chance);
}

function isNotFalling(loss: readonly MetricPoint[]): boolean {
  if (loss.length < LOSS_POINTS) return false;
  const third = Math.floor(loss.length / 3);
  const values = loss.map(({ value }) => value);
  return meanOf(values.slice(-third)) >= meanOf(values.slice(0, third));
}

/**
 * Of a cell whose runs completed: what more than half of them are judged to be, else whether their mean curve rises still.
 * @param judgements one a run
 * @param series points of the sweep's metric, one list a run
 */
export function judgeCell(
  judgements: readonly (RunJudgement | undefined)[],
  series: readonly (readonly MetricPoint[])[],
  { goal, declared }: Yardstick,
): Judgement | undefined {
  for (const judgement of ['at-chance', 'loss-not-falling'] as const) {
    if (2 * judgements.filter((each) => each === judgement).length > judgements.length) return judgement;
  }
  return isStillImproving(meanCurve(series), goal, declared?.chance) ? 'still-improving' : undefined;
}

/** Mean over the runs, evaluation by evaluation, as far as all of them have one. */
function meanCurve(series: readonly (readonly MetricPoint[])[]): number[] {
  const shortest = series.reduce((least, points) => Math.min(least, points.length), Infinity);
  if (!Number.isFinite(shortest)) return [];
  return Array.from({ length: shortest }, (_, at) => meanOf(series.map((points) => points[at]!.value)));
}

/**
 * Whether a straight line through the last third (ordinary least squares) rises by more than its standard error allows, and steeply
 * enough that another third as long would add to what was gained so far: above chance, or above the first evaluation.
 */
function isStillImproving(curve: readonly number[], goal: Goal, chance = curve[0]!): boolean {
  const n = curve.length;
  if (n < EVALUATIONS_RISING) return false;
  const sign = goal === 'maximize' ? 1 : -1;
  const end = curve.slice(-Math.max(SLOPE_POINTS, Math.ceil(n / 3))).map((value) => sign * value);
  const { slope, standardError } = lineThrough(end);
  const gained = meanOf(end) - sign * chance;
  return slope > SLOPE_ERRORS * standardError && (slope * n) / 3 > WORTH_GOING_ON * Math.max(0, gained) && gained > 0;
}

/** Least squares over equally spaced values, at least three. */
function lineThrough(values: readonly number[]): { readonly slope: number; readonly standardError: number } {
  const n = values.length;
  const [meanAt, mean] = [(n - 1) / 2, meanOf(values)];
  const squares = values.reduce((sum, _, at) => sum + (at - meanAt) ** 2, 0);
  const slope = values.reduce((sum, value, at) => sum + (at - meanAt) * (value - mean), 0) / squares;
  const residuals = values.reduce((sum, value, at) => sum + (value - mean - slope * (at - meanAt)) ** 2, 0);
  return { slope, standardError: Math.sqrt(residuals / (n - 2) / squares) };
}
