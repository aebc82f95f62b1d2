import type { Summary } from '../aggregate.ts';
import type { CellSummary } from '../cell-summary.ts';
import { JUDGEMENT_WORDS } from '../judgement.ts';
import { shortenLabels } from '../parameter-label.ts';
import { printable } from '../safe-text.ts';
import { twoWayGrid, type TwoWayGrid } from '../table/two-way-grid.ts';
import { formatValue, formatWithUnit, metricFormat, type MetricFormat } from '../value-format.ts';
import { drawTile, scaleBar, tileLines, TILE_LINE, type Tile } from './heat-map-tile.ts';
import { MARGIN, textWidth, wrapText, type Drawing, type Layout } from './layout.ts';
import { notesBelow } from './notes.ts';
import { INK, MUTED } from './palette.ts';
import { label, svgDrawing } from './svg.ts';
import { valuesWorthShowing } from './values-worth-showing.ts';

const NAME_ABOVE = 24;
const MOST_TILE_WIDTH = 150;
/** Tiles narrower than this, or of more rows, have no words in them. */
const LEAST_WORDS_WIDTH = 38;
const MOST_WORDS_ROWS = 16;
/** A map of more is no picture any more. */
const MOST_TILES = 4000;
/** In more, a pointer finds no words: they would be most of the file. */
const MOST_EXPLAINED = 500;
const LEAST_WIDTH = 400;
const LINE = 15;
/** Of its label, in characters. */
const LONGEST_COLUMN = 14;

/**
 * The metric's final mean at each crossing of a two-way grid, the stronger the better. Colours span what learned: a cell of which a
 * seed diverged is hatched, one that stayed at chance is blank, and both say so. The best is framed, what could be best has a dot.
 * Undefined for a sweep that is not a two-way grid, or too large a one.
 */
export function heatMap(summary: Summary, layout: Layout): Drawing | undefined {
  const grid = twoWayGrid(summary);
  if (grid === undefined || summary.cells.length > MOST_TILES) return undefined;
  const format = metricFormat(summary.metric.name, summary.metrics);
  const { fontSize } = layout;
  const [across, down] = [grid.rows, grid.columns];
  const rows = shortenLabels(down.labels, layout.legend === 'right' ? 28 : 14);
  const left = MARGIN + Math.max(...rows.map((row) => textWidth(row, fontSize))) + 6;
  const tileWidth = Math.min(MOST_TILE_WIDTH, (layout.width - left - MARGIN) / across.labels.length);
  const hasWords = tileWidth >= LEAST_WORDS_WIDTH && rows.length <= MOST_WORDS_ROWS;
  const { tiles, ends } = tilesOf(summary, grid, format);
  const mostLines = Math.max(...tiles.map((tile) => tileLines(tile, tileWidth).length));
  const tileHeight = hasWords
    ? Math.max(48, mostLines * TILE_LINE + 10)
    : Math.min(36, Math.max(3, layout.plotHeight / rows.length));
  const top = MARGIN + NAME_ABOVE;
  const bottom = top + tileHeight * rows.length;
  const width = Math.min(layout.width, Math.max(LEAST_WIDTH, left + tileWidth * across.labels.length + MARGIN));
  const columns = columnLabels(across.labels, fontSize, tileWidth, hasWords);
  const labelsHeight = Math.max(...columns.map(({ length }) => length)) * LINE;
  const middle = left + (tileWidth * columns.length) / 2;
  const size = { width: tileWidth, height: tileHeight };
  const nameY = bottom + labelsHeight + 14;
  const bar = scaleBar(
    ends.map((end) => formatWithUnit(format, end / format.scale)),
    summary.metric.goal === 'maximize',
    nameY + 22,
    { ...layout, width },
  );
  const foot = notesBelow(notes(tiles, summary, hasWords), bar.bottom + 6, { ...layout, width });
  return svgDrawing(width, foot.bottom + MARGIN / 2, [
    label(MARGIN, MARGIN + 8, printable(down.name), { size: fontSize }),
    ...rowLabels(rows, left - 8, top, tileHeight, fontSize),
    ...tiles.map((tile) =>
      drawTile(tile, { ...size, x: left + tile.column * tileWidth, y: top + tile.row * tileHeight }, hasWords),
    ),
    ...columns.flatMap((lines, at) =>
      lines.map((text, line) =>
        label(left + (at + 0.5) * tileWidth, bottom + 10 + line * LINE, text, {
          size: fontSize,
          anchor: 'middle',
          fill: MUTED,
        }),
      ),
    ),
    label(middle, nameY, printable(across.name), {
      size: fontSize,
      anchor: 'middle',
      fill: INK,
    }),
    bar.svg,
    foot.svg,
  ]);
}

/** As many as there is room for. */
function rowLabels(rows: readonly string[], x: number, top: number, tileHeight: number, size: number): string[] {
  const every = Math.ceil((size * 1.2) / tileHeight);
  return rows.map((text, at) =>
    at % every === 0 ? label(x, top + (at + 0.5) * tileHeight, text, { size, anchor: 'end', fill: MUTED }) : '',
  );
}

/** Lines of text below each column: broken at spaces where that makes them fit, else shortened and every so many. */
function columnLabels(labels: readonly string[], fontSize: number, width: number, hasWords: boolean): string[][] {
  const broken = labels.map((text) => wrapText(text, fontSize, width));
  const fit = broken.every(
    (lines) => lines.length <= 4 && lines.every((text) => textWidth(text, fontSize) <= width + 4),
  );
  if (hasWords && fit) return broken;
  const short = shortenLabels(labels, LONGEST_COLUMN);
  const every = Math.ceil(Math.max(...short.map((text) => textWidth(text, fontSize))) / width);
  return short.map((text, at) => (at % every === 0 ? [text] : ['']));
}

function tilesOf(summary: Summary, grid: TwoWayGrid, format: MetricFormat) {
  const standings = new Map(summary.comparison.cells.map(({ cellId, standing }) => [cellId, standing]));
  const best = summary.comparison.cells[0]?.cellId;
  const means = summary.cells.filter(hasLearned).map(({ final }) => final!.mean * format.scale);
  const [low, high] = means.length === 0 ? [0, 0] : valuesWorthShowing(means, format);
  const ends = summary.metric.goal === 'maximize' ? [low, high] : [high, low];
  const shareOf = ({ final }: CellSummary) => {
    const share = low === high ? 1 : (final!.mean * format.scale - ends[0]!) / (ends[1]! - ends[0]!);
    return Math.min(1, Math.max(0, share));
  };
  const tiles = grid.rows.labels.flatMap((_, column) =>
    grid.columns.labels.flatMap((__, row): Tile[] => {
      const cell = grid.cellAt(column, row);
      if (cell === undefined) return [];
      const { lines, explanation } = wordsOf(cell, format);
      const place = { row, column, lines, ...(summary.cells.length <= MOST_EXPLAINED && { explanation }) };
      if (cell.outcomes.diverged > 0) return [{ ...place, kind: 'diverged' }];
      if (!hasLearned(cell)) return [{ ...place, kind: 'blank' }];
      const marks = { isFirst: cell.cellId === best, couldBeBest: standings.get(cell.cellId) === 'could-be-best' };
      return [{ ...place, ...marks, kind: 'shaded', share: shareOf(cell) }];
    }),
  );
  return { tiles, ends: means.length === 0 ? [] : ends };
}

function hasLearned({ final, outcomes, judgement }: CellSummary): boolean {
  const isStuck = judgement === 'at-chance' || judgement === 'loss-not-falling';
  return final !== undefined && Number.isFinite(final.mean) && outcomes.diverged === 0 && !isStuck;
}

/** What stands in a tile, and what a pointer over it tells. */
function wordsOf(
  cell: CellSummary,
  format: MetricFormat,
): { readonly lines: readonly string[]; readonly explanation: string } {
  const { final, outcomes, counts, judgement, label: name } = cell;
  const { diverged } = outcomes;
  const stuck = judgement === 'at-chance' || judgement === 'loss-not-falling' ? [JUDGEMENT_WORDS[judgement]] : [];
  if (diverged > 0) {
    const word = diverged === counts.finished ? 'diverged' : `${diverged}/${counts.finished} diverged`;
    return { lines: [word], explanation: `${name}: ${diverged} of ${counts.finished} diverged` };
  }
  if (final === undefined) return { lines: ['–'], explanation: `${name}: no value` };
  const value = formatValue(format, final.mean);
  const over =
    final.n > 1
      ? `mean ${formatWithUnit(format, final.mean)} over ${final.n} seeds`
      : formatWithUnit(format, final.mean);
  return { lines: [value, ...stuck], explanation: [`${name}: ${over}`, ...stuck].join(', ') };
}

function notes(tiles: readonly Tile[], { comparison, metric }: Summary, hasWords: boolean): string[] {
  const has = (test: (tile: Tile) => boolean) => tiles.some(test);
  const first =
    comparison.cells[0]?.standing === 'best' ? 'best' : `${metric.goal === 'maximize' ? 'highest' : 'lowest'} mean`;
  const crossed = hasWords ? 'Hatched' : 'Crossed';
  return [
    ...(has((tile) => tile.kind === 'shaded' && tile.isFirst) ? [`Framed: ${first}.`] : []),
    ...(has((tile) => tile.kind === 'shaded' && tile.couldBeBest) ? ['Dot: could be best.'] : []),
    ...(has(({ kind }) => kind === 'diverged') ? [`${crossed}: seeds diverged.`] : []),
    ...(has(({ kind }) => kind === 'blank') ? ['Blank: outside of the colours’ scale.'] : []),
  ];
}
