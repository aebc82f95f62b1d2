/**
 * conv2 with its pooling, forward, one image: 6 × 14 × 14 → 16 × 5 × 5.
 *
 * F(4, 5) along a row as in conv1, with output channels as lanes: 16 are four whole vectors, and the input is read one float at
 * a time. Three tiles cover ten columns; the last begins at the sixth, and of its outputs the first two are left out. Loop order: pooled row, point, tile; inside, kernel row and input channel (30 steps) into 2 rows × 4 vectors = 8
 * accumulators, which with four weights and two inputs leaves one of the 15 registers for a product.
 */
import { activate } from './activation';
import { CONV2_BIAS, CONV2_INPUT, CONV2_INPUT_STRIDE, CONV2_POINTS, CONV2_PRODUCTS, F32, PARAMETERS } from './layout';
import { pooled, pooledFrom } from './pool';
import { madd } from './vector';
import { leftPooled, leftPooledFrom, Tile } from './winograd';

/** Bytes from one point of the transformed input to the next. */
const POINT: usize = CONV2_INPUT_STRIDE * F32;
/** Bytes from one tile's products to the next, and from an output row to the one below. */
const TILE: usize = 8 * 16 * F32;
const ROW: usize = 3 * TILE;

/** @param input [14][14][6]. @param values receives [16][5][5]. @param argmax receives [16][5][5] of 2 × row + column. */
export function convolution2(input: usize, values: usize, argmax: usize, activation: i32): void {
  transformImage(input);
  for (let row: usize = 0; row < 5; row++) {
    multiply(row);
    poolRow(values + row * 20, argmax + row * 20, activation);
  }
}

function transformImage(input: usize): void {
  let to = CONV2_INPUT;
  for (let row = 0; row < 14; row++) {
    for (let tile = 0; tile < 3; tile++) {
      const from = input + row * 336 + min(tile * 96, 144);
      // Six channels are one and a half vectors; the two lanes beyond are overwritten by the next tile.
      for (let lane: usize = 0; lane < 32; lane += 16) {
        const pixel = from + lane;
        Tile.transform(
          v128.load(pixel),
          v128.load(pixel, 24),
          v128.load(pixel, 48),
          v128.load(pixel, 72),
          v128.load(pixel, 96),
          v128.load(pixel, 120),
          v128.load(pixel, 144),
          v128.load(pixel, 168),
          to + lane,
          POINT,
        );
      }
      to += 24;
    }
  }
}

function multiply(row: usize): void {
  for (let point: usize = 0; point < 8; point++) {
    for (let tile: usize = 0; tile < 3; tile++) {
      let weights = CONV2_POINTS + point * 30 * 64;
      let from = CONV2_INPUT + point * POINT + row * 144 + tile * 24;
      let s00 = f32x4.splat(0);
      let s01 = s00;
      let s02 = s00;
      let s03 = s00;
      let s10 = s00;
      let s11 = s00;
      let s12 = s00;
      let s13 = s00;
      for (let kernelRow = 0; kernelRow < 5; kernelRow++) {
        for (let channel = 0; channel < 6; channel++) {
          const w0 = v128.load(weights);
          const w1 = v128.load(weights, 16);
          const w2 = v128.load(weights, 32);
          const w3 = v128.load(weights, 48);
          const upper = v128.load32_splat(from);
          const lower = v128.load32_splat(from, 72);
          s00 = madd(upper, w0, s00);
          s01 = madd(upper, w1, s01);
          s02 = madd(upper, w2, s02);
          s03 = madd(upper, w3, s03);
          s10 = madd(lower, w0, s10);
          s11 = madd(lower, w1, s11);
          s12 = madd(lower, w2, s12);
          s13 = madd(lower, w3, s13);
          weights += 64;
          from += 4;
        }
        from += 48;
      }
      const to = CONV2_PRODUCTS + tile * TILE + point * 64;
      v128.store(to, s00);
      v128.store(to, s01, 16);
      v128.store(to, s02, 32);
      v128.store(to, s03, 48);
      v128.store(to + ROW, s10);
      v128.store(to + ROW, s11, 16);
      v128.store(to + ROW, s12, 32);
      v128.store(to + ROW, s13, 48);
    }
  }
}

function poolRow(values: usize, argmax: usize, activation: i32): void {
  for (let vector: usize = 0; vector < 64; vector += 16) {
    const bias = v128.load(PARAMETERS + CONV2_BIAS * F32 + vector);
    for (let tile: usize = 0; tile < 3; tile++) {
      const upper = CONV2_PRODUCTS + tile * TILE + vector;
      Tile.pool(upper, upper + ROW, 64, 1, 2);
      const place = vector * 25 + tile * 8;
      if (tile < 2) {
        storeColumn(values + place, activate(f32x4.add(leftPooled, bias), activation));
        storeColumn(argmax + place, leftPooledFrom);
      }
      const right = place + min(4, 8 - tile * 4);
      storeColumn(values + right, activate(f32x4.add(pooled, bias), activation));
      storeColumn(argmax + right, pooledFrom);
    }
  }
}

/** The lanes of four output channels, 25 entries apart. */
function storeColumn(to: usize, lanes: v128): void {
  v128.store32_lane(to, lanes, 0);
  v128.store32_lane(to, lanes, 1, 100);
  v128.store32_lane(to, lanes, 2, 200);
  v128.store32_lane(to, lanes, 3, 300);
}
