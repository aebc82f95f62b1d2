import type { Summary } from '../aggregate.ts';
import type { CellSummary } from '../cell-summary.ts';
import { formats } from '../findings/words.ts';
import { cellLabel } from '../parameter-label.ts';
import { printable } from '../safe-text.ts';
import { formatEstimate } from '../table/cells.ts';
import { column, plain, type Table } from '../table/table.ts';
import { countOf, formatWithUnit, joinWords, metricTitle } from '../value-format.ts';
import { contenders, subjectOf, type Contender } from './contenders.ts';
import type { ProfilePart } from './profile.ts';

/**
 * Each value of the subject with its best other settings, as a person would use it (F. Schneider, L. Balles, P. Hennig, "DeepOBS", ICLR
 * 2019), and what was spent to find them: with unequal budgets the larger one has an advantage (P. T. Sivaprasad et al., "Optimizer
 * Benchmarking Needs to Account for Hyperparameter Tuning", ICML 2020). Undefined without a subject, or where it has no other settings.
 */
export function performance(summary: Summary): ProfilePart | undefined {
  const subject = subjectOf(summary);
  const all = contenders(summary);
  if (subject === undefined || all.every(({ cells }) => cells.length === 1)) return undefined;
  const order = new Map(summary.comparison.cells.map(({ cellId }, at) => [cellId, at]));
  const placeOf = ({ best }: Contender) => (best === undefined ? Infinity : order.get(best.cellId)!);
  const ranked = all.toSorted((a, b) => placeOf(a) - placeOf(b) || 0);
  const { claim, choice } = formats(summary);
  const others = summary.axes.filter((axis) => axis !== subject);
  const best = ranked.filter(({ best: cell }) => cell !== undefined);
  const budgets = all.map(spent);
  const isEqual = new Set(budgets).size === 1;
  const told = best.slice(0, 5).map(({ label, best: cell }) => {
    return `${label} ${formatWithUnit(claim, cell!.final!.mean)} (${cellLabel(cell!.parameters, others)})`;
  });
  return {
    kind: 'performance',
    title: `Each ${printable(subject)} with its best settings`,
    definition:
      `For each ${printable(subject)} the cell that is best by ${choice.label}, and its ${claim.label} at the end of the run (DeepOBS, ` +
      'Schneider et al. 2019), with the trials that were spent to find it.',
    sentences: [
      ...(told.length === 0 ? [] : [`With its best other settings: ${joinWords(told)}.`]),
      isEqual
        ? `Each had the same budget, ${countOf(budgets[0]!, 'trial')}.`
        : `Their budgets were not equal (${Math.min(...budgets)} to ${countOf(Math.max(...budgets), 'trial')}), which favours those that tried more.`,
      ...(claim.name === choice.name
        ? ['The settings were chosen by the values shown, which flatters them; fresh seeds do not (gridsweep confirm).']
        : []),
    ],
    table: tableOf(summary, ranked, others),
  };
}

/** Trials that have ended by themselves. */
function spent({ cells }: Contender): number {
  return cells.reduce((sum, { counts }) => sum + counts.finished + counts.failed, 0);
}

function tableOf(summary: Summary, ranked: readonly Contender[], others: readonly string[]): Table {
  const { claim } = formats(summary);
  const standings = new Map(summary.comparison.cells.map(({ cellId, standing }) => [cellId, standing]));
  const standingOf = (cell: CellSummary | undefined) => cell && standings.get(cell.cellId);
  return {
    title: 'Performance',
    columns: [
      column('subject', printable(subjectOf(summary)!)),
      column('best_settings', 'best settings'),
      column('mean_and_interval', metricTitle(claim), { align: 'right', audience: 'people' }),
      column('mean', 'mean', { align: 'right', audience: 'programs' }),
      column('ci_low', 'ci_low', { align: 'right', audience: 'programs' }),
      column('ci_high', 'ci_high', { align: 'right', audience: 'programs' }),
      column('n', 'seeds', { align: 'right', dropOrder: 1 }),
      column('standing', 'standing', { dropOrder: 2 }),
      column('settings', 'settings', { align: 'right', dropOrder: 3 }),
      column('trials', 'trials spent', { align: 'right', dropOrder: 4 }),
    ],
    rows: ranked.map((contender) => {
      const { label, best, cells } = contender;
      const standing = standingOf(best);
      return [
        plain(label),
        plain(best === undefined ? '–' : cellLabel(best.parameters, others)),
        plain(best === undefined ? 'no result' : formatEstimate(claim, best.final)),
        plain(best?.final?.mean),
        plain(best?.final?.interval?.[0]),
        plain(best?.final?.interval?.[1]),
        plain(best?.final?.n),
        {
          value: standing ?? null,
          text: standing === undefined || standing === 'unknown' ? '' : standing.replaceAll('-', ' '),
        },
        plain(cells.length),
        plain(spent(contender)),
      ];
    }),
    notes: ['[ ]: 95 % interval of the mean over seeds (t), not corrected for having chosen the settings.'],
  };
}
