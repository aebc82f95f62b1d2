export type Command = 'go-on' | 'drain' | 'cancel';

const COMMANDS: readonly Command[] = ['go-on', 'drain', 'cancel'];

/** Positions in the shared block. */
const COMMAND = 0;
const CREDITS = 1;
const CHANGES = 2;
const FIELDS = 3;

/**
 * What the trainer process tells one worker thread. It is shared memory and no message because the thread computes
 * without turning to its event loop: it looks here between two chunks of work.
 */
export class WorkerControl {
  readonly buffer: SharedArrayBuffer;
  readonly #fields: Int32Array;

  constructor(buffer = new SharedArrayBuffer(FIELDS * Int32Array.BYTES_PER_ELEMENT)) {
    this.buffer = buffer;
    this.#fields = new Int32Array(buffer);
  }

  /** Process: sets the block for a run that is about to start. */
  begin(credits: number): void {
    Atomics.store(this.#fields, COMMAND, COMMANDS.indexOf('go-on'));
    Atomics.store(this.#fields, CREDITS, credits);
  }

  /** Process: asks the present run to stop early. A cancel is not taken back by a later drain. */
  request(command: 'drain' | 'cancel'): void {
    if (this.command() !== 'cancel') Atomics.store(this.#fields, COMMAND, COMMANDS.indexOf(command));
    this.#changed();
  }

  /** Process: lets the present run report more metric points. */
  addCredits(credits: number): void {
    Atomics.add(this.#fields, CREDITS, credits);
    this.#changed();
  }

  command(): Command {
    return COMMANDS[Atomics.load(this.#fields, COMMAND)] ?? 'go-on';
  }

  /** Worker: accounts for what it reported. Credits may go below zero by one report. */
  spendCredits(credits: number): void {
    Atomics.sub(this.#fields, CREDITS, credits);
  }

  /** Worker: blocks the thread until there are credits or it is asked to stop early (I6). */
  awaitCredits(): void {
    for (;;) {
      // Read before the condition, so that a change between the condition and the wait ends the wait at once.
      const changes = Atomics.load(this.#fields, CHANGES);
      if (Atomics.load(this.#fields, CREDITS) > 0 || this.command() !== 'go-on') return;
      Atomics.wait(this.#fields, CHANGES, changes);
    }
  }

  #changed(): void {
    Atomics.add(this.#fields, CHANGES, 1);
    Atomics.notify(this.#fields, CHANGES);
  }
}
