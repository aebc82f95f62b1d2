import type { Readable } from 'node:stream';
import type { RunEvent } from '@gridsweep/sweep';
import { cleanText } from './clean-text.ts';
import type { CommandLog } from './command-log.ts';
import { LineSplitter, type Line } from './line-splitter.ts';
import type { Report } from './reports.ts';

/** Begins a line that is a report. */
const PREFIX = '@gridsweep';
const PREFIX_BYTES = Buffer.from(PREFIX);

/** What came from one of a command's outputs. */
export interface OutputRead {
  readonly reports: readonly Report[];
  readonly log: readonly RunEvent[];
}

/** One output of a command, read only when it is asked for (I6), so that a command whose reports nobody takes waits. */
export class CommandOutput {
  readonly #stream: Readable;
  readonly #name: string;
  readonly #splitter: LineSplitter;
  readonly #log: CommandLog;
  #state: 'open' | 'ended' | 'done' = 'open';

  /** @param onChange called when there may be something to be read */
  constructor(stream: Readable, name: string, log: CommandLog, maxLineBytes: number, onChange: () => void) {
    this.#stream = stream;
    this.#name = name;
    this.#log = log;
    this.#splitter = new LineSplitter(maxLineBytes);
    const end = () => {
      if (this.#state === 'open') this.#state = 'ended';
      onChange();
    };
    stream.on('readable', onChange).once('end', end).once('close', end).on('error', end);
  }

  /** Nothing more will come. */
  get isDone(): boolean {
    return this.#state === 'done';
  }

  /** What has come since; null where nothing has. */
  read(): OutputRead | null {
    const chunk = this.#stream.read() as Buffer | null;
    if (chunk !== null) {
      // Most chunks have no report, so that not every line need be searched.
      const mayReport = this.#splitter.isInLine || chunk.includes(PREFIX_BYTES);
      return this.#sort(this.#splitter.push(chunk), mayReport);
    }
    if (this.#state !== 'ended') return null;
    this.#state = 'done';
    const last = this.#splitter.end();
    return last === null ? null : this.#sort([last], true);
  }

  /** Waits no longer for an end that does not come. */
  close(): void {
    this.#stream.destroy();
  }

  #sort(lines: Iterable<Line>, mayReport: boolean): OutputRead {
    const reports: Report[] = [];
    const log: RunEvent[] = [];
    for (const { number, bytes, cut } of lines) {
      const text = mayReport && bytes.includes(PREFIX_BYTES) ? cleanText(bytes, 0, Infinity) : '';
      if (text.startsWith(PREFIX)) {
        reports.push({ text: text.slice(PREFIX.length), cut, where: `line ${number} of its ${this.#name}` });
      } else {
        log.push(...this.#log.line(bytes, cut));
      }
    }
    return { reports, log };
  }
}
