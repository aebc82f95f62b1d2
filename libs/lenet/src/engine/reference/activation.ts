import type { Activation } from '../../hyperparameters.ts';
import type { Floats, Layer, Storage } from './layer.ts';

/** Applies max(0, x), tanh x or nothing to each element. */
export class ActivationLayer implements Layer {
  readonly #activation: Activation;
  readonly #output: Floats;
  readonly #inputGradient: Floats;

  constructor(activation: Activation, size: number, storage: Storage) {
    this.#activation = activation;
    this.#output = new storage(size);
    this.#inputGradient = new storage(size);
  }

  forward(input: Floats): Floats {
    const output = this.#output;
    switch (this.#activation) {
      case 'relu':
        // Math.max gives NaN for NaN, as PyTorch does.
        for (let i = 0; i < output.length; i++) output[i] = Math.max(0, input[i]);
        return output;
      case 'tanh':
        for (let i = 0; i < output.length; i++) output[i] = Math.tanh(input[i]);
        return output;
      case 'none':
        return input;
    }
  }

  backward(_input: Floats, outputGradient: Floats): Floats {
    const output = this.#output;
    const inputGradient = this.#inputGradient;
    switch (this.#activation) {
      case 'relu':
        for (let i = 0; i < output.length; i++) inputGradient[i] = output[i] === 0 ? 0 : outputGradient[i];
        return inputGradient;
      case 'tanh':
        for (let i = 0; i < output.length; i++) inputGradient[i] = outputGradient[i] * (1 - output[i] ** 2);
        return inputGradient;
      case 'none':
        return outputGradient;
    }
  }
}
