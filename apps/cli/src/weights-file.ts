import { access, constants, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { GridsweepError } from '@gridsweep/sweep';
import { cannotWrite } from './metrics-file.ts';

/** A file of weights. @throws 'invalid' where it is not there */
export async function readFileOfWeights(path: string): Promise<Uint8Array> {
  return readFile(path).catch((thrown: unknown): Uint8Array => {
    throw new GridsweepError('invalid', `${path} cannot be read: ${GridsweepError.from(thrown).message}.`, {
      cause: thrown,
    });
  });
}

/** Fails before training where the weights could not be written after it. */
export async function checkWritable(path: string): Promise<void> {
  await access(dirname(resolve(path)), constants.W_OK).catch((thrown: unknown) => {
    throw cannotWrite(path, thrown);
  });
}

/** Writes a file of weights, whole or not at all. */
export async function writeFileOfWeights(path: string, content: Uint8Array): Promise<void> {
  const unfinished = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(unfinished, content, { flush: true });
    await rename(unfinished, path);
  } catch (thrown) {
    await rm(unfinished, { force: true });
    throw cannotWrite(path, thrown);
  }
}
