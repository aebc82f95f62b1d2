import { GridsweepError } from '@gridsweep/sweep';
import { PARAMETER_COUNT, PARAMETER_TENSORS } from './architecture.ts';
import { readSafetensors, writeSafetensors, type SafetensorsFile, type Tensor } from './safetensors.ts';

/** Tensors of this prefix are an optimizer's, in a checkpoint. */
export const OPTIMIZER_PREFIX = 'optimizer.';

/** A vector laid out as `PARAMETER_TENSORS`, as tensors named by PyTorch's state_dict, each name after `prefix`. */
export function splitTensors(vector: Float32Array, prefix = ''): [string, Tensor][] {
  return PARAMETER_TENSORS.map(({ name, shape, offset, length }) => [
    prefix + name,
    { shape, values: vector.subarray(offset, offset + length) },
  ]);
}

/**
 * The inverse of `splitTensors`.
 * @throws GridsweepError 'invalid' when a tensor is missing or has another shape.
 */
export function joinTensors({ tensors }: SafetensorsFile, prefix = ''): Float32Array {
  const vector = new Float32Array(PARAMETER_COUNT);
  for (const { name, shape, offset } of PARAMETER_TENSORS) {
    const tensor = tensors.get(prefix + name);
    if (tensor === undefined) {
      throw new GridsweepError(
        'invalid',
        `The weights lack the tensor "${prefix + name}"; LeNet's are ${PARAMETER_TENSORS.map((each) => each.name).join(', ')}.`,
      );
    }
    if (tensor.shape.join() !== shape.join()) {
      throw new GridsweepError(
        'invalid',
        `The tensor "${prefix + name}" has the shape [${tensor.shape.join(', ')}] instead of [${shape.join(', ')}].`,
      );
    }
    vector.set(tensor.values, offset);
  }
  return vector;
}

/** A network's parameters as a safetensors file that PyTorch's load_state_dict takes. */
export function writeWeights(parameters: Float32Array): Uint8Array {
  return writeSafetensors({ tensors: new Map(splitTensors(parameters)), metadata: { format: 'pt' } });
}

/**
 * A network's parameters from a safetensors file with PyTorch's state_dict names; a checkpoint is one too.
 * @throws GridsweepError 'invalid' when the file is broken, or a tensor is missing, unknown, or of another shape or type.
 */
export function readWeights(file: Uint8Array): Float32Array {
  const content = readSafetensors(file);
  const parameters = joinTensors(content);
  const known = new Set(PARAMETER_TENSORS.map(({ name }) => name));
  for (const name of content.tensors.keys()) {
    if (known.has(name) || name.startsWith(OPTIMIZER_PREFIX)) continue;
    throw new GridsweepError('invalid', `The weights have a tensor "${name}", which LeNet does not have.`);
  }
  return parameters;
}
