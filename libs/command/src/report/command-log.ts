import type { RunEvent } from '@gridsweep/sweep';
import { cleanText } from './clean-text.ts';
import { LogLimiter } from './log-limiter.ts';

type LogEvent = Extract<RunEvent, { type: 'log' }>;

/** Longest line of the log, in characters. */
const MAX_LINE = 4_000;
/** So much of the log's end tells why a command failed. */
const LAST_LINES = 20;
const LAST_CHARACTERS = 2_000;

/** What a command printed that is no report: its log, and its last words. */
export class CommandLog {
  readonly #limiter: LogLimiter;
  /** The newest lines as they came, as a ring: only few of the lines of a command that prints a lot are ever looked at. */
  readonly #last: { readonly bytes: Buffer; readonly cut: number }[] = [];
  #count = 0;

  constructor(limiter: LogLimiter = new LogLimiter()) {
    this.#limiter = limiter;
  }

  /**
   * The events of one line; none where more lines come than a log can take.
   * @param cut how many bytes of the line are missing at its end
   */
  line(bytes: Buffer, cut: number): LogEvent[] {
    if (bytes.length === 0) return [];
    this.#last[this.#count++ % LAST_LINES] = { bytes, cut };
    if (!this.#limiter.admits(bytes.length)) return [];
    const message = cleanText(bytes, cut, MAX_LINE);
    return message === '' ? [] : [...this.end(), { type: 'log', level: 'info', message }];
  }

  /** How many lines were left out and not told yet, as an event. */
  end(): LogEvent[] {
    const leftOut = this.#limiter.takeLeftOut();
    if (leftOut === 0) return [];
    const lines = leftOut === 1 ? '1 line was' : `${leftOut} lines were`;
    return [{ type: 'log', level: 'warn', message: `${lines} left out: the command prints more than a log can take.` }];
  }

  /** The last lines, bounded; empty where nothing was printed. */
  lastWords(): string {
    const oldest = this.#count % LAST_LINES;
    const lines = [...this.#last.slice(oldest), ...this.#last.slice(0, oldest)];
    const text = lines
      .map(({ bytes, cut }) => cleanText(bytes, cut, MAX_LINE))
      .filter((line) => line !== '')
      .join('\n');
    return text.length > LAST_CHARACTERS ? `…${text.slice(-LAST_CHARACTERS)}` : text;
  }
}
