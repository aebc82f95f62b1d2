import { expect, test } from 'vitest';
import { networkInput } from './network-input.ts';
import type { Orientation } from './orientation.ts';

type Colour = readonly [number, number, number, number?];

function picture(
  width: number,
  height: number,
  colourAt: (x: number, y: number) => Colour,
  orientation: Orientation = 1,
) {
  const rgba = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [red, green, blue, alpha = 255] = colourAt(x, y);
      rgba.set([red, green, blue, alpha], (y * width + x) * 4);
    }
  }
  return { width, height, rgba, orientation };
}

const at = (planes: Uint8Array, x: number, y: number) => [0, 1, 2].map((colour) => planes[colour * 1024 + y * 32 + x]);
/** Different at every pixel of 32 × 32. */
const distinct = (x: number, y: number): Colour => [8 * x, 8 * y, (x * 31 + y * 17) % 256];

test('one of 32 × 32 pixels stays as it is, in planes', () => {
  const planes = networkInput(picture(32, 32, distinct));
  expect(planes).toHaveLength(3072);
  for (const [x, y] of [
    [0, 0],
    [31, 0],
    [5, 9],
    [31, 31],
  ] as const)
    expect(at(planes, x, y)).toEqual(distinct(x, y));
});

test('of a wide or high one the square in the middle is seen', () => {
  const left = (x: number): Colour => (x < 16 ? [255, 0, 0] : x < 48 ? [0, 255, 0] : [0, 0, 255]);
  for (const planes of [networkInput(picture(64, 32, left)), networkInput(picture(32, 64, (_, y) => left(y)))]) {
    for (const place of [0, 15, 31]) expect(at(planes, place, place)).toEqual([0, 255, 0]);
  }
});

test('each pixel is the mean of its area, whose bounds may go through pixels', () => {
  // 2 × 2 pixels an area: means of a chess board.
  const halves = networkInput(picture(64, 64, (x, y) => [(x + y) % 2 === 0 ? 200 : 100, 0, 0]));
  expect(at(halves, 7, 20)).toEqual([150, 0, 0]);
  // 48 pixels for 32: areas of one and a half. The first has all of pixel 0 and half of pixel 1.
  const stripes = networkInput(picture(48, 48, (x) => [x % 3 === 0 ? 240 : 0, 0, 0]));
  expect([0, 1, 2, 3].map((x) => at(stripes, x, 0)[0])).toEqual([160, 0, 160, 0]);
  const flat = networkInput(picture(1000, 777, () => [13, 200, 255]));
  for (const place of [0, 13, 31]) expect(at(flat, place, 31 - place)).toEqual([13, 200, 255]);
});

test('a smaller one is enlarged', () => {
  const planes = networkInput(picture(2, 2, (x, y) => [100 * x, 100 * y, 0]));
  expect(at(planes, 0, 0)).toEqual([0, 0, 0]);
  expect(at(planes, 15, 16)).toEqual([0, 100, 0]);
  expect(at(planes, 31, 31)).toEqual([100, 100, 0]);
});

test('what is transparent is white', () => {
  expect(at(networkInput(picture(40, 40, () => [0, 0, 0, 0])), 3, 3)).toEqual([255, 255, 255]);
  expect(at(networkInput(picture(40, 40, () => [0, 100, 255, 51])), 3, 3)).toEqual([204, 224, 255]);
});

test('it is turned as its camera says', () => {
  // Where the stored picture's top left and top right corners are seen.
  const corners: Record<Orientation, readonly [readonly [number, number], readonly [number, number]]> = {
    1: [
      [0, 0],
      [31, 0],
    ],
    2: [
      [31, 0],
      [0, 0],
    ],
    3: [
      [31, 31],
      [0, 31],
    ],
    4: [
      [0, 31],
      [31, 31],
    ],
    5: [
      [0, 0],
      [0, 31],
    ],
    6: [
      [31, 0],
      [31, 31],
    ],
    7: [
      [31, 31],
      [31, 0],
    ],
    8: [
      [0, 31],
      [0, 0],
    ],
  };
  for (const [orientation, [left, right]] of Object.entries(corners)) {
    const planes = networkInput(picture(32, 32, distinct, Number(orientation) as Orientation));
    expect(at(planes, ...left), orientation).toEqual(distinct(0, 0));
    expect(at(planes, ...right), orientation).toEqual(distinct(31, 0));
  }
});
