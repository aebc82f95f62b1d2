import { CHANNEL_MEAN, CHANNEL_STD } from '@gridsweep/cifar10';
import { attribute, type Operations, type Tensor } from '@gridsweep/tensorflow';
import { INPUT, LAYERS, PARAMETER_TENSORS } from '../../architecture.ts';
import type { Activation } from '../../hyperparameters.ts';

const FLOAT = attribute.dtype('float32');
const CONVOLUTION = { T: FLOAT, strides: attribute.ints(1, 1, 1, 1), padding: attribute.string('VALID') };
const POOL = {
  T: FLOAT,
  ksize: attribute.ints(1, 2, 2, 1),
  strides: attribute.ints(1, 2, 2, 1),
  padding: attribute.string('VALID'),
};

type Convolution = Extract<(typeof LAYERS)[number], { kind: 'convolution' }>;
type Dense = Extract<(typeof LAYERS)[number], { kind: 'dense' }>;

/** What a forward pass computed: what `backward` needs. */
export interface ForwardPass {
  /** [images, 10]. */
  readonly logits: Tensor;
  readonly convolutions: readonly {
    layer: Convolution;
    input: Tensor;
    before: Tensor;
    pooled: Tensor;
    output: Tensor;
  }[];
  readonly denses: readonly { layer: Dense; input: Tensor; output: Tensor }[];
}

/**
 * LeNet forward and backward on whole batches, channels last, from the weights as `parameter-layout.ts` lays them out.
 *
 * A convolution's bias and activation come after the pooling instead of before it: both are monotonic, also as rounded, so the
 * maximum of a pool is the same, and there are four times fewer numbers to add to.
 */
export class Network {
  readonly #ops: Operations;
  readonly #activation: Activation;
  /** By PyTorch's name. */
  readonly #parameters: ReadonlyMap<string, Tensor>;

  /** @param parameters the flat vector. */
  constructor(ops: Operations, activation: Activation, parameters: Tensor) {
    this.#ops = ops;
    this.#activation = activation;
    const lengths = PARAMETER_TENSORS.map(({ length }) => length);
    const pieces = ops.split(parameters, lengths);
    this.#parameters = new Map(
      PARAMETER_TENSORS.map(({ name, shape }, at) => [name, ops.reshape(pieces[at], shapeInside(shape))] as const),
    );
  }

  /** @param images bytes, [images, 32, 32, 3]. */
  forward(images: Tensor): ForwardPass {
    const ops = this.#ops;
    let values = standardised(ops, images);
    const convolutions: ForwardPass['convolutions'][number][] = [];
    const denses: ForwardPass['denses'][number][] = [];
    for (const layer of LAYERS) {
      const weight = this.#parameter(layer.name, 'weight');
      const bias = this.#parameter(layer.name, 'bias');
      const input = values;
      if (layer.kind === 'convolution') {
        const before = ops.graph.op('Conv2D', [input, weight], CONVOLUTION);
        const pooled = ops.graph.op('MaxPool', [before], POOL);
        const output = this.#activated(ops.addBias(pooled, bias));
        convolutions.push({ layer, input, before, pooled, output });
        values = output;
      } else {
        const flat = denses.length === 0 ? ops.reshape(input, [-1, layer.inputs]) : input;
        const sums = ops.addBias(ops.matrixProduct(flat, weight), bias);
        const output = layer === LAYERS.at(-1) ? sums : this.#activated(sums);
        denses.push({ layer, input: flat, output });
        values = output;
      }
    }
    const logits = convolutions.reduce((sum, { before }) => ops.add(sum, this.#notNumbers(before)), values);
    return { logits, convolutions, denses };
  }

  /**
   * For each image 0, or NaN where one of its values is not finite. TensorFlow's pooling passes over a NaN; PyTorch's takes it for
   * the maximum, so that it reaches every logit. [images, 1].
   */
  #notNumbers(values: Tensor): Tensor {
    const sums = this.#ops.reshape(this.#ops.sum(values, [1, 2, 3]), [-1, 1]);
    return this.#ops.subtract(sums, sums);
  }

  /** @returns the gradient by all parameters, flat, laid out like them. */
  backward({ convolutions, denses }: ForwardPass, logitsGradient: Tensor): Tensor {
    const ops = this.#ops;
    const gradients = new Map<string, Tensor>();
    let gradient = logitsGradient;
    for (const { layer, input, output } of denses.toReversed()) {
      if (layer !== LAYERS.at(-1)) gradient = this.#activationGradient(gradient, output);
      gradients.set(`${layer.name}.weight`, ops.matrixProduct(input, gradient, { a: true }));
      gradients.set(`${layer.name}.bias`, ops.biasGradient(gradient));
      gradient = ops.matrixProduct(gradient, this.#parameter(layer.name, 'weight'), { b: true });
    }
    for (const { layer, input, before, pooled, output } of convolutions.toReversed()) {
      const size = (layer.inputSize - layer.kernel + 1) / 2;
      gradient = ops.reshape(gradient, [-1, size, size, layer.outputs]);
      gradient = this.#activationGradient(gradient, output);
      gradients.set(`${layer.name}.bias`, ops.biasGradient(gradient));
      const weight = this.#parameter(layer.name, 'weight');
      gradient = ops.graph.op('MaxPoolGrad', [before, pooled, gradient], POOL);
      const filter = ops.graph.constant(
        'int32',
        shapeInside([layer.outputs, layer.inputs, layer.kernel, layer.kernel]),
      );
      gradients.set(
        `${layer.name}.weight`,
        ops.graph.op('Conv2DBackpropFilter', [input, filter, gradient], CONVOLUTION),
      );
      if (layer === LAYERS[0]) break;
      const shape = ops.graph.op(
        'Shape',
        [input],
        { T: FLOAT, out_type: attribute.dtype('int32') },
        { outputs: ['int32'] },
      );
      gradient = ops.graph.op('Conv2DBackpropInput', [shape, weight, gradient], CONVOLUTION, { outputs: ['float32'] });
    }
    return ops.concat(PARAMETER_TENSORS.map(({ name }) => ops.reshape(gradients.get(name)!, [-1])));
  }

  #parameter(layer: string, suffix: 'weight' | 'bias'): Tensor {
    return this.#parameters.get(`${layer}.${suffix}`)!;
  }

  #activated(values: Tensor): Tensor {
    switch (this.#activation) {
      case 'relu':
        return this.#ops.graph.op('Relu', [values], { T: FLOAT });
      case 'tanh':
        return this.#ops.graph.op('Tanh', [values], { T: FLOAT });
      case 'none':
        return values;
    }
  }

  #activationGradient(gradient: Tensor, output: Tensor): Tensor {
    switch (this.#activation) {
      case 'relu':
        return this.#ops.graph.op('ReluGrad', [gradient, output], { T: FLOAT });
      case 'tanh':
        return this.#ops.graph.op('TanhGrad', [output, gradient], { T: FLOAT });
      case 'none':
        return gradient;
    }
  }
}

/**
 * (byte / 255 − mean) / standard deviation, channel by channel. The two factors are as long as an image: TensorFlow is four times
 * as fast with whole rows as with three numbers over and over.
 */
function standardised(ops: Operations, images: Tensor): Tensor {
  const pixels = INPUT.height * INPUT.width;
  const row = (channels: readonly number[]) =>
    ops.graph.constant('float32', Array.from({ length: pixels }, () => channels).flat());
  const scale = row(CHANNEL_STD.map((std) => 1 / (255 * std)));
  const shift = row(CHANNEL_MEAN.map((mean, channel) => -mean / CHANNEL_STD[channel]));
  const bytes = ops.reshape(ops.cast(images, 'float32'), [-1, pixels * INPUT.channels]);
  return ops.reshape(ops.add(ops.multiply(bytes, scale), shift), [-1, ...IMAGE_SHAPE]);
}

/** TensorFlow's order of what PyTorch shapes [out, in, height, width], [out, in] or [out]. */
export function shapeInside(shape: readonly number[]): number[] {
  const [outputs, inputs, ...kernel] = shape;
  return shape.length === 1 ? [outputs] : [...kernel, inputs, outputs];
}

export const IMAGE_SHAPE = [INPUT.height, INPUT.width, INPUT.channels] as const;
