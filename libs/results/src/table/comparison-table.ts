import { oncePerSummary, type Summary } from '../aggregate.ts';
import type { CellSummary } from '../cell-summary.ts';
import type { ComparedCell, LeftCell } from '../compare/comparison.ts';
import { neverReported } from '../findings/reporting.ts';
import { formats, formatGap } from '../findings/words.ts';
import { readableName } from '../names.ts';
import { formatCounts } from '../record.ts';
import { formatValue, metricTitle, type MetricFormat } from '../value-format.ts';
import { durationCell, formatEstimate, signed } from './cells.ts';
import { parameterFields, type Field } from './parameter-fields.ts';
import { statusCell } from './status-cell.ts';
import { column, plain, type Cell, type ColumnType, type Table } from './table.ts';

export { durationCell } from './cells.ts';

/** A cell with its place in the comparison. */
interface Row {
  readonly cell: CellSummary;
  /** From 1; null where it is not compared. */
  readonly rank: number | null;
  readonly compared?: ComparedCell | undefined;
  readonly left?: LeftCell['reason'] | undefined;
}

/** Every cell of the sweep, compared ones first and best on top, then the others in the sweep's order. */
export const comparisonTable = oncePerSummary((summary): Table => {
  const { claim, choice } = formats(summary);
  const rows = rankedRows(summary);
  const fields = comparisonFields(summary, rows);
  const missing = neverReported(summary);
  const { model, cells } = summary.comparison;
  const hasIntervals = rows.some(({ cell }) => cell.final?.interval !== undefined);
  return {
    title: `${readableName(summary.sweep.name)}: comparison by ${metricTitle(claim)}`,
    columns: fields.map((field) => field.column),
    rows: rows.map((row) => fields.map((field) => field.cell(row))),
    notes: [
      `${formatCounts(summary.counts)}.`,
      ...(missing === undefined ? [] : [missing]),
      ...(hasIntervals ? ['[ ]: 95 % interval of the mean over seeds, by t.'] : []),
      ...(model === undefined || cells.length < 2
        ? []
        : [
            `difference: to the best of the other cells${choice.name === claim.name ? '' : ` in ${choice.label}`}, positive where better.`,
            '[ ] of it: 95 % interval by Hsu, all cells together; it ends at 0 where the sign is sure.',
          ]),
    ],
  };
});

/** Compared cells best first, then the others in the sweep's order. */
export function inRankOrder(summary: Summary): CellSummary[] {
  return rankedRows(summary).map(({ cell }) => cell);
}

function rankedRows({ comparison, cells }: Summary): Row[] {
  const byId = new Map(cells.map((cell) => [cell.cellId, cell]));
  return [
    ...comparison.cells.map((compared, at) => ({ cell: byId.get(compared.cellId)!, rank: at + 1, compared })),
    ...comparison.left.map(({ cellId, reason }) => ({ cell: byId.get(cellId)!, rank: null, left: reason })),
  ];
}

const NUMBER = { align: 'right' } as const;

function comparisonFields(summary: Summary, rows: readonly Row[]): Field<Row>[] {
  const { claim, choice } = formats(summary);
  const names: Field<Row>[] = [
    { column: column('rank', '#', { ...NUMBER, type: 'integer' }), cell: ({ rank }) => plain(rank) },
    data('cell_id', 'text', ({ cell }) => cell.cellId),
  ];
  const values: Field<Row>[] = [
    data('metric', 'text', () => claim.name),
    ...claimFields(claim),
    ...differenceFields(summary, choice),
    { column: column('standing', 'standing', { type: 'text' }), cell: standingCell },
    data('left_out', 'text', ({ left }) => left),
    ...(choice.name === claim.name ? [] : choiceFields(choice)),
    ...bestFields(claim, choice),
    ...outcomeFields(claim),
  ];
  const keys = [...names, ...values].map((field) => field.column.key);
  return [...names, ...parameterFields(summary, keys, rows), ...values];
}

/** For programs alone. */
function data(key: string, type: ColumnType, of: (row: Row) => string | number | null | undefined): Field<Row> {
  const align = type === 'text' ? 'left' : 'right';
  return { column: column(key, key, { align, audience: 'programs', type }), cell: (row) => plain(of(row)) };
}

/** A cell of which seeds diverged has no mean: over all of them it would be neither's, over the others it would flatter. */
function finalOf({ cell }: Row): CellSummary['final'] {
  return cell.outcomes.diverged > 0 ? undefined : cell.final;
}

function claimFields(format: MetricFormat): Field<Row>[] {
  return [
    {
      column: column('mean_and_interval', metricTitle(format), { ...NUMBER, audience: 'people' }),
      cell: (row) => plain(formatEstimate(format, finalOf(row))),
    },
    data('n', 'integer', (row) => finalOf(row)?.n ?? 0),
    data('mean', 'number', (row) => finalOf(row)?.mean),
    data('std', 'number', (row) => finalOf(row)?.std),
    data('ci_low', 'number', (row) => finalOf(row)?.interval?.[0]),
    data('ci_high', 'number', (row) => finalOf(row)?.interval?.[1]),
  ];
}

function differenceFields({ comparison, metric }: Summary, format: MetricFormat): Field<Row>[] {
  const [best, next] = comparison.cells;
  const text = ({ compared, rank }: Row): string => {
    const other = rank === 1 ? next : best;
    if (compared?.difference === undefined || other === undefined) return '';
    const [from, to] = metric.goal === 'maximize' ? [compared, other] : [other, compared];
    const { low, high } = compared.difference;
    return `${signed(formatGap(format, from.mean, to.mean))} [${formatValue(format, low)}, ${formatValue(format, high)}]`;
  };
  const hasIntervals = comparison.model !== undefined && comparison.cells.length > 1;
  const shown = column('difference', 'difference', { ...NUMBER, audience: 'people', dropOrder: 1 });
  return [
    ...(hasIntervals ? [{ column: shown, cell: (row: Row) => plain(text(row)) }] : []),
    data('diff', 'number', ({ compared }) => compared?.difference?.estimate),
    data('diff_low', 'number', ({ compared }) => compared?.difference?.low),
    data('diff_high', 'number', ({ compared }) => compared?.difference?.high),
  ];
}

/** For people "could be best"; for programs could_be_best. */
function standingCell({ compared }: Row): Cell {
  if (compared === undefined || compared.standing === 'unknown') {
    return { value: compared === undefined ? null : 'unknown', text: compared === undefined ? 'not compared' : '' };
  }
  const { standing } = compared;
  const cell = { value: standing.replaceAll('-', '_'), text: standing.replaceAll('-', ' ') };
  return { ...cell, ...(standing === 'not-best' ? {} : { tone: 'good' as const }) };
}

function choiceFields(format: MetricFormat): Field<Row>[] {
  const choiceOf = ({ cell }: Row) => (cell.outcomes.diverged > 0 ? undefined : cell.choice);
  return [
    {
      column: column('choice', metricTitle(format), { ...NUMBER, audience: 'people', dropOrder: 2 }),
      cell: (row) => plain(formatEstimate(format, choiceOf(row))),
    },
    data('choice_metric', 'text', () => format.name),
    data('choice_mean', 'number', (row) => choiceOf(row)?.mean),
    data('choice_std', 'number', (row) => choiceOf(row)?.std),
  ];
}

/** The claimed metric at the epoch that is best by the choosing one: what stopping early would have given. */
function bestFields(claim: MetricFormat, choice: MetricFormat): Field<Row>[] {
  const title = claim.name === choice.name ? 'best epoch' : `at best ${choice.label}`;
  const bestOf = ({ cell }: Row) => (cell.outcomes.diverged > 0 ? undefined : cell.best);
  return [
    {
      column: column('best', title, { ...NUMBER, audience: 'people', dropOrder: 5 }),
      cell: (row) => {
        const best = bestOf(row);
        return plain(best === undefined ? '–' : formatValue(claim, best.mean));
      },
    },
    data('best_mean', 'number', (row) => bestOf(row)?.mean),
    data('best_std', 'number', (row) => bestOf(row)?.std),
  ];
}

function outcomeFields(format: MetricFormat): Field<Row>[] {
  return [
    { column: column('status', 'result', { type: 'text' }), cell: ({ cell }) => statusCell(cell, format) },
    data('judgement', 'text', ({ cell }) => cell.judgement?.replaceAll('-', '_')),
    {
      column: column('seeds', 'seeds', { ...NUMBER, audience: 'people', dropOrder: 4 }),
      cell: ({ cell: { counts } }) =>
        plain(counts.finished === counts.total ? counts.total : `${counts.finished}/${counts.total}`),
    },
    {
      column: column('duration_seconds', 'time', { ...NUMBER, dropOrder: 6, type: 'number' }),
      cell: ({ cell }) => durationCell(cell.wallTimeMs?.mean),
    },
    data('trials', 'integer', ({ cell }) => cell.counts.total),
    data('pending', 'integer', ({ cell }) => cell.counts.pending),
    data('running', 'integer', ({ cell }) => cell.counts.running),
    data('finished', 'integer', ({ cell }) => cell.counts.finished),
    data('failed', 'integer', ({ cell }) => cell.counts.failed),
    data('cancelled', 'integer', ({ cell }) => cell.counts.cancelled),
    data('completed', 'integer', ({ cell }) => cell.outcomes.completed),
    data('diverged', 'integer', ({ cell }) => cell.outcomes.diverged),
  ];
}
