import type { ComparedCell, Comparison } from './comparison.ts';

/** Without intervals nothing says which cells could be best: so many of the first. */
const MOST_UNKNOWN = 5;

/**
 * The cells that a confirmation reruns, best first: from the first to the last that is or could be best, and the next one where that
 * would be alone, so that there is something to compare with. Fewer than two where a sweep compares fewer.
 * @param most at most so many, the best ones
 */
export function confirmable({ cells }: Pick<Comparison, 'cells'>, most = Infinity): ComparedCell[] {
  const last = cells.findLastIndex(({ standing }) => standing === 'best' || standing === 'could-be-best');
  const isKnown = cells.some(({ standing }) => standing !== 'unknown');
  return cells.slice(0, Math.min(most, isKnown ? Math.max(2, last + 1) : MOST_UNKNOWN));
}
