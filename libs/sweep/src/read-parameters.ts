import { conditionsOf, type WrittenParameter } from './condition.ts';
import { show, suggestion } from './issue.ts';
import { PRINTABLE_NAME } from './metric.ts';
import { checkAgainst, readParameter } from './parameter.ts';
import type { Path, Report } from './problem.ts';
import { isMapping, type Source } from './source.ts';
import { MAX_PARAMETERS, type ParameterSpec } from './spec.ts';
import type { Workload } from './workload.ts';

/**
 * Reads a spec's parameters, those in groups too.
 * @returns those in which nothing is wrong, and of all where they are written
 */
export function readParameters(
  raw: unknown,
  source: Source,
  workload: Workload | undefined,
  report: Report,
): { parameters: Record<string, ParameterSpec>; written: ReadonlyMap<string, WrittenParameter> } {
  const written = new Map<string, WrittenParameter>();
  for (const one of isMapping(raw) ? flatten(raw, ['parameters'], '', [], report) : []) {
    if (written.has(one.name)) report(one.path, 'given twice, once inside a group', 'key');
    else written.set(one.name, one);
  }
  if (written.size > MAX_PARAMETERS) {
    report(['parameters'], `expected at most ${MAX_PARAMETERS} parameters, got ${written.size}`, 'key');
    return { parameters: {}, written };
  }
  const read = new Map<string, ParameterSpec>();
  for (const { name, path, raw: one } of written.values()) {
    const wrongName = workload && nameProblem(name, workload);
    if (wrongName !== undefined) {
      report(path, wrongName, 'key');
      continue;
    }
    const check = workload ? checkAgainst(workload, name) : () => [];
    const { parameter, findings } = readParameter(one, check, (key) => source.writtenAt([...path, key]));
    for (const finding of findings) report([...path, ...finding.path], finding.message, finding.part);
    if (parameter) read.set(name, parameter);
  }
  const conditions = conditionsOf([...written.values()], read, report);
  const parameters = [...read].map(([name, parameter]) => {
    const when = conditions.get(name);
    return [name, when ? { ...parameter, when } : parameter] as const;
  });
  return { parameters: Object.fromEntries(parameters), written };
}

function* flatten(
  group: Readonly<Record<string, unknown>>,
  path: Path,
  prefix: string,
  around: WrittenParameter['conditions'],
  report: Report,
): Generator<WrittenParameter> {
  for (const [key, raw] of Object.entries(group)) {
    const [name, place] = [prefix + key, [...path, key]];
    const own = isMapping(raw) && raw['when'] !== undefined ? [{ path: [...place, 'when'], raw: raw['when'] }] : [];
    const conditions = [...around, ...own];
    if (!isMapping(raw) || raw['parameters'] === undefined) {
      yield { name, path: place, raw, conditions };
      continue;
    }
    const { parameters } = raw;
    for (const other of Object.keys(raw).filter((one) => one !== 'parameters' && one !== 'when')) {
      report([...place, other], `unknown key ${other} of a group, expected parameters or when`, 'key');
    }
    if (!isMapping(parameters) || Object.keys(parameters).length === 0) {
      report([...place, 'parameters'], `expected hyperparameters by name, got ${show(parameters)}`);
    } else if (!PRINTABLE_NAME.test(name)) report(place, UNUSABLE_NAME, 'key');
    else yield* flatten(parameters, [...place, 'parameters'], `${name}.`, conditions, report);
  }
}

const UNUSABLE_NAME = 'expected a name of 1 to 200 printable characters without spaces and "="';

/** What is wrong with the name of a parameter; undefined where nothing is. */
export function nameProblem(name: string, { parameterNames }: Workload): string | undefined {
  if (parameterNames !== 'any') {
    return parameterNames.includes(name) ? undefined : `unknown parameter${suggestion(name, parameterNames)}`;
  }
  const usable = PRINTABLE_NAME.test(name) && !/[\s=]/.test(name) && name !== '__proto__';
  return usable ? undefined : UNUSABLE_NAME;
}
