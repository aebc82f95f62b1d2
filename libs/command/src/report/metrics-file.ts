import { lstat, open, type FileHandle } from 'node:fs/promises';
import { LineSplitter, type Line } from './line-splitter.ts';

const CHUNK = 64 * 1024;
/** So many of the bytes read last are looked at again: others in their place mean that the file was written anew. */
const SEEN = 256;

/** What a command has appended since the file was last read. */
export interface FileRead {
  readonly lines: readonly Line[];
  /** How many bytes these are, with the begin of a line that is not complete; 0 where nothing was appended. */
  readonly bytes: number;
  /** Told once: what the command does with the file that may lose lines. */
  readonly warning: string | undefined;
}

/** Follows the file that a command appends its reports to. It reads no more at once than a chunk (I6). */
export class MetricsFile {
  readonly path: string;
  readonly #file: FileHandle;
  readonly #buffer = Buffer.allocUnsafe(CHUNK);
  #splitter: LineSplitter;
  #offset = 0;
  #seen: Buffer = Buffer.alloc(0);
  #isWarned = false;
  readonly #maxLineBytes: number;

  private constructor(path: string, file: FileHandle, maxLineBytes: number) {
    this.path = path;
    this.#file = file;
    this.#maxLineBytes = maxLineBytes;
    this.#splitter = new LineSplitter(maxLineBytes);
  }

  /** Makes the file, empty. */
  static async create(path: string, maxLineBytes: number): Promise<MetricsFile> {
    return new MetricsFile(path, await open(path, 'wx+', 0o644), maxLineBytes);
  }

  async read(): Promise<FileRead> {
    const warning = await this.#rewritten();
    const { bytesRead } = await this.#file.read(this.#buffer, 0, CHUNK, this.#offset);
    const chunk = this.#buffer.subarray(0, bytesRead);
    this.#offset += bytesRead;
    this.#seen = Buffer.concat([this.#seen, chunk.subarray(-SEEN)]).subarray(-SEEN);
    return { lines: [...this.#splitter.push(chunk)], bytes: bytesRead, warning };
  }

  /** A last line that has no end; null where there is none. Nothing is read after it. */
  end(): Line | null {
    return this.#splitter.end();
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  async #rewritten(): Promise<string | undefined> {
    const [here, there] = [await this.#file.stat(), await lstat(this.path).catch(() => null)];
    if (there?.ino !== here.ino || there.dev !== here.dev) return this.#warn('replaced or removed');
    if (this.#seen.length === 0) return undefined;
    const again = Buffer.alloc(this.#seen.length);
    const { bytesRead } = await this.#file.read(again, 0, again.length, this.#offset - again.length);
    if (bytesRead === again.length && again.equals(this.#seen)) return undefined;
    this.#offset = 0;
    this.#seen = Buffer.alloc(0);
    this.#splitter = new LineSplitter(this.#maxLineBytes);
    return this.#warn('written anew');
  }

  #warn(what: string): string | undefined {
    if (this.#isWarned) return undefined;
    this.#isWarned = true;
    return `$GRIDSWEEP_METRICS_FILE was ${what}; what was reported may be lost. Open it to append ("a", >>) and leave it in its place.`;
  }
}
