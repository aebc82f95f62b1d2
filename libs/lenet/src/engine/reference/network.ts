import { LAYERS, PARAMETER_TENSORS } from '../../architecture.ts';
import type { Activation } from '../../hyperparameters.ts';
import { ActivationLayer } from './activation.ts';
import { Convolution } from './convolution.ts';
import { Dense } from './dense.ts';
import type { Floats, Layer, LayerParameters, Storage } from './layer.ts';
import { MaxPooling } from './max-pooling.ts';

/** LeNet on one image at a time: its logits, and the gradient of the loss by its parameters. */
export class Network {
  readonly #layers: readonly Layer[];
  /** What the last forward pass gave to each layer. */
  readonly #inputs: Floats[] = [];

  /**
   * @param parameters the flat vector that the layers read, laid out as `PARAMETER_TENSORS`.
   * @param gradient the flat vector that `backward` adds to.
   */
  constructor(activation: Activation, parameters: Floats, gradient: Floats, storage: Storage = Float32Array) {
    this.#layers = LAYERS.flatMap((layer): Layer[] => {
      const own = parametersOf(layer.name, parameters, gradient);
      if (layer.kind === 'dense') {
        const dense = new Dense(layer, own, storage);
        const isLast = layer === LAYERS.at(-1);
        return isLast ? [dense] : [dense, new ActivationLayer(activation, layer.outputs, storage)];
      }
      const size = layer.inputSize - layer.kernel + 1;
      return [
        new Convolution(layer, own, storage),
        new ActivationLayer(activation, layer.outputs * size ** 2, storage),
        new MaxPooling(layer.outputs, size, storage),
      ];
    });
  }

  /**
   * @param image 3 × 32 × 32, standardised.
   * @returns ten logits, valid until the next call.
   */
  forward(image: Floats): Floats {
    let values = image;
    this.#layers.forEach((layer, at) => {
      this.#inputs[at] = values;
      values = layer.forward(values);
    });
    return values;
  }

  /** Adds the gradient by the parameters for the image of the last `forward`. */
  backward(logitsGradient: Floats): void {
    let gradient = logitsGradient;
    for (let at = this.#layers.length - 1; at >= 0; at--) {
      gradient = this.#layers[at].backward(this.#inputs[at], gradient);
    }
  }
}

function parametersOf(layer: string, parameters: Floats, gradient: Floats): LayerParameters {
  const part = (vector: Floats, suffix: 'weight' | 'bias') => {
    const tensor = PARAMETER_TENSORS.find(({ name }) => name === `${layer}.${suffix}`)!;
    return vector.subarray(tensor.offset, tensor.offset + tensor.length);
  };
  return {
    weight: part(parameters, 'weight'),
    bias: part(parameters, 'bias'),
    weightGradient: part(gradient, 'weight'),
    biasGradient: part(gradient, 'bias'),
  };
}
