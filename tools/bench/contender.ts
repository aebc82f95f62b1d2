import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import type { Round } from './rates.ts';

export interface Command {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
}

/**
 * One or more processes that train the same network side by side. Each prints "ready" once it is, and for a line of input
 * trains for a while and prints its images per second and the processor time it took for each.
 */
export class Contender {
  readonly name: string;
  readonly slots: number;
  readonly rounds: Round[] = [];
  readonly #children: readonly Child[];

  private constructor({ name }: Command, children: readonly Child[]) {
    this.name = name;
    this.slots = children.length;
    this.#children = children;
  }

  /** @returns null if a process ends before it is ready, as where what it needs is not installed. */
  static async start(command: Command, slots: number): Promise<Contender | null> {
    const children = Array.from({ length: slots }, () => new Child(command));
    const contender = new Contender(command, children);
    const isReady = await Promise.all(children.map(async (child) => (await child.answer()) === 'ready'));
    if (isReady.every(Boolean)) return contender;
    contender.stop();
    return null;
  }

  async round(): Promise<void> {
    const answers = await Promise.all(this.#children.map((child) => child.ask()));
    let rate = 0;
    let processorTime = 0;
    for (const answer of answers) {
      if (answer === null) throw new Error(`${this.name} ended in the middle of the benchmark.`);
      const [ratePart, timePart] = answer.split(' ');
      rate += Number(ratePart);
      processorTime += Number(timePart) / answers.length;
    }
    this.rounds.push({ rate, processorTime });
  }

  stop(): void {
    for (const child of this.#children) child.stop();
  }
}

class Child {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #lines: Interface;

  constructor({ program, args }: Command) {
    this.#process = spawn(program, args);
    // Ends the lines too, which is how a program that cannot be started shows.
    this.#process.on('error', () => this.#lines.close());
    this.#process.stderr.resume();
    this.#lines = createInterface({ input: this.#process.stdout });
  }

  ask(): Promise<string | null> {
    this.#process.stdin.write('go\n');
    return this.answer();
  }

  /** The next line, or null if the process ends. */
  async answer(): Promise<string | null> {
    const abort = new AbortController();
    const [line] = (await Promise.race([
      once(this.#lines, 'line', { signal: abort.signal }),
      once(this.#lines, 'close', { signal: abort.signal }),
    ])) as [string?];
    abort.abort();
    return line ?? null;
  }

  stop(): void {
    this.#process.kill();
  }
}
