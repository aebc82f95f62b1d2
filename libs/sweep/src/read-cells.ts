import type { WrittenParameter } from './condition.ts';
import { show } from './issue.ts';
import { checkAgainst, isParameterValue, notAValue, type Check } from './parameter.ts';
import type { Report } from './problem.ts';
import { nameProblem } from './read-parameters.ts';
import { isMapping } from './source.ts';
import type { Parameters } from './trial.ts';
import type { Workload } from './workload.ts';

/**
 * Reads the combinations that a spec of method list names, each value checked on its own. What is not a list of mappings is the
 * schema's to report.
 * @param elsewhere parameters that have a value for all cells
 * @returns undefined where there are none
 */
export function readCells(
  raw: unknown,
  elsewhere: ReadonlyMap<string, WrittenParameter>,
  workload: Workload | undefined,
  report: Report,
): readonly Parameters[] | undefined {
  if (!Array.isArray(raw)) return undefined;
  const checks = new Map<string, Check>();
  function checkOf(name: string): Check {
    const check = checks.get(name) ?? (workload ? checkAgainst(workload, name) : () => []);
    checks.set(name, check);
    return check;
  }
  for (const [index, cell] of raw.entries()) {
    for (const [name, value] of isMapping(cell) ? Object.entries(cell) : []) {
      const path = ['cells', index, name];
      const wrongName = workload && nameProblem(name, workload);
      if (wrongName !== undefined) report(path, wrongName, 'key');
      else if (elsewhere.has(name)) report(path, `parameters give all cells a value of ${show(name)} already`, 'key');
      else {
        const findings = checkOf(name)(value);
        for (const finding of findings) report([...path, ...finding.path], finding.message, finding.part);
        if (findings.length === 0 && !isParameterValue(value)) report(path, notAValue(value));
      }
    }
  }
  return raw as Parameters[];
}
