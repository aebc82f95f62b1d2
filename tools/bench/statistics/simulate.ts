import { compareSelected } from '../../../libs/results/src/compare/compare.ts';
import { estimate } from '../../../libs/results/src/statistics/estimate.ts';
import { sweeps, trueMeans, type Condition } from './condition.ts';
import { bestAgainstNext, textbook, type Rule } from './older-rules.ts';

/** Shares of the simulated sweeps, but for `contenders`. */
export interface Measured {
  /** The truly best cell was called not-best. */
  readonly lost: number;
  /** All true differences from the best of the others lie within their intervals. */
  readonly covered: number;
  /** The truly best cell was called best. */
  readonly won: number;
  /** Cells that are or could be best, on average. */
  readonly contenders: number;
  /** True means of cells that lie within their own intervals. */
  readonly means: number;
  readonly kinds: Readonly<Record<'blocks' | 'pooled' | 'unequal', number>>;
  readonly textbook: Outcome;
  readonly bestAgainstNext: Outcome;
}

interface Outcome {
  readonly lost: number;
  readonly won: number;
  readonly contenders: number;
}

/** @param count sweeps to draw. */
export function simulate(condition: Condition, count: number, seed: number): Measured {
  const truth = trueMeans(condition);
  const total = { lost: 0, covered: 0, won: 0, contenders: 0, means: 0, cells: 0 };
  const kinds = { blocks: 0, pooled: 0, unequal: 0 };
  const [hsu, welch] = [tally(textbook), tally(bestAgainstNext)];
  const source = sweeps(condition, seed);
  for (let sweep = 0; sweep < count; sweep += 1) {
    const samples = source.next().value;
    const { cells, model } = compareSelected(samples, 'maximize');
    kinds[model!.kind] += 1;
    const contenders = cells.filter(({ standing }) => standing !== 'not-best');
    total.contenders += contenders.length;
    if (!contenders.some(({ cellId }) => cellId === BEST)) total.lost += 1;
    if (contenders.some(({ cellId, standing }) => cellId === BEST && standing === 'best')) total.won += 1;
    const [first, second] = samples.map(({ cellId }) => truth[Number(cellId)]).sort((a, b) => b - a);
    if (
      cells.every(({ cellId, difference }) => {
        const mean = truth[Number(cellId)];
        const true_ = mean === first ? mean - second : mean - first;
        return difference!.low <= true_ && true_ <= difference!.high;
      })
    )
      total.covered += 1;
    for (const { cellId, values } of samples) {
      const [low, high] = estimate(values)!.interval!;
      total.cells += 1;
      if (low <= truth[Number(cellId)] && truth[Number(cellId)] <= high) total.means += 1;
    }
    hsu.add(samples);
    welch.add(samples);
  }
  const share = (of: number) => of / count;
  return {
    ...{ lost: share(total.lost), covered: share(total.covered), won: share(total.won) },
    ...{ contenders: share(total.contenders), means: total.means / total.cells },
    kinds: { blocks: share(kinds.blocks), pooled: share(kinds.pooled), unequal: share(kinds.unequal) },
    textbook: hsu.outcome(count),
    bestAgainstNext: welch.outcome(count),
  };
}

const BEST = '0';

function tally(rule: Rule) {
  let [lost, won, contenders] = [0, 0, 0];
  return {
    add(samples: Parameters<Rule>[0]) {
      const could = rule(samples);
      contenders += could.size;
      if (!could.has(BEST)) lost += 1;
      else if (could.size === 1) won += 1;
    },
    outcome: (count: number): Outcome => ({ lost: lost / count, won: won / count, contenders: contenders / count }),
  };
}
