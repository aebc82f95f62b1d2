/** One line of a file or an output, without its end. */
export interface Line {
  /** From 1. */
  readonly number: number;
  /** Often a part of the chunk, so they hold as long as that does. */
  readonly bytes: Buffer;
  /** How many of the line's bytes were left out at its end. */
  readonly cut: number;
}

const NEWLINE = 0x0a;

/** Cuts chunks into lines, of each of which it keeps no more than so many bytes: whatever comes, memory is bounded. */
export class LineSplitter {
  readonly #maxBytes: number;
  #parts: Buffer[] = [];
  #kept = 0;
  #cut = 0;
  #number = 1;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Whether the next line has begun already. */
  get isInLine(): boolean {
    return this.#kept > 0;
  }

  /** The lines that the chunk completes. */
  *push(chunk: Buffer): Generator<Line, void, undefined> {
    for (let at = 0; at < chunk.length;) {
      const newline = chunk.indexOf(NEWLINE, at);
      if (newline < 0) {
        this.#keep(chunk.subarray(at));
        return;
      }
      if (this.#kept === 0 && newline - at <= this.#maxBytes) {
        yield { number: this.#number++, bytes: chunk.subarray(at, newline), cut: 0 };
      } else {
        this.#keep(chunk.subarray(at, newline));
        yield this.#line();
      }
      at = newline + 1;
    }
  }

  /** What came after the last line's end; null where nothing did. */
  end(): Line | null {
    return this.#kept + this.#cut === 0 ? null : this.#line();
  }

  #keep(part: Buffer): void {
    const kept = part.subarray(0, this.#maxBytes - this.#kept);
    // A copy: a part of a chunk would hold the whole chunk in memory.
    if (kept.length > 0) this.#parts.push(Buffer.from(kept));
    this.#kept += kept.length;
    this.#cut += part.length - kept.length;
  }

  #line(): Line {
    const line = { number: this.#number++, bytes: Buffer.concat(this.#parts), cut: this.#cut };
    this.#parts = [];
    this.#kept = 0;
    this.#cut = 0;
    return line;
  }
}
