/**
 * conv2 with its pooling, forward, one image: 6 × 14 × 14 → 16 × 5 × 5.
 *
 * F(2, 5) along a row as in conv1, with output channels as lanes: 16 are four whole vectors, and the input is read one float at
 * a time. Loop order: pooled row, point, tile; inside, kernel row and input channel (30 steps) into 2 rows × 4 vectors = 8
 * accumulators, which with four weights and two inputs leaves one of the 15 registers for a product.
 */
import { activate } from './activation';
import { CONV2_BIAS, CONV2_INPUT, CONV2_INPUT_STRIDE, CONV2_POINTS, CONV2_PRODUCTS, F32, PARAMETERS } from './layout';
import { MaxPool, pooled, pooledFrom } from './pool';
import { madd } from './vector';
import { Tile } from './winograd';

/** Bytes from one point of the transformed input to the next. */
const POINT: usize = CONV2_INPUT_STRIDE * F32;

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
    let from = input + row * 336;
    for (let tile = 0; tile < 5; tile++) {
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
          to + lane,
          POINT,
        );
      }
      from += 48;
      to += 24;
    }
  }
}

function multiply(row: usize): void {
  for (let point: usize = 0; point < 6; point++) {
    for (let tile: usize = 0; tile < 5; tile++) {
      let weights = CONV2_POINTS + point * 30 * 64;
      let from = CONV2_INPUT + point * POINT + row * 240 + tile * 24;
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
          const lower = v128.load32_splat(from, 120);
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
        from += 96;
      }
      const to = CONV2_PRODUCTS + tile * 384 + point * 64;
      v128.store(to, s00);
      v128.store(to, s01, 16);
      v128.store(to, s02, 32);
      v128.store(to, s03, 48);
      v128.store(to, s10, 1920);
      v128.store(to, s11, 1936);
      v128.store(to, s12, 1952);
      v128.store(to, s13, 1968);
    }
  }
}

function poolRow(values: usize, argmax: usize, activation: i32): void {
  for (let vector: usize = 0; vector < 64; vector += 16) {
    const bias = v128.load(PARAMETERS + CONV2_BIAS * F32 + vector);
    for (let tile: usize = 0; tile < 5; tile++) {
      const upper = CONV2_PRODUCTS + tile * 384 + vector;
      const lower = upper + 5 * 384;
      MaxPool.of(Tile.left(upper, 64), Tile.right(upper, 64), Tile.left(lower, 64), Tile.right(lower, 64), 1, 2);
      const value = activate(f32x4.add(pooled, bias), activation);
      const place = vector * 25 + tile * 4;
      v128.store32_lane(values + place, value, 0);
      v128.store32_lane(values + place, value, 1, 100);
      v128.store32_lane(values + place, value, 2, 200);
      v128.store32_lane(values + place, value, 3, 300);
      v128.store32_lane(argmax + place, pooledFrom, 0);
      v128.store32_lane(argmax + place, pooledFrom, 1, 100);
      v128.store32_lane(argmax + place, pooledFrom, 2, 200);
      v128.store32_lane(argmax + place, pooledFrom, 3, 300);
    }
  }
}
