import type { Goal } from '@gridsweep/sweep';
import type { CellSummary } from './cell-summary.ts';
import { welchInterval, type Estimate } from './statistics.ts';

/** Cells by the sweep's metric and goal, and how far the first place can be trusted. */
export interface Ranking {
  /** Cell ids, best first: cells with a finite final mean; where every finished trial diverged, after all others. */
  readonly cellIds: readonly string[];
  /** The best cell against the next. Absent with fewer than two ranked cells. */
  readonly lead?: Lead;
}

export interface Lead {
  readonly best: string;
  readonly runnerUp: string;
  /** How much better the best one's final mean is, in the metric's unit; negative only where the runner-up diverged. */
  readonly difference: number;
  /**
   * 95 % interval of the difference by Welch's t. Absent where either has one seed: one seed cannot rank close cells.
   * The best was chosen after looking, so a narrow win of many cells is still somewhat flattered by it.
   */
  readonly interval?: readonly [number, number];
  /** Whether the interval excludes zero. */
  readonly verdict: 'separated' | 'not-separated' | 'too-few-seeds';
}

export function rankCells(cells: readonly CellSummary[], goal: Goal): Ranking {
  const sign = goal === 'maximize' ? 1 : -1;
  const ranked = cells
    .flatMap((cell) => (cell.final && Number.isFinite(cell.final.mean) ? [{ cell, final: cell.final }] : []))
    .sort(
      (a, b) =>
        Number(hasOnlyDiverged(a.cell)) - Number(hasOnlyDiverged(b.cell)) || sign * (b.final.mean - a.final.mean),
    );
  const cellIds = ranked.map(({ cell }) => cell.cellId);
  const [best, runnerUp] = ranked;
  if (best === undefined || runnerUp === undefined) return { cellIds };
  return { cellIds, lead: { best: cellIds[0]!, runnerUp: cellIds[1]!, ...compare(best.final, runnerUp.final, sign) } };
}

function hasOnlyDiverged({ outcomes, counts }: CellSummary): boolean {
  return counts.finished > 0 && outcomes.diverged === counts.finished;
}

function compare(best: Estimate, runnerUp: Estimate, sign: 1 | -1): Pick<Lead, 'difference' | 'interval' | 'verdict'> {
  const difference = sign * (best.mean - runnerUp.mean);
  const interval = sign === 1 ? welchInterval(best, runnerUp) : welchInterval(runnerUp, best);
  if (interval === undefined) return { difference, verdict: 'too-few-seeds' };
  return { difference, interval, verdict: interval[0] > 0 ? 'separated' : 'not-separated' };
}
