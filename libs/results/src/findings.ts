import type { Summary } from './aggregate.ts';
import { axisTrends } from './axis-trend.ts';
import { cellStatus, succeeded, type CellSummary } from './cell-summary.ts';
import { inWholeEpochs } from './curve.ts';
import { printable } from './safe-text.ts';
import {
  countOf,
  formatDifference,
  formatInterval,
  formatValue,
  formatWithUnit,
  joinWords,
  metricFormat,
} from './value-format.ts';

/** What the sweep shows, in sentences computed from its numbers: the most important first. */
export function findings(summary: Summary): string[] {
  return [
    ...unfinished(summary),
    ...bestCell(summary),
    ...unreported(summary),
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
    `${countOf(open, 'trial')} of ${counts.total.toLocaleString('en-US')} ${open === 1 ? 'has' : 'have'} not ended: what follows may still change.`,
  ];
}

function bestCell(summary: Summary): string[] {
  const { metric, metrics, ranking } = summary;
  const [best, runnerUp] = ranking.cellIds.slice(0, 2).map((cellId) => cellOf(summary, cellId));
  if (best?.final === undefined) return [neverReported(summary) ?? 'No trial has finished with a finite result yet.'];
  const format = metricFormat(metric.name, metrics);
  const value = formatWithUnit(format, best.final.mean);
  const opening = succeeded(best) > 0 ? 'Best' : 'No cell converged; the least bad';
  const article = /^[aeiou]/i.test(format.label) ? 'an' : 'a';
  const lead = `${opening}: ${best.label} with ${article} ${format.label} of ${value}${afterWhat(best, metric.name)}`;
  if (runnerUp?.final === undefined || ranking.lead === undefined) return [`${lead}.`];
  const nextValue = formatWithUnit(format, runnerUp.final.mean);
  const { difference } = ranking.lead;
  const distance =
    value === nextValue
      ? `level with ${runnerUp.label}`
      : difference < 0
        ? `before ${runnerUp.label} (${nextValue}), which diverged`
        : `ahead of ${runnerUp.label} (${nextValue}) by ${formatDifference(format, difference)}`;
  return [`${lead}, ${distance}.`, certainty(summary)];
}

/** Whether the first place can be trusted. */
function certainty({ metric, metrics, ranking: { lead, cellIds }, cells }: Summary): string {
  const interval = lead?.interval && formatInterval(metricFormat(metric.name, metrics), lead.interval);
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

/** The sentence of a sweep whose trials finish without ever reporting its metric; undefined of any other. */
export function neverReported({ metric, reported, counts }: Summary): string | undefined {
  if (counts.finished === 0 || reported.some(({ name }) => name === metric.name)) return undefined;
  const others = reported.map(({ name }) => `"${printable(name)}"`);
  const instead = others.length === 0 ? 'they reported nothing at all' : `they reported ${joinWords(others)}`;
  return `No trial reported "${printable(metric.name)}", by which the sweep is ranked; ${instead}.`;
}

/** Finished trials without the metric, where others have it. */
function unreported(summary: Summary): string[] {
  const missing = summary.cells.filter((cell) => cell.unreported > 0);
  if (missing.length === 0 || neverReported(summary) !== undefined) return [];
  const trials = missing.reduce((sum, cell) => sum + cell.unreported, 0);
  return [
    `${countOf(trials, 'trial')} finished without reporting "${printable(summary.metric.name)}" and ${trials === 1 ? 'counts' : 'count'} nowhere above (${joinWords(missing.map(({ label }) => label))}).`,
  ];
}

/** Epoch at which short runs are judged, as in the report that this sweep reproduces. */
const EARLY_EPOCH = 3;
/** A larger group is not ahead, the others are behind. */
const MOST_LEADERS = 3;

/** The group ahead early on, where a clear gap follows it: the largest gap in the upper half of the order. */
function earlyLeaders({ metric, metrics, cells }: Summary): string[] {
  const values = cells.flatMap((cell) => {
    const point = cell.curves
      .get(metric.name)
      ?.points.find(({ epoch }) => epoch !== undefined && Math.abs(epoch - EARLY_EPOCH) < 1e-9);
    return point === undefined ? [] : [{ label: cell.label, value: point.mean }];
  });
  if (values.length < 3) return [];
  const format = metricFormat(metric.name, metrics);
  const sign = metric.goal === 'maximize' ? 1 : -1;
  values.sort((a, b) => sign * (b.value - a.value));
  const gapAfter = (at: number) => sign * (values[at]!.value - values[at + 1]!.value);
  const candidates = values.slice(0, Math.ceil(values.length / 2)).map((_, at) => at);
  const last = candidates.reduce((a, b) => (gapAfter(b) > gapAfter(a) ? b : a));
  if (gapAfter(last) <= 0 || last >= MOST_LEADERS) return [];
  const leaders = values.slice(0, last + 1);
  const next = values[last + 1]!;
  const shown = leaders.map(({ value }) => formatWithUnit(format, value));
  const names = joinWords(leaders.map(({ label }) => label));
  return [
    `After ${EARLY_EPOCH} epochs ${names} ${leaders.length === 1 ? 'is' : 'are'} ahead (${joinWords(shown)}); next is ${next.label} with ${formatWithUnit(format, next.value)}.`,
  ];
}

/** Fewest points over which the raggedness of a curve means anything. */
const RAGGEDNESS_POINTS = 5;

/** Which curve is smoothest and which most ragged, by the mean size of the bends (second differences) of the metric. */
function smoothness({ metric, metrics, cells }: Summary): string[] {
  const format = metricFormat(metric.name, metrics);
  const curves = cells.flatMap((cell) => {
    const curve = cell.curves.get(metric.name);
    return curve === undefined || succeeded(cell) === 0 || curve.points.length < RAGGEDNESS_POINTS
      ? []
      : [{ label: cell.label, curve }];
  });
  if (curves.length < 2) return [];
  const bends = curves.map(({ label, curve }) => {
    const means = curve.points.map(({ mean }) => mean);
    const sizes = means.slice(2).map((value, at) => Math.abs(value - 2 * means[at + 1]! + means[at]!));
    return { label, size: sizes.reduce((sum, size) => sum + size, 0) / sizes.length };
  });
  bends.sort((a, b) => a.size - b.size);
  const [smoothest, most] = [bends[0]!, bends.at(-1)!];
  const between = inWholeEpochs(curves.map(({ curve }) => curve)) ? 'epoch to epoch' : 'point to point';
  return [
    `Smoothest curve: ${smoothest.label}; most ragged: ${most.label} (mean bend from ${between} ${formatValue(format, smoothest.size)} against ${formatDifference(format, most.size)}).`,
  ];
}

function remarkableOutcomes({ cells }: Summary): string[] {
  const diverged = cells.filter(({ outcomes }) => outcomes.diverged > 0).map(({ label }) => label);
  const stuck = cells.filter(({ outcomes }) => outcomes['no-progress'] > 0).map(({ label }) => label);
  // Only a workload that judges its runs by loss and weights tells converged ones from others.
  const judges = cells.some(({ outcomes }) => outcomes.converged + outcomes['no-progress'] > 0);
  const what = judges ? 'a loss or weight' : 'a value';
  const parts = [
    ...(stuck.length > 0 ? [`No progress: ${joinWords(stuck)}.`] : []),
    ...(diverged.length > 0 ? [`Diverged (${what} that is not finite): ${joinWords(diverged)}.`] : []),
  ];
  return parts.length === 0 ? [] : [`${parts.join(' ')} That is what the setting does: a result, not a failure.`];
}

function failures({ cells, counts }: Summary): string[] {
  if (counts.failed === 0) return [];
  const where = cells.filter((cell) => cell.counts.failed > 0).map((cell) => `${cell.label}: ${cellStatus(cell)}`);
  return [
    `${countOf(counts.failed, 'trial')} failed and ${counts.failed === 1 ? 'counts' : 'count'} nowhere above (${listed(where)}).`,
  ];
}

/** Of many the first, and how many there are beside. */
function listed(parts: readonly string[]): string {
  const most = 12;
  const more = parts.length > most ? [`and ${countOf(parts.length - most, 'other')}`] : [];
  return [...parts.slice(0, most), ...more].join('; ');
}

function mixedProvenance({ provenance, mixtures }: Summary): string[] {
  const engines = new Set(
    provenance.map(({ version, engine, engineVariant }) => `${version} ${engine} ${engineVariant}`),
  );
  if (engines.size < 2) return [];
  const mixed = mixtures.map(({ of, trials }) => `${countOf(trials, 'trial')} by ${printable(of)}`);
  return [
    'The trials were computed by different engines or versions (see provenance), so small differences may come from there.',
    ...(mixed.length === 0
      ? []
      : [
          `Some trials were begun by one and gone on with by another: ${joinWords(mixed)}. Their numbers are neither's.`,
        ]),
  ];
}

function cellOf({ cells }: Summary, cellId: string): CellSummary {
  return cells.find((cell) => cell.cellId === cellId)!;
}

/** " after 15 epochs", or steps where the metric has no epochs. */
function afterWhat(cell: CellSummary, metric: string): string {
  const last = cell.curves.get(metric)?.points.at(-1);
  if (last === undefined) return '';
  return ` after ${last.epoch === undefined ? countOf(last.step, 'step') : countOf(Math.round(last.epoch), 'epoch')}`;
}
