import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { GridsweepError } from '@gridsweep/sweep';
import type { TreeEntry } from './list-tree.ts';
import { encodeEntry, padding, TAR_END, tarSizeOf } from './tar-format.ts';

/** What was written. */
export interface Packed {
  readonly sizeBytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

const PIECE = 256 * 1024;

/** Bytes of the tar file that `tarPieces` makes. */
export function tarSize(entries: readonly TreeEntry[]): number {
  return entries.reduce((sum, entry) => sum + tarSizeOf(entry), TAR_END.length);
}

/**
 * A tar file, piece by piece; each piece holds until the next is asked for.
 * @throws GridsweepError 'conflict' where a file has changed its size since it was listed, or is no longer a file
 */
export async function* tarPieces(entries: readonly TreeEntry[]): AsyncGenerator<Buffer, void, undefined> {
  const buffer = Buffer.allocUnsafe(PIECE);
  for (const entry of entries) {
    yield encodeEntry(entry);
    if (entry.type === 'folder') continue;
    yield* contentOf(entry, buffer);
    yield padding(entry.size);
  }
  yield TAR_END;
}

async function* contentOf(entry: TreeEntry, buffer: Buffer): AsyncGenerator<Buffer, void, undefined> {
  const changed = () => new GridsweepError('conflict', `${JSON.stringify(entry.path)} was changed while it was read.`);
  // Neither a link nor a FIFO that was put in the file's place may be followed or waited for.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await open(entry.source, flags).catch((thrown: unknown) => {
    throw isErrno(thrown, 'ELOOP') ? changed() : GridsweepError.from(thrown);
  });
  try {
    const stats = await file.stat();
    if (!stats.isFile() || stats.size !== entry.size) throw changed();
    for (let left = entry.size; left > 0;) {
      const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, left));
      if (bytesRead === 0) throw changed();
      left -= bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
    const after = await file.stat();
    if (after.size !== entry.size || after.mtimeMs !== stats.mtimeMs) throw changed();
  } finally {
    await file.close();
  }
}

/** The hash and size of the tar file, without keeping it. */
export async function hashTar(entries: readonly TreeEntry[]): Promise<Packed> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for await (const piece of tarPieces(entries)) {
    hash.update(piece);
    sizeBytes += piece.length;
  }
  return { sizeBytes, sha256: hash.digest('hex') };
}

/**
 * Writes the tar file, which appears whole or not at all.
 * @throws GridsweepError as `tarPieces` does; 'no-space'
 */
export async function writeTar(entries: readonly TreeEntry[], path: string): Promise<Packed> {
  const aside = `${path}.${randomUUID()}`;
  try {
    const file = await open(aside, 'wx', 0o644);
    const hash = createHash('sha256');
    let sizeBytes = 0;
    try {
      for await (const piece of tarPieces(entries)) {
        hash.update(piece);
        sizeBytes += piece.length;
        await file.writeFile(piece);
      }
    } finally {
      await file.close();
    }
    await rename(aside, path);
    return { sizeBytes, sha256: hash.digest('hex') };
  } catch (thrown) {
    await rm(aside, { force: true });
    throw GridsweepError.from(thrown);
  }
}

function isErrno(thrown: unknown, code: string): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === code;
}
