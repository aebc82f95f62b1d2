import { interpolated } from './interpolated.ts';

/** A one-sided critical value by degrees of freedom, at least 1; smaller for more of them. */
export type CriticalValue = (degreesOfFreedom: number) => number;

/**
 * A critical value that is asked for at many degrees of freedom. Its logarithm is nearly a straight line over 1/df, so that between
 * nodes it is interpolated with an error of less than 1e-4 of it.
 */
export function tabulated(exact: CriticalValue): CriticalValue {
  const logarithm = interpolated((place) => Math.log(exact(place === 0 ? INFINITE : NODES / place)), NODES);
  return (degreesOfFreedom) => Math.exp(logarithm(NODES / degreesOfFreedom));
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
