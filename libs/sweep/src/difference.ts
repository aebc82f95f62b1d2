import { canonicalJson } from './content-hash.ts';
import { isCut } from './identity.ts';
import { show } from './issue.ts';
import { PRINTABLE_NAME } from './metric.ts';
import type { CodeSpec, ParameterSpec, SweepSpec } from './spec.ts';

/**
 * What another spec has that this one has not, a sentence each, for people: "seeds: 3 → 5", "parameters.lr: 0.1 added". Empty
 * exactly where both are the same sweep (I1).
 */
export function describeSpecDifference(from: SweepSpec, to: SweepSpec): string[] {
  return (Object.keys(DESCRIBE) as (keyof SweepSpec)[]).flatMap((key) => {
    const told = isSame(from[key], to[key]) ? [] : DESCRIBE[key](from[key] as never, to[key] as never);
    return key === 'parameters' ? [...told, ...orderChange(from, to)] : told;
  });
}

function metricText({ name, goal, unit, choose_by }: SweepSpec['metric']): string {
  const more = [
    goal,
    ...(unit === undefined ? [] : [unit]),
    ...(choose_by === undefined ? [] : [`chosen by ${choose_by}`]),
  ];
  return `${name} (${more.join(', ')})`;
}

/** How a change of each key is told. */
const DESCRIBE: {
  readonly [Key in keyof SweepSpec]-?: (from: SweepSpec[Key], to: SweepSpec[Key]) => string[];
} = {
  name: (from, to) => [change('name', from, to)],
  workload: (from, to) => [change('workload', from, to)],
  method: (from, to) => [change('method', from, to)],
  metric: (from, to) => [`metric: ${metricText(from)} → ${metricText(to)}`],
  keep_weights: (from, to) => [change('keep_weights', from, to)],
  command: (from = [], to = []) =>
    [...Array(Math.max(from.length, to.length)).keys()]
      .filter((at) => from[at] !== to[at])
      .map((at) => change(`command[${at}]`, from[at], to[at])),
  program: (from, to) => [change('program', from, to)],
  code: (from, to) => [change('code', codeText(from), codeText(to))],
  require: (from = {}, to = {}) =>
    Object.keys({ ...to, ...from })
      .filter((label) => from[label] !== to[label])
      .map((label) => change(`require.${label}`, from[label], to[label])),
  parameters: parametersChange,
  cells: (from = [], to = []) => [`cells: ${listChange(from, to)}`],
  confirms: (from, to) => [change('confirms', from, to)],
  run_cap: (from, to) => [change('run_cap', from, to)],
  seeds: (from, to) => {
    const counts = [from, to].map((seeds) => (seeds.every((seed, at) => seed === at) ? seeds.length : undefined));
    return [counts.includes(undefined) ? `seeds: ${listChange(from, to)}` : change('seeds', counts[0], counts[1])];
  },
  max_retries: (from, to) => [change('max_retries', from, to)],
  max_parallel: (from, to) => [change('max_parallel', from, to)],
  random_seed: (from, to) => [change('random_seed', from, to)],
};

function parametersChange(from: SweepSpec['parameters'], to: SweepSpec['parameters']): string[] {
  return Object.keys({ ...to, ...from }).flatMap((name) => {
    const [before, after] = [from[name], to[name]];
    const subject = `parameters.${name}`;
    if (!before) return [`${subject}: added, ${contentText(after!)}${after!.when ? ` when ${whenText(after!)}` : ''}`];
    if (!after) return [`${subject}: removed`];
    const [{ when: whenBefore, ...content }, { when: whenAfter, ...newContent }] = [before, after];
    const isListed = 'values' in before && 'values' in after;
    return [
      ...(isSame(content, newContent)
        ? []
        : [
            isListed
              ? `${subject}: ${listChange(before.values, after.values)}`
              : `${subject}: ${contentText(before)} → ${contentText(after)}`,
          ]),
      ...(isSame(whenBefore, whenAfter) ? [] : [`${subject}.when: ${whenText(before)} → ${whenText(after)}`]),
    ];
  });
}

/** The order of parameters is content where it decides which cells are run. */
function orderChange(from: SweepSpec, to: SweepSpec): string[] {
  const [before, after] = [from, to].map((spec) => (isCut(spec) ? Object.keys(spec.parameters) : []));
  const haveSameNames = isSame([...before!].sort(), [...after!].sort());
  if (!haveSameNames || isSame(before, after)) return [];
  return ['parameters: in another order, on which it depends what cells run_cap leaves'];
}

function isSame(one: unknown, other: unknown): boolean {
  return canonicalJson(one ?? null) === canonicalJson(other ?? null);
}

/** "subject: from → to" */
function change(subject: string, from: unknown, to: unknown): string {
  const [before, after] = [from, to].map(said);
  // Long texts may differ in what is not shown.
  return before === after ? `${subject}: changed` : `${subject}: ${before!} → ${after!}`;
}

function said(value: unknown): string {
  if (value === undefined) return 'none';
  return typeof value === 'string' && value.length <= 60 && PRINTABLE_NAME.test(value) ? value : show(value);
}

function listChange(from: readonly unknown[], to: readonly unknown[]): string {
  const [before, after] = [from, to].map((list) => new Set(list.map(canonicalJson)));
  const added = to.filter((value) => !before!.has(canonicalJson(value)));
  const removed = from.filter((value) => !after!.has(canonicalJson(value)));
  const parts = [
    ...(added.length > 0 ? [`${listText(added)} added`] : []),
    ...(removed.length > 0 ? [`${listText(removed)} removed`] : []),
  ];
  return parts.length > 0 ? parts.join('; ') : 'in another order';
}

function listText(values: readonly unknown[]): string {
  const shown = values.slice(0, 5).map(said);
  return values.length > 5 ? `${shown.join(', ')} and ${values.length - 5} more` : shown.join(', ');
}

function contentText(parameter: ParameterSpec): string {
  if ('values' in parameter) return listText(parameter.values);
  const { distribution, min, max, q } = parameter;
  return `${distribution} from ${min} to ${max}${q === undefined ? '' : ` by ${q}`}`;
}

function whenText({ when }: ParameterSpec): string {
  if (!when) return 'always';
  return Object.entries(when)
    .map(([name, values]) => `${name} ${listText(values)}`)
    .join(' and ');
}

function codeText(code: string | CodeSpec | undefined): string | undefined {
  if (typeof code !== 'object') return code;
  const { sha256, git } = code;
  const commit = git && `, commit ${git.commit.slice(0, 7)}${git.dirty ? ' with changes' : ''}`;
  return `${sha256.slice(0, 12)}${commit ?? ''}`;
}
