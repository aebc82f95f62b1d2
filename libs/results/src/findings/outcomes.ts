import type { Summary } from '../aggregate.ts';
import type { CellSummary } from '../cell-summary.ts';
import type { RunJudgement } from '../judgement.ts';
import { meanOf } from '../statistics.ts';
import { countOf, formatWithUnit, joinWords } from '../value-format.ts';
import { comparedCells, formats, formatShare } from './words.ts';

/** Cells that diverged, as rates: such a cell has no mean to rank by. */
export function divergence(summary: Summary): string[] {
  const rates = summary.cells.flatMap((cell) => (cell.outcomes.diverged === 0 ? [] : [ratio(cell)]));
  if (rates.length === 0) return [];
  return [
    `Diverged (a value that is not finite), which is what the setting does and no failure: ${joinWords(rates)}. Such a cell is not ranked.`,
    ...luckySeeds(summary),
  ];
}

/** "lr 0.1 in 3 of 10 seeds (95 % interval 11 to 60 %)" */
function ratio({ label, diverged }: CellSummary): string {
  if (diverged === undefined || diverged.of === 1) return label;
  return `${label} in ${diverged.count} of ${diverged.of} seeds (95 % interval ${formatShare(diverged)})`;
}

/** More such cells than these are not told one by one. */
const MOST_LUCKY = 3;

/** Cells left out of the comparison whose other seeds are above the best one. */
function luckySeeds(summary: Summary): string[] {
  const [best] = comparedCells(summary);
  const { claim } = formats(summary);
  const sign = summary.metric.goal === 'maximize' ? 1 : -1;
  const above = summary.cells.flatMap((cell) => {
    const values = cell.runs.flatMap(({ diverged, final }) => (diverged || final === undefined ? [] : [final]));
    const mean = meanOf(values);
    const isAbove = best?.final === undefined || sign * (mean - best.final.mean) > 0;
    return cell.outcomes.diverged > 0 && Number.isFinite(mean) && isAbove ? [{ cell, mean, seeds: values.length }] : [];
  });
  return above
    .sort((a, b) => sign * (b.mean - a.mean))
    .slice(0, MOST_LUCKY)
    .map(
      ({ cell, mean, seeds }) =>
        `${cell.label} is left out because it diverged, but its ${seeds === 1 ? 'other seed reaches' : `${seeds} other seeds reach`} ${formatWithUnit(claim, mean)} on average${
          best === undefined ? '' : `, better than the best that is ranked`
        }: a smaller step, or a warm-up, may make it safe.`,
    );
}

/** Cells that learned nothing, and those that had not finished learning. */
export function judgements(summary: Summary): string[] {
  const { claim } = formats(summary);
  const stuck = (judgement: RunJudgement) =>
    summary.cells.flatMap((cell) => {
      const count = cell.runs.filter((run) => run.judgement === judgement).length;
      if (count === 0) return [];
      return [cell.runs.length === 1 ? cell.label : `${cell.label} (${count} of ${countOf(cell.runs.length, 'seed')})`];
    });
  const [atChance, notFalling] = [stuck('at-chance'), stuck('loss-not-falling')];
  const improving = summary.cells.filter(({ judgement }) => judgement === 'still-improving').map(({ label }) => label);
  return [
    ...(atChance.length === 0 ? [] : [`No better than guessing at the end (at chance): ${joinWords(atChance)}.`]),
    ...(notFalling.length === 0
      ? []
      : [`The training loss does not fall (its last third is no lower than its first): ${joinWords(notFalling)}.`]),
    ...(improving.length === 0
      ? []
      : [`Still improving at the end, so that a longer run would change the ${claim.label}: ${joinWords(improving)}.`]),
  ];
}
