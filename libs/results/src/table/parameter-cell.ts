import type { ParameterValue } from '@gridsweep/sweep';
import { formatParameter } from '../parameter-label.ts';
import type { Cell } from './table.ts';

/**
 * A parameter's value: for people as labels have it, "–" where the cell lacks the parameter; for programs exact, a list as its JSON,
 * nothing where it is null or absent.
 */
export function parameterCell(value: ParameterValue | undefined): Cell {
  if (value === undefined) return { value: null, text: '–' };
  return { value: typeof value === 'object' ? value && JSON.stringify(value) : value, text: formatParameter(value) };
}
