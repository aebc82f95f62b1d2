/**
 * conv1 with its pooling, forward, one image: 3 × 32 × 32 → 6 × 14 × 14.
 *
 * Along a row F(4, 5) (winograd.ts); along the kernel's rows and the input channels a plain sum. The transformed input holds
 * [point][channel][row][7 tiles], rows end to end, so that the four output rows of two pooled ones are 28 contiguous lanes: 7
 * vectors and none of them partly used.
 *
 * Loop order: two pooled rows, point, output channels; inside, channel and kernel row (15 steps) into 9 accumulators (three
 * output channels × the first three vectors) or 8 (two output channels × the other four), which with their inputs and weights
 * fill the 15 registers. Every input comes from the first-level cache (22 KB in all). The sums go through a 5 KB buffer to the
 * output transform, which keeps of four outputs only the largest and where it was.
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
import { pooled, pooledFrom } from './pool';
import { madd } from './vector';
import { leftPooled, leftPooledFrom, Tile } from './winograd';

/** Bytes from one point of the transformed input to the next, and from one channel. */
const POINT: usize = CONV1_INPUT_STRIDE * F32;
const CHANNEL: usize = 224 * F32;
/** Bytes of the four output rows, of 7 tiles, that are multiplied at once. */
const LINES: usize = 28 * F32;
/** Bytes from one output channel's products to the next. */
const OUTPUT: usize = 8 * LINES;

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
        CONV1_PRODUCTS + output * OUTPUT + (row % 2) * 56,
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
    const from = COLUMNS + line * 128;
    const to = CONV1_INPUT + line * 28;
    // The last lane is of no tile and is overwritten by the next row.
    for (let lane: usize = 0; lane < 32; lane += 16) {
      Tile.transform(
        v128.load(from + lane),
        v128.load(from + lane, 32),
        v128.load(from + lane, 64),
        v128.load(from + lane, 96),
        v128.load(from + lane, 4),
        v128.load(from + lane, 36),
        v128.load(from + lane, 68),
        v128.load(from + lane, 100),
        to + lane,
        POINT,
      );
    }
  }
}

/** Fills CONV1_PRODUCTS for pooled rows `row` and `row` + 1. */
function multiply(row: usize): void {
  for (let point: usize = 0; point < 8; point++) {
    const from = CONV1_INPUT + point * POINT + row * 56;
    const weights = CONV1_POINTS + point * 360;
    const to = CONV1_PRODUCTS + point * LINES;
    for (let output: usize = 0; output < 6; output += 3) {
      multiplyThree(from, weights + output * 60, to + output * OUTPUT);
    }
    for (let output: usize = 0; output < 6; output += 2) {
      multiplyFour(from + 48, weights + output * 60, to + output * OUTPUT + 48);
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
      line += 28;
      weights += 4;
    }
  }
  v128.store(to, s00);
  v128.store(to, s01, 16);
  v128.store(to, s02, 32);
  to += OUTPUT;
  v128.store(to, s10);
  v128.store(to, s11, 16);
  v128.store(to, s12, 32);
  to += OUTPUT;
  v128.store(to, s20);
  v128.store(to, s21, 16);
  v128.store(to, s22, 32);
}

/** Two output channels × four vectors. */
function multiplyFour(from: usize, weights: usize, to: usize): void {
  let s00 = f32x4.splat(0);
  let s01 = s00;
  let s02 = s00;
  let s03 = s00;
  let s10 = s00;
  let s11 = s00;
  let s12 = s00;
  let s13 = s00;
  for (let channel: usize = 0; channel < 3 * CHANNEL; channel += CHANNEL) {
    let line = from + channel;
    for (let kernelRow = 0; kernelRow < 5; kernelRow++) {
      const x0 = v128.load(line);
      const x1 = v128.load(line, 16);
      const x2 = v128.load(line, 32);
      const x3 = v128.load(line, 48);
      const w0 = v128.load32_splat(weights);
      const w1 = v128.load32_splat(weights, 60);
      s00 = madd(x0, w0, s00);
      s01 = madd(x1, w0, s01);
      s02 = madd(x2, w0, s02);
      s03 = madd(x3, w0, s03);
      s10 = madd(x0, w1, s10);
      s11 = madd(x1, w1, s11);
      s12 = madd(x2, w1, s12);
      s13 = madd(x3, w1, s13);
      line += 28;
      weights += 4;
    }
  }
  v128.store(to, s00);
  v128.store(to, s01, 16);
  v128.store(to, s02, 32);
  v128.store(to, s03, 48);
  to += OUTPUT;
  v128.store(to, s10);
  v128.store(to, s11, 16);
  v128.store(to, s12, 32);
  v128.store(to, s13, 48);
}

/** One pooled row of one channel. @param products of the upper of its two output rows. */
function poolRow(products: usize, output: usize, window: usize, values: usize, argmax: usize, activation: i32): void {
  const bias = v128.load32_splat(PARAMETERS + (CONV1_BIAS + output) * F32);
  for (let tile: usize = 0; tile < 8; tile += 4) {
    const upper = products + tile * 4;
    Tile.pool(upper, upper + 28, LINES, 12, 384);
    const left = activate(f32x4.add(leftPooled, bias), activation);
    const right = activate(f32x4.add(pooled, bias), activation);
    // Windows of neighbouring tiles start four pixels (48 bytes) apart.
    const first = i32x4.add(i32x4.splat(<i32>(window + tile * 48)), i32x4(0, 48, 96, 144));
    const leftFrom = i32x4.add(first, leftPooledFrom);
    const rightFrom = i32x4.add(i32x4.add(first, i32x4.splat(24)), pooledFrom);
    v128.store(argmax + tile * 8, v128.shuffle<i32>(leftFrom, rightFrom, 0, 4, 1, 5));
    v128.store(argmax + tile * 8, v128.shuffle<i32>(leftFrom, rightFrom, 2, 6, 3, 7), 16);
    const to = values + tile * 48;
    v128.store32_lane(to, left, 0);
    v128.store32_lane(to, right, 0, 24);
    v128.store32_lane(to, left, 1, 48);
    v128.store32_lane(to, right, 1, 72);
    v128.store32_lane(to, left, 2, 96);
    v128.store32_lane(to, right, 2, 120);
    if (tile == 4) break;
    v128.store32_lane(to, left, 3, 144);
    v128.store32_lane(to, right, 3, 168);
  }
}
