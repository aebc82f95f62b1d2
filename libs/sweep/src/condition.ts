import { canonicalJson } from './content-hash.ts';
import { alternatives, hintFor, show, suggestion } from './issue.ts';
import type { Path, Report } from './problem.ts';
import { isMapping } from './source.ts';
import type { ParameterSpec } from './spec.ts';
import type { ParameterValue } from './trial.ts';

/** A parameter where its author wrote it. */
export interface WrittenParameter {
  /** With the names of the groups around it: "optimizer.lr". */
  readonly name: string;
  readonly path: Path;
  readonly raw: unknown;
  /** Those of the groups around it, then its own. */
  readonly conditions: readonly WrittenCondition[];
}

interface WrittenCondition {
  readonly path: Path;
  readonly raw: unknown;
}

/** Of other parameters: values with one of which they must be there. */
type When = Readonly<Record<string, readonly ParameterValue[]>>;

/**
 * Reads the conditions of a spec's parameters. Reported is what can never work: parameters that are not there or have no such
 * value, circles, and conditions that contradict each other.
 * @param read the parameters in which nothing is wrong
 * @returns each parameter's condition, values in the order of the parameter that they belong to
 */
export function conditionsOf(
  written: readonly WrittenParameter[],
  read: ReadonlyMap<string, ParameterSpec>,
  report: Report,
): ReadonlyMap<string, When> {
  const names = written.map(({ name }) => name);
  // A group's condition is read once, however many parameters it has.
  const known = new Map<WrittenCondition, When>();
  function whenOf(condition: WrittenCondition): When {
    const when = known.get(condition) ?? readCondition(condition, names, read, report);
    known.set(condition, when);
    return when;
  }
  const found = new Map<string, When>();
  for (const { name, conditions } of written) {
    const when: Record<string, readonly ParameterValue[]> = {};
    for (const condition of conditions) {
      for (const [other, values] of Object.entries(whenOf(condition))) {
        const place = [...condition.path, other];
        if (other === name) report(place, 'a parameter cannot depend on itself', 'key');
        else if (other in when) report(place, 'a group around it has a condition on the same parameter', 'key');
        else when[other] = values;
      }
    }
    if (Object.keys(when).length > 0) found.set(name, when);
  }

  const places = new Map(written.map(({ name, conditions }) => [name, conditions.at(-1)?.path ?? []]));
  for (const circle of circlesOf(found)) {
    const needs = circle.map((name, at) => `${name} needs ${circle[(at + 1) % circle.length]!}`);
    report(places.get(circle[0]!)!, `conditions in a circle never hold: ${needs.join(', ')}`);
    for (const name of circle) found.delete(name);
  }
  for (const [name, other] of contradictionsOf(found)) {
    report(places.get(name)!, `never holds, what it asks of ${other} contradicts another condition`);
  }
  return found;
}

function readCondition(
  { path, raw }: WrittenCondition,
  names: readonly string[],
  read: ReadonlyMap<string, ParameterSpec>,
  report: Report,
): When {
  if (!isMapping(raw) || Object.keys(raw).length === 0) {
    report(path, `expected { parameter: value } or { parameter: [values] }, got ${show(raw)}`);
    return {};
  }
  const when: [string, readonly ParameterValue[]][] = [];
  for (const [other, given] of Object.entries(raw)) {
    const place = [...path, other];
    const parameter = read.get(other);
    if (!names.includes(other)) {
      const inner = names.find((name) => name.endsWith(`.${other}`));
      const hint = inner === undefined ? suggestion(other, names) : `, did you mean ${inner}?`;
      report(place, `unknown parameter of this sweep${hint}`, 'key');
    } else if (parameter && 'values' in parameter) {
      const values = readValues(given, place, other, parameter.values, report);
      if (values.length > 0) when.push([other, values]);
    } else if (parameter) {
      report(place, `${other} is drawn from a range, a condition needs listed values`, 'key');
    }
  }
  return Object.fromEntries(when);
}

/** The values of a parameter that a condition names. */
function readValues(
  given: unknown,
  place: Path,
  parameter: string,
  values: readonly ParameterValue[],
  report: Report,
): readonly ParameterValue[] {
  const known = new Set(values.map(canonicalJson));
  const isValue = (value: unknown) => known.has(canonicalJson(value));
  // Where values are lists of numbers themselves, one of them alone may be meant.
  const isList = Array.isArray(given) && (given.every(isValue) || !isValue(given));
  const asked: readonly unknown[] = isList ? given : [given];
  if (asked.length === 0) report(place, 'expected at least 1 value, got []');
  const accepted = new Set<string>();
  for (const [index, value] of asked.entries()) {
    const at = isList ? [...place, index] : place;
    if (!isValue(value))
      report(at, `${parameter} is never ${show(value)}, expected ${listing(values)}${hintFor(value, values)}`);
    else if (accepted.has(canonicalJson(value))) report(at, `${show(value)} is listed twice`);
    accepted.add(canonicalJson(value));
  }
  return values.filter((value) => accepted.has(canonicalJson(value)));
}

function listing(values: readonly ParameterValue[]): string {
  if (values.length > 20) return `one of its ${values.length} values`;
  return alternatives(values.map((value) => (typeof value === 'string' ? value : show(value))));
}

/** Parameters that each need the next and the last the first; each circle once. */
function circlesOf(conditions: ReadonlyMap<string, When>): string[][] {
  const circles: string[][] = [];
  const done = new Set<string>();
  const chain: string[] = [];
  function visit(name: string): void {
    if (done.has(name)) return;
    if (chain.includes(name)) {
      circles.push(chain.slice(chain.indexOf(name)));
      return;
    }
    chain.push(name);
    for (const other of Object.keys(conditions.get(name) ?? {})) visit(other);
    chain.pop();
    done.add(name);
  }
  for (const name of conditions.keys()) visit(name);
  return circles;
}

/** Parameters that are in no cell, each with the other parameter that would need two values at once. */
function contradictionsOf(conditions: ReadonlyMap<string, When>): [string, string][] {
  const known = new Map<string, Map<string, ReadonlySet<string>>>();
  /** What a parameter needs, and what that needs in turn. */
  function needsOf(name: string): Map<string, ReadonlySet<string>> {
    const needs = known.get(name) ?? new Map<string, ReadonlySet<string>>();
    if (known.has(name)) return needs;
    known.set(name, needs);
    for (const [other, values] of Object.entries(conditions.get(name) ?? {})) {
      for (const [one, texts] of [[other, new Set(values.map(canonicalJson))] as const, ...needsOf(other)]) {
        const before = needs.get(one);
        needs.set(one, before ? new Set([...before].filter((text) => texts.has(text))) : texts);
      }
    }
    return needs;
  }
  return [...conditions.keys()].flatMap((name): [string, string][] => {
    const never = [...needsOf(name)].find(([, texts]) => texts.size === 0);
    return never ? [[name, never[0]]] : [];
  });
}
