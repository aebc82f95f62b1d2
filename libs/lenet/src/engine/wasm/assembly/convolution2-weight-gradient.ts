/**
 * conv2's weight gradient, from the positions that survived pooling and the activation, for up to GROUP images.
 *
 * A position adds gradient × window to its channel's weights, and a window is five rows of 30 contiguous floats of POOL1: 40
 * vectors with 2 floats in 32 to ignore. Loop order: channel, collecting its survivors in all the images; then six passes over
 * them, for 7 or 6 of the vectors each.
 */
import { ARGMAX2, CONV2_ROWS, D_POOL2, F32, POOL1, POOL1_STRIDE, SURVIVORS } from './layout';
import { Survivors } from './survivors';

/** Bytes from one row of a window to the next. */
const ROW: usize = 84 * F32;

/** Adds to CONV2_ROWS. */
export function convolution2WeightGradient(firstImage: usize, images: usize): void {
  for (let output: usize = 0; output < 16; output++) {
    const end = collect(output, firstImage, images);
    const sums = CONV2_ROWS + output * 5 * 32 * F32;
    Survivors.addSeven(SURVIVORS, end, 0, sums, 0, 16, 32, 48, 64, 80, 96);
    Survivors.addSeven(SURVIVORS, end, 0, sums + 112, 112, ROW, ROW + 16, ROW + 32, ROW + 48, ROW + 64, ROW + 80);
    Survivors.addSeven(SURVIVORS, end, ROW, sums + 224, 96, 112, ROW, ROW + 16, ROW + 32, ROW + 48, ROW + 64);
    Survivors.addSeven(SURVIVORS, end, 2 * ROW, sums + 336, 80, 96, 112, ROW, ROW + 16, ROW + 32, ROW + 48);
    Survivors.addSix(SURVIVORS, end, 3 * ROW, sums + 448, 64, 80, 96, 112, ROW, ROW + 16);
    Survivors.addSix(SURVIVORS, end, 4 * ROW, sums + 544, 32, 48, 64, 80, 96, 112);
  }
}

/** Lists one channel's survivors. Returns the list's end. */
function collect(output: usize, firstImage: usize, images: usize): usize {
  let end = SURVIVORS;
  for (let image = firstImage; image < firstImage + images; image++) {
    let place = (image * 400 + output * 25) * F32;
    let row = POOL1 + image * POOL1_STRIDE * F32;
    for (let y = 0; y < 5; y++) {
      for (let x: usize = 0; x < 5 * 48; x += 48) {
        const argmax = load<u32>(ARGMAX2 + place);
        const window = row + x + (argmax & 1) * 24 + (argmax >> 1) * ROW;
        end = Survivors.append(end, window, load<u32>(D_POOL2 + place));
        place += 4;
      }
      row += 2 * ROW;
    }
  }
  return end;
}
