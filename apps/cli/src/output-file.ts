import { open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { cannotWrite } from './metrics-file.ts';

/**
 * Writes pieces into a file one after the other, the whole or nothing of it. What is there and is no file, as /dev/null or a pipe, is
 * written to as it is.
 * @throws GridsweepError 'invalid' or 'no-space' where it cannot be written
 */
export async function writeOutputFile(path: string, pieces: Iterable<string | Uint8Array>): Promise<void> {
  try {
    const isFile = await stat(path).then(
      (found) => found.isFile() || found.isDirectory(),
      () => true,
    );
    if (!isFile) {
      await writeInto(path, pieces);
      return;
    }
    const unfinished = `${path}.${process.pid}.tmp`;
    try {
      await writeInto(unfinished, pieces);
      await rename(unfinished, path);
    } catch (thrown) {
      await rm(unfinished, { force: true });
      throw thrown;
    }
  } catch (thrown) {
    throw cannotWrite(path, thrown);
  }
}

async function writeInto(path: string, pieces: Iterable<string | Uint8Array>): Promise<void> {
  const file: FileHandle = await open(path, 'w');
  try {
    for (const piece of pieces) await file.writeFile(piece);
  } finally {
    await file.close();
  }
}
