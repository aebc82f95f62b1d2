import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { mersenne } from 'pure-rand/generator/mersenne';

import { canonicalJson } from './content-hash.ts';
import { GridsweepError } from './error.ts';
import { drawFrom, rangeSize, rangeValues, type Random } from './range.ts';
import { MAX_TRIALS, type ParameterSpec, type SweepSpec } from './spec.ts';
import type { Parameters, ParameterValue } from './trial.ts';

/** A parameter in an order where each comes after those that its condition refers to. */
interface Slot {
  readonly name: string;
  readonly parameter: ParameterSpec;
  readonly conditions: readonly Condition[];
}

interface Condition {
  /** Position of the slot that it refers to. */
  readonly at: number;
  /** For each of that slot's values, whether the condition holds. */
  readonly holds: readonly boolean[];
}

/** What is chosen of each slot: the index of a value, or ABSENT. */
type Choice = readonly number[];

const ABSENT = -1;

/**
 * The parameters in the order of the spec, save that one comes after those that its condition refers to.
 * @throws GridsweepError 'invalid' for conditions that go in a circle or refer to no parameter
 */
function slotsOf(parameters: SweepSpec['parameters']): Slot[] {
  const slots: Slot[] = [];
  const positions = new Map<string, number | 'under way'>();
  function place(name: string): number {
    const position = positions.get(name);
    const parameter = parameters[name];
    if (position === 'under way' || parameter === undefined) {
      throw new GridsweepError('invalid', `The condition on the parameter "${name}" cannot be decided.`);
    }
    if (position !== undefined) return position;
    positions.set(name, 'under way');
    const conditions = Object.entries(parameter.when ?? {}).map(([other, values]): Condition => {
      const at = place(other);
      const accepted = new Set(values.map(canonicalJson));
      const referred = parameters[other]!;
      return {
        at,
        holds: 'values' in referred ? referred.values.map((value) => accepted.has(canonicalJson(value))) : [],
      };
    });
    positions.set(name, slots.length);
    return slots.push({ name, parameter, conditions }) - 1;
  }
  for (const name of Object.keys(parameters)) place(name);
  return slots;
}

/** Whether a slot's parameter is there beside what is chosen of the slots before it. */
function isPresent({ conditions }: Pick<Slot, 'conditions'>, choice: Choice): boolean {
  return conditions.every(({ at, holds }) => holds[choice[at]!] === true);
}

/** Every combination, lazily: the last parameter varies fastest. Only for parameters whose values can be listed. */
export function* combinations(parameters: SweepSpec['parameters']): Generator<Parameters> {
  const slots = slotsOf(parameters);
  const values = slots.map(({ parameter }) => ('values' in parameter ? parameter.values : rangeValues(parameter)));
  for (const choice of walk(slots.map(({ conditions }, at) => ({ conditions, size: values[at]!.length })))) {
    const chosen: Record<string, ParameterValue> = {};
    for (let at = 0; at < slots.length; at++) {
      if (choice[at] !== ABSENT) chosen[slots[at]!.name] = values[at]![choice[at]!]!;
    }
    yield chosen;
  }
}

/**
 * Endless combinations drawn at random, each value independent of the others. The same seed draws the same, whatever the order
 * of the parameters (I1).
 */
export function* draws(parameters: SweepSpec['parameters'], seed: number): Generator<Parameters, never> {
  const random = mersenne(seed);
  const slots = slotsOf(parameters);
  const byName = [...slots.keys()].sort((a, b) => (slots[a]!.name < slots[b]!.name ? -1 : 1));
  while (true) {
    // A value is drawn also where a condition drops it then, so that no condition changes what else is drawn.
    const drawn: { readonly index: number; readonly value: ParameterValue }[] = [];
    for (const at of byName) drawn[at] = draw(slots[at]!.parameter, random);
    const choice: number[] = [];
    for (const [at, slot] of slots.entries()) choice.push(isPresent(slot, choice) ? drawn[at]!.index : ABSENT);
    const present = byName.filter((at) => choice[at] !== ABSENT);
    yield Object.fromEntries(present.map((at) => [slots[at]!.name, drawn[at]!.value]));
  }
}

function draw(parameter: ParameterSpec, random: Random): { index: number; value: ParameterValue } {
  if (!('values' in parameter)) return { index: 0, value: drawFrom(parameter, random) };
  const index = uniformInt(random, 0, parameter.values.length - 1);
  return { index, value: parameter.values[index]! };
}

/**
 * How many combinations the parameters have, found without making them: only those of the parameters that conditions refer to
 * are gone through. Infinity where a range has numbers without end, or where conditions make so many that no sweep could have them.
 */
export function combinationCount(parameters: SweepSpec['parameters']): number {
  const slots = slotsOf(parameters);
  const referred = [...new Set(slots.flatMap(({ conditions }) => conditions.map(({ at }) => at)))].sort(
    (a, b) => a - b,
  );
  const counted = slots.map(({ parameter, conditions }) => ({
    size: 'values' in parameter ? parameter.values.length : rangeSize(parameter),
    conditions: conditions.map(({ at, holds }) => ({ at: referred.indexOf(at), holds })),
  }));
  const branching = referred.map((at) => counted[at]!);
  const others = counted.filter((_, at) => !referred.includes(at));
  const always = product(others.filter(({ conditions }) => conditions.length === 0));
  const sometimes = others.filter(({ conditions }) => conditions.length > 0);
  let count = 0;
  let branches = 0;
  for (const choice of walk(branching)) {
    // Each of them is a combination at least.
    if (++branches > MAX_TRIALS) return Infinity;
    count += product(sometimes.filter((slot) => isPresent(slot, choice)));
  }
  return always * count;
}

/** Every choice, the last slot varying fastest. It is one array, changed from one to the next. */
function* walk(slots: readonly (Pick<Slot, 'conditions'> & { readonly size: number })[]): Generator<Choice> {
  const choice = slots.map(() => 0);
  let changed = -1;
  do {
    for (let at = changed + 1; at < slots.length; at++) choice[at] = isPresent(slots[at]!, choice) ? 0 : ABSENT;
    yield choice;
    changed = slots.findLastIndex(({ size }, at) => choice[at] !== ABSENT && choice[at]! + 1 < size);
    if (changed !== -1) choice[changed]!++;
  } while (changed !== -1);
}

function product(slots: readonly { readonly size: number }[]): number {
  return slots.reduce((size, slot) => size * slot.size, 1);
}
