import type { Summary } from '../aggregate.ts';
import { cellLabel } from '../parameter-label.ts';
import { extent, groupBy } from '../statistics.ts';
import { numberAxes } from './contenders.ts';
import type { Sensitivity, SensitivityPoint } from './profile.ts';

/** Values of a logarithmic axis reach at least so far. */
const DECADE = 10;

/** How the final value depends on each axis of numbers, in the spec's order. */
export function sensitivities(summary: Summary): Sensitivity[] {
  const numbers = numberAxes(summary);
  const words = summary.axes.filter((axis) => !numbers.includes(axis));
  return numbers.map((axis) => {
    const cells = summary.cells.filter(({ parameters }) => typeof parameters[axis] === 'number');
    const [least, most] = extent(cells.map(({ parameters }) => parameters[axis] as number));
    const labelOf = ({ parameters }: (typeof cells)[number]) =>
      words.length === 0 ? '' : cellLabel(parameters, words);
    const groups = [...groupBy(cells, labelOf)].map(([label, members]) => {
      const points = members.map((cell): SensitivityPoint => {
        const { final, outcomes, cellId } = cell;
        const value = cell.parameters[axis] as number;
        return { value, cellId, ...(final && { final }), diverged: outcomes.diverged };
      });
      points.sort((a, b) => a.value - b.value);
      return { label, points, isLine: new Set(points.map(({ value }) => value)).size === points.length };
    });
    return {
      axis,
      logarithmic: least > 0 && most >= DECADE * least,
      groups: groups.length === 1 ? [{ ...groups[0]!, label: '' }] : groups,
    };
  });
}
