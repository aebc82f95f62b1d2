import type { Summary } from '../aggregate.ts';
import { meanOf } from '../statistics.ts';
import { formatWithUnit } from '../value-format.ts';
import { comparedCells, formats } from './words.ts';

/** A cell that is not compared because seeds of it diverged, though its others are better than the best that is. */
export interface LuckierCell {
  readonly mean: number;
  /** "lr 0.03 diverged in 2 of 5 seeds and is not ranked, but its others are better: 66.0 %." */
  readonly sentence: string;
}

/** Best first. */
export function luckierCells(summary: Summary): LuckierCell[] {
  const { claim } = formats(summary);
  const best = comparedCells(summary)[0]?.final?.mean;
  const sign = summary.metric.goal === 'maximize' ? 1 : -1;
  if (best === undefined) return [];
  return summary.cells
    .flatMap(({ label, runs, outcomes }) => {
      const others = runs.flatMap(({ diverged, final }) => (diverged || final === undefined ? [] : [final]));
      const mean = meanOf(others);
      if (outcomes.diverged === 0 || !(sign * (mean - best) > 0)) return [];
      const sentence = `${label} diverged in ${outcomes.diverged} of ${runs.length} seeds and is not ranked, but its others are better: ${formatWithUnit(claim, mean)}.`;
      return [{ mean, sentence }];
    })
    .sort((a, b) => sign * (b.mean - a.mean));
}
