import type { z } from 'zod';

import { canonicalJson } from './content-hash.ts';
import { alternatives, describeIssue, didYouMean, hintFor, show } from './issue.ts';
import { formatPath, type Finding, type Path } from './problem.ts';
import { exampleOf } from './range.ts';
import { isMapping } from './source.ts';
import type { Distribution, ParameterSpec, RangeSpec } from './spec.ts';
import { parameterSchema } from './spec-schema.ts';
import type { ParameterValue } from './trial.ts';
import type { Workload } from './workload.ts';

/** What may be wrong with one value; empty where nothing is. */
export type Check = (value: unknown) => readonly Finding[];

type Raw = z.infer<typeof parameterSchema>;

/**
 * Reads what a spec says about one hyperparameter.
 * @param writtenAt a scalar inside the parameter as its author wrote it
 * @returns the parameter and everything that is wrong with it; the parameter is undefined where it cannot be told
 */
export function readParameter(
  raw: unknown,
  check: Check,
  writtenAt: (key: string) => string | undefined,
): { parameter?: ParameterSpec; findings: Finding[] } {
  if (!isMapping(raw)) {
    const instead = Array.isArray(raw) ? `{ values: ${show(raw)} }` : `{ value: ${show(raw)} }`;
    const message = `expected { value }, { values } or { min, max }, got ${show(raw)}; write ${instead}`;
    return { findings: [{ path: [], message }] };
  }
  const shape = parameterSchema.safeParse(raw, { error: describeIssue });
  if (!shape.success) return { findings: shape.error.issues.flatMap(findingsOf) };
  const parameter = shape.data;
  const clash = kindClash(parameter);
  if (clash !== undefined) return { findings: [{ path: [], message: clash, part: 'key' }] };

  if ('value' in parameter) return listed([parameter.value], check, () => ['value']);
  if (parameter.values) return listed(parameter.values, check, (index) => ['values', index]);
  return drawn(parameter, check, writtenAt);
}

/** A check of single values of one hyperparameter against the workload, all others at their defaults. */
export function checkAgainst(workload: Workload, name: string): Check {
  return (value) => {
    const parsed = workload.schema.safeParse({ [name]: value }, { error: describeIssue });
    if (parsed.success) return [];
    // What a workload says about combinations ("custom") is found where whole cells are checked.
    const own = parsed.error.issues.filter((issue) => issue.path[0] === name && issue.code !== 'custom');
    // 0.5 is neither whole nor at least 1: one sentence says both.
    const said = (issue: (typeof own)[number]) => `${formatPath(issue.path as Path)} ${issue.message}`;
    return own
      .filter((issue, at) => own.findIndex((other) => said(other) === said(issue)) === at)
      .map((issue) => {
        // A workload's own message is not likely to guess.
        const guesses = issue.code !== 'invalid_value' || issue.message.includes('did you mean');
        const hint = guesses ? '' : hintFor(value, issue.values);
        return { path: issue.path.slice(1) as Path, message: `${issue.message}${hint}` };
      });
  };
}

/** The one of value, values and min/max that is there must be the only one and fit the distribution. */
function kindClash(parameter: Raw): string | undefined {
  const { distribution } = parameter;
  const kinds = {
    value: 'value' in parameter,
    values: parameter.values !== undefined,
    'min and max': parameter.min !== undefined || parameter.max !== undefined,
  };
  const given = Object.entries(kinds).flatMap(([kind, isGiven]) => (isGiven ? [kind] : []));
  if (given.length === 0) return 'expected one of value, values, or min and max';
  if (given.length > 1) return `expected only one of ${given.join(' and ')}`;
  const wanted = distribution === 'constant' ? 'value' : distribution === 'categorical' ? 'values' : 'min and max';
  if (distribution !== undefined && wanted !== given[0]) {
    return `distribution ${distribution} takes ${wanted}, got ${given[0]!}`;
  }
  if (given[0] === 'min and max' && parameter.min === undefined) return 'min is missing beside max';
  if (given[0] === 'min and max' && parameter.max === undefined) return 'max is missing beside min';
  if (parameter.q !== undefined && distribution !== 'q_uniform') return 'q belongs to distribution q_uniform only';
  return undefined;
}

function listed(
  values: readonly unknown[],
  check: Check,
  pathOf: (index: number) => Path,
): { parameter?: ParameterSpec; findings: Finding[] } {
  const seen = new Set<string>();
  const findings = values.flatMap((value, index): Finding[] => {
    const path = pathOf(index);
    const wrong = check(value).map((finding) => ({ ...finding, path: [...path, ...finding.path] }));
    if (wrong.length > 0) return wrong;
    if (!isParameterValue(value)) return [{ path, message: notAValue(value) }];
    const text = canonicalJson(value);
    if (seen.has(text)) return [{ path, message: `${show(value)} is listed twice` }];
    seen.add(text);
    return [];
  });
  return findings.length > 0 ? { findings } : { parameter: { values: values as ParameterValue[] }, findings };
}

function drawn(
  { distribution, min, max, q }: Raw,
  check: Check,
  writtenAt: (key: string) => string | undefined,
): { parameter?: ParameterSpec; findings: Finding[] } {
  const whole = (key: string) => /^[-+]?\d+$/.test(writtenAt(key) ?? '');
  // As W&B: two whole numbers bound whole numbers. "1.0" is not written as one.
  const chosen = (distribution ?? (whole('min') && whole('max') ? 'int_uniform' : 'uniform')) as Distribution;
  const range: RangeSpec = { distribution: chosen, min: min!, max: max!, ...(q === undefined ? {} : { q }) };

  const wrong = (key: 'min' | 'max', message: string): Finding => ({ path: [key], message });
  if (range.min >= range.max) {
    return { findings: [wrong('max', `expected a max greater than min (${range.min}), got ${range.max}`)] };
  }
  if (chosen === 'log_uniform_values' && range.min <= 0) {
    return { findings: [wrong('min', `log_uniform_values needs a min greater than 0, got ${range.min}`)] };
  }
  if (chosen === 'int_uniform') {
    const broken = (['min', 'max'] as const).filter((key) => !Number.isSafeInteger(range[key]));
    if (broken.length > 0) {
      return { findings: broken.map((key) => wrong(key, `int_uniform needs whole numbers, got ${range[key]}`)) };
    }
  }
  const ends = (['min', 'max'] as const).flatMap((key) => check(range[key]).map(({ message }) => wrong(key, message)));
  if (ends.length > 0) return { findings: ends };
  const inside = check(exampleOf(range)).map(({ message }): Finding => {
    return { path: [], message: `${chosen} draws numbers that do not fit: ${message}` };
  });
  return inside.length > 0 ? { findings: inside } : { parameter: range, findings: [] };
}

function findingsOf(issue: z.core.$ZodIssue): Finding[] {
  const path = issue.path as Path;
  if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }];
  const known = Object.keys(parameterSchema.shape);
  return issue.keys.map((key) => {
    const message = `unknown key, ${didYouMean(key, known) ?? `expected ${alternatives(known)}`}`;
    return { path: [...path, key], message, part: 'key' };
  });
}

/** What to say of a value of a kind that no parameter has. */
export function notAValue(value: unknown): string {
  return `expected text, a number, true, false, null or a list of numbers, got ${show(value)}`;
}

/** Whether a value is of a kind that parameters have. */
export function isParameterValue(value: unknown): value is ParameterValue {
  if (value === null || ['string', 'boolean'].includes(typeof value)) return true;
  if (Array.isArray(value)) return value.every((element) => Number.isFinite(element));
  return Number.isFinite(value);
}
