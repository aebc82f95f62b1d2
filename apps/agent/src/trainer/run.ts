import type { RunEvent } from '@gridsweep/sweep';
import type { Down, RunOver, Up } from './channel.ts';

/** Credits for log lines are given back so many at once. */
const LINES_A_CREDIT = 100;

export interface RunOptions {
  /** How long a cancelled run may take to end. */
  readonly cancelWithinMs: number;
  readonly send: (down: Down) => void;
  /** Ends the run together with its thread. */
  readonly kill: () => void;
  /** Called in order, never after the end. */
  readonly onEvent: (event: RunEvent) => void;
}

/** The agent's end of the channel to a run. */
export class Run {
  /** Resolves with the run's end; never rejects. */
  readonly ended: Promise<RunOver>;
  readonly #options: RunOptions;
  #end!: (over: RunOver) => void;
  #killing: NodeJS.Timeout | null = null;
  #isOver = false;
  #isDraining = false;
  #linesRead = 0;

  constructor(options: RunOptions) {
    this.#options = options;
    this.ended = new Promise((resolve) => (this.#end = resolve));
  }

  /** Lets it report so many metric points more. */
  addCredits(credits: number): void {
    if (credits > 0) this.#send({ type: 'credits', credits });
  }

  /** Asks for a checkpoint at the next chunk boundary, and the end. */
  drain(): void {
    this.#isDraining = true;
    this.#send({ type: 'drain' });
  }

  /** A run that does not obey in time is ended together with its thread. */
  cancel(): void {
    if (this.#isOver || this.#killing !== null) return;
    this.#send({ type: 'cancel' });
    this.#killing = setTimeout(this.#options.kill, this.#options.cancelWithinMs);
  }

  /** What the run said, or what is said for it where it was cut off. */
  received(up: Up): void {
    if (this.#isOver) return;
    switch (up.type) {
      case 'log':
        this.#linesRead += 1;
        if (this.#linesRead % LINES_A_CREDIT === 0) this.addCredits(LINES_A_CREDIT);
        this.#options.onEvent(up);
        return;
      case 'ending':
        // A run that is drained frees its slot, but for nothing.
        if (!this.#isDraining) this.#options.onEvent(up);
        return;
      case 'metrics':
      case 'progress':
      case 'checkpoint':
      case 'weights':
        this.#options.onEvent(up);
        return;
      case 'finished':
      case 'drained':
      case 'failed':
      case 'cancelled':
      case 'unusable-checkpoint':
        this.#isOver = true;
        if (this.#killing !== null) clearTimeout(this.#killing);
        this.#end(up);
    }
  }

  #send(down: Down): void {
    if (!this.#isOver) this.#options.send(down);
  }
}
