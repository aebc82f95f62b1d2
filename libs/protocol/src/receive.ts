import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { GridsweepError } from '@gridsweep/sweep';
import type { Chunk } from './session.ts';

/** What is to be received. */
export interface Expected {
  /** For messages: "The checkpoint of step 200". */
  readonly what: string;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  readonly mostBytes: number;
}

/**
 * Puts a file's pieces together in memory.
 * @throws GridsweepError 'data' where they are not the file that was expected; or as the stream throws
 */
export async function receiveBytes(chunks: AsyncIterable<Chunk>, expected: Expected): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  await receive(chunks, expected, (bytes) => void pieces.push(bytes));
  return Buffer.concat(pieces);
}

/** The same, into a file, which is not there yet. @throws as `receiveBytes`, or GridsweepError 'no-space' */
export async function receiveFile(chunks: AsyncIterable<Chunk>, expected: Expected, path: string): Promise<void> {
  const file = await open(path, 'w');
  try {
    await receive(chunks, expected, async (bytes) => {
      await file.writeFile(bytes);
    });
  } catch (thrown) {
    throw GridsweepError.from(thrown);
  } finally {
    await file.close();
  }
}

async function receive(
  chunks: AsyncIterable<Chunk>,
  { what, sha256, mostBytes }: Expected,
  write: (bytes: Uint8Array) => void | Promise<void>,
): Promise<void> {
  const hash = createHash('sha256');
  let received = 0;
  let total = 0;
  for await (const chunk of chunks) {
    total = chunk.totalBytes;
    if (total > mostBytes) throw broken(what, `it has ${total} bytes, of ${mostBytes} that it may have`);
    if (chunk.offset !== received) throw broken(what, `a piece came for byte ${chunk.offset} after ${received} bytes`);
    received += chunk.bytes.length;
    hash.update(chunk.bytes);
    await write(chunk.bytes);
  }
  if (received !== total) throw broken(what, `${received} of its ${total} bytes came`);
  const actual = hash.digest('hex');
  if (actual !== sha256) throw broken(what, `its SHA-256 is ${actual}, not ${sha256}`);
}

function broken(what: string, why: string): GridsweepError {
  return new GridsweepError('data', `${what} came damaged from the coordinator: ${why}.`);
}
