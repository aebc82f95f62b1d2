import type { Floats, Layer, Storage } from './layer.ts';

/**
 * Max pooling over 2×2 squares with stride 2. Of equal values the first in row-major order is the maximum, and a NaN counts as
 * largest, as in PyTorch's MaxPool2d.
 */
export class MaxPooling implements Layer {
  readonly #channels: number;
  readonly #inputSize: number;
  readonly #output: Floats;
  readonly #inputGradient: Floats;
  /** For each output, which input was its maximum. */
  readonly #chosen: Uint16Array;

  /** @param inputSize height and width of the input; even. */
  constructor(channels: number, inputSize: number, storage: Storage) {
    this.#channels = channels;
    this.#inputSize = inputSize;
    this.#output = new storage(channels * (inputSize / 2) ** 2);
    this.#inputGradient = new storage(channels * inputSize ** 2);
    this.#chosen = new Uint16Array(this.#output.length);
  }

  forward(input: Floats): Floats {
    const size = this.#inputSize;
    let out = 0;
    for (let row = 0; row < this.#channels * size; row += 2) {
      for (let x = 0; x < size; x += 2) {
        const topLeft = row * size + x;
        let chosen = topLeft;
        for (const candidate of [topLeft + 1, topLeft + size, topLeft + size + 1]) {
          if (input[candidate] > input[chosen] || Number.isNaN(input[candidate])) chosen = candidate;
        }
        this.#chosen[out] = chosen;
        this.#output[out] = input[chosen];
        out++;
      }
    }
    return this.#output;
  }

  backward(_input: Floats, outputGradient: Floats): Floats {
    const inputGradient = this.#inputGradient.fill(0);
    for (let out = 0; out < outputGradient.length; out++) inputGradient[this.#chosen[out]] = outputGradient[out];
    return inputGradient;
  }
}
