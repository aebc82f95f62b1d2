import { readableStatus, type CellSummary } from '../cell-summary.ts';
import { countOf, formatWithUnit, type MetricFormat } from '../value-format.ts';
import type { Cell } from './table.ts';

/** What the cell's trials did, or how far they are. */
export function statusCell(cell: CellSummary, format: MetricFormat): Cell {
  const status = readableStatus(cell);
  const parts = [status, ...unreported(cell), ...soFar(cell, format)];
  const tone = toneOf(cell);
  return { value: status, text: parts.join(', '), ...(tone !== undefined && { tone }) };
}

/** What the cell's finished trials did not say. */
function unreported({ unreported: missing, counts: { finished } }: CellSummary): string[] {
  if (missing === 0) return [];
  return [`metric not reported${missing === finished ? '' : ` by ${missing} of ${finished}`}`];
}

function soFar({ latest, counts }: CellSummary, format: MetricFormat): string[] {
  if (latest === undefined || counts.finished > 0) return [];
  const place = 'epoch' in latest ? `epoch ${Math.floor(latest.epoch)}` : countOf(latest.step, 'step');
  return [`${formatWithUnit(format, latest.value)} after ${place}`];
}

/** That a run came to its end says nothing of how good it is: it has none. */
function toneOf({ counts, outcomes, unreported: missing, judgement }: CellSummary): Cell['tone'] {
  if (counts.failed > 0) return 'bad';
  if (outcomes.diverged + missing > 0 || judgement === 'at-chance' || judgement === 'loss-not-falling')
    return 'warning';
  return outcomes.completed < counts.total ? 'faint' : undefined;
}
