import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GridsweepError, hasEnded } from '@gridsweep/sweep';
import type { SweepRecord, TrialRecord } from '../../record.ts';
import { metricFormat } from '../../value-format.ts';
import { NOTHING_WRITTEN, readEventFile, replaceFile, writeEvents } from './event-file.ts';
import { pluginEvent, versionEvent } from './events.ts';
import { EXPERIMENT_TAG, experimentContent, hparamOf, HPARAMS_PLUGIN, type Hparam } from './hparams.ts';
import { recordBytes } from './records.ts';
import { indexOfRun, runName } from './run-name.ts';
import { missingEvents, sessionEndOf, type TrialPicture } from './trial-events.ts';

/** What of a sweep stands beside its trials. */
export type TensorboardSweep = Pick<SweepRecord, 'id' | 'name' | 'metric' | 'metrics' | 'axes' | 'createdAt'>;

/** Says which sweep a folder is of. */
const OWNER = 'gridsweep.json';

/**
 * A sweep as TensorBoard reads it: a folder for each trial that has begun, with all its metrics by step and its hyperparameters, and
 * beside them what the hparams plugin shows of the sweep; seeds of a cell are one group there. Trials are written one at a time, at any
 * moment and any number of times, also by another process later: what a file has already is not written again.
 */
export class TensorboardFolder {
  readonly #folder: string;
  readonly #sweep: TensorboardSweep;
  readonly #now: () => number;
  /** Folder of each trial, by index. */
  readonly #runs: Map<number, string>;
  /** How each trial stood when it was written last. */
  readonly #seen = new Map<string, string>();
  readonly #hparams = new Map<string, Set<Hparam>>();
  readonly #metrics: Set<string>;
  #hasEnded = false;
  #experiment: Uint8Array | undefined;

  private constructor(folder: string, sweep: TensorboardSweep, runs: Map<number, string>, now: () => number) {
    this.#folder = folder;
    this.#sweep = sweep;
    this.#runs = runs;
    this.#now = now;
    this.#metrics = new Set([sweep.metric.name]);
    // What the sweep varies comes first.
    for (const axis of sweep.axes) valuesIn(this.#hparams, axis);
  }

  /**
   * Opens a folder, or makes it.
   * @param now milliseconds since 1970
   * @throws GridsweepError 'conflict' where it is of another sweep
   */
  static async open(folder: string, sweep: TensorboardSweep, now: () => number = Date.now): Promise<TensorboardFolder> {
    await mkdir(folder, { recursive: true });
    const owner = await ownerOf(folder);
    if (owner !== undefined && owner !== sweep.id) {
      throw new GridsweepError(
        'conflict',
        `${folder} has the event files of sweep ${owner}; name another folder for sweep ${sweep.id}.`,
      );
    }
    const { id, name } = sweep;
    if (owner === undefined) await replaceFile(join(folder, OWNER), `${JSON.stringify({ sweep: id, name })}\n`);
    const runs = new Map<number, string>();
    for (const entry of await readdir(folder)) {
      const index = indexOfRun(entry);
      if (index !== undefined) runs.set(index, entry);
    }
    return new TensorboardFolder(folder, sweep, runs, now);
  }

  /** Writes what is new of a trial. @returns false where it has not begun, and so has no files */
  async write(trial: TrialRecord, pictures: readonly TrialPicture[] = []): Promise<boolean> {
    this.#note(trial);
    const { id, state, attempts, startedAt, endedAt, points } = trial;
    if (startedAt === undefined && points.length === 0) return false;
    const standing = [state, attempts, endedAt, points.length, pictures.length].join();
    if (this.#seen.get(id) === standing) return true;
    const path = join(this.#folder, this.#runOf(trial), this.#fileName());
    let written = await readEventFile(path);
    const ended = sessionEndOf(trial);
    // Began again after its end, or ended otherwise: what the file says of it is no longer so.
    if (written.end !== undefined && (ended === undefined || !written.end.equals(ended))) written = NOTHING_WRITTEN;
    const events = missingEvents(trial, written, pictures, this.#now());
    if (events.length > 0) await writeEvents(path, written, events);
    this.#seen.set(id, standing);
    return true;
  }

  /**
   * Writes what the hparams plugin shows of the sweep, by the trials that were written so far. Not before one has ended, as a TensorBoard
   * that is running keeps what it read first: until then it finds out by itself.
   */
  async finish(): Promise<void> {
    if (!this.#hasEnded) return;
    const { name, createdAt, axes, metrics } = this.#sweep;
    const content = experimentContent({
      ...{ name, createdAt },
      hparams: [...this.#hparams]
        .filter(([, values]) => values.size > 0)
        .map(([hparam, values]) => ({ name: hparam, values, differs: axes.includes(hparam) })),
      metrics: [...this.#metrics].map((metric) => ({ name: metric, label: metricFormat(metric, metrics).label })),
    });
    if (this.#experiment !== undefined && Buffer.compare(this.#experiment, content) === 0) return;
    const at = { wallTime: createdAt / 1000, step: 0 };
    const events = [versionEvent(at.wallTime), pluginEvent(at, EXPERIMENT_TAG, HPARAMS_PLUGIN, content)];
    await replaceFile(join(this.#folder, this.#fileName()), recordBytes(events));
    this.#experiment = content;
  }

  #note({ state, parameters, points }: TrialRecord): void {
    this.#hasEnded ||= hasEnded(state) && points.length > 0;
    for (const [name, parameter] of Object.entries(parameters)) {
      const value = hparamOf(parameter);
      if (value !== undefined) valuesIn(this.#hparams, name).add(value);
    }
    for (const { name } of points) this.#metrics.add(name);
  }

  #runOf({ index, parameters, seed }: TrialRecord): string {
    const run = this.#runs.get(index) ?? runName(index, parameters, seed, this.#sweep.axes);
    this.#runs.set(index, run);
    return run;
  }

  #fileName(): string {
    return `events.out.tfevents.${Math.floor(this.#sweep.createdAt / 1000)}.gridsweep`;
  }
}

function valuesIn(all: Map<string, Set<Hparam>>, name: string): Set<Hparam> {
  const values = all.get(name) ?? new Set();
  all.set(name, values);
  return values;
}

async function ownerOf(folder: string): Promise<string | undefined> {
  try {
    const owner = JSON.parse(await readFile(join(folder, OWNER), 'utf8')) as { readonly sweep: string };
    return owner.sweep;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new GridsweepError('conflict', `${join(folder, OWNER)} cannot be read; name another folder.`, {
      cause: thrown,
    });
  }
}
