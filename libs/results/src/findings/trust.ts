import type { Confounder } from '@gridsweep/sweep';
import type { Summary } from '../aggregate.ts';
import type { Curve } from '../curve.ts';
import { formatParameter } from '../parameter-label.ts';
import { printable } from '../safe-text.ts';
import { countOf, joinWords } from '../value-format.ts';

/** What else may be behind a difference, or behind its absence. */
export function doubts(summary: Summary): string[] {
  return [...confounded(summary), ...identicalSeeds(summary), ...mixedProvenance(summary)];
}

function confounded({ confounders, cells }: Summary): string[] {
  const labels = new Map(cells.map(({ cellId, label }) => [cellId, label]));
  return confounders.map((confounder) => describeConfounder(confounder, (cellId) => labels.get(cellId)!));
}

/** More cells of one value, and more values, than these are counted. */
const MOST_NAMED = 4;
const MOST_VALUES = 8;

/**
 * A parameter that differs without having been asked to, with what to write to hold it fixed: "lr differs too, by its default: 0.001 for
 * adam, 0.01 for rmsprop. …"
 */
export function describeConfounder({ parameter, values }: Confounder, labelOf: (cellId: string) => string): string {
  const told = values.slice(0, MOST_VALUES).map(({ value, cellIds }) => {
    const cells = cellIds.length > MOST_NAMED ? countOf(cellIds.length, 'cell') : joinWords(cellIds.map(labelOf));
    return `${formatParameter(value)} for ${cells}`;
  });
  const more = values.length - told.length;
  if (more > 0) told.push(countOf(more, 'other value'));
  const name = printable(parameter);
  return (
    `${name} differs too, by default: ${joinWords(told)}. A difference between these cells may come from it. ` +
    `To hold it fixed write ${name}: { value: ${formatParameter(values[0]!.value)} }, to compare it ${name}: { values: […] }.`
  );
}

/** Cells whose seeds all gave the same curves: chance is not that exact. */
function identicalSeeds({ cells }: Summary): string[] {
  const same = cells.filter(
    ({ runs, outcomes, judgement, curves }) =>
      runs.length > 1 &&
      outcomes.diverged === 0 &&
      judgement !== 'at-chance' &&
      curves.size > 0 &&
      [...curves.values()].every(isOneLine),
  );
  if (same.length === 0) return [];
  return [
    `All seeds gave exactly the same values in ${joinWords(same.map(({ label }) => label))}: the program may not use its seed, and its spread is then not known.`,
  ];
}

/** Whether wherever the curve is, several seeds are, with the same value. */
function isOneLine({ points }: Curve): boolean {
  return points.length > 0 && points.every(({ n, min, max }) => n > 1 && min === max);
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
