import type { Summary } from '../aggregate.ts';
import type { Sensitivity, SensitivityGroup } from '../profile/profile.ts';
import { meanOf } from '../statistics.ts';
import { BEHIND, curveStyle, type CurveStyle } from './palette.ts';

/** As many colours as can be told apart; other groups are grey. */
const MOST_NAMED = 7;
export const GREY: CurveStyle = { color: BEHIND, dash: 'solid', symbol: 'circle', width: 1 };

/** A cell in the plot, in shown units. */
export interface Place {
  readonly cellId: string;
  readonly label: string;
  readonly at: number;
  /** Final values of the seeds that did not diverge. */
  readonly values: readonly number[];
  readonly diverged: number;
  readonly finished: number;
}

export interface Group {
  readonly label: string;
  readonly isLine: boolean;
  readonly style: CurveStyle;
  readonly places: readonly Place[];
}

/** Best group first. */
export function sensitivityGroups(summary: Summary, { groups }: Sensitivity, scale: number): Group[] {
  const cells = new Map(summary.cells.map((cell) => [cell.cellId, cell]));
  const sign = summary.metric.goal === 'maximize' ? 1 : -1;
  const placed = groups.map((group) => ({ group, places: placesOf(group) }));
  const bestOf = ({ places }: { places: readonly Place[] }) =>
    Math.max(-Infinity, ...places.map(({ values }) => (values.length === 0 ? -Infinity : sign * meanOf(values))));
  const ranked = placed.toSorted((a, b) => bestOf(b) - bestOf(a) || 0);
  const coloured = new Map(placed.map((each, at) => [each, curveStyle(at)]));
  return ranked.map((each, rank): Group => {
    const style = placed.length <= MOST_NAMED ? coloured.get(each)! : rank < MOST_NAMED ? curveStyle(rank) : GREY;
    return { label: each.group.label, isLine: each.group.isLine, style, places: each.places };
  });

  function placesOf({ points }: SensitivityGroup): Place[] {
    return points.flatMap(({ value, cellId, diverged }): Place[] => {
      const { runs, label: name } = cells.get(cellId)!;
      if (runs.length === 0) return [];
      const values = runs.flatMap((run) =>
        run.diverged || run.final === undefined || !Number.isFinite(run.final) ? [] : [run.final * scale],
      );
      return [{ cellId, label: name, at: value, values, diverged, finished: runs.length }];
    });
  }
}
