import type { Summary } from '../aggregate.ts';
import { printable } from '../safe-text.ts';
import { countOf, joinWords } from '../value-format.ts';

/** Trials that have not ended yet. */
export function unfinished({ counts }: Summary): string[] {
  const open = counts.pending + counts.running;
  if (open === 0) return [];
  return [
    `${countOf(open, 'trial')} of ${counts.total.toLocaleString('en-US')} ${open === 1 ? 'has' : 'have'} not ended: what is said here may still change.`,
  ];
}

/** The sentence of a sweep whose trials finish without ever reporting its metric; undefined of any other. */
export function neverReported({ metric, reported, counts }: Summary): string | undefined {
  if (counts.finished === 0 || reported.some(({ name }) => name === metric.name)) return undefined;
  const others = reported.map(({ name }) => `"${printable(name)}"`);
  const instead = others.length === 0 ? 'they reported nothing at all' : `they reported ${joinWords(others)}`;
  return `No trial reported "${printable(metric.name)}", by which the sweep is compared; ${instead}.`;
}

/** Finished trials without the metric, where others have it. */
export function unreported(summary: Summary): string[] {
  const missing = summary.cells.filter((cell) => cell.unreported > 0);
  if (missing.length === 0 || neverReported(summary) !== undefined) return [];
  const trials = missing.reduce((sum, cell) => sum + cell.unreported, 0);
  return [
    `${countOf(trials, 'trial')} finished without reporting "${printable(summary.metric.name)}" and ${trials === 1 ? 'counts' : 'count'} nowhere (${joinWords(missing.map(({ label }) => label))}).`,
  ];
}

/** What the machine did wrong, cell by cell. */
export function failures({ cells, counts }: Summary): string[] {
  if (counts.failed === 0) return [];
  const where = cells.flatMap(({ label, failures: failed, counts: { total } }) => {
    if (failed.length === 0) return [];
    const kinds = joinWords([...new Set(failed.map(({ kind }) => kind))]);
    return [`${label}${total === 1 ? '' : ` with ${failed.length} of ${countOf(total, 'seed')}`} (${kinds})`];
  });
  return [
    `${countOf(counts.failed, 'trial')} failed, which says nothing of the setting, and ${counts.failed === 1 ? 'counts' : 'count'} nowhere: ${joinWords(where)}.`,
  ];
}
