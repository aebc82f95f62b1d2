/** A one-sided critical value by degrees of freedom, at least 1; smaller for more of them. */
export type CriticalValue = (degreesOfFreedom: number) => number;

/**
 * A critical value that is asked for at many degrees of freedom: computed at nodes when they are first needed, and interpolated
 * between them. Its logarithm is nearly a straight line over 1/df, so a cubic through four nodes errs by less than 1e-4 of it.
 */
export function tabulated(exact: CriticalValue): CriticalValue {
  const logarithms = new Float64Array(NODES + 1);
  const known = new Uint8Array(NODES + 1);
  const compute = (first: number) => {
    for (let index = first; index < first + 4; index += 1) {
      if (known[index] === 1) continue;
      logarithms[index] = Math.log(exact(index === 0 ? INFINITE : NODES / index));
      known[index] = 1;
    }
  };
  return (degreesOfFreedom) => {
    const place = NODES / degreesOfFreedom;
    const first = Math.min(Math.max(Math.floor(place) - 1, 0), NODES - 3);
    compute(first);
    const t = place - first;
    return Math.exp(
      (-logarithms[first]! * (t - 1) * (t - 2) * (t - 3)) / 6 +
        (logarithms[first + 1]! * t * (t - 2) * (t - 3)) / 2 -
        (logarithms[first + 2]! * t * (t - 1) * (t - 3)) / 2 +
        (logarithms[first + 3]! * t * (t - 1) * (t - 2)) / 6,
    );
  };
}

/** Node i is at NODES/i degrees of freedom. */
const NODES = 32;
const INFINITE = 1e7;

/**
 * Keeps the newest results of a pure function of plain data: some critical values take milliseconds, and every view of a sweep asks
 * for the same ones.
 */
export function remembered<A, T>(compute: (argument: A) => T, capacity = 64): (argument: A) => T {
  const results = new Map<string, T>();
  return (argument) => {
    const key = JSON.stringify(argument);
    const result = results.get(key) ?? compute(argument);
    results.delete(key);
    results.set(key, result);
    if (results.size > capacity) results.delete(results.keys().next().value!);
    return result;
  };
}
