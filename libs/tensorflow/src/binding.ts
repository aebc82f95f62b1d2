import { createRequire } from 'node:module';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { GridsweepError } from '@gridsweep/sweep';
import { z } from 'zod';
import { BINDING } from './home.ts';
import { runCommand } from './setup/command.ts';
import { complaint } from './setup/report.ts';

/** What tfjs-node-gpu's native part offers, as far as it is used here. Tensors and graphs are numbers until they are deleted. */
export interface Binding {
  readonly TF_Version: string;
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_UINT8: number;
  isUsingGpuDevice(): boolean;
  createTensor(shape: readonly number[], dtype: number, values: Float32Array | Int32Array | Uint8Array): number;
  deleteTensor(tensor: number): void;
  /** A copy of the values. */
  tensorDataSync(tensor: number): Float32Array | Int32Array | Uint8Array;
  loadSavedModel(folder: string, tags: string): number;
  deleteSavedModel(model: number): void;
  /** @param inputNames, outputNames "operation:output", separated by commas. */
  runSavedModel(model: number, inputs: readonly number[], inputNames: string, outputNames: string): { id: number }[];
  /** Tensors that were created or given back and not deleted. */
  getNumOfTensors(): number;
  getNumOfSavedModels(): number;
}

/**
 * What TensorFlow reads from the environment as it is loaded. One thread computes one operation, so that the bits do not depend
 * on the number of cores; operations that do not need each other still run side by side.
 */
const ENVIRONMENT = {
  TF_NUM_INTRAOP_THREADS: '1',
  TF_DETERMINISTIC_OPS: '1',
  TF_CUDNN_DETERMINISTIC: '1',
  TF_FORCE_GPU_ALLOW_GROWTH: 'true',
  // Without it a GPU may round the factors of a product to 10 bits of mantissa.
  NVIDIA_TF32_OVERRIDE: '0',
} as const;

/**
 * Sets up the process for TensorFlow. Must be called in the main thread before the first thread that uses the engine starts:
 * only there do settings reach native code.
 */
export function prepareTensorflow(environment: NodeJS.ProcessEnv = process.env): void {
  Object.assign(environment, ENVIRONMENT);
  environment['TF_CPP_MIN_LOG_LEVEL'] ??= '3';
}

/**
 * Loads TensorFlow into the process.
 * @param path of tfjs_binding.node.
 * @param hideGpus has an effect in the main thread, and before TensorFlow is loaded for the first time.
 * @throws GridsweepError 'unavailable' if it cannot be loaded, 'internal' in a thread whose process was not prepared.
 */
export function loadBinding(path: string, { hideGpus }: { readonly hideGpus: boolean }): Binding {
  if (isMainThread) {
    prepareTensorflow();
    if (hideGpus) process.env['CUDA_VISIBLE_DEVICES'] = '-1';
  }
  const missing = Object.entries(ENVIRONMENT).find(([name, value]) => process.env[name] !== value);
  if (missing !== undefined) {
    throw new GridsweepError(
      'internal',
      `${missing[0]} is not ${missing[1]}: prepareTensorflow() must be called in the main thread before a thread uses TensorFlow.`,
    );
  }
  try {
    return createRequire(import.meta.url)(path) as Binding;
  } catch (thrown) {
    const { message } = GridsweepError.from(thrown);
    throw new GridsweepError(
      'unavailable',
      `TensorFlow cannot be loaded (${message}). Run \`gridsweep setup tensorflow\` again.`,
      { cause: thrown },
    );
  }
}

/** Argument: the binding. Prints what it says of itself. */
const TRY = `
const binding = require(process.argv[1]);
console.log(JSON.stringify({ version: binding.TF_Version, usesGpu: binding.isUsingGpuDevice() }));
`;

const answerSchema = z.object({ version: z.string(), usesGpu: z.boolean() });

export interface BindingTrial extends z.infer<typeof answerSchema> {
  /** What TensorFlow said while it was loaded: among it, why it takes no GPU. */
  readonly messages: string;
}

/**
 * Loads TensorFlow in a process of its own, so that what is wrong with it hurts nobody.
 * @param folder of an edition.
 * @throws GridsweepError 'unavailable' if it cannot be loaded.
 */
export async function tryBinding(folder: string, env = process.env, signal?: AbortSignal): Promise<BindingTrial> {
  const own = { ...env };
  prepareTensorflow(own);
  own['TF_CPP_MIN_LOG_LEVEL'] = '0';
  const result = await runCommand(process.execPath, ['-e', TRY, join(folder, BINDING)], { env: own, signal });
  if (result?.code !== 0) {
    const why = result === null ? 'Node.js is not there' : complaint(result.stderr);
    throw new GridsweepError('unavailable', `TensorFlow in ${folder} cannot be loaded: ${why}`);
  }
  return { ...answerSchema.parse(JSON.parse(result.stdout.trim().split('\n').at(-1)!)), messages: result.stderr };
}
