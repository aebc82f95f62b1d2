import { textWidth, type Layout } from '../chart/layout.ts';
import { cut } from '../safe-text.ts';
import { operationText, sizeText, stagesOf, type Stage } from './stage.ts';
import type { Network } from '@gridsweep/sweep';

/** A box in perspective; its depth goes to the right and upwards. */
export interface Outline {
  readonly thickness: number;
  readonly height: number;
  /** Of its depth, to the right and upwards alike. */
  readonly slant: number;
}

/** A stage as a box, in pixels. */
export interface Body extends Outline {
  readonly stage: Stage;
  /** What stands below it. */
  readonly texts: readonly string[];
}

/** Bodies whose middles stand on one level, with the places of these middles from the row's left end. */
export interface Row {
  readonly bodies: readonly Body[];
  readonly places: readonly number[];
  readonly width: number;
}

/** Pixels to the right and up for one of depth. */
const SLANT = 0.42;
/** Of the largest map. */
const SIDE = { right: 132, bottom: 112 } as const;
const MOST_THICKNESS = 26;
const LEAST = 5;
const BAR = 9;
/** Between two bodies, at least: an arrow fits. */
const GAP = 24;
const TEXT_GAP = 4;
const MOST_NAME = 16;

/** Height and depth follow the maps' height and width, thickness the channels' square root, a dense layer's length its units. */
export function bodiesOf(network: Network, { legend }: Layout): Body[] {
  const stages = stagesOf(network);
  const maps = stages.filter(({ kind }) => kind !== 'dense').map(({ output }) => output);
  const largestSide = Math.max(...maps.map(({ height, width }) => Math.max(height, width)));
  const mostChannels = Math.max(...maps.map(({ channels }) => channels));
  const mostUnits = Math.max(1, ...stages.map(({ kind, output }) => (kind === 'dense' ? output.channels : 0)));
  const side = SIDE[legend];
  const scaled = (value: number) => Math.max(LEAST, (side * value) / largestSide);
  return stages.map((stage): Body => {
    const { kind, output, name } = stage;
    const texts = [cut(name, MOST_NAME), sizeText(stage), operationText(stage)].filter((text) => text !== '');
    if (kind === 'dense') {
      const slant = Math.max(LEAST, (0.8 * side * output.channels) / mostUnits);
      return { stage, texts, thickness: BAR, height: BAR, slant };
    }
    const thickness = Math.max(LEAST, MOST_THICKNESS * Math.sqrt(output.channels / mostChannels));
    return { stage, texts, thickness, height: scaled(output.height), slant: SLANT * scaled(output.width) };
  });
}

/** Rows of at most `room` pixels and about the same width, as few as there have to be. */
export function inRows(bodies: readonly Body[], room: number, fontSize: number): Row[] {
  const least = filled(bodies, room, fontSize).length;
  for (let width = room / 2; width < room; width += room / 40) {
    const rows = filled(bodies, width, fontSize);
    if (rows.length <= least) return rows;
  }
  return filled(bodies, room, fontSize);
}

function filled(bodies: readonly Body[], room: number, fontSize: number): Row[] {
  const rows: Row[] = [];
  let row: Body[] = [];
  for (const body of bodies) {
    if (row.length > 0 && placed([...row, body], fontSize).width > room) {
      rows.push(placed(row, fontSize));
      row = [];
    }
    row.push(body);
  }
  return [...rows, placed(row, fontSize)];
}

/** A row as narrow as bodies, arrows and texts allow. */
function placed(bodies: readonly Body[], fontSize: number): Row {
  const halfText = ({ texts }: Body) => Math.max(...texts.map((text) => textWidth(text, fontSize))) / 2 - TEXT_GAP;
  const halfBody = ({ thickness, slant }: Body) => (thickness + slant) / 2;
  const [first, last] = [bodies[0]!, bodies.at(-1)!];
  let place = Math.max(halfBody(first), halfText(first));
  const places = [place];
  for (const [at, body] of bodies.slice(1).entries()) {
    const before = bodies[at]!;
    place += Math.max(leastDistance(before, body) + GAP, halfText(before) + halfText(body) + 2 * TEXT_GAP);
    places.push(place);
  }
  return { bodies, places, width: place + Math.max(halfBody(last), halfText(last)) };
}

/** Of the middles of two bodies that touch: slanting ones stand closer than their outer ends tell. */
export function leastDistance(left: Outline, right: Outline): number {
  const half = Math.min(left.height + left.slant, right.height + right.slant) / 2;
  const corners = [(left.height - left.slant) / 2, (right.slant - right.height) / 2, half, -half];
  return Math.max(
    ...corners.filter((y) => Math.abs(y) <= half).map((y) => rightExtent(left, y) + leftExtent(right, y)),
  );
}

/** How far a body reaches to the right of its middle, `y` pixels below it. */
export function rightExtent({ thickness, height, slant }: Outline, y: number): number {
  return (thickness + slant) / 2 - Math.max(0, y - (height - slant) / 2);
}

/** How far a body reaches to the left of its middle, `y` pixels below it. */
export function leftExtent(body: Outline, y: number): number {
  return rightExtent(body, -y);
}
