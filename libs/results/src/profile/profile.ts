import type { Estimate } from '../statistics.ts';
import type { Table } from '../table/table.ts';

/**
 * What a sweep tells beside its verdict: how fast and how safely each setting gets there, what matters most, what it cost. All of it is
 * exploratory: chosen after the fact and not corrected for how much is looked at.
 */
export interface Profile {
  /**
   * The axis whose values are compared with each other, each with its best other settings: the first whose values are words, such as
   * optimizer. Absent where no axis has words.
   */
  readonly subject?: string;
  /** Final value against each axis of numbers that has at least two values, such as lr. */
  readonly sensitivity: readonly Sensitivity[];
  /** Absent before a trial has ended. */
  readonly bestSoFar?: BestSoFar;
  /** Best value that so many settings chosen at random are expected to find, for each value of the subject (one without a name for all). */
  readonly expectedBest: readonly ExpectedBest[];
  /** What there is to say, in a page's order: performance, speed, tuneability, smoothness, effects, best-so-far, runtime. */
  readonly parts: readonly ProfilePart[];
}

export const PROFILE_PARTS = [
  'performance',
  'speed',
  'tuneability',
  'smoothness',
  'effects',
  'best-so-far',
  'runtime',
] as const;

export interface ProfilePart {
  readonly kind: (typeof PROFILE_PARTS)[number];
  /** For people: "Speed". Not escaped for any form. */
  readonly title: string;
  /** How it is defined and by whom: "Steps until … first reached 58.4 % …". */
  readonly definition: string;
  /** What it says, whole sentences. */
  readonly sentences: readonly string[];
  /** Absent where there are only sentences, for example why main effects cannot be told. */
  readonly table?: Table;
}

/** How the final value depends on one axis of numbers. */
export interface Sensitivity {
  /** Its name: "lr". */
  readonly axis: string;
  /** Values are drawn on a logarithmic scale: all above zero and the largest at least ten times the smallest. */
  readonly logarithmic: boolean;
  /** One line each: cells alike in all axes of words; in the sweep's order. */
  readonly groups: readonly SensitivityGroup[];
}

export interface SensitivityGroup {
  /** "adam", "relu"; empty where there is only one group. */
  readonly label: string;
  /** Ascending by value. With further axes of numbers several cells share a value: then they are dots, not a line. */
  readonly points: readonly SensitivityPoint[];
  readonly isLine: boolean;
}

export interface SensitivityPoint {
  readonly value: number;
  readonly cellId: string;
  /** The sweep's metric at the end, over seeds; absent where nothing has finished. NaN mean where a seed diverged. */
  readonly final?: Estimate;
  /** Finished seeds that diverged. */
  readonly diverged: number;
}

/** The best trial found so far against what was spent, in the order in which trials ended. */
export interface BestSoFar {
  readonly metric: string;
  /** One for each ended trial. */
  readonly points: readonly BestSoFarPoint[];
  /**
   * Best value expected after so many trials in a random order: what the order of the file, which is nobody's search, would hide.
   * Ascending; at most 200 places.
   */
  readonly expected: readonly { readonly trials: number; readonly value: number }[];
}

export interface BestSoFarPoint {
  /** Trials ended, this one included. */
  readonly trials: number;
  /** Milliseconds since the sweep's first trial started. */
  readonly elapsedMs: number;
  /** Spent by the trials ended so far; absent where a trial does not say when it ran. */
  readonly deviceSeconds: number;
  /** The best one's final value; absent while no trial has a finite one. */
  readonly value?: number;
  readonly trialId?: string;
  /** How much worse than the best of all, in the metric's unit, 0 or above (simple regret against the best found). */
  readonly regret?: number;
}

export interface ExpectedBest {
  /** "adam"; empty where there is no subject. */
  readonly label: string;
  /** At k − 1: after k settings drawn without replacement, up to 1,000; null where they could all be without a result. */
  readonly values: readonly (number | null)[];
}
