import { access, constants, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { GridsweepError } from '@gridsweep/sweep';
import { readWeights, writeWeights } from '@gridsweep/lenet';
import { cannotWrite } from './metrics-file.ts';

/** A network's parameters from a safetensors file. @throws 'invalid' where it is not there or holds no LeNet. */
export async function readWeightsFile(path: string): Promise<Float32Array> {
  const bytes = await readFile(path).catch((thrown: unknown): Uint8Array => {
    throw new GridsweepError('invalid', `${path} cannot be read: ${GridsweepError.from(thrown).message}.`, {
      cause: thrown,
    });
  });
  return readWeights(bytes);
}

/** Fails before training where the weights could not be written after it. */
export async function checkWritable(path: string): Promise<void> {
  await access(dirname(resolve(path)), constants.W_OK).catch((thrown: unknown) => {
    throw cannotWrite(path, thrown);
  });
}

/** Writes parameters as a safetensors file, whole or not at all. */
export async function writeWeightsFile(path: string, parameters: Float32Array): Promise<void> {
  const unfinished = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(unfinished, writeWeights(parameters), { flush: true });
    await rename(unfinished, path);
  } catch (thrown) {
    await rm(unfinished, { force: true });
    throw cannotWrite(path, thrown);
  }
}
