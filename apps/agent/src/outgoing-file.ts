import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import type { CheckpointContent } from '@gridsweep/sweep';
import { CHUNK_BYTES, type Chunk } from '@gridsweep/protocol';

/** What an attempt sends in pieces. */
export type FileKind = 'checkpoint' | 'weights';

/** A checkpoint or weights on their way to the coordinator. A file is read only as its pieces are sent. */
export class OutgoingFile {
  readonly kind: FileKind;
  /** Optimizer updates made before it. */
  readonly step: number;
  readonly #content: CheckpointContent;
  readonly #totalBytes: number;
  readonly #sha256: string;
  #isPartlySent = false;

  constructor(kind: FileKind, step: number, content: CheckpointContent) {
    this.kind = kind;
    this.step = step;
    this.#content = content;
    if (content instanceof Uint8Array) {
      this.#totalBytes = content.length;
      this.#sha256 = createHash('sha256').update(content).digest('hex');
    } else {
      this.#totalBytes = content.sizeBytes;
      this.#sha256 = content.sha256;
    }
  }

  /** A piece was asked for, and the last one was not. */
  get isPartlySent(): boolean {
    return this.#isPartlySent;
  }

  /** Where its pieces begin; there is at least one. */
  *offsets(): Generator<number> {
    yield 0;
    for (let offset = CHUNK_BYTES; offset < this.#totalBytes; offset += CHUNK_BYTES) yield offset;
  }

  isLast(offset: number): boolean {
    return offset + CHUNK_BYTES >= this.#totalBytes;
  }

  /** The piece that begins there. Rejects if the file cannot be read or is not as long as was said. */
  async chunk(offset: number): Promise<Chunk> {
    this.#isPartlySent = !this.isLast(offset);
    const length = Math.min(CHUNK_BYTES, this.#totalBytes - offset);
    const bytes = await this.#bytes(offset, length);
    return { totalBytes: this.#totalBytes, sha256: this.#sha256, offset, bytes };
  }

  /** Removes its file, if it is one. */
  discard(): void {
    discardContent(this.#content);
  }

  async #bytes(offset: number, length: number): Promise<Uint8Array> {
    if (this.#content instanceof Uint8Array) return this.#content.subarray(offset, offset + length);
    const file = await open(this.#content.path);
    try {
      const bytes = new Uint8Array(length);
      for (let at = 0; at < length;) {
        const { bytesRead } = await file.read(bytes, at, length - at, offset + at);
        if (bytesRead === 0) throw new Error(`The file ended after ${offset + at} of ${this.#totalBytes} bytes.`);
        at += bytesRead;
      }
      return bytes;
    } finally {
      await file.close();
    }
  }
}

/** Removes the file, if it is one: it is wanted no more. What cannot be removed stays. */
export function discardContent(content: CheckpointContent): void {
  if (!(content instanceof Uint8Array)) void rm(content.path, { force: true }).catch(() => undefined);
}
