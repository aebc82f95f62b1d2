import type { Summary } from '../aggregate.ts';
import type { CellSummary } from '../cell-summary.ts';
import { countOf, formatWithUnit, joinWords } from '../value-format.ts';
import { neverReported } from './reporting.ts';
import { afterWhat, comparedCells, formats, seedsOf } from './words.ts';

/** Fewer seeds than these are a hint. */
export const SEEDS_OF_A_HINT = 5;
/** As many are a claim. */
export const SEEDS_OF_A_CLAIM = 10;

/** Up to so many cells that could be best are named, more are counted. */
const MOST_NAMED = 4;

/**
 * The sweep's answer in one sentence or two, computed from its comparison: one best cell, some that the seeds cannot tell apart, or why
 * it cannot be known. Ties are said to be what they are: cells that could not be told apart, never equal ones.
 */
export function verdict(summary: Summary): string {
  const open = summary.counts.pending + summary.counts.running;
  const sentence = answer(summary);
  return open > 0 && summary.comparison.cells.length > 0 ? `So far: ${sentence}` : sentence;
}

function answer(summary: Summary): string {
  const { comparison } = summary;
  const compared = comparedCells(summary);
  const [best, next] = compared;
  if (best === undefined) return nothingToCompare(summary);
  const candidates = compared.filter((_, at) => isCandidate(comparison.cells[at]!.standing));
  if (next === undefined) {
    return `${described(summary, best, ['alone'])} is the only cell with a result that can be compared.`;
  }
  if (comparison.model === undefined) return unknowable(summary, best, next);
  if (candidates.length <= 1) return `Best: ${described(summary, best, ['seeds'])}: ${othersAreWorse(summary)}.`;
  return tied(summary, candidates);
}

function isCandidate(standing: Summary['comparison']['cells'][number]['standing']): boolean {
  return standing === 'best' || standing === 'could-be-best';
}

function nothingToCompare(summary: Summary): string {
  const { counts, comparison } = summary;
  const silent = neverReported(summary);
  if (silent !== undefined) return silent;
  if (counts.finished === 0) return 'No trial has finished yet, so nothing can be compared.';
  const diverged = comparison.left.filter(({ reason }) => reason === 'diverged').length;
  if (diverged === summary.cells.length) return 'No cell can be compared: in each of them seeds diverged.';
  return 'No cell can be compared yet: none has finished all its seeds with a finite result.';
}

/** "adam (62.5 % test accuracy after 15 epochs, 10 seeds)" */
function described(summary: Summary, cell: CellSummary, what: readonly ('seeds' | 'alone')[]): string {
  const { claim } = formats(summary);
  const value = cell.final === undefined ? '' : `${formatWithUnit(claim, cell.final.mean)} `;
  const facts = [
    `${value}${claim.unit === '' ? `${claim.label} ` : `${claim.label} `}${afterWhat(cell, claim.name)}`.trim(),
    ...(what.length > 0 ? [countOf(cell.final?.n ?? 0, 'seed')] : []),
  ];
  return `${cell.label} (${facts.join(', ')})`;
}

function othersAreWorse({ comparison }: Summary): string {
  const others = comparison.cells.length - 1;
  const which = comparison.left.length > 0 ? ' that can be compared' : '';
  return others === 1 ? `the other cell${which} is worse` : `every other cell${which} is worse`;
}

function unknowable(summary: Summary, best: CellSummary, next: CellSummary): string {
  const { claim } = formats(summary);
  const value = next.final === undefined ? '' : ` (${formatWithUnit(claim, next.final.mean)})`;
  const seeds = summary.comparison.cells.map(({ n }) => n);
  return (
    `Which cell is best cannot be known from ${Math.max(...seeds) === 1 ? 'one seed each' : seedsOf(seeds)}: run at least 3 ` +
    `(fewer than ${SEEDS_OF_A_HINT} are a hint, ${SEEDS_OF_A_CLAIM} a claim). ${summary.metric.goal === 'maximize' ? 'Highest' : 'Lowest'} ` +
    `is ${described(summary, best, [])}, then ${next.label}${value}.`
  );
}

function tied(summary: Summary, candidates: readonly CellSummary[]): string {
  const { comparison } = summary;
  const { claim } = formats(summary);
  const seeds = seedsOf(comparison.cells.map(({ n }) => n));
  const cannot = `${seeds} cannot tell ${candidates.length === 2 ? 'the two' : 'them'} apart${wouldTell(summary, candidates.length)}`;
  if (candidates.length > MOST_NAMED) {
    const all = candidates.length === comparison.cells.length;
    const count = all
      ? `Any of the ${candidates.length.toLocaleString('en-US')} cells`
      : `${candidates.length.toLocaleString('en-US')} of ${countOf(comparison.cells.length, 'cell')}`;
    return `${count} could be best: ${cannot}. In front is ${described(summary, candidates[0]!, [])}.`;
  }
  const named = candidates.map((cell) =>
    cell.final === undefined ? cell.label : `${cell.label} (${formatWithUnit(claim, cell.final.mean)})`,
  );
  const isAll = candidates.length === comparison.cells.length;
  const others = isAll ? '' : ` ${comparison.cells.length - candidates.length === 1 ? 'The other cell is' : 'All other cells are'} worse.`;
  const where = afterWhat(candidates[0]!, claim.name);
  return `Best by ${claim.label}${where === '' ? '' : ` ${where}`}: ${either(named)}; ${cannot}.${others}`;
}

/** "a or b", "a, b or c" */
function either(names: readonly string[]): string {
  return joinWords(names).replace(/ and (?=[^,]*$)/, ' or ');
}

function wouldTell({ comparison }: Summary, candidates: number): string {
  const { power } = comparison;
  if (power === undefined) return '';
  const which = candidates === 2 ? '' : ' the first two';
  if (power.seedsForDifference === null) return `, nor would 1,000${which === '' ? '' : ` tell${which}`}`;
  const most = Math.max(...comparison.cells.map(({ n }) => n));
  if (power.seedsForDifference <= most) return '; a few more may';
  return `; about ${power.seedsForDifference.toLocaleString('en-US')} would${which === '' ? '' : ` tell${which}`}`;
}
