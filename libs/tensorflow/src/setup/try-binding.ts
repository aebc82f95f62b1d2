import { join } from 'node:path';
import { GridsweepError } from '@gridsweep/sweep';
import { z } from 'zod';
import { prepareTensorflow } from '../binding.ts';
import { BINDING } from '../home.ts';
import { runCommand } from './command.ts';
import { complaint } from './failure.ts';

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
