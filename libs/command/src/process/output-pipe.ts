import { execFile } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Socket } from 'node:net';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';

/**
 * A pipe for a child's output. Node gives its children sockets, which programs cannot open again: `echo > /dev/stderr` fails
 * with "No such device or address". A FIFO is a pipe as any shell makes one.
 */
export class OutputPipe {
  /** To be given to the child. */
  readonly writer: number;
  readonly #reader: number;

  private constructor(reader: number, writer: number) {
    this.#reader = reader;
    this.writer = writer;
  }

  /** Makes so many pipes; the folder holds them only for a moment. */
  static async create(folder: string, count: number): Promise<OutputPipe[]> {
    const paths = Array.from({ length: count }, (_, at) => join(folder, `output-${at}`));
    await promisify(execFile)('mkfifo', ['-m', '600', ...paths]);
    const pipes = paths.map((path) => {
      // The reader first, and without waiting: a writer alone would wait for it.
      const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
      return new OutputPipe(reader, openSync(path, constants.O_WRONLY));
    });
    for (const path of paths) await rm(path);
    return pipes;
  }

  /** Once the child has its end: lets go of it here and reads what the child writes, to its end. */
  read(): Readable {
    closeSync(this.writer);
    return new Socket({ fd: this.#reader, readable: true, writable: false });
  }

  /** For a child that was never started. */
  close(): void {
    closeSync(this.writer);
    closeSync(this.#reader);
  }
}
