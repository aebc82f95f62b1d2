/**
 * conv1 with its pooling, forward, one image: 3 × 32 × 32 → 6 × 14 × 14.
 *
 * Along a row F(2, 5) (winograd.ts), so the two outputs of a tile are the two columns of a pooling window; along the kernel's
 * rows and the input channels a plain sum. The transformed input holds [point][channel][row][14 tiles], rows end to end, so
 * that the four output rows of two pooled ones are 56 contiguous lanes: 14 vectors and none of them partly used.
 *
 * Loop order: two pooled rows, point, three output channels, three vectors (at the end two); inside, channel and kernel row (15
 * steps) into 9 accumulators, which with three inputs and three weights fill the 15 registers. Every input comes from the
 * first-level cache (32 KB in all). The sums go through an 8 KB buffer to the output transform, which keeps of four outputs
 * only the largest and where it was.
 */
import { activate } from './activation';
import {
  ARGMAX1_PLANE,
  COLUMNS,
  CONV1_BIAS,
  CONV1_INPUT,
  CONV1_INPUT_STRIDE,
  CONV1_POINTS,
  CONV1_PRODUCTS,
  F32,
  PARAMETERS,
  PIXELS,
} from './layout';
import { MaxPool, pooled, pooledFrom } from './pool';
import { madd } from './vector';
import { Tile } from './winograd';

/** Bytes from one point of the transformed input to the next, and from one channel. */
const POINT: usize = CONV1_INPUT_STRIDE * F32;
const CHANNEL: usize = 448 * F32;
/** Bytes of the four output rows, of 14 tiles, that are multiplied at once. */
const LINES: usize = 56 * F32;

/**
 * Expects the image in COLUMNS.
 * @param values receives [14][14][6]. @param argmax receives [6][14][14] addresses, planes ARGMAX1_PLANE apart.
 */
export function convolution1(values: usize, argmax: usize, activation: i32): void {
  transformImage();
  for (let row: usize = 0; row < 14; row++) {
    if (row % 2 == 0) multiply(row);
    for (let output: usize = 0; output < 6; output++) {
      poolRow(
        CONV1_PRODUCTS + output * 6 * LINES + (row % 2) * 112,
        output,
        PIXELS + row * 768,
        values + (row * 84 + output) * F32,
        argmax + (output * ARGMAX1_PLANE + row * 14) * 4,
        activation,
      );
    }
  }
}

function transformImage(): void {
  for (let line: usize = 0; line < 96; line++) {
    const even = COLUMNS + line * 128;
    const odd = even + 64;
    const to = CONV1_INPUT + line * 56;
    // The last vector's two lanes past the row's end are overwritten by the next row.
    for (let lane: usize = 0; lane < 64; lane += 16) {
      Tile.transform(
        v128.load(even + lane),
        v128.load(odd + lane),
        v128.load(even + lane, 4),
        v128.load(odd + lane, 4),
        v128.load(even + lane, 8),
        v128.load(odd + lane, 8),
        to + lane,
        POINT,
      );
    }
  }
}

/** Fills CONV1_PRODUCTS for pooled rows `row` and `row` + 1. */
function multiply(row: usize): void {
  for (let point: usize = 0; point < 6; point++) {
    const from = CONV1_INPUT + point * POINT + row * 112;
    for (let output: usize = 0; output < 6; output += 3) {
      const weights = CONV1_POINTS + (point * 6 + output) * 60;
      const to = CONV1_PRODUCTS + (output * 6 + point) * LINES;
      for (let lane: usize = 0; lane < 192; lane += 48) multiplyThree(from + lane, weights, to + lane);
      multiplyTwo(from + 192, weights, to + 192);
    }
  }
}

/** Three output channels × three vectors. */
function multiplyThree(from: usize, weights: usize, to: usize): void {
  let s00 = f32x4.splat(0);
  let s01 = s00;
  let s02 = s00;
  let s10 = s00;
  let s11 = s00;
  let s12 = s00;
  let s20 = s00;
  let s21 = s00;
  let s22 = s00;
  for (let channel: usize = 0; channel < 3 * CHANNEL; channel += CHANNEL) {
    let line = from + channel;
    for (let kernelRow = 0; kernelRow < 5; kernelRow++) {
      const x0 = v128.load(line);
      const x1 = v128.load(line, 16);
      const x2 = v128.load(line, 32);
      const w0 = v128.load32_splat(weights);
      const w1 = v128.load32_splat(weights, 60);
      const w2 = v128.load32_splat(weights, 120);
      s00 = madd(x0, w0, s00);
      s01 = madd(x1, w0, s01);
      s02 = madd(x2, w0, s02);
      s10 = madd(x0, w1, s10);
      s11 = madd(x1, w1, s11);
      s12 = madd(x2, w1, s12);
      s20 = madd(x0, w2, s20);
      s21 = madd(x1, w2, s21);
      s22 = madd(x2, w2, s22);
      line += 56;
      weights += 4;
    }
  }
  v128.store(to, s00);
  v128.store(to, s01, 16);
  v128.store(to, s02, 32);
  v128.store(to, s10, 1344);
  v128.store(to, s11, 1360);
  v128.store(to, s12, 1376);
  v128.store(to, s20, 2688);
  v128.store(to, s21, 2704);
  v128.store(to, s22, 2720);
}

/** Three output channels × two vectors. */
function multiplyTwo(from: usize, weights: usize, to: usize): void {
  let s00 = f32x4.splat(0);
  let s01 = s00;
  let s10 = s00;
  let s11 = s00;
  let s20 = s00;
  let s21 = s00;
  for (let channel: usize = 0; channel < 3 * CHANNEL; channel += CHANNEL) {
    let line = from + channel;
    for (let kernelRow = 0; kernelRow < 5; kernelRow++) {
      const x0 = v128.load(line);
      const x1 = v128.load(line, 16);
      const w0 = v128.load32_splat(weights);
      const w1 = v128.load32_splat(weights, 60);
      const w2 = v128.load32_splat(weights, 120);
      s00 = madd(x0, w0, s00);
      s01 = madd(x1, w0, s01);
      s10 = madd(x0, w1, s10);
      s11 = madd(x1, w1, s11);
      s20 = madd(x0, w2, s20);
      s21 = madd(x1, w2, s21);
      line += 56;
      weights += 4;
    }
  }
  v128.store(to, s00);
  v128.store(to, s01, 16);
  v128.store(to, s10, 1344);
  v128.store(to, s11, 1360);
  v128.store(to, s20, 2688);
  v128.store(to, s21, 2704);
}

/** One pooled row of one channel. @param products the left lane of its two output rows. */
function poolRow(products: usize, output: usize, window: usize, values: usize, argmax: usize, activation: i32): void {
  const bias = v128.load32_splat(PARAMETERS + (CONV1_BIAS + output) * F32);
  for (let tile: usize = 0; tile < 14; tile += 4) {
    const upper = products + tile * 4;
    const lower = upper + 56;
    MaxPool.of(
      Tile.left(upper, LINES),
      Tile.right(upper, LINES),
      Tile.left(lower, LINES),
      Tile.right(lower, LINES),
      12,
      384,
    );
    const value = activate(f32x4.add(pooled, bias), activation);
    // Windows of neighbouring tiles start two pixels (24 bytes) apart.
    const first = i32x4.add(i32x4.splat(<i32>(window + tile * 24)), i32x4(0, 24, 48, 72));
    v128.store(argmax + tile * 4, i32x4.add(first, pooledFrom));
    const to = values + tile * 24;
    v128.store32_lane(to, value, 0);
    v128.store32_lane(to, value, 1, 24);
    if (tile == 12) break;
    v128.store32_lane(to, value, 2, 48);
    v128.store32_lane(to, value, 3, 72);
  }
}
