import type { RunEvent } from '@gridsweep/sweep';
import type { Down, RunOver, Up } from './channel.ts';

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

  constructor(options: RunOptions) {
    this.#options = options;
    this.ended = new Promise((resolve) => (this.#end = resolve));
  }

  /** Lets it report so many metric points more. */
  addCredits(credits: number): void {
    if (credits > 0) this.#send({ type: 'credits', credits });
  }

  drain(): void {
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
      case 'metrics':
      case 'progress':
      case 'log':
      case 'checkpoint':
      case 'ending':
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
