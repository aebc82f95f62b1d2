/**
 * conv2's input gradient of one image, from the positions that survived pooling and the activation.
 *
 * The 16 channels of one pooling window all reach into the same 6 × 6 pixels of the input, each shifted by where its maximum
 * was. The channel's weights lie ready in height-width-channel order with zeros between the rows and around them, so that
 * starting to read a pixel or a row earlier shifts them, and each survivor adds 54 contiguous vectors. Loop order: window,
 * collecting its survivors; eight passes over them, for 7 or 6 of the vectors each; then one aligned addition to D_POOL1 (windows
 * lie 12 floats apart, three whole vectors).
 */
import { ARGMAX2, CONV2_PADDED, D_POOL1, D_POOL2, F32, PATCH, SURVIVORS } from './layout';
import { Survivors } from './survivors';
import { madd } from './vector';

const ROW: usize = 36 * F32;

/** Fills D_POOL1, [14][14][6]. */
export function convolution2InputGradient(image: usize): void {
  memory.fill(D_POOL1, 0, 14 * 14 * 6 * F32);
  const first = image * 400 * F32;
  for (let y: usize = 0; y < 5; y++) {
    for (let x: usize = 0; x < 5; x++) {
      const end = collect(first + (y * 5 + x) * F32);
      if (end == SURVIVORS) continue;
      sumPatch(end);
      addPatch(D_POOL1 + (y * 168 + x * 12) * F32);
    }
  }
}

/** Lists the survivors of one window: the address of the weights that go to the patch's first row, and the gradient. */
function collect(place: usize): usize {
  let end = SURVIVORS;
  let weights = CONV2_PADDED + ROW;
  for (let output = 0; output < 16; output++) {
    const argmax = load<u32>(ARGMAX2 + place);
    const shifted = weights - (argmax & 1) * 24 - (argmax >> 1) * ROW;
    end = Survivors.append(end, shifted, load<u32>(D_POOL2 + place));
    weights += 7 * ROW;
    place += 100;
  }
  return end;
}

/** Fills PATCH. */
function sumPatch(end: usize): void {
  for (let offset: usize = 0; offset < 6 * 112; offset += 112) sumSeven(offset, end);
  for (let offset: usize = 6 * 112; offset < 6 * ROW; offset += 96) sumSix(offset, end);
}

/** Seven vectors of the patch, `offset` bytes into it. */
function sumSeven(offset: usize, end: usize): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let s4 = s0;
  let s5 = s0;
  let s6 = s0;
  for (let entry = SURVIVORS; entry < end; entry += 8) {
    const weights = load<usize>(entry) + offset;
    const g = v128.load32_splat(entry, 4);
    s0 = madd(v128.load(weights, 0), g, s0);
    s1 = madd(v128.load(weights, 16), g, s1);
    s2 = madd(v128.load(weights, 32), g, s2);
    s3 = madd(v128.load(weights, 48), g, s3);
    s4 = madd(v128.load(weights, 64), g, s4);
    s5 = madd(v128.load(weights, 80), g, s5);
    s6 = madd(v128.load(weights, 96), g, s6);
  }
  const to = PATCH + offset;
  v128.store(to, s0, 0);
  v128.store(to, s1, 16);
  v128.store(to, s2, 32);
  v128.store(to, s3, 48);
  v128.store(to, s4, 64);
  v128.store(to, s5, 80);
  v128.store(to, s6, 96);
}

/** Six vectors of the patch, `offset` bytes into it. */
function sumSix(offset: usize, end: usize): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let s4 = s0;
  let s5 = s0;
  for (let entry = SURVIVORS; entry < end; entry += 8) {
    const weights = load<usize>(entry) + offset;
    const g = v128.load32_splat(entry, 4);
    s0 = madd(v128.load(weights, 0), g, s0);
    s1 = madd(v128.load(weights, 16), g, s1);
    s2 = madd(v128.load(weights, 32), g, s2);
    s3 = madd(v128.load(weights, 48), g, s3);
    s4 = madd(v128.load(weights, 64), g, s4);
    s5 = madd(v128.load(weights, 80), g, s5);
  }
  const to = PATCH + offset;
  v128.store(to, s0, 0);
  v128.store(to, s1, 16);
  v128.store(to, s2, 32);
  v128.store(to, s3, 48);
  v128.store(to, s4, 64);
  v128.store(to, s5, 80);
}

/** Adds PATCH to the six rows of D_POOL1 from `to`. */
function addPatch(to: usize): void {
  let from = PATCH;
  for (let row = 0; row < 6; row++) {
    for (let i: usize = 0; i < ROW; i += 16) v128.store(to + i, f32x4.add(v128.load(to + i), v128.load(from + i)));
    from += ROW;
    to += 84 * F32;
  }
}
