import { groupBy } from '../statistics.ts';
import { textWidth, type Layout } from './layout.ts';
import { INK, MUTED } from './palette.ts';
import type { Scale } from './scale.ts';
import type { Group, Place } from './sensitivity-groups.ts';
import { cross, explained, label } from './svg.ts';

const ROW = 17;
const GAP = 6;
/** More groups that diverge at one value show no more. */
const MOST_ROWS = 5;
const WORD = 'diverged';

/** What stands below a plot for the cells of which seeds diverged. */
export interface DivergedFoot {
  readonly height: number;
  /** @param bottom of the plot. */
  draw(bottom: number): string;
}

interface Mark {
  readonly group: Group;
  readonly place: Place;
  readonly row: number;
}

/** A cross for each such cell at its value; with lines one below the other and with their number of seeds, where there is room. */
export function divergedFoot(groups: readonly Group[], across: Scale, { fontSize: size }: Layout): DivergedFoot {
  const marks = marksOf(groups);
  if (marks.length === 0) return { height: 0, draw: () => '' };
  const countOf = ({ diverged, finished }: Place) => `${diverged}/${finished}`;
  const longest = Math.max(...marks.map(({ place }) => textWidth(countOf(place), size)));
  const xs = [...new Set(marks.map(({ place }) => across.place(place.at)))].sort((a, b) => a - b);
  const hasRoom = xs.every((x, at) => at === 0 || x - xs[at - 1]! > longest + 12);
  const isInWord = xs[0]! - longest - 8 < across.from + textWidth(WORD, size) + 8;
  const above = isInWord ? 1 : 0;
  const rows = above + 1 + Math.max(...marks.map(({ row }) => row));
  return {
    height: rows * ROW + GAP,
    draw(bottom) {
      const y = (row: number) => bottom + GAP / 2 + (row + 0.5) * ROW;
      const drawn = marks.map(({ group, place, row }) => {
        const x = across.place(place.at);
        const count = { size, anchor: 'end', fill: MUTED } as const;
        return explained(
          `${place.label}: ${place.diverged} of ${place.finished} diverged`,
          cross(x, y(row + above), group.isLine ? 4 : 3, group.style.color),
          ...(group.isLine && hasRoom ? [label(x - 8, y(row + above), countOf(place), count)] : []),
        );
      });
      return label(across.from + 4, y(0), WORD, { size, fill: INK }) + drawn.join('');
    },
  };
}

function marksOf(groups: readonly Group[]): Mark[] {
  const all = groups.flatMap((group) =>
    group.places.filter(({ diverged }) => diverged > 0).map((place) => ({ group, place })),
  );
  if (all.some(({ group }) => !group.isLine)) return all.map((mark) => ({ ...mark, row: 0 }));
  const byValue = groupBy(all, ({ place }) => place.at);
  return [...byValue.values()].flatMap((same) => same.slice(0, MOST_ROWS).map((mark, row) => ({ ...mark, row })));
}
