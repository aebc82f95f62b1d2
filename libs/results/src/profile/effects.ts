import type { Summary } from '../aggregate.ts';
import { formats } from '../findings/words.ts';
import { printable } from '../safe-text.ts';
import { column, plain, type Table } from '../table/table.ts';
import { joinWords } from '../value-format.ts';
import { balancedAnova, type AnovaTerm, type BalancedAnova } from '../statistics/anova.ts';
import { completeGrid } from './complete-grid.ts';
import type { ProfilePart } from './profile.ts';

/** An interaction of this share is worth a word. */
const LARGE_INTERACTION = 0.05;

/** What matters most: shares of variance on a complete grid; elsewhere why they are not told. Undefined with fewer than two axes. */
export function effects(summary: Summary): ProfilePart | undefined {
  if (summary.axes.length < 2 || summary.comparison.cells.length === 0) return undefined;
  const { claim } = formats(summary);
  const part = {
    kind: 'effects',
    title: 'What matters most',
    definition:
      `Analysis of variance of final ${claim.label} on the complete grid (exact; Fisher 1925): each axis's, and their interactions', share of all variation over cells and seeds (η²). ` +
      'It tells of the values that were tried: other values, other shares. P values by F tests against the variation within cells, not corrected; exploratory.',
  } as const;
  const grid = completeGrid(summary);
  if ('why' in grid) return { ...part, sentences: [`Main effects are not told: ${printable(grid.why)}.`] };
  const anova = balancedAnova(grid.cells);
  if (anova === undefined) return { ...part, sentences: ['Main effects are not told: all final values are the same.'] };
  const names = grid.axes.map(printable);
  return {
    ...part,
    sentences: sentences(anova, names, claim.label, grid.without),
    table: tableOf(anova, names, grid.without),
  };
}

function sentences(
  { terms, residual }: BalancedAnova,
  names: readonly string[],
  label: string,
  without: string | undefined,
): string[] {
  const mains = terms.filter(({ factors }) => factors.length === 1).sort((a, b) => b.share - a.share);
  const interactions = terms.filter(({ factors }) => factors.length !== 1);
  const together = interactions.reduce((sum, { share }) => sum + share, 0);
  const [first, ...others] = mains;
  const which = without === undefined ? '' : `Without ${printable(without)}, where seeds have no result: `;
  const seeds = residual.degreesOfFreedom === 0 ? '' : `, and ${percent(residual.share)} the seeds`;
  const rest = [
    ...others.map((term) => `${nameOf(term, names)} ${percent(term.share)}`),
    `what they do together ${percent(together)}`,
  ];
  const largest = interactions.reduce((a, b) => (b.share > a.share ? b : a));
  return [
    `${which}${nameOf(first!, names)} matters most: it explains ${percent(first!.share)} of the variation of final ${label}, ${joinWords(rest).replace(/ and (?=[^,]*$)/, seeds === '' ? ' and ' : ', ')}${seeds}.`,
    ...(largest.share >= LARGE_INTERACTION && largest.factors.length === 2
      ? [
          `The best ${names[largest.factors[1]!]!} depends on ${names[largest.factors[0]!]!}: look at their crossing, not at each alone.`,
        ]
      : []),
  ];
}

function nameOf({ factors }: Pick<AnovaTerm, 'factors'>, names: readonly string[]): string {
  return factors.length === 0 ? 'three and more together' : factors.map((factor) => names[factor]!).join(' × ');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function tableOf({ terms, residual }: BalancedAnova, names: readonly string[], without: string | undefined): Table {
  const right = { align: 'right' } as const;
  const rows = terms.toSorted((a, b) => b.share - a.share);
  return {
    title: 'Main effects and interactions',
    columns: [
      column('term', 'what'),
      column('share', 'share of variation', right),
      column('sum_of_squares', 'sum_of_squares', { ...right, audience: 'programs' }),
      column('degrees_of_freedom', 'df', { ...right, dropOrder: 1 }),
      column('p', 'p', { ...right, dropOrder: 2 }),
    ],
    rows: [
      ...rows.map((term) => [
        plain(nameOf(term, names)),
        { value: term.share, text: percent(term.share) },
        plain(term.sumOfSquares),
        plain(term.degreesOfFreedom),
        { value: term.p ?? null, text: term.p === undefined ? '–' : term.p < 0.001 ? '< 0.001' : term.p.toFixed(3) },
      ]),
      [
        plain('seeds'),
        { value: residual.share, text: percent(residual.share) },
        plain(residual.sumOfSquares),
        plain(residual.degreesOfFreedom),
        { value: null, text: '' },
      ],
    ],
    notes:
      without === undefined
        ? []
        : [`Without the cells of ${printable(without)}, of which not all seeds have a result.`],
  };
}
