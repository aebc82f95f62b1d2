import type { Parameters, ParameterValue } from '@gridsweep/sweep';
import { oncePerSummary } from '../aggregate.ts';
import type { CellSummary } from '../cell-summary.ts';
import { cellLabel, formatParameter } from '../parameter-label.ts';
import { groupBy } from '../statistics.ts';

/** A sweep that varies in exactly two directions, laid out as rows × columns. */
export interface TwoWayGrid {
  readonly rows: Direction;
  readonly columns: Direction;
  cellAt(row: number, column: number): CellSummary | undefined;
}

/** One parameter, or a parameter with those that only some of its values have. */
export interface Direction {
  /** "lr", "optimizer · momentum" */
  readonly name: string;
  /** Of its values in the sweep's order: "0.001"; "momentum · momentum 0.9", "adam". */
  readonly labels: readonly string[];
  /** The same for programs: not rounded. */
  readonly exact: readonly (ParameterValue | undefined)[];
}

/**
 * Undefined unless exactly two directions have more than one value and every crossing is a cell (a random search fills no grid).
 * The one with more values gives the rows.
 */
export const twoWayGrid = oncePerSummary(({ axes, cells }): TwoWayGrid | undefined => {
  const directions = groupAxes(axes, cells).map((group) => {
    const keyOf = ({ parameters }: CellSummary) => JSON.stringify(group.map((axis) => present(parameters[axis])));
    const values = [...groupBy(cells, keyOf)];
    return { group, keyOf, keys: values.map(([key]) => key), firsts: values.map(([, [first]]) => first!.parameters) };
  });
  const varied = directions.filter(({ keys }) => keys.length > 1).sort((a, b) => b.keys.length - a.keys.length);
  const [rows, columns] = varied;
  if (varied.length !== 2 || rows === undefined || columns === undefined) return undefined;
  if (cells.length !== rows.keys.length * columns.keys.length) return undefined;
  const byKey = new Map(cells.map((cell) => [`${rows.keyOf(cell)} ${columns.keyOf(cell)}`, cell]));
  return {
    rows: directionOf(rows.group, rows.firsts),
    columns: directionOf(columns.group, columns.firsts),
    cellAt: (row, column) => byKey.get(`${rows.keys[row]!} ${columns.keys[column]!}`),
  };
});

function directionOf(group: readonly string[], values: readonly Parameters[]): Direction {
  const [only, ...others] = group;
  return {
    name: group.join(' · '),
    labels: values.map((parameters) => {
      if (others.length > 0) return cellLabel(parameters, group);
      const value = parameters[only!];
      return value === undefined ? '–' : formatParameter(value);
    }),
    exact: values.map((parameters) => (others.length === 0 ? parameters[only!] : cellLabel(parameters, group))),
  };
}

/** A value in a list, an empty one where there is none: null is a value too. */
function present(value: ParameterValue | undefined): readonly ParameterValue[] {
  return value === undefined ? [] : [value];
}

/** Each axis by itself, but one that some cells lack together with the axis whose value decides whether a cell has it. */
function groupAxes(axes: readonly string[], cells: readonly CellSummary[]): string[][] {
  const isLacking = (axis: string) => cells.some(({ parameters }) => parameters[axis] === undefined);
  const groups = axes.filter((axis) => !isLacking(axis)).map((axis) => [axis]);
  for (const axis of axes.filter(isLacking)) {
    const group = groups.find((members) => members.some((member) => decides(member, axis, cells)));
    if (group === undefined) groups.push([axis]);
    else group.push(axis);
  }
  return groups;
}

/** Whether all cells with the same value of one axis have the other, or all lack it. */
function decides(axis: string, other: string, cells: readonly CellSummary[]): boolean {
  const presence = new Map<string, boolean>();
  return cells.every(({ parameters }) => {
    const key = JSON.stringify(present(parameters[axis]));
    const has = parameters[other] !== undefined;
    if (!presence.has(key)) presence.set(key, has);
    return presence.get(key) === has;
  });
}
