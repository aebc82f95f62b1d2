import type { LogLine, Store } from './store/contract.ts';
import { TEXT_CHARACTERS } from './store/limits.ts';

/** Lines gathered into one transaction at most; a session that writes faster waits. */
const BATCH = 200;
const GATHER_MS = 100;

/** Stores log lines of all sessions a batch at a time. They are not acknowledged, so a failing database may cost some. */
export class LogWriter {
  readonly #store: Pick<Store, 'appendLogs'>;
  readonly #onStored: (sweepIds: readonly string[]) => void;
  readonly #onFailed: (error: unknown, lines: number) => void;
  #lines: LogLine[] = [];
  #flushing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    store: Pick<Store, 'appendLogs'>,
    onStored: (sweepIds: readonly string[]) => void,
    onFailed: (error: unknown, lines: number) => void,
  ) {
    this.#store = store;
    this.#onStored = onStored;
    this.#onFailed = onFailed;
  }

  /** Resolves at once while there is room, else when there is again (I6). */
  async add(line: LogLine): Promise<void> {
    // Longer ones are cut by the store; here already, so that those that wait are bounded in bytes, too.
    this.#lines.push({ ...line, message: line.message.slice(0, TEXT_CHARACTERS + 1) });
    if (this.#lines.length >= BATCH) return this.flush();
    this.#timer ??= setTimeout(() => void this.flush(), GATHER_MS);
  }

  /** Resolves when every line added so far has been stored or given up. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const lines = this.#lines;
    this.#lines = [];
    this.#flushing = this.#flushing.then(() => this.#write(lines));
    return this.#flushing;
  }

  async #write(lines: readonly LogLine[]): Promise<void> {
    if (lines.length === 0) return;
    try {
      this.#onStored(await this.#store.appendLogs(lines));
    } catch (thrown) {
      this.#onFailed(thrown, lines.length);
    }
  }
}
