import type { z } from 'zod';

import { alternatives, hintFor, show, suggestion } from './issue.ts';
import { GOALS, PRINTABLE_NAME, type Goal } from './metric.ts';
import type { Path, Report } from './problem.ts';
import { isMapping } from './source.ts';
import { COMMAND_WORKLOAD, type ParameterSpec, type SweepSpec } from './spec.ts';
import { specSchema } from './spec-schema.ts';
import type { Parameters } from './trial.ts';
import type { Workload } from './workload.ts';

type Raw = Readonly<Record<string, unknown>>;

/** Reports what zod found wrong with the spec's top level. */
export function reportShape(issue: z.core.$ZodIssue, report: Report): void {
  const path = issue.path as Path;
  if (issue.code !== 'unrecognized_keys') {
    report(path, issue.message);
    return;
  }
  for (const key of issue.keys) report([...path, key], `unknown key${suggestion(key, knownKeys(path))}`, 'key');
}

function knownKeys([first, second]: Path): string[] {
  if (first === 'metric') return ['name', 'goal', 'unit', 'choose_by'];
  if (first === 'code') return second === 'git' ? ['commit', 'dirty'] : ['sha256', 'sizeBytes', 'git'];
  return Object.keys(specSchema.shape).filter((key) => key !== '$schema');
}

/** The workload that a spec names, that its command implies, or else the first of those there are. */
export function findWorkload(raw: Raw, workloads: readonly Workload[], report: Report): Workload | undefined {
  const commandKey = (['command', 'program'] as const).find((key) => raw[key] !== undefined);
  const names = workloads.map((candidate) => candidate.name);
  const name = raw['workload'] ?? (commandKey === undefined ? names[0] : COMMAND_WORKLOAD);
  if (raw['code'] !== undefined && commandKey === undefined) {
    report(['code'], 'code belongs to a command, but there is neither command nor program', 'key');
  }
  if (name === undefined) report(['workload'], 'missing, and no workload is known here');
  if (typeof name !== 'string') return undefined;
  if (commandKey !== undefined && name !== COMMAND_WORKLOAD) {
    report([commandKey], `belongs to the workload command, but the workload is ${name}; leave out one of them`, 'key');
    return undefined;
  }
  if (commandKey === undefined && name === COMMAND_WORKLOAD) {
    report(['workload'], 'command needs the key command, what to run, or program');
  }
  const workload = workloads.find((candidate) => candidate.name === name);
  if (workload) return workload;
  if (raw['workload'] !== undefined) report(['workload'], `unknown workload ${show(name)}${suggestion(name, names)}`);
  else
    report([commandKey!], `needs the workload command, which is not known here; there is ${names.join(', ')}`, 'key');
  return undefined;
}

/** What "best" means: as the spec says, else as the workload declares. Undefined where that cannot be told. */
export function readMetric(
  raw: unknown,
  { name: workload, metrics, parameterNames }: Workload,
  report: Report,
): SweepSpec['metric'] | undefined {
  if (raw !== undefined && !isMapping(raw)) return undefined;
  const name = raw?.['name'] ?? metrics[0]?.name;
  const declared = metrics.find((metric) => metric.name === name);
  const goal = raw?.['goal'] ?? declared?.goal;
  const unit = raw?.['unit'];
  if (name === undefined) {
    const missing = raw ? 'text' : '{ name, goal }';
    report(
      raw ? ['metric', 'name'] : ['metric'],
      `missing, expected ${missing}: the workload ${workload} declares no metrics`,
    );
  } else if (typeof name === 'string' && PRINTABLE_NAME.test(name)) {
    const names = metrics.map((metric) => metric.name);
    if (!declared && names.length > 0 && parameterNames !== 'any') {
      // A typo would else show itself when all has been trained and nothing is best.
      report(['metric', 'name'], `expected ${alternatives(names)}, got ${show(name)}${hintFor(name, names)}`);
    } else if (goal === undefined) {
      report(
        ['metric', 'goal'],
        `missing, expected ${alternatives(GOALS)}: the workload ${workload} does not know ${show(name)}`,
      );
    } else if (declared && unit !== undefined) {
      report(['metric', 'unit'], `expected none, as ${show(name)} is in ${declared.unit}, got ${show(unit)}`);
    } else {
      const metric = { name, goal: goal as Goal, ...(typeof unit === 'string' && { unit }) };
      const chooseBy = readChooseBy(raw?.['choose_by'], metric, { metrics, parameterNames }, report);
      return { ...metric, ...(chooseBy !== undefined && { choose_by: chooseBy }) };
    }
  }
  return undefined;
}

/** The metric that chooses, where that is not what the workload declares. */
function readChooseBy(
  raw: unknown,
  metric: SweepSpec['metric'],
  { metrics, parameterNames }: Pick<Workload, 'metrics' | 'parameterNames'>,
  report: Report,
): string | undefined {
  if (typeof raw !== 'string' || !PRINTABLE_NAME.test(raw)) return undefined;
  const refuse = (message: string) => report(['metric', 'choose_by'], message);
  const declared = metrics.find(({ name }) => name === raw);
  const others = metrics.map(({ name }) => name).filter((name) => name !== metric.name);
  if (raw === metric.name) {
    refuse(`expected another metric than ${show(raw)}, which is what is claimed; leave it out to choose by that`);
  } else if (!declared && metrics.length > 0 && parameterNames !== 'any') {
    refuse(`expected ${alternatives(others)}, got ${show(raw)}${hintFor(raw, others)}`);
  } else if (declared && declared.goal !== metric.goal) {
    const alike = metrics.filter(({ name, goal }) => goal === metric.goal && name !== metric.name);
    const instead = alike.length === 0 ? '' : `, such as ${alternatives(alike.map(({ name }) => name))}`;
    refuse(`expected a metric to ${metric.goal}, as ${show(metric.name)} is${instead}, got ${show(raw)}`);
  }
  return raw === metrics.find(({ name }) => name === metric.name)?.chooseBy ? undefined : raw;
}

/** Reports what does not go with the spec's method. */
export function checkMethod(raw: Raw, parameters: Readonly<Record<string, ParameterSpec>>, report: Report): void {
  const method = raw['method'] ?? 'grid';
  if (method === 'random' && raw['run_cap'] === undefined) {
    report(['method'], 'random needs run_cap, the number of different cells to draw');
  }
  if (method === 'list' && raw['cells'] === undefined) {
    report(['method'], 'list needs cells, a list of combinations such as { optimizer: adam, lr: 0.001 }');
  }
  if (method === 'list' && raw['run_cap'] !== undefined) {
    report(
      ['run_cap'],
      'belongs to the methods grid and random; of a list only the cells are run that it names',
      'key',
    );
  }
  if (method !== 'list' && raw['cells'] !== undefined) {
    report(['cells'], `belong to method list, but the method is ${show(method)}`, 'key');
  }
  for (const [name, parameter] of Object.entries(parameters)) {
    const message = methodClash(method, parameter);
    if (message !== undefined) report(['parameters', name], message, 'key');
  }
}

function methodClash(method: unknown, parameter: ParameterSpec): string | undefined {
  if (method === 'grid' && !('values' in parameter)) {
    return 'a grid has no cells between min and max; list values, or set method: random and run_cap';
  }
  if (method !== 'list') return undefined;
  if (!('values' in parameter) || parameter.values.length > 1) {
    return 'a list takes one value of a parameter for all its cells; what varies stands in cells';
  }
  return parameter.when === undefined ? undefined : 'a list has no conditions; each of its cells says what it has';
}

/** Reports seeds that are listed twice. */
export function checkSeeds(seeds: readonly unknown[], report: Report): void {
  const seen = new Set<unknown>();
  seeds.forEach((seed, index) => {
    if (seen.has(seed)) report(['seeds', index], `${show(seed)} is listed twice`);
    seen.add(seed);
  });
}

/** The spec with everything that its author left out. */
export function withDefaults(
  given: z.output<typeof specSchema>,
  workload: Workload,
  metric: SweepSpec['metric'],
  parameters: Readonly<Record<string, ParameterSpec>>,
  cells: readonly Parameters[] | undefined,
): SweepSpec {
  const { command, program, require, seeds, keep_weights } = given;
  const hasCode = command !== undefined || program !== undefined;
  return {
    name: given.name,
    workload: workload.name,
    method: given.method,
    cells,
    confirms: given.confirms,
    metric,
    keep_weights: keep_weights === 'none' ? undefined : keep_weights,
    command,
    program,
    code: hasCode ? (given.code ?? '.') : undefined,
    require: Object.keys(require ?? {}).length === 0 ? undefined : require,
    parameters,
    run_cap: given.run_cap,
    seeds: typeof seeds === 'number' ? Array.from({ length: seeds }, (_, seed) => seed) : seeds,
    max_retries: given.max_retries,
    max_parallel: given.max_parallel,
    random_seed: given.random_seed,
  };
}
