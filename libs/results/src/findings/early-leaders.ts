import type { Summary } from '../aggregate.ts';
import { formatWithUnit, joinWords, metricFormat } from '../value-format.ts';

/** Epoch at which short runs are judged, as in the report that this sweep reproduces. */
const EARLY_EPOCH = 3;
/** A larger group is not ahead, the others are behind. */
const MOST_LEADERS = 3;

/** The group ahead early on, where a clear gap follows it: the largest gap in the upper half of the order. */
export function earlyLeaders({ metric, metrics, cells }: Summary): string[] {
  const values = cells.flatMap((cell) => {
    if (cell.outcomes.diverged > 0) return [];
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
