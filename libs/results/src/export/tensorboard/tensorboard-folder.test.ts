import { mkdtemp, readdir, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EXAMPLE_PREDICTIONS } from '../../chart/example-pictures.ts';
import { commandRecord, learningRatesRecord, mixedRecord } from '../../example-records.ts';
import type { SweepRecord, TrialRecord } from '../../record.ts';
import { readEvent, type ReadEvent } from './events.ts';
import { SESSION_END_TAG, SESSION_START_TAG } from './hparams.ts';
import { predictionPictures } from './prediction-pictures.ts';
import { readRecords } from './records.ts';
import { TensorboardFolder } from './tensorboard-folder.ts';

const RECORD = commandRecord();
const FILE = `events.out.tfevents.${Math.floor(RECORD.createdAt / 1000)}.gridsweep`;
const NOW = RECORD.createdAt + 3_600_000;

/** 180 mm at 300 dots an inch. */
const WIDTH_OF_A_PAGE = Math.round((180 / 25.4) * 300);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridsweep-tensorboard-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function write(record: SweepRecord, trials: readonly TrialRecord[] = record.trials, now = NOW): Promise<void> {
  const target = await TensorboardFolder.open(folder, record, () => now);
  for (const trial of trials) await target.write(trial);
  await target.finish();
}

async function events(run: string): Promise<ReadEvent[]> {
  const bytes = await readFile(join(folder, run, FILE));
  const { records, length } = readRecords(bytes);
  expect(length).toBe(bytes.length);
  return records.map(readEvent);
}

/** All files with their content. */
async function content(): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const read = files.sort().map(async (file) => [file, await readFile(file, 'hex')] as const);
  return Object.fromEntries(await Promise.all(read));
}

/** A trial as it stood when it had so many of its points. */
function early(trial: TrialRecord, points: number): TrialRecord {
  return { ...trial, state: 'running', outcome: undefined, endedAt: undefined, points: trial.points.slice(0, points) };
}

describe('a sweep', () => {
  test('has a run for each trial that has begun, named by what tells it from the others', async () => {
    await write(mixedRecord());
    expect((await readdir(folder)).sort()).toEqual([
      ...['00003-momentum-seed=1', '00004-momentum-seed=2', '00005-momentum-seed=3', '00006-rmsprop-seed=1'],
      ...['00007-rmsprop-seed=2', '00008-rmsprop-seed=3', '00009-adam-seed=1', '00010-adam-seed=2'],
      ...['00011-adam-seed=3', '00012-adagrad-seed=1', FILE, 'gridsweep.json'],
    ]);
  });

  test('of names that are no names of files has runs that are', async () => {
    const [trial] = RECORD.trials;
    const parameters = { optimizer: '../../etc/\u0000passwd' };
    await write(RECORD, [{ ...trial!, parameters }]);
    expect(await readdir(folder)).toContain('00000-.._.._etc_passwd-seed=0');
  });
});

describe('a trial', () => {
  const trial = RECORD.trials[7]!;
  const run = '00007-momentum-momentum=0.9-lr=0.1-seed=1';

  test('has every point once, by step, between the start and the end of its session', async () => {
    await write(RECORD);
    const [version, start, ...rest] = await events(run);
    expect(version).toEqual({ wallTime: trial.startedAt! / 1000, step: 0 });
    expect(start).toMatchObject({ tag: SESSION_START_TAG });
    expect(rest.pop()).toMatchObject({ tag: SESSION_END_TAG, wallTime: trial.endedAt! / 1000 });
    const points = trial.points.toSorted((a, b) => a.step - b.step);
    expect(rest.map(({ tag, step }) => [tag, step])).toEqual(points.map(({ name, step }) => [name, step]));
    const times = rest.map(({ wallTime }) => wallTime);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.at(-1)).toBe(trial.endedAt! / 1000);
    expect(times[0]).toBeCloseTo((trial.startedAt! + (trial.endedAt! - trial.startedAt!) / 4) / 1000, 6);
  });

  test('written again, by whomever, changes nothing', async () => {
    await write(RECORD);
    const before = await content();
    await write(RECORD);
    expect(await content()).toEqual(before);
  });

  test('written while it goes on gets what is new, also from another process, and also where that was cut off', async () => {
    const target = await TensorboardFolder.open(folder, RECORD, () => trial.startedAt! + 1000);
    await target.write(early(trial, 3));
    await target.write(early(trial, 3));
    const half = await events(run);
    expect(half.filter(({ tag }) => tag?.startsWith('_') === false)).toHaveLength(3);
    expect(half.at(-1)!.wallTime).toBe(trial.startedAt! / 1000 + 1);
    await target.write(early(trial, 5));
    const path = join(folder, run, FILE);
    await truncate(path, (await readFile(path)).length - 5);

    await write(RECORD, [trial]);
    const all = await events(run);
    const written = all.flatMap(({ tag, step }) =>
      tag === undefined || tag.startsWith('_') ? [] : [`${tag} ${step}`],
    );
    expect(written.toSorted()).toEqual(trial.points.map(({ name, step }) => `${name} ${step}`).sort());
    expect(all.filter(({ tag }) => tag === SESSION_START_TAG)).toHaveLength(1);
    expect(all.slice(0, 4)).toEqual(half.slice(0, 4));
    const times = all.map(({ wallTime }) => wallTime);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  test('that failed and is tried again is written anew, as its end is no longer so', async () => {
    const failure = { kind: 'crash', detail: 'gone' } as const;
    await write(RECORD, [{ ...early(trial, 4), state: 'failed', failure, endedAt: trial.endedAt }]);
    expect((await events(run)).at(-1)).toMatchObject({ tag: SESSION_END_TAG });
    await write(RECORD, [early(trial, 5)]);
    expect((await events(run)).filter(({ tag }) => tag === SESSION_END_TAG)).toHaveLength(0);
    await write(RECORD, [trial]);
    expect((await events(run)).filter(({ tag }) => tag === SESSION_END_TAG)).toHaveLength(1);
  });

  test('keeps its run where the sweep has grown by an axis', async () => {
    await write(RECORD);
    const runs = await readdir(folder);
    await write({ ...RECORD, axes: [...RECORD.axes, 'width'] });
    expect(await readdir(folder)).toEqual(runs);
  });

  test('has its pictures once', async () => {
    const pictures = predictionPictures(EXAMPLE_PREDICTIONS);
    expect(pictures.map(({ tag }) => tag)).toEqual(['predictions', 'confusion-matrix']);
    expect(pictures[0]!.width).toBe(WIDTH_OF_A_PAGE);
    await write(RECORD);
    for (let times = 0; times < 2; times += 1) {
      const target = await TensorboardFolder.open(folder, RECORD, () => NOW);
      await target.write(trial, pictures);
    }
    const tags = (await events(run)).map(({ tag }) => tag);
    expect(tags.filter((tag) => tag === 'predictions' || tag === 'confusion-matrix')).toHaveLength(2);
  });
});

test('a folder of another sweep is refused, by name', async () => {
  await write(RECORD);
  const other = learningRatesRecord();
  await expect(TensorboardFolder.open(folder, other)).rejects.toMatchObject({
    code: 'conflict',
    message: `${folder} has the event files of sweep ${RECORD.id}; name another folder for sweep ${other.id}.`,
  });
});

test('what the sweep is as a whole waits for a trial that ended, and is written when it changes alone', async () => {
  const target = await TensorboardFolder.open(folder, RECORD, () => NOW);
  await target.write(early(RECORD.trials[0]!, 2));
  await target.finish();
  expect(await readdir(folder)).not.toContain(FILE);
  await target.write(RECORD.trials[0]!);
  await target.finish();
  const first = await readFile(join(folder, FILE));
  await target.write(RECORD.trials[1]!);
  await target.finish();
  expect(await readFile(join(folder, FILE))).toEqual(first);
  await target.write(RECORD.trials[11]!);
  await target.finish();
  expect(await readFile(join(folder, FILE))).not.toEqual(first);
});
