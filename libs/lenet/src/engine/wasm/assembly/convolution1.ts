/**
 * conv1 with its pooling, forward, one image: 3 × 32 × 32 → 6 × 14 × 14.
 *
 * Along a row F(2, 5) (winograd.ts), so the two outputs of a tile are the two columns of a pooling window; along the kernel's
 * rows and the input channels a plain sum. The transformed input holds [point][channel][row][14 tiles], rows end to end, so
 * that two output rows are 28 contiguous lanes: 7 vectors and none of them partly used.
 * Loop order: pooled row, point, output channel; inside, channel and kernel row (15 steps) into 7 accumulators; every input
 * vector comes from the first-level cache (36 KB in all). Sums of one pooled row go through a 4 KB buffer to the output
 * transform, which keeps of four outputs only the largest and where it was.
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
} from './layout';
import { MaxPool, pooled, pooledFrom } from './pool';
import { madd } from './vector';
import { Tile } from './winograd';

/** Bytes from one point of the transformed input to the next, and from one channel. */
const POINT: usize = CONV1_INPUT_STRIDE * F32;
const CHANNEL: usize = 448 * F32;

/**
 * Expects the image in COLUMNS.
 * @param pixels the image's place in PIXELS, only for the addresses in `argmax`.
 * @param values receives [14][14][6]. @param argmax receives [6][14][14] addresses, planes ARGMAX1_PLANE apart.
 */
export function convolution1(pixels: usize, values: usize, argmax: usize, activation: i32): void {
  transformImage();
  for (let row: usize = 0; row < 14; row++) {
    multiply(row);
    for (let output: usize = 0; output < 6; output++) {
      poolRow(
        output,
        pixels + row * 768,
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

function multiply(row: usize): void {
  let weights = CONV1_POINTS;
  for (let point: usize = 0; point < 6; point++) {
    const from = CONV1_INPUT + point * POINT + row * 112;
    let to = CONV1_PRODUCTS + point * 112;
    for (let output = 0; output < 6; output++) {
      let s0 = f32x4.splat(0);
      let s1 = s0;
      let s2 = s0;
      let s3 = s0;
      let s4 = s0;
      let s5 = s0;
      let s6 = s0;
      for (let channel: usize = 0; channel < 3 * CHANNEL; channel += CHANNEL) {
        let line = from + channel;
        for (let kernelRow = 0; kernelRow < 5; kernelRow++) {
          const w = v128.load32_splat(weights);
          s0 = madd(v128.load(line), w, s0);
          s1 = madd(v128.load(line, 16), w, s1);
          s2 = madd(v128.load(line, 32), w, s2);
          s3 = madd(v128.load(line, 48), w, s3);
          s4 = madd(v128.load(line, 64), w, s4);
          s5 = madd(v128.load(line, 80), w, s5);
          s6 = madd(v128.load(line, 96), w, s6);
          line += 56;
          weights += 4;
        }
      }
      v128.store(to, s0);
      v128.store(to, s1, 16);
      v128.store(to, s2, 32);
      v128.store(to, s3, 48);
      v128.store(to, s4, 64);
      v128.store(to, s5, 80);
      v128.store(to, s6, 96);
      to += 6 * 112;
    }
  }
}

function poolRow(output: usize, window: usize, values: usize, argmax: usize, activation: i32): void {
  const products = CONV1_PRODUCTS + output * 6 * 112;
  const bias = v128.load32_splat(PARAMETERS + (CONV1_BIAS + output) * F32);
  for (let tile: usize = 0; tile < 14; tile += 4) {
    const upper = products + tile * 4;
    const lower = upper + 56;
    MaxPool.of(Tile.left(upper, 112), Tile.right(upper, 112), Tile.left(lower, 112), Tile.right(lower, 112), 12, 384);
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
