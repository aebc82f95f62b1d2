import { checkCells } from './check-cells.ts';
import type { Cell } from './expand.ts';
import { describeIssue, show } from './issue.ts';
import { formatPath, type Path, type Problem, type Report } from './problem.ts';
import { readCells } from './read-cells.ts';
import { readParameters } from './read-parameters.ts';
import { tooFewCombinations, tooLarge } from './size.ts';
import { isMapping, readSource } from './source.ts';
import type { SweepSpec } from './spec.ts';
import { specSchema } from './spec-schema.ts';
import { checkMethod, checkSeeds, findWorkload, readMetric, reportShape, withDefaults } from './top-level.ts';
import type { Workload } from './workload.ts';

/** A spec, or everything that is wrong with its text in the text's order. */
export type ParseResult =
  | {
      readonly ok: true;
      readonly spec: SweepSpec;
      /** The spec's. */
      readonly workload: Workload;
      /** The spec's, in order: what `expand` needs not find again. */
      readonly cells: readonly Cell[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** More help nobody; the last one says how many there are. */
const MAX_PROBLEMS = 50;

/**
 * Reads a spec from YAML or JSON text, its parameters checked against the workload it names: every value on its own, then
 * every cell. Never throws.
 * @param workloads those that can be named; the first is meant where a spec names none and has no command
 * @param options.file the text's name in problems
 */
export function parseSpec(
  text: string,
  workloads: readonly Workload[],
  options: { readonly file?: string } = {},
): ParseResult {
  const source = readSource(text, options.file ?? 'spec');
  const problems = [...source.problems];
  const failed = (): ParseResult => ({ ok: false, problems: inOrder(problems) });
  const report: Report = (path, message, part) => {
    problems.push(source.problemAt(path, `${subject(path)}${message}`, part));
  };

  if (!source.readable) return failed();
  const raw = source.value;
  if (!isMapping(raw)) {
    const instead = raw === null ? 'this one is empty' : `this one is ${show(raw)}`;
    report([], `A spec has keys such as name, method and parameters, but ${instead}.`);
    return failed();
  }

  // Each step reports all it can find, so that one run of an editor or a command shows everything.
  const shape = specSchema.safeParse(raw, { error: describeIssue });
  for (const issue of shape.error?.issues ?? []) reportShape(issue, report);
  const workload = findWorkload(raw, workloads, report);
  const metric = workload && readMetric(raw['metric'], workload, report);
  const { parameters, written } = readParameters(raw['parameters'], source, workload, report);
  /** For what knows parameters by their full names alone, not the groups that they were written in. */
  const reportNamed: Report = (path, message, part) => {
    const [first, name, ...inner] = path;
    const place = first === 'parameters' ? written.get(String(name))?.path : undefined;
    report(place ? [...place, ...inner] : path, message, part);
  };
  const listed = readCells(raw['cells'], written, workload, report);
  checkMethod(raw, parameters, reportNamed);
  if (Array.isArray(raw['seeds'])) checkSeeds(raw['seeds'], report);
  if (problems.length > 0 || !shape.success || !workload || !metric) return failed();

  const spec = withDefaults(shape.data, workload, metric, parameters, listed);
  for (const { path, message, part } of workload.check?.(spec) ?? []) reportNamed(path, message, part);
  const large = tooLarge(spec);
  const few = tooFewCombinations(spec);
  if (large !== undefined) report([spec.method === 'list' ? 'cells' : 'parameters'], large, 'key');
  if (few !== undefined) report(['run_cap'], few);
  if (large !== undefined || few !== undefined) return failed();
  const isSingle = (name: string) => 'value' in (written.get(name)?.raw as object);
  const cells = checkCells(spec, workload, isSingle, MAX_PROBLEMS, reportNamed);
  return problems.length > 0 ? failed() : { ok: true, spec, workload, cells };
}

/**
 * "lr.min: " for parameters.lr.min, "optimizer.lr: " for a parameter of a group; which of several values it is, line and column
 * tell.
 */
function subject(path: Path): string {
  if (path.length === 0) return '';
  if (path[0] !== 'parameters' || path.length === 1) return `${formatPath(path)}: `;
  let inner = path.slice(1);
  const name = [inner[0]!];
  while (inner[1] === 'parameters' && inner.length > 2) {
    inner = inner.slice(2);
    name.push(inner[0]!);
  }
  const [kind, ...rest] = inner.slice(1);
  if (kind === 'value') return `${formatPath([...name, ...rest])}: `;
  if (kind === 'values') return `${formatPath([...name, ...rest.slice(1)])}: `;
  return `${formatPath([...name, ...inner.slice(1)])}: `;
}

function inOrder(problems: readonly Problem[]): Problem[] {
  const sorted = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
  if (sorted.length <= MAX_PROBLEMS) return sorted;
  const shown = sorted.slice(0, MAX_PROBLEMS);
  const last = shown.pop()!;
  return [...shown, { ...last, message: `${last.message} (and ${sorted.length - MAX_PROBLEMS} more problems)` }];
}
