import type { z } from 'zod';

import { checkCells } from './check-cells.ts';
import { alternatives, describeIssue, show } from './issue.ts';
import { checkAgainst, readParameter } from './parameter.ts';
import { formatPath, type Path, type Problem, type Report } from './problem.ts';
import { tooLarge } from './size.ts';
import { readSource, type Source } from './source.ts';
import { defaultGoal, specSchema, type ParameterSpec, type SweepSpec } from './spec.ts';
import { didYouMean } from './suggest.ts';
import type { Workload } from './workload.ts';

/** A spec, or everything that is wrong with its text in the text's order. */
export type ParseResult =
  { readonly ok: true; readonly spec: SweepSpec } | { readonly ok: false; readonly problems: readonly Problem[] };

/** More help nobody; the last one says how many there are. */
const MAX_PROBLEMS = 50;

/**
 * Reads a spec from YAML or JSON text, its parameters checked against the workload it names: every value on its own, then
 * every cell. Never throws.
 * @param workloads those that can be named
 * @param options.file the text's name in problems
 */
export function parseSpec(
  text: string,
  workloads: readonly Workload[],
  options: { readonly file?: string } = {},
): ParseResult {
  const source = readSource(text, options.file ?? 'spec');
  const problems = [...source.problems];
  const report: Report = (path, message, part) => {
    problems.push(source.problemAt(path, `${subject(path)}${message}`, part));
  };

  if (!source.readable) return { ok: false, problems: inOrder(problems) };
  const raw = source.value;
  if (!isMapping(raw)) {
    const instead = raw === null ? 'this one is empty' : `this one is ${show(raw)}`;
    report([], `A spec has keys such as name, method and parameters, but ${instead}.`);
    return { ok: false, problems: inOrder(problems) };
  }

  // Each step reports all it can find, so that one run of an editor or a command shows everything.
  const shape = specSchema.safeParse(raw, { error: describeIssue });
  for (const issue of shape.error?.issues ?? []) reportShape(issue, report);
  const workload = findWorkload(raw['workload'], workloads, report);
  const written = isMapping(raw['parameters']) ? raw['parameters'] : {};
  const parameters = readParameters(written, source, workload, report);
  checkMethod(raw, parameters, report);
  if (Array.isArray(raw['seeds'])) checkSeeds(raw['seeds'], report);
  if (problems.length > 0 || !shape.success || !workload) return { ok: false, problems: inOrder(problems) };

  const spec = withDefaults(shape.data, parameters);
  const large = tooLarge(spec);
  if (large !== undefined) report(['parameters'], large, 'key');
  else checkCells(spec, workload, written, MAX_PROBLEMS, report);
  return problems.length > 0 ? { ok: false, problems: inOrder(problems) } : { ok: true, spec };
}

function reportShape(issue: z.core.$ZodIssue, report: Report): void {
  const path = issue.path as Path;
  if (issue.code !== 'unrecognized_keys') {
    report(path, issue.message);
    return;
  }
  const known =
    path[0] === 'metric' ? ['name', 'goal'] : Object.keys(specSchema.shape).filter((key) => key !== '$schema');
  for (const key of issue.keys) report([...path, key], `unknown key${suggestion(key, known)}`, 'key');
}

function findWorkload(asked: unknown, workloads: readonly Workload[], report: Report): Workload | undefined {
  const name = asked ?? specSchema.shape.workload.def.defaultValue;
  if (typeof name !== 'string') return undefined;
  const workload = workloads.find((candidate) => candidate.name === name);
  const names = workloads.map((candidate) => candidate.name);
  if (!workload) report(['workload'], `unknown workload ${show(name)}${suggestion(name, names)}`);
  return workload;
}

function readParameters(
  written: Readonly<Record<string, unknown>>,
  source: Source,
  workload: Workload | undefined,
  report: Report,
): Record<string, ParameterSpec> {
  const parameters: [string, ParameterSpec][] = [];
  for (const [name, raw] of Object.entries(written)) {
    const path = ['parameters', name];
    if (workload && !workload.parameterNames.includes(name)) {
      report(path, `unknown parameter${suggestion(name, workload.parameterNames)}`, 'key');
      continue;
    }
    const check = workload ? checkAgainst(workload, name) : () => [];
    const { parameter, findings } = readParameter(raw, check, (key) => source.writtenAt([...path, key]));
    for (const finding of findings) report([...path, ...finding.path], finding.message, finding.part);
    if (parameter) parameters.push([name, parameter]);
  }
  return Object.fromEntries(parameters);
}

function checkMethod(
  raw: Readonly<Record<string, unknown>>,
  parameters: Readonly<Record<string, ParameterSpec>>,
  report: Report,
): void {
  const method = raw['method'] ?? 'grid';
  if (method === 'random' && raw['run_cap'] === undefined) {
    report(['method'], 'random needs run_cap, the number of different cells to draw');
  }
  if (method !== 'grid') return;
  for (const [name, parameter] of Object.entries(parameters)) {
    if ('values' in parameter) continue;
    const message = 'a grid has no cells between min and max; list values, or set method: random and run_cap';
    report(['parameters', name], message, 'key');
  }
}

function checkSeeds(seeds: readonly unknown[], report: Report): void {
  const seen = new Set<unknown>();
  seeds.forEach((seed, index) => {
    if (seen.has(seed)) report(['seeds', index], `${show(seed)} is listed twice`);
    seen.add(seed);
  });
}

function withDefaults(given: z.output<typeof specSchema>, parameters: Record<string, ParameterSpec>): SweepSpec {
  const { metric, seeds } = given;
  return {
    name: given.name,
    workload: given.workload,
    method: given.method,
    metric: { name: metric.name, goal: metric.goal ?? defaultGoal(metric.name) },
    parameters,
    run_cap: given.run_cap,
    seeds: typeof seeds === 'number' ? Array.from({ length: seeds }, (_, seed) => seed) : seeds,
    max_retries: given.max_retries,
    max_parallel: given.max_parallel,
    random_seed: given.random_seed,
  };
}

/** "lr.min: " for parameters.lr.min; which of several values it is, line and column tell. */
function subject(path: Path): string {
  if (path.length === 0) return '';
  if (path[0] !== 'parameters' || path.length === 1) return `${formatPath(path)}: `;
  const [name, kind, ...inner] = path.slice(1);
  if (kind === 'value') return `${formatPath([name!, ...inner])}: `;
  if (kind === 'values') return `${formatPath([name!, ...inner.slice(1)])}: `;
  return `${formatPath(path.slice(1))}: `;
}

function suggestion(word: string, known: readonly string[]): string {
  const question = didYouMean(word, known);
  return question === undefined ? `, expected ${alternatives(known)}` : `, ${question}`;
}

function inOrder(problems: readonly Problem[]): Problem[] {
  const sorted = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
  if (sorted.length <= MAX_PROBLEMS) return sorted;
  const shown = sorted.slice(0, MAX_PROBLEMS);
  const last = shown.pop()!;
  return [...shown, { ...last, message: `${last.message} (and ${sorted.length - MAX_PROBLEMS} more problems)` }];
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
