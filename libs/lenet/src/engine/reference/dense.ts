import type { Floats, Layer, LayerParameters, Storage } from './layer.ts';

export interface DenseShape {
  readonly inputs: number;
  readonly outputs: number;
}

/** Fully connected: output[o] = bias[o] + Σ_i weight[o][i] · input[i], as PyTorch's Linear. */
export class Dense implements Layer {
  readonly #shape: DenseShape;
  readonly #parameters: LayerParameters;
  readonly #output: Floats;
  readonly #inputGradient: Floats;

  constructor(shape: DenseShape, parameters: LayerParameters, storage: Storage) {
    this.#shape = shape;
    this.#parameters = parameters;
    this.#output = new storage(shape.outputs);
    this.#inputGradient = new storage(shape.inputs);
  }

  forward(input: Floats): Floats {
    const { inputs, outputs } = this.#shape;
    const { weight, bias } = this.#parameters;
    for (let o = 0; o < outputs; o++) {
      let sum = bias[o];
      for (let i = 0; i < inputs; i++) sum += weight[o * inputs + i] * input[i];
      this.#output[o] = sum;
    }
    return this.#output;
  }

  backward(input: Floats, outputGradient: Floats): Floats {
    const { inputs, outputs } = this.#shape;
    const { weight, weightGradient, biasGradient } = this.#parameters;
    const inputGradient = this.#inputGradient.fill(0);
    for (let o = 0; o < outputs; o++) {
      const g = outputGradient[o];
      biasGradient[o] += g;
      for (let i = 0; i < inputs; i++) {
        weightGradient[o * inputs + i] += g * input[i];
        inputGradient[i] += g * weight[o * inputs + i];
      }
    }
    return inputGradient;
  }
}
