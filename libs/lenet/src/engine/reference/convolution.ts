import type { Floats, Layer, LayerParameters, Storage } from './layer.ts';

export interface ConvolutionShape {
  readonly inputs: number;
  readonly outputs: number;
  readonly kernel: number;
  /** Height and width of the input. */
  readonly inputSize: number;
}

/**
 * Convolution without padding, stride 1 (cross-correlation, as PyTorch's Conv2d):
 * output[o][y][x] = bias[o] + Σ_i Σ_v Σ_u weight[o][i][v][u] · input[i][y + v][x + u].
 */
export class Convolution implements Layer {
  readonly #shape: ConvolutionShape;
  readonly #outputSize: number;
  readonly #parameters: LayerParameters;
  readonly #output: Floats;
  readonly #inputGradient: Floats;

  constructor(shape: ConvolutionShape, parameters: LayerParameters, storage: Storage) {
    this.#shape = shape;
    this.#outputSize = shape.inputSize - shape.kernel + 1;
    this.#parameters = parameters;
    this.#output = new storage(shape.outputs * this.#outputSize ** 2);
    this.#inputGradient = new storage(shape.inputs * shape.inputSize ** 2);
  }

  forward(input: Floats): Floats {
    const { inputs, outputs, kernel, inputSize } = this.#shape;
    const { weight, bias } = this.#parameters;
    const outputSize = this.#outputSize;
    const output = this.#output;
    for (let o = 0; o < outputs; o++) {
      for (let y = 0; y < outputSize; y++) {
        for (let x = 0; x < outputSize; x++) {
          let sum = bias[o];
          for (let i = 0; i < inputs; i++) {
            for (let v = 0; v < kernel; v++) {
              const inputRow = (i * inputSize + y + v) * inputSize + x;
              const weightRow = ((o * inputs + i) * kernel + v) * kernel;
              for (let u = 0; u < kernel; u++) sum += weight[weightRow + u] * input[inputRow + u];
            }
          }
          output[(o * outputSize + y) * outputSize + x] = sum;
        }
      }
    }
    return output;
  }

  backward(input: Floats, outputGradient: Floats): Floats {
    const { inputs, outputs, kernel, inputSize } = this.#shape;
    const { weight, weightGradient, biasGradient } = this.#parameters;
    const outputSize = this.#outputSize;
    const inputGradient = this.#inputGradient.fill(0);
    for (let o = 0; o < outputs; o++) {
      for (let y = 0; y < outputSize; y++) {
        for (let x = 0; x < outputSize; x++) {
          const g = outputGradient[(o * outputSize + y) * outputSize + x];
          // Max pooling sends its gradient to one output in four.
          if (g === 0) continue;
          biasGradient[o] += g;
          for (let i = 0; i < inputs; i++) {
            for (let v = 0; v < kernel; v++) {
              const inputRow = (i * inputSize + y + v) * inputSize + x;
              const weightRow = ((o * inputs + i) * kernel + v) * kernel;
              for (let u = 0; u < kernel; u++) {
                weightGradient[weightRow + u] += g * input[inputRow + u];
                inputGradient[inputRow + u] += g * weight[weightRow + u];
              }
            }
          }
        }
      }
    }
    return inputGradient;
  }
}
