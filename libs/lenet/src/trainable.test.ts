import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchDataset } from '@gridsweep/cifar10';
import type { CheckpointContent, Control, Parameters, TrainEvent, TrainingSlot, TrialInput } from '@gridsweep/sweep';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkpointStep } from './checkpoint.ts';
import { syntheticDataset } from './engine/golden/synthetic.ts';
import { referenceEngine } from './engine/reference/engine.ts';
import { initialParameters } from './seed.ts';
import { lenetTrainable, trainTrial } from './trainable.ts';
import { writeWeights } from './weights.ts';

const dataset = syntheticDataset();
/** Two epochs of two steps. */
const GIVEN = { optimizer: 'adam', epochs: 2, limit: 8, batch_size: 4, log_every: 1 };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridsweep-trainable-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('a trial is trained with its parameters and seed', async () => {
  const events = await run();
  expect(checkpoints(events).map(checkpointStep)).toEqual([2, 4]);
  expect(events.at(-1)).toEqual({ type: 'finished', outcome: 'completed' });
  expect(pointsOf(await run({ seed: 2 }))).not.toEqual(pointsOf(events));
});

test('one whose sweep keeps weights reports them', async () => {
  const events = await collect(
    trainTrial(referenceEngine, dataset, { ...trial(), settings: { keep_weights: 'last' } }, start()),
  );
  expect(events.filter(({ type }) => type === 'weights')).toMatchObject([{ step: 4 }]);
});

test('one that is drained, also in its last evaluation, ends with a checkpoint', async () => {
  for (const [when, step] of [
    ['metrics', 1],
    ['ending', 4],
  ] as const) {
    const events = await run({ onEvent: ({ type }, { drain }) => type === when && drain.abort() });
    expect(events.slice(-2).map(({ type }) => type)).toEqual(['checkpoint', 'drained']);
    expect(checkpointStep(checkpoints(events).at(-1)!)).toBe(step);
  }
});

test('one that is cancelled says so', async () => {
  const cancelled = run({ onEvent: (_, { cancel }) => cancel.abort() });
  await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
});

describe('a checkpoint', () => {
  let whole: TrainEvent[];
  let bytes: Uint8Array;
  beforeAll(async () => {
    whole = await run();
    bytes = checkpoints(whole)[0];
  });

  test.each(['bytes', 'a file'])('given as %s is gone on from with the same bits, and leaves no file', async (kind) => {
    const rest = await run({ checkpoint: kind === 'bytes' ? bytes : await asFile(bytes) });
    expect(pointsOf(rest)).toEqual(pointsOf(whole).filter(({ step }) => step > 2));
    expect(rest.at(-1)).toEqual(whole.at(-1));
    expect(await readdir(folder)).toEqual([]);
  });

  test.each<[string, () => CheckpointContent | Promise<CheckpointContent>, RegExp]>([
    ['bytes that are none', () => new Uint8Array(100), /safetensors file cannot be used/],
    ['one that is cut off', () => bytes.subarray(0, bytes.length / 2), /it is cut off/],
    ['a file of weights', () => writeWeights(initialParameters(1)), /is not a checkpoint/],
    ['one of another seed', async () => checkpoints(await run({ seed: 2 }))[0], /is of the seed 2, the trial has 1/],
    [
      'one of another setting',
      async () => checkpoints(await run({ given: { ...GIVEN, lr: 0.5 } }))[0],
      /is of the hyperparameters/,
    ],
    [
      'a file that is not there',
      async () => ({ ...(await asFile(bytes)), path: join(folder, 'none') }),
      /cannot be read/,
    ],
    ['a file that was changed', async () => ({ ...(await asFile(bytes)), sha256: '0'.repeat(64) }), /is damaged/],
    ['a file that was cut off', async () => ({ ...(await asFile(bytes)), sizeBytes: 5 }), /is damaged/],
  ])('%s is refused before anything is reported', async (_, content, message) => {
    const seen: TrainEvent[] = [];
    const running = run({ checkpoint: await content(), onEvent: (event) => void seen.push(event) });
    await expect(running).rejects.toMatchObject({
      code: 'checkpoint',
      message: expect.stringMatching(message) as string,
    });
    expect(seen).toEqual([]);
  });
});

test("a setting that cannot be trained is the trial's own fault", async () => {
  await expect(run({ given: { ...GIVEN, optimizer: 'adamw' } })).rejects.toMatchObject({ code: 'invalid' });
});

describe('a slot on the whole data set [network]', () => {
  let slot: TrainingSlot;
  beforeAll(async () => {
    await fetchDataset();
    const setup = { engine: 'wasm', device: 'auto', dataset: { type: 'cache' } } as const;
    const prepared = await lenetTrainable.prepare(setup);
    // What a thread gets is a structured clone.
    slot = await lenetTrainable.open(structuredClone(prepared), 0);
  });

  test('says what computes, and trains one trial after another', async () => {
    expect(slot.engine).toBe('wasm');
    expect(slot.engineVariant).toMatch(/simd/);
    const events: TrainEvent[][] = [];
    for (const attempt of [1, 2]) events.push(await collect(slot.train({ ...trial(), attempt }, start())));
    expect(pointsOf(events[1])).toEqual(pointsOf(events[0]));
  });

  test('says how far a run is, and ends it in time when it is cancelled', async () => {
    const cancel = new AbortController();
    let cancelledAt = 0;
    const running = async () => {
      const given = { ...GIVEN, epochs: 100, limit: null, batch_size: 64 };
      for await (const event of slot.train(trial(given), start({ cancelled: cancel.signal }))) {
        if (event.type !== 'progress' || cancel.signal.aborted) continue;
        expect(event).toMatchObject({ totalSteps: 78_200, rate: { unit: 'images/s' } });
        expect(event.step).toBeGreaterThan(0);
        expect(event.rate!.value).toBeGreaterThan(0);
        cancelledAt = performance.now();
        cancel.abort();
      }
    };
    await expect(running()).rejects.toMatchObject({ code: 'cancelled' });
    expect(performance.now() - cancelledAt).toBeLessThan(slot.cancelWithinMs);
  });
});

test('a data set that is not there is told where the slots are prepared', async () => {
  const setup = { engine: 'wasm', device: 'auto' } as const;
  const nowhere = join(folder, 'nowhere');
  for (const dataset of [{ type: 'cache', cacheDir: nowhere } as const, { type: 'folder', folder: nowhere } as const]) {
    await expect(lenetTrainable.prepare({ ...setup, dataset })).rejects.toMatchObject({ code: 'data' });
  }
});

interface Run {
  readonly given?: object;
  readonly seed?: number;
  readonly checkpoint?: CheckpointContent;
  readonly onEvent?: (event: TrainEvent, stop: { cancel: AbortController; drain: AbortController }) => unknown;
}

async function run({ given, seed = 1, checkpoint, onEvent }: Run = {}): Promise<TrainEvent[]> {
  const stop = { cancel: new AbortController(), drain: new AbortController() };
  const options = start({ cancelled: stop.cancel.signal, drained: stop.drain.signal }, checkpoint);
  return collect(trainTrial(referenceEngine, dataset, { ...trial(given), seed }, options), (event) =>
    onEvent?.(event, stop),
  );
}

function start(control: Partial<Control> = {}, checkpoint: CheckpointContent | null = null) {
  const never = new AbortController().signal;
  return { checkpoint, control: { cancelled: never, drained: never, ...control } };
}

function trial(given: object = GIVEN): TrialInput {
  const ids = { sweepId: 'sweep', cellId: 'cell', trialId: 'sweep-cell', attempt: 1 };
  return { ...ids, parameters: given as Parameters, seed: 1, settings: {} };
}

async function collect(events: AsyncIterable<TrainEvent>, onEvent?: (event: TrainEvent) => unknown) {
  const all: TrainEvent[] = [];
  for await (const event of events) {
    all.push(event);
    onEvent?.(event);
  }
  return all;
}

async function asFile(bytes: Uint8Array) {
  const path = join(folder, 'checkpoint.safetensors');
  await writeFile(path, bytes);
  return { path, sizeBytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

function pointsOf(events: readonly TrainEvent[]) {
  return events.flatMap((event) => (event.type === 'metrics' ? event.points : []));
}

function checkpoints(events: readonly TrainEvent[]): Uint8Array[] {
  return events.flatMap((event) => (event.type === 'checkpoint' ? [event.content as Uint8Array] : []));
}
