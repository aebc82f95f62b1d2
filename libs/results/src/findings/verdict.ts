import type { Summary } from '../aggregate.ts';
import type { CellSummary } from '../cell-summary.ts';
import { countOf, formatWithUnit, joinWords } from '../value-format.ts';
import { luckierCells } from './luckier-cells.ts';
import { neverReported } from './reporting.ts';
import { afterWhat, amongCompared, asArgument, comparedCells, formats, seedsOf } from './words.ts';

/** Fewer seeds than these are a hint. */
const SEEDS_OF_A_HINT = 5;
/** As many are a claim. */
const SEEDS_OF_A_CLAIM = 10;

/** Up to so many cells that could be best are named, more are counted. */
const MOST_NAMED = 4;

/**
 * The sweep's answer in one sentence or two, computed from its comparison: one best cell, some that the seeds cannot tell apart, or why
 * it cannot be known. Ties are said to be what they are: cells that could not be told apart, never equal ones.
 */
export function verdict(summary: Summary): string {
  const open = summary.counts.pending + summary.counts.running;
  const sentence = answer(summary);
  if (open === 0 || summary.comparison.cells.length === 0) return sentence;
  return sentence.startsWith('Best') ? sentence.replace('Best', 'Best so far') : `So far: ${sentence}`;
}

function answer(summary: Summary): string {
  const { comparison } = summary;
  const compared = comparedCells(summary);
  const [best, next] = compared;
  if (best === undefined) return nothingToCompare(summary);
  const candidates = compared.filter((_, at) => isCandidate(comparison.cells[at]!.standing));
  const [lucky] = luckierCells(summary);
  const but = lucky === undefined ? '' : ` ${lucky.sentence}`;
  if (next === undefined)
    return `${describe(summary, best)} is the only cell with a result that can be compared.${but}`;
  if (comparison.model === undefined) return `${unknowable(summary, best, next)}${but}`;
  const weight = candidates.length < compared.length ? weightOf(summary) : '';
  if (candidates.length <= 1) {
    return `${bestBy(summary)} ${describe(summary, best)}: ${othersAreWorse(summary)}.${but}${weight}`;
  }
  return `${tied(summary, candidates)}${but}${weight}`;
}

/** How much so few seeds say; nothing where they are enough. */
function weightOf({ comparison: { cells } }: Summary): string {
  const least = Math.min(...cells.map(({ n }) => n));
  if (least >= SEEDS_OF_A_CLAIM) return '';
  if (least === 1) return ` Some cells have one seed alone, of which nobody knows how far it is chance.`;
  return ` ${least} seeds are ${least < SEEDS_OF_A_HINT ? 'a hint' : 'more than a hint'}, ${SEEDS_OF_A_CLAIM} a claim.`;
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
function describe(summary: Summary, cell: CellSummary, what: 'with seeds' | 'without seeds' = 'with seeds'): string {
  const { claim } = formats(summary);
  if (cell.final === undefined) return cell.label;
  const value = formatWithUnit(claim, cell.final.mean);
  const named = claim.unit === '%' ? `${value} ${claim.label}` : `${claim.label} ${value}`;
  const seeds = what === 'with seeds' ? `, ${countOf(cell.final.n, 'seed')}` : '';
  return `${cell.label} (${`${named} ${afterWhat(cell, claim.name)}`.trim()}${seeds})`;
}

function othersAreWorse(summary: Summary): string {
  const which = amongCompared(summary);
  return summary.comparison.cells.length === 2
    ? `the other cell${which} is worse`
    : `every other cell${which} is worse`;
}

function unknowable(summary: Summary, best: CellSummary, next: CellSummary): string {
  const { claim } = formats(summary);
  const value = next.final === undefined ? '' : ` (${formatWithUnit(claim, next.final.mean)})`;
  return (
    `Which cell is best cannot be known from one seed each. ${summary.metric.goal === 'maximize' ? 'Highest' : 'Lowest'} is ` +
    `${describe(summary, best, 'without seeds')}, then ${next.label}${value}. Run at least 3 seeds (fewer than ${SEEDS_OF_A_HINT} are ` +
    `a hint, ${SEEDS_OF_A_CLAIM} a claim): gridsweep extend ${asArgument(summary.sweep.name)} --seeds 3.`
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
    return `${count} could be best: ${cannot}. In front is ${describe(summary, candidates[0]!, 'without seeds')}.`;
  }
  const named = candidates.map((cell, at) => {
    if (at === 0) return describe(summary, cell, 'without seeds');
    return cell.final === undefined ? cell.label : `${cell.label} (${formatWithUnit(claim, cell.final.mean)})`;
  });
  const worse = comparison.cells.length - candidates.length;
  const which = amongCompared(summary);
  const others =
    worse === 0 ? '' : worse === 1 ? ` The other cell${which} is worse.` : ` All other cells${which} are worse.`;
  return `${bestBy(summary)} ${either(named)}: ${cannot}.${others}`;
}

/** "Best:", with the metric that chose where it is not the one that is told. */
function bestBy(summary: Summary): string {
  const { claim, choice } = formats(summary);
  return claim.name === choice.name ? 'Best:' : `Best by ${choice.label}:`;
}

/** "a or b", "a, b or c" */
function either(names: readonly string[]): string {
  return joinWords(names).replace(/ and (?=[^,]*$)/, ' or ');
}

function wouldTell({ comparison }: Summary, candidates: number): string {
  const { power } = comparison;
  if (power === undefined) return '';
  const them = candidates === 2 ? '' : ' tell the first two';
  if (power.seedsForDifference === null) return `; not even 1,000 would${them}`;
  const most = Math.max(...comparison.cells.map(({ n }) => n));
  if (power.seedsForDifference <= most) return '; a few more may';
  return `; about ${power.seedsForDifference.toLocaleString('en-US')} would${them}`;
}
