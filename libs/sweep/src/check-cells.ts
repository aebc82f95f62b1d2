import { cells, type Cell } from './expand.ts';
import { show } from './issue.ts';
import { formatPath, type Path, type Report } from './problem.ts';
import { tooFewCells } from './size.ts';
import { axes, type SweepSpec } from './spec.ts';
import type { Workload } from './workload.ts';

/**
 * Reports what only whole cells show: combinations that the workload refuses, cells that are the same configuration, and too
 * few of them. Each kind of problem is reported where it first occurs.
 * @param written the spec's parameters as their author wrote them, for the places of values
 * @param limit stop after so many problems
 */
export function checkCells(
  spec: SweepSpec,
  workload: Workload,
  written: Readonly<Record<string, unknown>>,
  limit: number,
  report: Report,
): void {
  const reported = new Set<string>();
  function reportOnce(path: Path, message: string, example: Cell): void {
    const key = `${formatPath(path)} ${message}`;
    if (reported.has(key)) return;
    reported.add(key);
    report(path, `${message} (${describe(example, spec)})`);
  }
  function placeOf(name: string, cell: Cell): Path {
    const path = ['parameters', name];
    const parameter = spec.parameters[name];
    if (!parameter || !('values' in parameter)) return path;
    if ('value' in (written[name] as object)) return [...path, 'value'];
    return [...path, 'values', parameter.values.indexOf(cell.chosen[name]!)];
  }

  let count = 0;
  for (const cell of cells(spec, workload)) {
    count++;
    if ('error' in cell) {
      for (const { path, message } of cell.error.issues) {
        reportOnce(path.length === 0 ? ['parameters'] : placeOf(String(path[0]), cell), message, cell);
      }
    } else if (cell.sameAs) {
      const { sameAs } = cell;
      const name = axes(spec).findLast((axis) => cell.chosen[axis] !== sameAs.chosen[axis])!;
      const message = `${show(cell.chosen[name])} changes nothing beside ${show(sameAs.chosen[name])}`;
      reportOnce(placeOf(name, cell), `${message}: two cells are the same configuration`, cell);
    }
    if (reported.size >= limit) return;
  }
  const few = tooFewCells(spec, count);
  if (few !== undefined) report(['run_cap'], few);
}

/** "cell 3: optimizer "sgd", lr 0.1" */
function describe(cell: Cell, spec: SweepSpec): string {
  const choices = axes(spec).map((name) => `${name} ${show(cell.chosen[name])}`);
  return choices.length === 0 ? 'the only cell' : `cell ${cell.index}: ${choices.join(', ')}`;
}
