import { rm } from 'node:fs/promises';
import { writeFileSync } from 'node:fs';
import { GridsweepError, type Control, type Failure, type RunEnd, type RunEvent } from '@gridsweep/sweep';
import type { AttemptFolder } from './attempt-folder.ts';
import { Bell } from './bell.ts';
import type { Checkpoints } from './checkpoint/checkpoints.ts';
import { watchDisk } from './disk-watch.ts';
import { endOf } from './how-ended.ts';
import { CommandProcess, type Exit } from './process/command-process.ts';
import { oomKills } from './process/oom-kills.ts';
import { CommandLog } from './report/command-log.ts';
import { CommandOutput } from './report/command-output.ts';
import { MetricsFile } from './report/metrics-file.ts';
import { MAX_REPORT_BYTES, Reports, type Report, type ReportItem } from './report/reports.ts';
import type { CommandPrepared } from './setup.ts';

export interface FollowOptions {
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: AttemptFolder;
  readonly checkpoints: Checkpoints;
  readonly limits: CommandPrepared;
  readonly control: Control;
}

/** How often the metrics file is looked at while nothing else happens. */
const POLL_MS = 100;
/** So long an output may stay open when every process that is known is gone. */
const OUTPUT_ENDS_WITHIN_MS = 2_000;

/**
 * Runs a command and reports what it does. Reads no more of it while an event is not taken (I6); stopping it and its limits go on
 * meanwhile. When it returns or throws, the command and everything it started are gone.
 * @throws GridsweepError 'cancelled', and what CommandProcess.start throws
 */
export async function* followCommand(options: FollowOptions): AsyncGenerator<RunEvent, RunEnd, undefined> {
  const { argv, environment, folder } = options;
  const file = await MetricsFile.create(folder.metricsFile, MAX_REPORT_BYTES);
  try {
    const killsBefore = await oomKills();
    const command = await CommandProcess.start({ argv, environment, cwd: folder.work, folder: folder.path });
    const run = new Run(command, file, options);
    try {
      const exit = yield* run.events();
      const [killsAfter, failure] = [await oomKills(), run.failure];
      if (run.isCancelled) throw new GridsweepError('cancelled', 'The attempt was cancelled.');
      if (failure !== null) return { type: 'failed', ...failure };
      const wasMemoryShort = killsBefore !== null && killsAfter !== null && killsAfter > killsBefore;
      return endOf({ argv, exit, wasMemoryShort, ...run.summary() });
    } finally {
      await run.close();
    }
  } finally {
    await file.close();
  }
}

/** A command that runs. */
class Run {
  readonly #command: CommandProcess;
  readonly #file: MetricsFile;
  readonly #options: FollowOptions;
  readonly #bell = new Bell();
  readonly #log = new CommandLog();
  readonly #reports: Reports;
  readonly #outputs: readonly CommandOutput[];
  readonly #stopWatching: () => Promise<void>;
  #exit: Exit | null = null;
  #failure: Failure | null = null;
  #hasCheckpoint = false;
  #outputTimer: NodeJS.Timeout | undefined;

  constructor(command: CommandProcess, file: MetricsFile, options: FollowOptions) {
    const { limits, control, folder } = options;
    this.#command = command;
    this.#file = file;
    this.#options = options;
    this.#reports = new Reports(limits.maxPoints);
    const output = (name: 'stdout' | 'stderr', called: string) =>
      new CommandOutput(command[name], called, this.#log, MAX_REPORT_BYTES, this.#bell.ring);
    this.#outputs = [output('stdout', 'output'), output('stderr', 'error output')];
    this.#stopWatching = watchDisk(folder.path, limits, (failure) => this.#fail(failure));
    for (const [signal, stop] of [
      [control.drained, this.#drain],
      [control.cancelled, this.#cancel],
    ] as const) {
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    }
    void command.ended.then((exit) => {
      this.#exit = exit;
      this.#outputTimer = setTimeout(() => this.#closeOutputs(), OUTPUT_ENDS_WITHIN_MS);
      this.#bell.ring();
    });
  }

  /** Why the attempt has failed, where that was seen before its end. */
  get failure(): Failure | null {
    return this.#failure;
  }

  get isCancelled(): boolean {
    return this.#options.control.cancelled.aborted;
  }

  summary() {
    const { isDone, hasDiverged } = this.#reports;
    return { isDone, hasDiverged, hasCheckpoint: this.#hasCheckpoint, lastWords: this.#log.lastWords() };
  }

  /** Everything that the command reports, until all of it is read. */
  async *events(): AsyncGenerator<RunEvent, Exit, undefined> {
    for (let readAt = -Infinity; ;) {
      // Asked before reading: what was written before the end is read after it.
      const exit = this.#exit;
      let isIdle = true;
      for (const output of this.#outputs) {
        const read = output.read();
        if (read === null) continue;
        isIdle = false;
        yield* this.#report(read.reports);
        yield* this.#wanted(read.log);
      }
      if (exit !== null || performance.now() - readAt >= POLL_MS) {
        readAt = performance.now();
        const { lines, bytes, warning } = await this.#file.read();
        if (bytes > 0) isIdle = false;
        // A full chunk: there is more.
        if (lines.length > 0) readAt = -Infinity;
        if (warning !== undefined) yield* this.#wanted([{ type: 'log', level: 'warn', message: warning }]);
        yield* this.#report(lines.map(fileReport));
      }
      if (exit !== null && isIdle && this.#outputs.every((output) => output.isDone)) {
        yield* this.#lastEvents(exit);
        return exit;
      }
      if (isIdle) await this.#bell.wait(POLL_MS);
    }
  }

  /** Ends what is left of the run. */
  async close(): Promise<void> {
    const { cancelled, drained } = this.#options.control;
    // Cancelled, it may take its time; else nobody is there to whom its end matters.
    if (!cancelled.aborted) this.#command.kill();
    for (const output of this.#outputs) output.close();
    await this.#command.ended;
    clearTimeout(this.#outputTimer);
    drained.removeEventListener('abort', this.#drain);
    cancelled.removeEventListener('abort', this.#cancel);
    await this.#stopWatching();
  }

  readonly #drain = (): void => this.#stop('drained');
  readonly #cancel = (): void => this.#stop('cancelled');

  #stop(reason: 'drained' | 'cancelled'): void {
    try {
      writeFileSync(this.#options.folder.stopFile, `${reason}\n`);
    } catch {
      // A full disk, or a command that has removed its folder: the signal says enough.
    }
    this.#command.stop(this.#options.limits.stopWithinMs);
    this.#bell.ring();
  }

  #fail(failure: Failure): void {
    this.#failure ??= failure;
    this.#command.kill();
    this.#bell.ring();
  }

  /** Events, unless nothing of the run is wanted any more. */
  *#wanted(events: Iterable<RunEvent>): Generator<RunEvent, void, undefined> {
    for (const event of events) if (this.#isWanted) yield event;
  }

  get #isWanted(): boolean {
    return this.#failure === null && !this.isCancelled;
  }

  async *#report(reports: readonly Report[]): AsyncGenerator<RunEvent, void, undefined> {
    try {
      yield* this.#handle(this.#reports.take(reports));
    } catch (thrown) {
      const { code, message } = GridsweepError.from(thrown);
      if (code !== 'invalid') throw thrown;
      this.#fail({ kind: 'bad-config', detail: message });
    }
  }

  async *#handle(items: Iterable<ReportItem>): AsyncGenerator<RunEvent, void, undefined> {
    for (const item of items) {
      if (!this.#isWanted) return;
      if (item.type === 'event') yield item.event;
      else yield* this.#checkpoint(item.name, item.step);
    }
  }

  async *#checkpoint(name: string, step: number): AsyncGenerator<RunEvent, void, undefined> {
    const kept = await this.#options.checkpoints.keep(name, step);
    if (kept.type === 'kept') this.#hasCheckpoint = true;
    if (kept.type === 'kept' && this.#isWanted) {
      yield { type: 'checkpoint', step, content: kept.content };
    } else if (kept.type === 'kept') {
      if ('path' in kept.content) await rm(kept.content.path, { force: true });
    } else if (kept.warning !== undefined) {
      yield* this.#wanted([{ type: 'log', level: 'warn', message: kept.warning }]);
    }
  }

  async *#lastEvents({ leftBehind, immortal, killed }: Exit): AsyncGenerator<RunEvent, void, undefined> {
    const line = this.#file.end();
    if (line !== null) yield* this.#report([fileReport(line)]);
    yield* this.#handle(this.#reports.end());
    yield* this.#wanted(this.#log.end());
    if (leftBehind > 0 && !killed) {
      const message = `The command has left ${leftBehind === 1 ? 'a process' : `${leftBehind} processes`} behind, which was ended.`;
      yield* this.#wanted([{ type: 'log', level: 'warn', message }]);
    }
    if (immortal.length > 0) {
      const message = `Processes of the command cannot be ended: ${immortal.join(', ')}.`;
      yield* this.#wanted([{ type: 'log', level: 'error', message }]);
    }
  }

  #closeOutputs(): void {
    for (const output of this.#outputs) output.close();
  }
}

function fileReport({ bytes, cut, number }: { bytes: Buffer; cut: number; number: number }): Report {
  return { text: bytes.toString('utf8'), cut, where: `line ${number} of its metrics file` };
}
