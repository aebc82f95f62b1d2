import { readFileSync } from 'node:fs';
import type { Comparison, ComparedCell, Model } from '../compare/comparison.ts';

type Values = readonly number[];
type Interval = readonly [number, number];

/** What tools/golden/statistics.py got from SciPy, statsmodels and R. */
export interface Golden {
  /** Arguments of each function, and last its value. */
  readonly distributions: Readonly<Record<'t' | 'f' | 'chi' | 'normal' | 'noncentralT', readonly Values[]>>;
  readonly samples: readonly { values: Values; mean: number; std: number; interval: Interval }[];
  /** Count, of, low, high. */
  readonly rates: readonly (readonly [number, number, number, number])[];
  readonly bartlett: readonly { groups: readonly Values[]; p: number }[];
  readonly welch: readonly { a: Values; b: Values; df: number; interval: Interval }[];
  readonly twoWay: readonly {
    rows: readonly Values[];
    variance: number;
    df: number;
    seedP: number;
    correlation: number;
  }[];
  readonly anova: readonly {
    cells: readonly { levels: Values; values: Values }[];
    total: number;
    /** Factors, sum of squares, degrees of freedom, p; interactions of more than two apart. */
    terms: readonly (readonly [Values, number, number, number | null])[];
    residual?: readonly [number, number];
  }[];
  /** By adaptive integration, and by R's mvtnorm, which is good to a few 1e-4. */
  readonly dunnett: readonly {
    case: readonly [confidence: number, n: number, others: readonly (readonly [number, number])[], df: number];
    d: number;
    r?: number;
  }[];
  /** Difference in standard deviations, seeds for 80 % power at 95.7 % confidence. */
  readonly seeds: readonly (readonly [number, number])[];
  readonly comparisons: readonly {
    cells: readonly Values[];
    goal: 'maximize' | 'minimize';
    kind: Model['kind'];
    residualStd: number;
    df: number;
    equalVarianceP: number | null;
    result: readonly (readonly [Comparison['metric'], ComparedCell['standing'], number, number, number])[];
  }[];
}

export const golden = JSON.parse(readFileSync(new URL('../golden/statistics.json', import.meta.url), 'utf8')) as Golden;

/** Relative distance of two numbers that should be the same. */
export function relativeError(actual: number, expected: number): number {
  return expected === 0 ? Math.abs(actual) : Math.abs(actual / expected - 1);
}
