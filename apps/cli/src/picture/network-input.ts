import { storedAt } from './orientation.ts';
import type { Picture } from './read-picture.ts';

/** Pixels of a side of what the network sees. */
const SIDE = 32;
const PLANE = SIDE * SIDE;
const COLOURS = 3;

/** How a picture becomes what the network sees, for people. */
export const HOW_SHRUNK = `Each picture is cropped to the square in its middle, what is transparent is white, and averaged to ${SIDE} × ${SIDE} pixels.`;

/**
 * A picture as the network sees it: planes of red, green and blue of 32 × 32 pixels. The square in its middle is divided into 32 × 32
 * equal areas, and each pixel is the mean of what lies in its area, over white where it is transparent. One of 32 × 32 pixels stays
 * as it is.
 */
export function networkInput({ width, height, rgba, orientation }: Picture): Uint8Array {
  const side = Math.min(width, height);
  const [left, top] = [(width - side) >> 1, (height - side) >> 1];
  const shares = sharesOf(side);
  const sums = new Float64Array(PLANE * COLOURS);
  const row = new Float64Array(SIDE * COLOURS);
  for (let y = 0; y < side; y++) {
    row.fill(0);
    for (let x = 0; x < side; x++) {
      const at = ((top + y) * width + left + x) * 4;
      const alpha = rgba[at + 3]! / 255;
      for (const { target, weight } of shares[x]!) {
        for (let colour = 0; colour < COLOURS; colour++) {
          row[target * COLOURS + colour]! += weight * (rgba[at + colour]! * alpha + 255 * (1 - alpha));
        }
      }
    }
    for (const { target, weight } of shares[y]!) {
      for (let at = 0; at < row.length; at++) sums[target * row.length + at]! += weight * row[at]!;
    }
  }
  const planes = new Uint8Array(PLANE * COLOURS);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const [column, line] = storedAt(orientation, SIDE, x, y);
      for (let colour = 0; colour < COLOURS; colour++) {
        planes[colour * PLANE + y * SIDE + x] = Math.round(sums[(line * SIDE + column) * COLOURS + colour]!);
      }
    }
  }
  return planes;
}

/** Of each of `side` pixels, the pixels out of 32 that it is a part of, and how much of their mean it is. */
function sharesOf(side: number): { readonly target: number; readonly weight: number }[][] {
  return Array.from({ length: side }, (_, at) => {
    // In units of 1 / (32 × side), so that all bounds are whole numbers.
    const [from, to] = [at * SIDE, (at + 1) * SIDE];
    const shares = [];
    for (let target = Math.floor(from / side); target * side < to; target++) {
      const covered = Math.min(to, (target + 1) * side) - Math.max(from, target * side);
      shares.push({ target, weight: covered / side });
    }
    return shares;
  });
}
