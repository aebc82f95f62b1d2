import type { Parameters, ParameterValue } from '@gridsweep/sweep';

/** A value as an argument has it: text as it is, all else as JSON writes it (`true`, `null`, `[0.9,0.999]`). */
export function textOf(value: ParameterValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/**
 * Parameters as nested objects: `optimizer.lr` is `lr` in `optimizer`. A name whose first parts are a parameter themselves, or
 * that has an empty part, stays as it is.
 */
export function nested(parameters: Parameters): Readonly<Record<string, unknown>> {
  const root = emptyGroup();
  for (const [name, value] of Object.entries(parameters)) {
    const parts = name.split('.');
    const above = parts.slice(0, -1).map((_, at) => parts.slice(0, at + 1).join('.'));
    if (parts.includes('') || above.some((group) => Object.hasOwn(parameters, group))) {
      root[name] = value;
      continue;
    }
    let group = root;
    for (const part of parts.slice(0, -1)) group = (group[part] ??= emptyGroup()) as Record<string, unknown>;
    group[parts.at(-1)!] = value;
  }
  return root;
}

/** Without a prototype, which a name such as `__proto__` would otherwise reach. */
function emptyGroup(): Record<string, unknown> {
  return Object.create(null) as Record<string, unknown>;
}
