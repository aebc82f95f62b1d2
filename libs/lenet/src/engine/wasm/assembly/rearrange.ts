/** Between PyTorch's layout of the parameters, in which they are updated and saved, and the layouts the kernels read. */
import {
  CONV1_BIAS,
  CONV1_BIAS_SUMS,
  CONV1_POINTS,
  CONV1_ROWS,
  CONV1_WEIGHT,
  CONV2_BIAS,
  CONV2_BIAS_SUMS,
  CONV2_POINTS,
  CONV2_ROWS,
  CONV2_PADDED,
  CONV2_WEIGHT,
  F32,
  FC1_TRANSPOSED,
  FC1_WEIGHT,
  FC2_TRANSPOSED,
  FC2_WEIGHT,
  FC3_BIAS,
  FC3_BIAS_PADDED,
  FC3_TRANSPOSED,
  FC3_WEIGHT,
  GRADIENTS,
  PARAMETERS,
} from './layout';
import { transformWeights } from './winograd';

/** Fills everything that is derived from PARAMETERS. */
export function rearrangeParameters(): void {
  for (let output: usize = 0; output < 6; output++) {
    for (let line: usize = 0; line < 15; line++) {
      transformWeights(
        PARAMETERS + (CONV1_WEIGHT + (output * 15 + line) * 5) * F32,
        CONV1_POINTS + (output * 15 + line) * F32,
        90 * F32,
      );
    }
  }
  for (let output: usize = 0; output < 16; output++) {
    for (let input: usize = 0; input < 6; input++) {
      for (let row: usize = 0; row < 5; row++) {
        const weights = PARAMETERS + (CONV2_WEIGHT + ((output * 6 + input) * 5 + row) * 5) * F32;
        transformWeights(weights, CONV2_POINTS + ((row * 6 + input) * 16 + output) * F32, 480 * F32);
        let padded = CONV2_PADDED + ((output * 7 + row + 1) * 36 + input) * F32;
        for (let column: usize = 0; column < 5; column++) {
          store<f32>(padded, load<f32>(weights + column * F32));
          padded += 24;
        }
      }
    }
  }
  transpose(PARAMETERS + FC1_WEIGHT * F32, 120, 400, FC1_TRANSPOSED, 120);
  transpose(PARAMETERS + FC2_WEIGHT * F32, 84, 120, FC2_TRANSPOSED, 84);
  transpose(PARAMETERS + FC3_WEIGHT * F32, 10, 84, FC3_TRANSPOSED, 12);
  memory.copy(FC3_BIAS_PADDED, PARAMETERS + FC3_BIAS * F32, 10 * F32);
}

/** [rows][columns] to [columns][rows], the result's rows `stride` floats apart; in 4 × 4 blocks, what is left of the rows by floats. */
function transpose(from: usize, rows: usize, columns: usize, to: usize, stride: usize): void {
  const fromRow = columns * F32;
  const toRow = stride * F32;
  let row: usize = 0;
  for (; row + 4 <= rows; row += 4) {
    for (let column: usize = 0; column < columns; column += 4) {
      const p = from + row * fromRow + column * F32;
      const r0 = v128.load(p);
      const r1 = v128.load(p + fromRow);
      const r2 = v128.load(p + 2 * fromRow);
      const r3 = v128.load(p + 3 * fromRow);
      const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
      const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
      const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
      const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
      const q = to + column * toRow + row * F32;
      v128.store(q, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
      v128.store(q + toRow, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
      v128.store(q + 2 * toRow, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
      v128.store(q + 3 * toRow, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
    }
  }
  for (; row < rows; row++) {
    for (let column: usize = 0; column < columns; column++) {
      store<f32>(to + column * toRow + row * F32, load<f32>(from + row * fromRow + column * F32));
    }
  }
}

/** The convolutions' gradients from the order they were summed in. */
export function rearrangeGradients(): void {
  for (let output: usize = 0; output < 6; output++) {
    const sums = CONV1_BIAS_SUMS + output * F32;
    store<f32>(GRADIENTS + (CONV1_BIAS + output) * F32, load<f32>(sums) + load<f32>(sums, 24));
  }
  for (let output: usize = 0; output < 16; output++) {
    let sum: f32 = 0;
    for (let i: usize = 0; i < 25; i++) sum += load<f32>(CONV2_BIAS_SUMS + (output * 25 + i) * F32);
    store<f32>(GRADIENTS + (CONV2_BIAS + output) * F32, sum);
  }
  unwind(CONV1_ROWS, 16, GRADIENTS + CONV1_WEIGHT * F32, 6, 3);
  unwind(CONV2_ROWS, 32, GRADIENTS + CONV2_WEIGHT * F32, 16, 6);
}

/** [outputs][5 rows][5 columns × inputs, `stride` floats apart] to [outputs][inputs][5][5]. */
function unwind(from: usize, stride: usize, to: usize, outputs: usize, inputs: usize): void {
  for (let output: usize = 0; output < outputs; output++) {
    for (let input: usize = 0; input < inputs; input++) {
      for (let row: usize = 0; row < 5; row++) {
        let place = from + ((output * 5 + row) * stride + input) * F32;
        for (let column = 0; column < 5; column++) {
          store<f32>(to, load<f32>(place));
          place += inputs * F32;
          to += F32;
        }
      }
    }
  }
}
