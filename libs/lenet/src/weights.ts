import { canonicalJson, GridsweepError } from '@gridsweep/sweep';
import { z } from 'zod';
import { PARAMETER_COUNT, PARAMETER_TENSORS } from './architecture.ts';
import { hyperparametersSchema, type Hyperparameters } from './hyperparameters.ts';
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

/** Where weights come from. */
export interface WeightsOrigin {
  readonly hyperparameters: Hyperparameters;
  readonly seed: number;
  /** Optimizer updates made. */
  readonly step: number;
  /** Epochs made; may be a fraction. */
  readonly epoch: number;
  /** What was measured of them, by the metrics' names. Finite. */
  readonly metrics: Readonly<Record<string, number>>;
}

/** Changes with what the metadata say. */
const FORMAT = 'gridsweep-weights-1';

function json<T>(schema: z.ZodType<T>) {
  return z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue('no JSON');
        return z.NEVER;
      }
    })
    .pipe(schema);
}

const originSchema = z.object({
  gridsweep: z.literal(FORMAT),
  hyperparameters: json(hyperparametersSchema),
  seed: json(z.int()),
  step: json(z.int().min(0)),
  epoch: json(z.number().min(0)),
  metrics: json(z.record(z.string(), z.number())),
});

/**
 * A network's parameters as a safetensors file that PyTorch's load_state_dict takes. Where they come from is text in its metadata:
 * hyperparameters and metrics as JSON objects.
 */
export function writeWeights(parameters: Float32Array, origin?: WeightsOrigin): Uint8Array {
  const metadata = origin && {
    gridsweep: FORMAT,
    hyperparameters: canonicalJson(origin.hyperparameters),
    seed: String(origin.seed),
    step: String(origin.step),
    epoch: String(origin.epoch),
    metrics: JSON.stringify(origin.metrics),
  };
  return writeSafetensors({ tensors: new Map(splitTensors(parameters)), metadata: { format: 'pt', ...metadata } });
}

/**
 * A network's parameters from a safetensors file with PyTorch's state_dict names; a checkpoint is one too.
 * @throws GridsweepError 'invalid' when the file is broken, or a tensor is missing, unknown, or of another shape or type.
 */
export function readWeights(file: Uint8Array): Float32Array {
  return parametersOf(readSafetensors(file));
}

/** The same, and where they come from as far as the file says so. @throws as `readWeights` */
export function readWeightsWithOrigin(file: Uint8Array): {
  readonly parameters: Float32Array;
  readonly origin?: WeightsOrigin;
} {
  const content = readSafetensors(file);
  const origin = originSchema.safeParse(content.metadata);
  if (!origin.success) return { parameters: parametersOf(content) };
  const { hyperparameters, seed, step, epoch, metrics } = origin.data;
  return { parameters: parametersOf(content), origin: { hyperparameters, seed, step, epoch, metrics } };
}

function parametersOf(content: SafetensorsFile): Float32Array {
  const parameters = joinTensors(content);
  const known = new Set(PARAMETER_TENSORS.map(({ name }) => name));
  for (const name of content.tensors.keys()) {
    if (known.has(name) || name.startsWith(OPTIMIZER_PREFIX)) continue;
    throw new GridsweepError('invalid', `The weights have a tensor "${name}", which LeNet does not have.`);
  }
  return parameters;
}
