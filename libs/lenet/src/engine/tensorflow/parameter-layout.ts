import { LAYERS, PARAMETER_COUNT, PARAMETER_TENSORS } from '../../architecture.ts';

/**
 * For each place in the engine's flat vector, its place in PyTorch's. Tensors follow each other as in PyTorch, but TensorFlow
 * has an output's weights apart and channels last: a convolution's [height, width, in, out], a dense layer's [in, out], and the
 * first dense layer's inputs by row, column and channel.
 */
const PLACES = places();

/** A vector laid out like PyTorch's parameters, as the engine lays it out. */
export function toEngine(vector: Float32Array): Float32Array {
  return Float32Array.from(PLACES, (place) => vector[place]);
}

/** A vector of the engine laid out like PyTorch's parameters. */
export function fromEngine(vector: Float32Array): Float32Array {
  const result = new Float32Array(PARAMETER_COUNT);
  PLACES.forEach((place, at) => {
    result[place] = vector[at];
  });
  return result;
}

function places(): Uint32Array {
  const result = new Uint32Array(PARAMETER_COUNT);
  for (const { name, shape, offset, length } of PARAMETER_TENSORS) {
    const outputs = shape[0];
    const perOutput = length / outputs;
    for (let at = 0; at < length; at++) {
      const output = at % outputs;
      const input = Math.floor(at / outputs);
      result[offset + at] = offset + output * perOutput + channelsFirst(name, shape, input);
    }
  }
  return result;
}

/** Where PyTorch has the input that TensorFlow numbers `input`. */
function channelsFirst(name: string, shape: readonly number[], input: number): number {
  const last = LAYERS.findLast((layer) => layer.kind === 'convolution')!;
  const channels = shape.length === 4 ? shape[1] : name === 'fc1.weight' ? last.outputs : 1;
  const pixels = shape.slice(1).reduce((product, size) => product * size, 1) / channels;
  return (input % channels) * pixels + Math.floor(input / channels);
}
