import type { Summary } from '../aggregate.ts';
import type { CellSummary } from '../cell-summary.ts';
import type { RunJudgement } from '../judgement.ts';
import { countOf, joinWords } from '../value-format.ts';
import { luckierCells } from './luckier-cells.ts';
import { formats, formatShare } from './words.ts';

/** Cells that diverged, as rates: such a cell has no mean to rank by. */
export function divergence(summary: Summary): string[] {
  const rates = summary.cells.flatMap((cell) => (cell.outcomes.diverged === 0 ? [] : [ratio(cell)]));
  if (rates.length === 0) return [];
  return [
    `Diverged (a loss, weight or value that is not finite): ${joinWords(rates)}. That is what the setting does, not a failure; such a cell is not ranked.`,
    // The first is part of the verdict.
    ...luckierCells(summary)
      .slice(1, MOST_LUCKY)
      .map(({ sentence }) => sentence),
  ];
}

/** "lr 0.1 in 3 of 10 seeds (95 % interval 11 to 60 %)" */
function ratio({ label, diverged }: CellSummary): string {
  if (diverged === undefined || diverged.of === 1) return label;
  return `${label} in ${diverged.count} of ${diverged.of} seeds (95 % interval ${formatShare(diverged)})`;
}

/** More cells than these that diverged and would lead are not told one by one. */
const MOST_LUCKY = 3;

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
      : [
          `Still improving at the end, so that a longer run may well change the ${claim.label}: ${joinWords(improving)}.`,
        ]),
  ];
}
