import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { axes, GridsweepError, type MetricPoint } from '@gridsweep/sweep';
import { takeProcessLock } from '@gridsweep/devices';
import type { Sweep, SweepClient, TrialView } from '@gridsweep/protocol';
import { predictionPictures, TensorboardFolder, type Predictions, type TensorboardSweep } from '@gridsweep/results';
import { recordOf } from './collect-record.ts';
import { madeFolder } from './data-folder.ts';
import { specOf } from './progress/sweep-view.ts';
import { watchThrough } from './watch-through.ts';
import type { WorkloadList } from './workload-list.ts';

/** A sweep is read again so often at most, and not more than a tenth of the time. */
const PAUSE_MS = 2_000;
const PAUSES_A_READING = 9;

export interface TensorboardExport {
  readonly sweeps: Pick<SweepClient, 'get' | 'streamResults' | 'watch'>;
  /** Its id, a unique beginning of one, or its name. */
  readonly sweep: string;
  readonly folder: string;
  readonly workloads: WorkloadList;
  readonly signal: AbortSignal;
  /** What the best network says of its test set, of the sweep with this id; undefined where that cannot be told. */
  readonly predictionsOf: (id: string) => Promise<Predictions | undefined>;
}

/** What was written: the sweep as it then stood, and how many of its trials have event files. */
export interface WrittenRuns {
  readonly sweep: Sweep;
  readonly runs: number;
}

/**
 * Writes a sweep as it stands as TensorBoard's event files. A trial at a time is in memory. What the folder has already stays.
 * @throws GridsweepError 'conflict' where the folder is another sweep's, or another process writes into it
 */
export async function exportTensorboard(given: TensorboardExport): Promise<WrittenRuns> {
  return withFolder(given, async (id, target) => read({ ...given, sweep: id }, target, await given.predictionsOf(id)));
}

/**
 * As `exportTensorboard`, and goes on until the sweep has ended, also while its coordinator is started again.
 * @param onLost the coordinator is gone and waited for
 */
export async function followTensorboard(given: TensorboardExport, onLost: () => void): Promise<WrittenRuns> {
  return withFolder(given, async (id, target) => {
    const done = new AbortController();
    const signal = AbortSignal.any([given.signal, done.signal]);
    let watched: Promise<'ended'> | undefined;
    try {
      for (;;) {
        watched ??= endOf(watchThrough(given.sweeps, id, { signal, onLost, isKnown: true }));
        const began = performance.now();
        const written = await read({ ...given, sweep: id }, target).catch((thrown: unknown) => {
          const error = GridsweepError.from(thrown);
          // Who watches waits for the coordinator, and gives up in the end.
          if (error.code === 'unavailable') return undefined;
          throw error;
        });
        if (written?.sweep.state === 'ended' || written?.sweep.state === 'cancelled') {
          const predictions = await given.predictionsOf(id);
          return predictions === undefined ? written : await read({ ...given, sweep: id }, target, predictions);
        }
        const pause = Math.max(PAUSE_MS, PAUSES_A_READING * (performance.now() - began));
        // What ended may have begun again before it was read.
        if ((await Promise.race([sleep(pause, 'time', { signal }), watched])) === 'ended') watched = undefined;
      }
    } finally {
      done.abort();
    }
  });
}

async function watchedToEnd(updates: AsyncIterable<unknown>): Promise<'ended'> {
  const each = updates[Symbol.asyncIterator]();
  while ((await each.next()).done !== true);
  return 'ended';
}

/** Resolves when all updates came. Its failure is told to whoever waits for it, and to nobody else. */
function endOf(updates: AsyncIterable<unknown>): Promise<'ended'> {
  const watched = watchedToEnd(updates);
  watched.catch(() => undefined);
  return watched;
}

/** Opens the folder for one sweep, and for this process alone. */
async function withFolder<T>(
  { sweeps, sweep: name, folder, workloads, signal }: TensorboardExport,
  work: (id: string, target: TensorboardFolder) => Promise<T>,
): Promise<T> {
  const sweep = await sweeps.get(name, { signal });
  await madeFolder(folder, 'folder for TensorBoard');
  const lock = await takeProcessLock(join(folder, '.gridsweep.lock'));
  if (lock.type === 'held') {
    const who = lock.by === undefined ? 'Another process' : `Process ${lock.by.pid} on ${lock.by.host}`;
    throw new GridsweepError('conflict', `${who} writes into ${folder}; wait for it, or name another folder.`);
  }
  try {
    return await work(sweep.id, await TensorboardFolder.open(folder, headOf(sweep, workloads)));
  } finally {
    await lock.release();
  }
}

function headOf(sweep: Sweep, workloads: WorkloadList): TensorboardSweep {
  const spec = specOf(sweep);
  const { id, name, createdAt } = sweep;
  return { id, name, createdAt, metric: spec.metric, metrics: workloads.metricsOf(spec), axes: axes(spec) };
}

async function read(
  { sweeps, sweep: id, signal }: TensorboardExport,
  target: TensorboardFolder,
  predictions?: Predictions,
): Promise<WrittenRuns> {
  let sweep: Sweep | undefined;
  let runs = 0;
  let trial: TrialView | undefined;
  let points: MetricPoint[] = [];
  const write = async () => {
    if (trial === undefined) return;
    const pictures = predictions?.trialId === trial.id ? predictionPictures(predictions) : [];
    if (await target.write(recordOf(trial, points), pictures)) runs += 1;
    points = [];
  };
  for await (const part of sweeps.streamResults(id, { signal })) {
    switch (part.type) {
      case 'sweep':
        sweep = part.sweep;
        break;
      case 'trial':
        await write();
        trial = part.trial;
        break;
      case 'points':
        points.push(...part.points);
    }
  }
  await write();
  await target.finish();
  if (sweep === undefined) throw new GridsweepError('internal', `The coordinator sent no results of sweep "${id}".`);
  return { sweep, runs };
}
