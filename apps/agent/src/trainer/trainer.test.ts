import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MetricPoint } from '@gridsweep/sweep';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { SYSTEM_TIMING } from '../backoff.ts';
import { TRAINER_PATH } from '../testing/trainer-path.ts';
import { ENDLESS, misbehaving, opening } from '../testing/trial.ts';
import type { Opening } from './channel.ts';
import { POINTS_IN_FLIGHT } from './run-control.ts';
import { Trainer, type TrainerOptions } from './trainer.ts';

const PATIENT = { timeout: 20_000, interval: 10 };
const LONGER = { steps: 2_000, pace: 2 };

let folder: string;
let trainer: Trainer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridsweep-trainer-'));
  trainer = await Trainer.start(options());
});
afterAll(async () => {
  await trainer.stop();
  await rm(folder, { recursive: true });
});

function options(more: Partial<TrainerOptions> = {}): TrainerOptions {
  return {
    path: TRAINER_PATH,
    slots: 2,
    workloads: [
      { name: 'quadratic', setup: { folder } },
      { name: 'misbehaving', setup: {} },
    ],
    logger: pino({ level: 'silent' }),
    timing: SYSTEM_TIMING,
    signal: new AbortController().signal,
    ...more,
  };
}

test('it says what it trains, and with what', () => {
  expect(trainer.workloads).toEqual([
    { name: 'quadratic', engine: 'floats', engineVariant: 'plain' },
    { name: 'misbehaving', engine: 'none', engineVariant: '' },
  ]);
});

test('it trains a trial to its end, whose checkpoint nobody goes on from', async () => {
  const { over, points, checkpoints } = await observe(opening()).whole;
  expect(over).toEqual({ type: 'finished', outcome: 'completed' });
  expect(steps(points, 'train/loss')).toEqual([3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 33, 36, 39]);
  expect(steps(points, 'test/loss')).toEqual([40]);
  expect(checkpoints.map(({ step }) => step)).toEqual([20]);
});

test('I5: two slots at once give the same bits as one', async () => {
  const alone = await observe(opening()).whole;
  const together = await Promise.all([0, 1].map((slot) => observe(opening(), { slot }).whole));
  for (const { points } of together) expect(points).toEqual(alone.points);
});

test('I5: drained in the middle and resumed, it gives the bits of an uninterrupted run', async () => {
  const whole = await observe(opening(LONGER)).whole;
  const first = observe(opening(LONGER));
  await vi.waitFor(() => expect(first.points.length).toBeGreaterThan(20), PATIENT);
  first.run.drain();
  const { over, points, checkpoints } = await first.whole;
  expect(over).toEqual({ type: 'drained' });
  expect(points.length).toBeLessThan(whole.points.length);
  const second = await observe(opening(LONGER, checkpoints.at(-1)!.content)).whole;
  expect([...points, ...second.points]).toEqual(whole.points);
  expect(second.over).toEqual(whole.over);
});

test('a cancelled trial stops at the next chunk and its slot stays warm', async () => {
  const observed = observe(opening(ENDLESS));
  await vi.waitFor(() => expect(observed.points.length).toBeGreaterThan(10), PATIENT);
  const asked = performance.now();
  observed.run.cancel();
  expect((await observed.whole).over).toEqual({ type: 'cancelled' });
  // A thread that did not obey would end after two seconds.
  expect(performance.now() - asked).toBeLessThan(1_500);
  expect((await observe(opening()).whole).over.type).toBe('finished');
});

test('a run that does not obey is ended with its thread, and the slot gets another', async () => {
  const observed = observe(misbehaving('not obey'));
  await vi.waitFor(() => expect(observed.points).toHaveLength(1), PATIENT);
  observed.run.cancel();
  expect((await observed.whole).over).toEqual({ type: 'cancelled' });
  expect((await observe(opening()).whole).over.type).toBe('finished');
});

test('a run cancelled while its thread starts ends before it has begun', async () => {
  const lost = observe(misbehaving('end the thread'));
  await lost.whole;
  const observed = observe(opening(ENDLESS));
  observed.run.cancel();
  expect(await observed.whole).toMatchObject({ over: { type: 'cancelled' }, points: [] });
});

test('I6: a run without credits stands still until it gets some', async () => {
  const observed = observe(opening({ ...ENDLESS, report_every: 1 }));
  await vi.waitFor(() => expect(observed.points.length).toBeGreaterThanOrEqual(POINTS_IN_FLIGHT), PATIENT);
  // A whole other trial later it has not gone on.
  const stood = observed.points.length;
  await observe(opening(), { slot: 1 }).whole;
  expect(observed.points.length).toBe(stood);
  observed.run.addCredits(100);
  await vi.waitFor(() => expect(observed.points.length).toBeGreaterThan(stood), PATIENT);
  observed.run.cancel();
  await observed.whole;
});

test('a run may talk as long as it is listened to', async () => {
  const observed = observe(misbehaving('talk', { lines: 3 * POINTS_IN_FLIGHT }));
  await observed.whole;
  expect(observed.lines).toHaveLength(3 * POINTS_IN_FLIGHT);
  expect(observed.lines.at(-1)).toBe('line 12000');
});

test.each<[string, Opening, string, RegExp]>([
  [
    'an unknown workload',
    { ...opening(), workload: 'resnet' },
    'bad-config',
    /workload "resnet"; it knows quadratic, mis/,
  ],
  ['a wrong parameter', withParameter('lr', -1), 'bad-config', /lr/],
  ['a defect', misbehaving('throw'), 'crash', /^TypeError: x is not a function$/],
  ['memory used up', misbehaving('run out of memory'), 'out-of-memory', /allocation/],
  ['a damaged data set', misbehaving('data'), 'data', /damaged/],
  ['its own word', misbehaving('fail'), 'bad-config', /^It said so itself\.$/],
  ['an end without a word', misbehaving('be silent'), 'crash', /without saying how/],
  ['a checkpoint refused after it was used', misbehaving('checkpoint too late'), 'crash', /no checkpoint after all/],
  ['the end of its thread', misbehaving('end the thread'), 'crash', /thread of slot 0 ended with 3/],
])('%s fails the trial, and the slot goes on', async (_, trial, kind, detail) => {
  const { over } = await observe(trial).whole;
  expect(over).toMatchObject({ type: 'failed', kind, detail: expect.stringMatching(detail) as string });
  expect((await observe(opening()).whole).over.type).toBe('finished');
});

test('a checkpoint that cannot be used is no failure of the trial', async () => {
  const { over } = await observe(opening({}, new Uint8Array([1, 2, 3]))).whole;
  expect(over).toEqual({
    type: 'unusable-checkpoint',
    reason: 'The checkpoint of 3 bytes is not one of this run.',
  });
  expect((await observe(opening()).whole).over.type).toBe('finished');
});

test('I5: the process killed, its trials fail as crashed and go on from their checkpoints with the same bits', async () => {
  const onUp = vi.fn();
  const mortal = await Trainer.start(options({ onUp }));
  const whole = await observe(opening(LONGER)).whole;
  const killed = observe(opening(LONGER), { of: mortal });
  const other = observe(opening(ENDLESS), { of: mortal, slot: 1 });
  await vi.waitFor(() => expect(killed.checkpoints.length).toBeGreaterThan(0), PATIENT);
  process.kill(mortal.pid!, 'SIGKILL');
  const ends = await Promise.all([killed.whole, other.whole]);
  for (const { over } of ends) {
    expect(over).toMatchObject({ type: 'failed', kind: 'crash', detail: expect.stringContaining('SIGKILL') as string });
  }
  expect(mortal.pid).toBeNull();
  expect(() => mortal.open(0, opening(), () => undefined)).toThrow(/not up/);
  await vi.waitFor(() => expect(onUp).toHaveBeenCalledOnce(), PATIENT);
  const resumed = await observe(opening(LONGER, ends[0].checkpoints.at(-1)!.content), { of: mortal }).whole;
  expect(resumed.over).toEqual(whole.over);
  expect(withoutRepeats([...ends[0].points, ...resumed.points])).toEqual(whole.points);
  await mortal.stop();
});

test('a process that cannot be started again is tried again', async () => {
  const broken = await mkdtemp(join(folder, 'broken-'));
  const workloads = [{ name: 'quadratic', setup: { folder: broken } }];
  const onUnable = vi.fn();
  const mortal = await Trainer.start(options({ slots: 1, workloads, onUnable }));
  await writeFile(join(broken, 'broken'), '');
  process.kill(mortal.pid!, 'SIGKILL');
  await vi.waitFor(() => expect(onUnable).toHaveBeenCalledWith(expect.objectContaining({ code: 'data' })), PATIENT);
  await rm(join(broken, 'broken'));
  await vi.waitFor(() => expect(mortal.pid).not.toBeNull(), PATIENT);
  expect((await observe(opening(), { of: mortal }).whole).over.type).toBe('finished');
  await mortal.stop();
});

test("a terminal's Ctrl-C does not end the process, the end of its agent does", async () => {
  const child = fork(TRAINER_PATH, { serialization: 'advanced', execArgv: [] });
  child.send({ type: 'start', slots: 1, workloads: [{ name: 'quadratic', setup: { folder } }] });
  expect(await once(child, 'message')).toMatchObject([{ type: 'ready' }, undefined]);
  child.kill('SIGINT');
  child.kill('SIGTERM');
  child.send({
    type: 'slot',
    slot: 0,
    message: { type: 'open', run: 1, opening: { ...opening(), workload: 'none' } },
  });
  expect(await once(child, 'message')).toMatchObject([{ type: 'up', run: 1, up: { type: 'failed' } }, undefined]);
  child.disconnect();
  expect(await once(child, 'exit')).toEqual([0, null]);
});

describe('what cannot be trained here is told at the start', () => {
  test('a workload that cannot be prepared', async () => {
    const broken = await mkdtemp(join(folder, 'broken-'));
    await writeFile(join(broken, 'broken'), '');
    const workloads = [{ name: 'quadratic', setup: { folder: broken } }];
    await expect(Trainer.start(options({ workloads }))).rejects.toMatchObject({ code: 'data' });
  });

  test('a workload that the program does not know', async () => {
    await expect(Trainer.start(options({ workloads: [{ name: 'resnet', setup: {} }] }))).rejects.toMatchObject({
      code: 'invalid',
      message: /cannot train workload "resnet"; it knows quadratic/,
    });
  });

  test('giving up while it starts leaves no process', async () => {
    const controller = new AbortController();
    const starting = Trainer.start(options({ signal: controller.signal }));
    controller.abort();
    await expect(starting).rejects.toMatchObject({ code: 'cancelled' });
  });
});

interface Checkpoint {
  readonly step: number;
  readonly content: Uint8Array;
}

function observe(trial: Opening, { of = trainer, slot = 0 } = {}) {
  const points: MetricPoint[] = [];
  const checkpoints: Checkpoint[] = [];
  const lines: string[] = [];
  const run = of.open(slot, trial, (event) => {
    if (event.type === 'metrics') points.push(...event.points);
    if (event.type === 'checkpoint') checkpoints.push({ ...event, content: event.content as Uint8Array });
    if (event.type === 'log') lines.push(event.message);
  });
  const whole = run.ended.then((over) => ({ over, points, checkpoints }));
  return { run, points, checkpoints, lines, whole };
}

function steps(points: readonly MetricPoint[], name: string): number[] {
  return points.filter((point) => point.name === name).map(({ step }) => step);
}

/** Each point once (I3); repeated ones must agree. */
function withoutRepeats(points: readonly MetricPoint[]): MetricPoint[] {
  const known = new Map<string, MetricPoint>();
  for (const point of points) {
    const key = `${point.name} ${point.step}`;
    expect(known.get(key) ?? point).toEqual(point);
    known.set(key, point);
  }
  return [...known.values()];
}

function withParameter(name: string, value: number): Opening {
  const { trial, ...rest } = opening();
  return { ...rest, trial: { ...trial, parameters: { ...trial.parameters, [name]: value } } };
}
