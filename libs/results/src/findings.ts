import type { MetricName } from '@gridsweep/sweep';
import type { Summary } from './aggregate.ts';
import { cellStatus, type CellSummary } from './cell-summary.ts';
import { formatDifference, formatInterval, formatValue, formatWithUnit, metricFormat } from './metric-format.ts';
import { axisTrends } from './axis-trend.ts';

/** What the sweep shows, in sentences computed from its numbers: the most important first. */
export function findings(summary: Summary): string[] {
  return [
    ...unfinished(summary),
    ...bestCell(summary),
    ...earlyLeaders(summary),
    ...axisTrends(summary),
    ...smoothness(summary),
    ...remarkableOutcomes(summary),
    ...failures(summary),
    ...mixedProvenance(summary),
  ];
}

function unfinished({ counts }: Summary): string[] {
  const open = counts.pending + counts.running;
  if (open === 0) return [];
  return [
    `${countOf(open, 'trial')} of ${counts.total} ${open === 1 ? 'has' : 'have'} not ended: what follows may still change.`,
  ];
}

function bestCell(summary: Summary): string[] {
  const { metric, ranking } = summary;
  const [best, runnerUp] = ranking.cellIds.map((cellId) => cellOf(summary, cellId));
  if (best?.final === undefined) return ['No trial has finished with a finite result yet.'];
  const { title } = metricFormat(metric.name);
  const epochs = lastEpoch(best, metric.name);
  const after = epochs === undefined ? '' : ` after ${countOf(epochs, 'epoch')}`;
  const value = formatWithUnit(metric.name, best.final.mean);
  const opening = best.outcomes.converged > 0 ? 'Best' : 'No cell converged; the least bad';
  const lead = `${opening}: ${best.label} with a ${title} of ${value}${after}`;
  if (runnerUp?.final === undefined || ranking.lead === undefined) return [`${lead}.`];
  const nextValue = formatWithUnit(metric.name, runnerUp.final.mean);
  const { difference } = ranking.lead;
  const distance =
    value === nextValue
      ? `level with ${runnerUp.label}`
      : difference < 0
        ? `before ${runnerUp.label} (${nextValue}), which diverged`
        : `ahead of ${runnerUp.label} (${nextValue}) by ${formatDifference(metric.name, difference)}`;
  return [`${lead}, ${distance}.`, certainty(summary)];
}

/** Whether the first place can be trusted. */
function certainty({ metric, ranking: { lead, cellIds }, cells }: Summary): string {
  const interval = lead?.interval && formatInterval(metric.name, lead.interval);
  switch (lead?.verdict) {
    case 'separated':
      return `The two are separated: the 95 % interval of the difference (Welch's t over seeds) is ${interval!}${
        cellIds.length > 2 ? '; it does not correct for having picked the best of several cells' : ''
      }.`;
    case 'not-separated':
      return `The two are not separated: the 95 % interval of the difference (Welch's t over seeds) is ${interval!}, which includes zero. More seeds would tell.`;
    default:
      return cells.every((cell) => cell.seeds.length === 1)
        ? 'Each cell ran with one seed, and one seed cannot rank close cells: differences of a point or two may be chance. Run several seeds to be sure.'
        : 'One of the two has a single finished seed, and one seed cannot rank close cells.';
  }
}

/** Epoch at which short runs are judged, as in the report that this sweep reproduces. */
const EARLY_EPOCH = 3;
/** A larger group is not ahead, the others are behind. */
const MOST_LEADERS = 3;

/** The group ahead early on, where a clear gap follows it: the largest gap in the upper half of the order. */
function earlyLeaders(summary: Summary): string[] {
  const { metric } = summary;
  const values = summary.cells.flatMap((cell) => {
    const point = cell.curves[metric.name as MetricName]?.points.find(
      ({ epoch }) => Math.abs(epoch - EARLY_EPOCH) < 1e-9,
    );
    return point === undefined ? [] : [{ label: cell.label, value: point.mean }];
  });
  if (values.length < 3) return [];
  const sign = metric.goal === 'maximize' ? 1 : -1;
  values.sort((a, b) => sign * (b.value - a.value));
  const gapAfter = (at: number) => sign * (values[at]!.value - values[at + 1]!.value);
  const candidates = values.slice(0, Math.ceil(values.length / 2)).map((_, at) => at);
  const last = candidates.reduce((a, b) => (gapAfter(b) > gapAfter(a) ? b : a));
  if (gapAfter(last) <= 0 || last >= MOST_LEADERS) return [];
  const leaders = values.slice(0, last + 1);
  const next = values[last + 1]!;
  const shown = leaders.map(({ value }) => formatWithUnit(metric.name, value));
  const names = joinWords(leaders.map(({ label }) => label));
  return [
    `After ${EARLY_EPOCH} epochs ${names} ${leaders.length === 1 ? 'is' : 'are'} ahead (${joinWords(shown)}); next is ${next.label} with ${formatWithUnit(metric.name, next.value)}.`,
  ];
}

/** Fewest epochs over which the raggedness of a curve means anything. */
const RAGGEDNESS_EPOCHS = 5;

/** Which curve is smoothest and which most ragged, by the mean size of the bends (second differences) of the metric. */
function smoothness(summary: Summary): string[] {
  const { metric } = summary;
  const bends = summary.cells.flatMap((cell) => {
    const means = cell.curves[metric.name as MetricName]?.points.map(({ mean }) => mean) ?? [];
    if (cell.outcomes.converged === 0 || means.length < RAGGEDNESS_EPOCHS) return [];
    const sizes = means.slice(2).map((value, at) => Math.abs(value - 2 * means[at + 1]! + means[at]!));
    return [{ label: cell.label, size: sizes.reduce((sum, size) => sum + size, 0) / sizes.length }];
  });
  if (bends.length < 2) return [];
  bends.sort((a, b) => a.size - b.size);
  const [smoothest, most] = [bends[0]!, bends.at(-1)!];
  return [
    `Smoothest curve: ${smoothest.label}; most ragged: ${most.label} (mean bend from epoch to epoch ${formatValue(metric.name, smoothest.size)} against ${formatDifference(metric.name, most.size)}).`,
  ];
}

function remarkableOutcomes({ cells }: Summary): string[] {
  const diverged = cells.filter(({ outcomes }) => outcomes.diverged > 0).map(({ label }) => label);
  const stuck = cells.filter(({ outcomes }) => outcomes['no-progress'] > 0).map(({ label }) => label);
  const parts = [
    ...(stuck.length > 0 ? [`No progress: ${joinWords(stuck)}.`] : []),
    ...(diverged.length > 0 ? [`Diverged (a loss or weight that is not finite): ${joinWords(diverged)}.`] : []),
  ];
  return parts.length === 0 ? [] : [`${parts.join(' ')} That is what the setting does: a result, not a failure.`];
}

function failures({ cells, counts }: Summary): string[] {
  if (counts.failed === 0) return [];
  const where = cells.filter((cell) => cell.counts.failed > 0).map((cell) => `${cell.label}: ${cellStatus(cell)}`);
  return [
    `${countOf(counts.failed, 'trial')} failed and ${counts.failed === 1 ? 'counts' : 'count'} nowhere above (${where.join('; ')}).`,
  ];
}

function mixedProvenance({ provenance }: Summary): string[] {
  const engines = new Set(
    provenance.map(({ version, engine, engineVariant }) => `${version} ${engine} ${engineVariant}`),
  );
  if (engines.size < 2) return [];
  return [
    'The trials were computed by different engines or versions (see provenance), so small differences may come from there.',
  ];
}

function cellOf({ cells }: Summary, cellId: string): CellSummary {
  return cells.find((cell) => cell.cellId === cellId)!;
}

function lastEpoch(cell: CellSummary, metric: string): number | undefined {
  const epoch = cell.curves[metric as MetricName]?.points.at(-1)?.epoch;
  return epoch === undefined ? undefined : Math.round(epoch);
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** "a", "a and b", "a, b and c". */
function joinWords(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)!}`;
}
