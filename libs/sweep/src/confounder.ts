import type { Cell } from './expand.ts';
import type { ParameterValue } from './trial.ts';

/** A parameter that every cell has, that no one asked to vary, and that does vary: its default depends on another one. */
export interface Confounder {
  readonly parameter: string;
  /** Each different value with the cells that have it, in the sweep's order. */
  readonly values: readonly { readonly value: ParameterValue; readonly cellIds: readonly string[] }[];
}

/**
 * What differs between cells beside the axes, such as the learning rates that optimizers have by default: any difference between such
 * cells may as well come from there. What belongs to some cells alone, as adam's betas do, is part of their setting and none.
 * @param cells with their full parameters, each cell once
 */
export function confounders(cells: readonly Cell[], axes: readonly string[]): Confounder[] {
  const [first] = cells;
  if (first === undefined) return [];
  return Object.keys(first.parameters)
    .filter((name) => !axes.includes(name) && cells.every(({ parameters }) => Object.hasOwn(parameters, name)))
    .flatMap((parameter) => {
      const values = valuesOf(cells, parameter);
      return values.length > 1 ? [{ parameter, values }] : [];
    });
}

function valuesOf(cells: readonly Cell[], parameter: string): Confounder['values'] {
  const values = new Map<string, { readonly value: ParameterValue; readonly cellIds: string[] }>();
  for (const { id, parameters } of cells) {
    const value = parameters[parameter]!;
    const key = JSON.stringify(value);
    const same = values.get(key);
    if (same === undefined) values.set(key, { value, cellIds: [id] });
    else same.cellIds.push(id);
  }
  return [...values.values()];
}
