import type { LogLevel } from '@gridsweep/sweep';

/** Lines of an attempt that are kept while they cannot be sent; the oldest go first. */
export const LOG_LINES_KEPT = 100;
/** Characters of a line, or of a failure's detail, at most. */
const MOST_CHARACTERS = 4_000;

export interface LogLine {
  readonly level: LogLevel;
  readonly message: string;
}

/** What is to be told of one attempt, in order. Of more than can be kept (I6) it is told how much was left out. */
export class LogLines {
  #lines: LogLine[] = [];
  #leftOut = 0;

  get isEmpty(): boolean {
    return this.#lines.length === 0;
  }

  add(level: LogLevel, message: string): void {
    this.#lines.push({ level, message: clipped(message) });
    if (this.#lines.length <= LOG_LINES_KEPT) return;
    this.#lines.shift();
    this.#leftOut += 1;
  }

  /** The next line, or null. */
  take(): LogLine | null {
    if (this.#leftOut === 0) return this.#lines.shift() ?? null;
    const message = `Here ${this.#leftOut} lines are left out: they came faster than they could be sent.`;
    this.#leftOut = 0;
    return { level: 'warn', message };
  }
}

/** The beginning of a text that is too long to be sent. */
export function clipped(text: string): string {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 1)}…`;
}
