import { CHANNELS, SIDE } from '@gridsweep/cifar10';

/** Input image: channels × height × width. */
export const INPUT = { channels: CHANNELS, height: SIDE, width: SIDE } as const;

/**
 * LeNet as trained here, layer by layer; everything else derives from this table.
 * A convolution has no padding and stride 1 and is followed by the activation and a 2×2 max pooling with stride 2;
 * a dense layer is followed by the activation, except the last.
 */
export const LAYERS = [
  { name: 'conv1', kind: 'convolution', inputs: 3, outputs: 6, kernel: 5, inputSize: 32 },
  { name: 'conv2', kind: 'convolution', inputs: 6, outputs: 16, kernel: 5, inputSize: 14 },
  { name: 'fc1', kind: 'dense', inputs: 400, outputs: 120 },
  { name: 'fc2', kind: 'dense', inputs: 120, outputs: 84 },
  { name: 'fc3', kind: 'dense', inputs: 84, outputs: 10 },
] as const;

/** One tensor of the model, in PyTorch's state_dict order, with its place in the flat parameter vector. */
export interface ParameterTensor {
  /** PyTorch's name, for example "conv1.weight". */
  readonly name: string;
  /** [out, in, 5, 5], [out, in] or [out]. */
  readonly shape: readonly number[];
  /** First element in the flat vector; row-major from there. */
  readonly offset: number;
  readonly length: number;
  /** Inputs of one output unit: bounds the initial values. */
  readonly fanIn: number;
}

/** All ten tensors; together 62,006 parameters. */
export const PARAMETER_TENSORS: readonly ParameterTensor[] = layOut();
export const PARAMETER_COUNT = PARAMETER_TENSORS.reduce((sum, tensor) => sum + tensor.length, 0);

function layOut(): ParameterTensor[] {
  const tensors: ParameterTensor[] = [];
  let offset = 0;
  for (const layer of LAYERS) {
    const weightShape =
      layer.kind === 'convolution'
        ? [layer.outputs, layer.inputs, layer.kernel, layer.kernel]
        : [layer.outputs, layer.inputs];
    const fanIn = weightShape.slice(1).reduce((product, size) => product * size, 1);
    for (const [suffix, shape] of [
      ['weight', weightShape],
      ['bias', [layer.outputs]],
    ] as const) {
      const length = shape.reduce((product, size) => product * size, 1);
      tensors.push({ name: `${layer.name}.${suffix}`, shape, offset, length, fanIn });
      offset += length;
    }
  }
  return tensors;
}
