/**
 * conv2's weight and bias gradient, from the positions that survived pooling and the activation, for up to GROUP images.
 *
 * A position adds gradient × window to its channel's weights, and a window is five rows of 30 contiguous floats of POOL1. Loop
 * order: channel, collecting its survivors' addresses and gradients; kernel row; survivor, into 8 accumulators (32 lanes, the
 * last 2 ignored), so that the sums are loaded and stored once for all survivors.
 */
import { ARGMAX2, CONV2_BIAS, CONV2_ROWS, D_POOL2, F32, GRADIENTS, POOL1, POOL1_STRIDE, SURVIVORS } from './layout';
import { madd } from './vector';

/** Adds to CONV2_ROWS and to GRADIENTS' conv2.bias. */
export function convolution2WeightGradient(firstImage: usize, images: usize): void {
  for (let output: usize = 0; output < 16; output++) {
    const end = collect(output, firstImage, images);
    const sums = CONV2_ROWS + output * 5 * 128;
    for (let row: usize = 0; row < 5; row++) addRow(sums + row * 128, row * 336, end);
  }
}

/** Lists one channel's survivors and adds their sum to the bias gradient. Returns the list's end. */
function collect(output: usize, firstImage: usize, images: usize): usize {
  let end = SURVIVORS;
  let sum = load<f32>(GRADIENTS + (CONV2_BIAS + output) * F32);
  for (let image = firstImage; image < firstImage + images; image++) {
    const place = (image * 400 + output * 25) * F32;
    let input = POOL1 + image * POOL1_STRIDE * F32;
    let i = place;
    for (let y = 0; y < 5; y++) {
      for (let x: usize = 0; x < 5; x++) {
        const g = load<f32>(D_POOL2 + i);
        const argmax = <usize>load<u32>(ARGMAX2 + i);
        sum += g;
        store<usize>(end, input + x * 48 + (argmax & 1) * 24 + (argmax >> 1) * 336);
        store<f32>(end, g, 4);
        // Written always and kept only if it counts: no branch to mispredict. NaN counts.
        end += (<usize>(g != 0)) << 3;
        i += 4;
      }
      input += 672;
    }
  }
  store<f32>(GRADIENTS + (CONV2_BIAS + output) * F32, sum);
  return end;
}

function addRow(sums: usize, offset: usize, end: usize): void {
  let s0 = v128.load(sums);
  let s1 = v128.load(sums, 16);
  let s2 = v128.load(sums, 32);
  let s3 = v128.load(sums, 48);
  let s4 = v128.load(sums, 64);
  let s5 = v128.load(sums, 80);
  let s6 = v128.load(sums, 96);
  let s7 = v128.load(sums, 112);
  for (let entry = SURVIVORS; entry < end; entry += 8) {
    const window = load<usize>(entry) + offset;
    const g = v128.load32_splat(entry, 4);
    s0 = madd(v128.load(window), g, s0);
    s1 = madd(v128.load(window, 16), g, s1);
    s2 = madd(v128.load(window, 32), g, s2);
    s3 = madd(v128.load(window, 48), g, s3);
    s4 = madd(v128.load(window, 64), g, s4);
    s5 = madd(v128.load(window, 80), g, s5);
    s6 = madd(v128.load(window, 96), g, s6);
    s7 = madd(v128.load(window, 112), g, s7);
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
