import type { Parameters } from '@gridsweep/sweep';
import type { Summary } from '../aggregate.ts';
import { formatParameter } from '../parameter-label.ts';

/** Parameters that have one value in all cells, in the workload's order, as people write them. */
export function sharedSettings({ cells, axes }: Summary): (readonly [string, string])[] {
  const [first, ...others] = cells;
  if (first === undefined) return [];
  const textOf = (parameters: Parameters, name: string) => JSON.stringify(parameters[name]);
  return Object.entries(first.parameters).flatMap(([name, value]) => {
    const text = textOf(first.parameters, name);
    const isShared = !axes.includes(name) && others.every(({ parameters }) => textOf(parameters, name) === text);
    return isShared ? [[name, formatParameter(value)] as const] : [];
  });
}
