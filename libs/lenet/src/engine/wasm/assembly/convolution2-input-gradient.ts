/**
 * conv2's input gradient of one image, from the positions that survived pooling and the activation.
 *
 * The 16 channels of one pooling window all reach into the same 6 × 6 pixels of the input, each shifted by where its maximum
 * was. Their rows of weights lie ready in height-width-channel order for both column shifts, padded to the patch's 36 floats, and
 * with a row of zeros on either side for both row shifts. Loop order: window, collecting its survivors; patch row; survivor,
 * into 9 accumulators; then one aligned addition to D_POOL1 (windows lie 12 floats apart, three whole vectors).
 */
import { ARGMAX2, CONV2_SHIFTED, CONV2_SHIFTED_SIZE, D_POOL1, D_POOL2, F32, SURVIVORS } from './layout';
import { madd } from './vector';

const SHIFT: usize = CONV2_SHIFTED_SIZE * F32;
const ROW: usize = 36 * F32;

/** Fills D_POOL1, [14][14][6]. */
export function convolution2InputGradient(image: usize): void {
  memory.fill(D_POOL1, 0, 14 * 14 * 6 * F32);
  const first = image * 400 * F32;
  for (let y: usize = 0; y < 5; y++) {
    for (let x: usize = 0; x < 5; x++) {
      const end = collect(first + (y * 5 + x) * F32);
      if (end == SURVIVORS) continue;
      const patch = D_POOL1 + (y * 168 + x * 12) * F32;
      for (let row: usize = 0; row < 6; row++) addRow(patch + row * 336, row * ROW, end);
    }
  }
}

/** Lists the survivors of one window: the address of the weights that go to the patch's first row, and the gradient. */
function collect(place: usize): usize {
  let end = SURVIVORS;
  let weights = CONV2_SHIFTED + ROW;
  for (let output = 0; output < 16; output++) {
    const g = load<f32>(D_POOL2 + place);
    const argmax = <usize>load<u32>(ARGMAX2 + place);
    store<usize>(end, weights + (argmax & 1) * SHIFT - (argmax >> 1) * ROW);
    store<f32>(end, g, 4);
    end += (<usize>(g != 0)) << 3;
    weights += 7 * ROW;
    place += 100;
  }
  return end;
}

function addRow(to: usize, offset: usize, end: usize): void {
  let s0 = v128.load(to);
  let s1 = v128.load(to, 16);
  let s2 = v128.load(to, 32);
  let s3 = v128.load(to, 48);
  let s4 = v128.load(to, 64);
  let s5 = v128.load(to, 80);
  let s6 = v128.load(to, 96);
  let s7 = v128.load(to, 112);
  let s8 = v128.load(to, 128);
  for (let entry = SURVIVORS; entry < end; entry += 8) {
    const weights = load<usize>(entry) + offset;
    const g = v128.load32_splat(entry, 4);
    s0 = madd(v128.load(weights), g, s0);
    s1 = madd(v128.load(weights, 16), g, s1);
    s2 = madd(v128.load(weights, 32), g, s2);
    s3 = madd(v128.load(weights, 48), g, s3);
    s4 = madd(v128.load(weights, 64), g, s4);
    s5 = madd(v128.load(weights, 80), g, s5);
    s6 = madd(v128.load(weights, 96), g, s6);
    s7 = madd(v128.load(weights, 112), g, s7);
    s8 = madd(v128.load(weights, 128), g, s8);
  }
  v128.store(to, s0);
  v128.store(to, s1, 16);
  v128.store(to, s2, 32);
  v128.store(to, s3, 48);
  v128.store(to, s4, 64);
  v128.store(to, s5, 80);
  v128.store(to, s6, 96);
  v128.store(to, s7, 112);
  v128.store(to, s8, 128);
}
