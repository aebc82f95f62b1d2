/**
 * conv1's weight gradient of one image, from the positions that survived pooling and the activation.
 *
 * A position adds gradient × window to its channel's weights, and a window is five rows of 15 contiguous floats of PIXELS: 20
 * vectors with 1 float in 16 to ignore. Loop order: channel, collecting its survivors; then three passes over them, for 7, 7 and 6 of
 * the vectors. V8 issues all loads of a step before the first sum, so a step of n sums needs 2 n + 1 of the 15 registers.
 */
import { ARGMAX1_PLANE, CONV1_ROWS, D_POOL1, F32, SURVIVORS } from './layout';
import { Survivors } from './survivors';

/** Bytes from one row of a window to the next, of PIXELS and of the sums. */
const ROW: usize = 96 * F32;
const SUMS: usize = 16 * F32;

/** Adds to CONV1_ROWS. @param argmax the image's place in ARGMAX1. */
export function convolution1WeightGradient(argmax: usize): void {
  for (let output: usize = 0; output < 6; output++) {
    const end = collect(D_POOL1 + output * F32, argmax + output * ARGMAX1_PLANE * 4);
    const sums = CONV1_ROWS + output * 5 * SUMS;
    Survivors.addSeven(SURVIVORS, end, 0, sums, 0, 16, 32, 48, ROW, ROW + 16, ROW + 32);
    Survivors.addSeven(SURVIVORS, end, ROW, sums + 112, 48, ROW, ROW + 16, ROW + 32, ROW + 48, 2 * ROW, 2 * ROW + 16);
    Survivors.addSix(SURVIVORS, end, 3 * ROW, sums + 224, 32, 48, ROW, ROW + 16, ROW + 32, ROW + 48);
  }
}

/** Lists the survivors of one channel, every 6th float from `gradients`. Returns the list's end. */
function collect(gradients: usize, argmax: usize): usize {
  let end = SURVIVORS;
  for (let i = 0; i < 196; i++) {
    end = Survivors.append(end, load<u32>(argmax), load<u32>(gradients));
    gradients += 6 * F32;
    argmax += 4;
  }
  return end;
}
