/** How the cells of a sweep compare over their seeds: everything that a verdict, a ranked table or an interval plot says. */
export interface Comparison {
  /** The metric that is claimed: compared over the seeds at each trial's end. */
  readonly metric: string;
  /** The metric by which cells are chosen; the same where nothing is kept apart for choosing. */
  readonly choiceMetric: string;
  /** Cells that are compared, best first by the metric that chooses. */
  readonly cells: readonly ComparedCell[];
  /** Cells that are not, in the sweep's order, with the reason. */
  readonly left: readonly LeftCell[];
  /** How intervals were made; absent where no cell has two seeds or fewer than two cells are compared. */
  readonly model?: Model;
  /** How far the same seeds go up and down together; absent where fewer than three seeds are common to two cells or more. */
  readonly pairing?: Pairing;
  /** Seeds a cell needs; absent without a model. */
  readonly power?: Power;
}

export interface ComparedCell {
  readonly cellId: string;
  /** One finite final value a seed. */
  readonly n: number;
  /** Mean of the metric that chooses, in its unit. */
  readonly mean: number;
  /**
   * best: everything else is worse; could-be-best: the seeds do not tell it from the best; not-best: another one is better. Together
   * with at least 95 % confidence: the truly best cell is called not-best in at most 5 % of sweeps. 'unknown' without a model.
   */
  readonly standing: 'best' | 'could-be-best' | 'not-best' | 'unknown';
  /**
   * This cell minus the best of the others (Hsu's interval, simultaneous over all cells), positive where it is better whatever
   * the goal; absent without a model.
   */
  readonly difference?: { readonly estimate: number; readonly low: number; readonly high: number };
}

export interface LeftCell {
  readonly cellId: string;
  /** diverged: at least one finished seed did; a cell that sometimes has no result is not compared by its luckier seeds. */
  readonly reason: 'unfinished' | 'unreported' | 'diverged' | 'failed';
}

export interface Model {
  /**
   * blocks: cell and seed as additive effects, one variance (all compared cells have the same seeds, and these surely matter); pooled:
   * cells alone, one variance; unequal: each pair of cells by its own variances (Welch), or by its differences within seeds where these
   * matter. With one variance, too, no pair is taken to be more certain than its own values say (docs/statistics.md).
   */
  readonly kind: 'blocks' | 'pooled' | 'unequal';
  /** Of a single run beside its cell's (and seed's) mean, in the metric's unit; of `unequal` the pooled one all the same. */
  readonly residualStd: number;
  /** Of `residualStd`. */
  readonly degreesOfFreedom: number;
  /** P value of the test that chose between one variance and unequal ones; absent where it could not be made. */
  readonly equalVarianceP?: number;
}

export interface Pairing {
  /** Mean correlation of two cells' values over their common seeds (the intraclass correlation of seeds). */
  readonly correlation: number;
  readonly seeds: number;
}

export interface Power {
  /** Seeds a cell needs, in all, so that best and next are told apart with 80 % power if they differ as they do now; null where more than 1,000. */
  readonly seedsForDifference: number | null;
  /** The same for a true difference of `point`. */
  readonly seedsForPoint: number | null;
  /** In the metric's unit: 0.01 of a fraction; of any other metric 1 % of the best cell's size. */
  readonly point: number;
}

/** A share of trials with its 95 % interval (Wilson's). */
export interface Rate {
  readonly count: number;
  readonly of: number;
  readonly low: number;
  readonly high: number;
}
