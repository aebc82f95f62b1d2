import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  predictionPictures,
  resultPieces,
  TensorboardFolder,
  type FileFormat,
  type SweepRecord,
  type TrialRecord,
} from '@gridsweep/results';
import { EXAMPLE_PREDICTIONS } from '../libs/results/src/chart/example-pictures.ts';
import { commandRecord, mixedRecord } from '../libs/results/src/example-records.ts';
import { DATA_TOOLS, pythonEnvironment, pythonTestsRun } from './python-env.ts';

const run = promisify(execFile);
const READ_TABLES = fileURLToPath(new URL('read_tables.py', import.meta.url));
const READ_EVENT_FILES = fileURLToPath(new URL('read_event_files.py', import.meta.url));

/** Of every state and outcome; with values that are not finite, names that mean something elsewhere, and a parameter of two kinds. */
const MIXED = mixedRecord();
const HOSTILE = hostileRecord();

function hostileRecord(): SweepRecord {
  const record = commandRecord();
  const values = [NaN, Infinity, -Infinity, 1, -2.5, 1e21, 1e-300, 0.1 + 0.2];
  const trials = record.trials.map((trial, at): TrialRecord => ({
    ...trial,
    parameters: {
      'model, size': at % 2 === 0 ? 1 : 'auto',
      on: at % 3 === 0,
      layers: at % 2 === 0 ? [64, 0.1] : [8],
      rate: at === 0 ? 1 : 0.1,
      note: ['=1+1', '"quoted", and\nmore', 'naïve 学習', "'", 'none', 'a\tb'][at % 6],
    },
    points: trial.points.map((point, place) => ({ ...point, value: values[(at + place) % values.length] })),
  }));
  return { ...record, name: '=cmd|x', axes: ['model, size', 'on', 'layers', 'rate', 'note'], trials };
}

interface Frame {
  readonly columns: Readonly<Record<string, string>>;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

describe.skipIf(!pythonTestsRun(DATA_TOOLS))('what is exported [python]', { timeout: 300_000 }, () => {
  let python: string;
  let folder: string;
  beforeAll(async () => {
    ({ python } = await pythonEnvironment(DATA_TOOLS));
    folder = await mkdtemp(join(tmpdir(), 'gridsweep-exports-'));
  }, 900_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function printed<T>(script: string, ...args: readonly string[]): Promise<T> {
    const { stdout } = await run(python, [script, ...args], { maxBuffer: 2 ** 28 });
    return JSON.parse(stdout) as T;
  }

  async function file(record: SweepRecord, list: 'cells' | 'trials' | 'points', format: FileFormat): Promise<string> {
    const path = join(folder, `${record.id}-${list}.${format}`);
    await writeFile(path, resultPieces(record, list, format));
    return path;
  }

  /** A list as each library reads each of the formats. */
  async function frames(record: SweepRecord, list: 'cells' | 'trials' | 'points') {
    const [csv, parquet, jsonl] = await Promise.all(
      (['csv', 'parquet', 'jsonl'] as const).map((format) => file(record, list, format)),
    );
    const all = await printed<Record<string, { pandas: Frame; polars: Frame }>>(READ_TABLES, csv, parquet, jsonl);
    return { csv: all[csv], parquet: all[parquet], jsonl: all[jsonl] };
  }

  test('trials open in pandas and polars without being told anything: columns have their types', async () => {
    const { csv, parquet, jsonl } = await frames(MIXED, 'trials');
    const text = [
      'trial_id',
      'cell_id',
      'optimizer',
      'activation',
      'betas',
      'state',
      'outcome',
      'failure_kind',
      'metric',
    ];
    const float = [
      'lr',
      'momentum',
      'eps',
      'final_value',
      'best_value',
      'best_choice_value',
      'best_epoch',
      'duration_seconds',
    ];
    const whole = ['index', 'seed', 'epochs', 'batch_size', 'attempts'];
    const all = { ...kinds(text, 'text'), ...kinds(float, 'float'), ...kinds(whole, 'int'), shuffle: 'bool' };
    for (const { pandas } of [csv, parquet, jsonl]) expect(pandas.columns).toMatchObject(all);
    for (const { polars } of [csv, parquet]) {
      // What may lack whole numbers stays whole there.
      expect(polars.columns).toMatchObject({ ...all, final_step: 'int', best_step: 'int' });
    }
    for (const frame of [parquet.pandas, parquet.polars]) {
      expect(frame.columns).toMatchObject({ started_at: 'time utc', ended_at: 'time utc' });
      expect(frame.rows[3]).toMatchObject({
        started_at: new Date(MIXED.trials[3].startedAt!).toISOString().replace('.000Z', '+00:00'),
      });
    }
    expect(csv.polars.rows[3]).toMatchObject({
      ...{ optimizer: 'momentum', seed: 1, state: 'finished', outcome: 'completed', failure_kind: null, lr: 0.001 },
      ...{
        metric: 'test/accuracy',
        final_epoch: 6,
        final_step: 6 * 782,
        attempts: 1,
        betas: '[0.9,0.999]',
        shuffle: true,
      },
    });
    expect(csv.polars.rows[3]).toEqual({
      ...parquet.polars.rows[3],
      started_at: expect.any(String) as string,
      ended_at: expect.any(String) as string,
    });
  });

  test('points open, too, with every value to the bit, also those that are not finite', async () => {
    const { csv, parquet, jsonl } = await frames(HOSTILE, 'points');
    const values = HOSTILE.trials.flatMap(({ points }) => points.map(({ value }) => valueOf(value)));
    expect(new Set(values)).toContain('-inf');
    for (const frame of [csv.pandas, csv.polars, parquet.pandas, parquet.polars, jsonl.pandas]) {
      expect(frame.columns).toMatchObject({ value: 'float', step: 'int', seed: 'int', metric: 'text', rate: 'float' });
      expect(frame.rows.map(({ value }) => value)).toEqual(values);
    }
  });

  test('names that mean something elsewhere are columns and values like others', async () => {
    const { csv, parquet, jsonl } = await frames(HOSTILE, 'trials');
    const size = 'model, size';
    const wanted = { [size]: 'text', on: 'bool', layers: 'text', rate: 'float', note: 'text' };
    for (const frame of [csv.pandas, csv.polars, parquet.pandas, parquet.polars, jsonl.pandas]) {
      expect(frame.columns).toMatchObject(wanted);
      expect(frame.rows).toHaveLength(12);
    }
    expect(parquet.polars.rows[0]).toMatchObject({
      [size]: '1',
      on: true,
      layers: '[64,0.1]',
      rate: 1,
      note: '=1+1',
      sweep: '=cmd|x',
    });
    expect(csv.polars.rows[0]).toMatchObject({ [size]: '1', note: "'=1+1", sweep: "'=cmd|x" });
    expect(csv.polars.rows[1]).toMatchObject({ [size]: 'auto', note: '"quoted", and\nmore' });
  });

  test('cells open, too, and say how they compare', async () => {
    const { csv, parquet } = await frames(MIXED, 'cells');
    for (const frame of [csv.pandas, csv.polars, parquet.pandas, parquet.polars]) {
      expect(frame.columns).toMatchObject({
        cell_id: 'text',
        optimizer: 'text',
        metric: 'text',
        mean: 'float',
        std: 'float',
      });
      expect(frame.rows[0]).toMatchObject({ rank: 1, optimizer: 'adam', n: 3 });
    }
  });

  test('of nothing is a table all the same', async () => {
    const { csv, parquet } = await frames({ ...MIXED, id: 'nothing', trials: [] }, 'points');
    for (const frame of [csv.pandas, parquet.pandas, parquet.polars]) {
      expect(Object.keys(frame.columns)).toContain('value');
      expect(frame.rows).toEqual([]);
    }
  });

  describe('for TensorBoard', () => {
    let seen: EventFiles;
    const record: SweepRecord = { ...MIXED, trials: [...MIXED.trials] };
    const [trial] = record.trials.filter(({ outcome }) => outcome === 'completed');
    const pictures = predictionPictures(EXAMPLE_PREDICTIONS);
    beforeAll(async () => {
      const place = join(folder, 'runs');
      const target = await TensorboardFolder.open(place, record);
      for (const each of record.trials) {
        await target.write(each, each === trial ? pictures : []);
      }
      await target.finish();
      seen = await printed<EventFiles>(READ_EVENT_FILES, place);
    });

    test('its own reader finds every value of every trial at its step, in the time of the trial', () => {
      const begun = record.trials.filter(({ points }) => points.length > 0);
      expect(Object.keys(seen.runs)).toHaveLength(begun.length);
      for (const { index, points, startedAt, endedAt } of begun) {
        const [name, scalars] = Object.entries(seen.runs).find(([run]) => Number(run.slice(0, 5)) === index)!;
        for (const metric of new Set(points.map((point) => point.name))) {
          const wanted = points.filter((point) => point.name === metric);
          const found = scalars[metric];
          expect(found.map(([step, value]) => [step, value])).toEqual(
            wanted.map(({ step, value }) => [step, valueOf(Math.fround(value))]),
          );
          if (endedAt === undefined) continue;
          for (const [, , time] of found) {
            expect(time).toBeGreaterThanOrEqual(startedAt! / 1000);
            expect(time).toBeLessThanOrEqual(endedAt / 1000);
          }
        }
        // The file's version, the session's start and, of one that has ended, its end; the pictures of one.
        const others = 2 + (endedAt === undefined ? 0 : 1) + (index === trial.index ? pictures.length : 0);
        expect(seen.records[name]).toBe(points.length + others);
      }
    });

    test('its hparams plugin has a group for each cell, with hyperparameters of their types and the mean over the seeds', () => {
      expect(seen.experiment.name).toBe('mixed');
      expect(seen.experiment.metrics).toEqual({
        ...{ 'test/accuracy': 'test accuracy', 'train/loss': 'training loss', 'test/loss': 'test loss' },
      });
      expect(Object.keys(seen.experiment.hparams)[0]).toBe('optimizer');
      expect(seen.experiment.hparams).toMatchObject({
        optimizer: {
          type: 'DATA_TYPE_STRING',
          values: ['sgd', 'momentum', 'rmsprop', 'adam', 'adagrad'],
          differs: true,
        },
        lr: { type: 'DATA_TYPE_FLOAT64', values: [0.001], differs: false },
        shuffle: { type: 'DATA_TYPE_BOOL', values: [true] },
        betas: { type: 'DATA_TYPE_STRING', values: ['[0.9,0.999]'] },
      });
      const cells = new Map(record.trials.map(({ cellId, parameters }) => [cellId, parameters['optimizer']]));
      const groups = Object.entries(seen.groups).map(([name, group]) => [String(cells.get(name)), group] as const);
      const byOptimizer: EventFiles['groups'] = Object.fromEntries(groups);
      expect(Object.keys(byOptimizer).sort()).toEqual(['adagrad', 'adam', 'momentum', 'rmsprop']);
      const finals = record.trials
        .filter(({ parameters, outcome }) => parameters['optimizer'] === 'momentum' && outcome !== undefined)
        .map(({ points }) => points.findLast(({ name }) => name === 'test/accuracy')!.value);
      const { hparams, metrics, sessions } = byOptimizer['momentum'];
      expect(hparams).toMatchObject({ optimizer: 'momentum', lr: 0.001, shuffle: true, epochs: 15 });
      expect(metrics['test/accuracy']).toBeCloseTo(finals.reduce((a, b) => a + b) / finals.length, 6);
      expect(Object.values(sessions)).toEqual(['STATUS_SUCCESS', 'STATUS_SUCCESS', 'STATUS_SUCCESS']);
      expect(byOptimizer['rmsprop'].metrics['train/loss']).toBe('nan');
    });

    test('its pictures are there', () => {
      expect(Object.values(seen.pictures)).toHaveLength(1);
      for (const { tag, step, width, height, png } of pictures) {
        const [found] = Object.values(seen.pictures)[0][tag];
        expect(found.slice(0, 3)).toEqual([step, String(width), String(height)]);
        expect(Buffer.from(found[3], 'latin1')).toEqual(Buffer.from(png));
      }
    });
  });
});

interface EventFiles {
  /** By run and tag: step, value, seconds since 1970. */
  readonly runs: Readonly<Record<string, Readonly<Record<string, readonly [number, number | string, number][]>>>>;
  readonly records: Readonly<Record<string, number>>;
  /** By run and tag: step, width, height, PNG. */
  readonly pictures: Readonly<Record<string, Readonly<Record<string, readonly [number, string, string, string][]>>>>;
  readonly experiment: {
    readonly name: string;
    readonly hparams: Readonly<Record<string, unknown>>;
    readonly metrics: Readonly<Record<string, string>>;
  };
  readonly groups: Readonly<
    Record<
      string,
      {
        readonly hparams: Readonly<Record<string, unknown>>;
        readonly metrics: Readonly<Record<string, number | string>>;
        readonly sessions: Readonly<Record<string, string>>;
      }
    >
  >;
}

function kinds(names: readonly string[], kind: string): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, kind]));
}

/** As Python's JSON has it here. */
function valueOf(value: number): number | string {
  return Number.isFinite(value) ? value : String(value).toLowerCase().replace('infinity', 'inf');
}
