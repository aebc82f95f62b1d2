/**
 * conv1's weight and bias gradient of one image, from the positions that survived pooling and the activation.
 *
 * A position adds gradient × window to its channel's weights, and a window is five rows of 15 contiguous floats of PIXELS. Loop
 * order: channel, collecting its survivors; then all survivors twice, for three kernel rows (12 accumulators) and for two (8).
 */
import { ARGMAX1_PLANE, CONV1_BIAS, CONV1_ROWS, D_POOL1, F32, GRADIENTS, SURVIVORS } from './layout';
import { madd } from './vector';

/** Adds to CONV1_ROWS and to GRADIENTS' conv1.bias. @param argmax the image's place in ARGMAX1. */
export function convolution1WeightGradient(argmax: usize): void {
  for (let output: usize = 0; output < 6; output++) {
    const end = collect(output, argmax + output * ARGMAX1_PLANE * 4);
    const sums = CONV1_ROWS + output * 5 * 64;
    addThreeRows(sums, end);
    addTwoRows(sums + 192, end);
  }
}

function collect(output: usize, argmax: usize): usize {
  let end = SURVIVORS;
  let gradients = D_POOL1 + output * F32;
  let sum: f32 = 0;
  for (let i = 0; i < 196; i++) {
    const g = load<f32>(gradients);
    sum += g;
    store<u32>(end, load<u32>(argmax));
    store<f32>(end, g, 4);
    end += (<usize>(g != 0)) << 3;
    gradients += 24;
    argmax += 4;
  }
  const bias = GRADIENTS + (CONV1_BIAS + output) * F32;
  store<f32>(bias, load<f32>(bias) + sum);
  return end;
}

function addThreeRows(sums: usize, end: usize): void {
  let s0 = v128.load(sums);
  let s1 = v128.load(sums, 16);
  let s2 = v128.load(sums, 32);
  let s3 = v128.load(sums, 48);
  let s4 = v128.load(sums, 64);
  let s5 = v128.load(sums, 80);
  let s6 = v128.load(sums, 96);
  let s7 = v128.load(sums, 112);
  let s8 = v128.load(sums, 128);
  let s9 = v128.load(sums, 144);
  let s10 = v128.load(sums, 160);
  let s11 = v128.load(sums, 176);
  for (let entry = SURVIVORS; entry < end; entry += 8) {
    const window = load<usize>(entry);
    const g = v128.load32_splat(entry, 4);
    s0 = madd(v128.load(window), g, s0);
    s1 = madd(v128.load(window, 16), g, s1);
    s2 = madd(v128.load(window, 32), g, s2);
    s3 = madd(v128.load(window, 48), g, s3);
    s4 = madd(v128.load(window, 384), g, s4);
    s5 = madd(v128.load(window, 400), g, s5);
    s6 = madd(v128.load(window, 416), g, s6);
    s7 = madd(v128.load(window, 432), g, s7);
    s8 = madd(v128.load(window, 768), g, s8);
    s9 = madd(v128.load(window, 784), g, s9);
    s10 = madd(v128.load(window, 800), g, s10);
    s11 = madd(v128.load(window, 816), g, s11);
  }
  v128.store(sums, s0);
  v128.store(sums, s1, 16);
  v128.store(sums, s2, 32);
  v128.store(sums, s3, 48);
  v128.store(sums, s4, 64);
  v128.store(sums, s5, 80);
  v128.store(sums, s6, 96);
  v128.store(sums, s7, 112);
  v128.store(sums, s8, 128);
  v128.store(sums, s9, 144);
  v128.store(sums, s10, 160);
  v128.store(sums, s11, 176);
}

function addTwoRows(sums: usize, end: usize): void {
  let s0 = v128.load(sums);
  let s1 = v128.load(sums, 16);
  let s2 = v128.load(sums, 32);
  let s3 = v128.load(sums, 48);
  let s4 = v128.load(sums, 64);
  let s5 = v128.load(sums, 80);
  let s6 = v128.load(sums, 96);
  let s7 = v128.load(sums, 112);
  for (let entry = SURVIVORS; entry < end; entry += 8) {
    const window = load<usize>(entry);
    const g = v128.load32_splat(entry, 4);
    s0 = madd(v128.load(window, 1152), g, s0);
    s1 = madd(v128.load(window, 1168), g, s1);
    s2 = madd(v128.load(window, 1184), g, s2);
    s3 = madd(v128.load(window, 1200), g, s3);
    s4 = madd(v128.load(window, 1536), g, s4);
    s5 = madd(v128.load(window, 1552), g, s5);
    s6 = madd(v128.load(window, 1568), g, s6);
    s7 = madd(v128.load(window, 1584), g, s7);
  }
  v128.store(sums, s0);
  v128.store(sums, s1, 16);
  v128.store(sums, s2, 32);
  v128.store(sums, s3, 48);
  v128.store(sums, s4, 64);
  v128.store(sums, s5, 80);
  v128.store(sums, s6, 96);
  v128.store(sums, s7, 112);
}
