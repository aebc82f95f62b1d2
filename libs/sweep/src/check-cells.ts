import { candidates, type Candidate, type Cell } from './expand.ts';
import { show } from './issue.ts';
import { formatPath, type Path, type Report } from './problem.ts';
import { tooFewCells } from './size.ts';
import { axes, type SweepSpec } from './spec.ts';
import type { ParameterValue } from './trial.ts';
import type { Workload } from './workload.ts';

/**
 * Reports what only whole cells show: combinations that the workload refuses, cells that are the same configuration, and too
 * few of them. Each kind of problem is reported where it first occurs.
 * @param isSingle whether the author wrote one `value` of a parameter rather than `values`
 * @param limit stop after so many problems
 * @returns the cells; all of them where nothing was reported
 */
export function checkCells(
  spec: SweepSpec,
  workload: Workload,
  isSingle: (parameter: string) => boolean,
  limit: number,
  report: Report,
): Cell[] {
  const reported = new Set<string>();
  function reportOnce(path: Path, message: string, example: Candidate): void {
    const key = `${formatPath(path)} ${message}`;
    if (reported.has(key)) return;
    reported.add(key);
    report(path, `${message} (${describe(example, spec)})`);
  }
  function placeOf(name: string, value: ParameterValue | undefined, index: number): Path {
    if (name in (spec.cells?.[index] ?? {})) return ['cells', index, name];
    const path = ['parameters', name];
    const parameter = spec.parameters[name];
    if (!parameter || !('values' in parameter) || value === undefined) return path;
    return isSingle(name) ? [...path, 'value'] : [...path, 'values', parameter.values.indexOf(value)];
  }

  const cells: Cell[] = [];
  let count = 0;
  for (const candidate of candidates(spec, workload)) {
    count++;
    const { chosen } = candidate;
    if ('error' in candidate) {
      for (const { path, message } of candidate.error.issues) {
        const name = String(path[0]);
        const place = path.length === 0 ? wholeCell(spec, candidate) : placeOf(name, chosen[name], candidate.index);
        reportOnce(place, message, candidate);
      }
    } else if (candidate.sameAs && spec.method === 'list') {
      const message = `the same configuration as cell ${candidate.sameAs.index}; leave one of them out`;
      reportOnce(['cells', candidate.index], message, candidate);
    } else if (candidate.sameAs) {
      const other = candidate.sameAs.chosen;
      const name = axes(spec).findLast((axis) => chosen[axis] !== other[axis])!;
      const message = `${choice(chosen[name])} changes nothing beside ${choice(other[name])}`;
      const place = placeOf(name, name in chosen ? chosen[name] : other[name], candidate.index);
      reportOnce(place, `${message}: two cells are the same configuration`, candidate);
    } else cells.push({ id: candidate.id, parameters: candidate.parameters });
    if (reported.size >= limit) return cells;
  }
  const few = tooFewCells(spec, count);
  if (few !== undefined) report(['run_cap'], few);
  return cells;
}

function wholeCell({ method }: SweepSpec, { index }: Candidate): Path {
  return method === 'list' ? ['cells', index] : ['parameters'];
}

/** "cell 3: optimizer "sgd", lr 0.1" */
function describe({ index, chosen }: Candidate, spec: SweepSpec): string {
  const choices = axes(spec).flatMap((name) => (name in chosen ? `${name} ${show(chosen[name])}` : []));
  return axes(spec).length === 0 ? 'the only cell' : `cell ${index}: ${choices.join(', ')}`;
}

function choice(value: ParameterValue | undefined): string {
  return value === undefined ? 'leaving it out' : show(value);
}
