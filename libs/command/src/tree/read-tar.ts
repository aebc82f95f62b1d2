import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { GridsweepError } from '@gridsweep/sweep';
import { BLOCK, decodeHeader, decodePax, type PaxRecords, type TarEntry } from './tar-format.ts';

export interface UnpackLimits {
  /** Of all contents together. */
  readonly maxBytes: number;
  readonly maxEntries: number;
}

/** What was unpacked. */
export interface Unpacked {
  readonly entries: readonly TarEntry[];
  /** SHA-256 of the whole tar file, lower-case hexadecimal. */
  readonly sha256: string;
}

/** More no path needs. */
const MAX_PAX = 64 * 1024;

/**
 * Unpacks a tar file into a folder that is made for it. Only files and folders with relative paths inside of it are accepted:
 * whatever the tar file holds, nothing outside of the folder is touched. On an error the folder is removed again.
 * @throws GridsweepError 'invalid' where the tar file is not one of ours, 'conflict' where the folder exists, 'no-space'
 */
export async function unpackTar(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  folder: string,
  limits: UnpackLimits,
): Promise<Unpacked> {
  await mkdir(folder).catch((thrown: unknown) => {
    const exists = thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST';
    throw exists ? new GridsweepError('conflict', `${folder} exists already.`) : GridsweepError.from(thrown);
  });
  const reader = new ByteReader(chunks);
  try {
    return await unpackInto(reader, folder, limits);
  } catch (thrown) {
    await reader.close();
    await rm(folder, { recursive: true, force: true });
    throw GridsweepError.from(thrown);
  }
}

/** A file's content, opened only once it is asked for. */
export async function* chunksOf(path: string): AsyncGenerator<Uint8Array, void, undefined> {
  yield* createReadStream(path) as AsyncIterable<Buffer>;
}

async function unpackInto(reader: ByteReader, folder: string, limits: UnpackLimits): Promise<Unpacked> {
  const entries: TarEntry[] = [];
  let bytes = 0;
  let pax: PaxRecords = {};
  for (;;) {
    const header = decodeHeader(await reader.take(BLOCK), pax);
    switch (header.type) {
      case 'end':
        return { entries, sha256: await reader.finish() };
      case 'other':
        throw new GridsweepError('invalid', `The tar file holds ${header.what}; only files and folders are accepted.`);
      case 'pax': {
        if (header.size > MAX_PAX) throw new GridsweepError('invalid', 'The tar file holds a name that is too long.');
        const records = decodePax(await reader.take(header.size));
        await reader.take(-header.size & (BLOCK - 1));
        if (records === null) throw new GridsweepError('invalid', 'The tar file holds a malformed pax header.');
        pax = records;
        break;
      }
      case 'entry': {
        const { entry } = header;
        checkPath(entry.path);
        bytes += entry.size;
        entries.push(entry);
        if (bytes > limits.maxBytes) {
          throw new GridsweepError('invalid', `The tar file holds more than ${limits.maxBytes} bytes of content.`);
        }
        if (entries.length > limits.maxEntries) {
          throw new GridsweepError('invalid', `The tar file holds more than ${limits.maxEntries} files and folders.`);
        }
        await write(entry, join(folder, entry.path), reader);
        pax = {};
      }
    }
  }
}

async function write(entry: TarEntry, path: string, reader: ByteReader): Promise<void> {
  try {
    if (entry.type === 'folder') {
      await mkdir(path, { recursive: true });
      return;
    }
    await mkdir(dirname(path), { recursive: true });
    // 'wx': a second entry of the same name, by whatever spelling the file system takes for the same, is an error.
    const file = await open(path, 'wx', entry.executable ? 0o755 : 0o644);
    try {
      for await (const piece of reader.pieces(entry.size)) await file.writeFile(piece);
    } finally {
      await file.close();
    }
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
    if (code === 'EEXIST' || code === 'ENOTDIR' || code === 'ENAMETOOLONG' || code === 'EISDIR') {
      throw new GridsweepError(
        'invalid',
        `The tar file's entry ${JSON.stringify(entry.path)} cannot be written (${code}).`,
      );
    }
    throw thrown;
  }
  await reader.take(-entry.size & (BLOCK - 1));
}

/** @throws GridsweepError 'invalid' unless the path stays inside the folder that it is relative to. */
function checkPath(path: string): void {
  const parts = path.split('/');
  if (path.includes('\0') || parts.some((part) => part === '' || part === '.' || part === '..')) {
    throw new GridsweepError(
      'invalid',
      `The tar file holds the path ${JSON.stringify(path.slice(0, 200))}; only relative paths without ".." are accepted.`,
    );
  }
}

/** Reads counted bytes of a stream of chunks, hashing all. */
class ByteReader {
  readonly #chunks: AsyncIterator<Uint8Array> | Iterator<Uint8Array>;
  readonly #hash = createHash('sha256');
  #rest: Buffer = Buffer.alloc(0);

  constructor(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
    this.#chunks = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  }

  /** So many bytes as they come, in pieces of any length. */
  async *pieces(count: number): AsyncGenerator<Buffer, void, undefined> {
    for (let left = count; left > 0;) {
      if (this.#rest.length === 0 && !(await this.#read())) {
        throw new GridsweepError('invalid', 'The tar file ends too early.');
      }
      const piece = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }

  /** So many bytes at once. */
  async take(count: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for await (const piece of this.pieces(count)) pieces.push(piece);
    return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
  }

  /** Reads what is left and gives the hash of everything. */
  async finish(): Promise<string> {
    while (await this.#read());
    return this.#hash.digest('hex');
  }

  /** Lets go of a stream that is not read to its end. */
  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  async #read(): Promise<boolean> {
    const next = await this.#chunks.next();
    if (next.done === true) return false;
    this.#hash.update(next.value);
    this.#rest = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength);
    return true;
  }
}
