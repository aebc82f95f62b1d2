import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fetchDataset } from '@gridsweep/lenet';
import type { MetricPoint, Parameters } from '@gridsweep/sweep';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { SYSTEM_TIMING } from '../backoff.ts';
import { TRAINER_PATH } from '../testing/trainer-path.ts';
import { ENDLESS, trialInput } from '../testing/trial.ts';
import type { RunEnd, RunEvent, TrialInput } from './messages.ts';
import { Trainer, type Run, type TrainerOptions } from './trainer.ts';

const OPTIONS: TrainerOptions = {
  path: TRAINER_PATH,
  engine: 'wasm',
  device: 'auto',
  slots: 2,
  dataset: { type: 'cache' },
  logger: pino({ level: 'silent' }),
  timing: SYSTEM_TIMING,
  signal: new AbortController().signal,
};
const MANY = 1_000_000;

describe('[network] the trainer on real data', () => {
  let trainer: Trainer;

  beforeAll(async () => {
    await fetchDataset();
    trainer = await Trainer.start(OPTIONS);
  });
  afterAll(() => trainer.stop());

  test('trains a trial to its end', async () => {
    const { points, end } = await observe(trainer, trialInput()).ended;
    expect(end.type).toBe('finished');
    expect(steps(points, 'train/loss')).toEqual([3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 33, 36, 39]);
    expect(steps(points, 'test/accuracy')).toEqual([20, 40]);
  });

  test('I5: two slots at once give the same bits as one', async () => {
    const alone = await observe(trainer, trialInput()).ended;
    const together = await Promise.all([0, 1].map((slot) => observe(trainer, trialInput(), { slot }).ended));
    for (const { points } of together) expect(points).toEqual(alone.points);
  });

  test('I5: drained in the middle of an epoch and resumed, it gives the bits of an uninterrupted run', async () => {
    const parameters: Parameters = { limit: 10_000 };
    const whole = await observe(trainer, trialInput(parameters)).ended;
    const first = observe(trainer, trialInput(parameters));
    await vi.waitFor(() => expect(first.points.length).toBeGreaterThan(3));
    first.run.drain();
    const { end, points, checkpoint } = await first.ended;
    expect(end).toEqual({ type: 'drained' });
    expect(steps(points, 'test/loss')).toEqual([]);
    const second = await observe(trainer, trialInput(parameters, checkpoint)).ended;
    expect([...points, ...second.points]).toEqual(whole.points);
    expect(second.end).toEqual(whole.end);
  });

  test('a cancelled trial stops at the next chunk and its slot stays warm', async () => {
    const observed = observe(trainer, trialInput(ENDLESS));
    await vi.waitFor(() => expect(observed.points.length).toBeGreaterThan(10));
    const asked = performance.now();
    observed.run.cancel();
    expect((await observed.ended).end).toEqual({ type: 'cancelled' });
    // 40 ms on a machine that has nothing else to do; a thread that did not obey would end after two seconds.
    expect(performance.now() - asked).toBeLessThan(1_000);
    expect((await observe(trainer, trialInput({ epochs: 1 })).ended).end.type).toBe('finished');
  });

  test('I6: a run without credits stands still until it gets some', async () => {
    const observed = observe(trainer, trialInput({ ...ENDLESS, log_every: 1, batch_size: 1 }), { credits: 50 });
    await vi.waitFor(() => expect(observed.points.length).toBeGreaterThanOrEqual(50));
    // A whole other trial later it has not gone on.
    const stood = observed.points.length;
    await observe(trainer, trialInput({ epochs: 1 }), { slot: 1 }).ended;
    expect(observed.points.length).toBe(stood);
    observed.run.addCredits(stood);
    await vi.waitFor(() => expect(observed.points.length).toBeGreaterThan(stood));
    observed.run.cancel();
    await observed.ended;
  });

  test.each([
    ['an unknown workload', { ...trialInput(), workload: 'resnet' }, 'bad-config', /workload "resnet"/],
    ['an unknown optimizer', withParameter('optimizer', 'sdg'), 'bad-config', /optimizer/],
    ['more images than there are', withParameter('limit', 50_001), 'bad-config', /limit/],
    ['a broken checkpoint', trialInput({}, new Uint8Array([1, 2, 3])), 'bad-config', /./],
  ])('%s fails the trial', async (_, trial, kind, detail) => {
    const { end } = await observe(trainer, trial).ended;
    expect(end).toMatchObject({ type: 'failed', kind });
    expect(end).toHaveProperty('detail', expect.stringMatching(detail));
  });

  test('I5: the process killed, its trials fail as crashed and go on from their checkpoints with the same bits', async () => {
    const parameters: Parameters = { limit: 10_000 };
    const whole = await observe(trainer, trialInput(parameters)).ended;
    const killed = observe(trainer, trialInput(parameters));
    const other = observe(trainer, trialInput(ENDLESS), { slot: 1 });
    await vi.waitFor(() => expect(killed.checkpoint()).not.toBeNull(), { timeout: 20_000 });
    const seen = killed.points.length;
    await vi.waitFor(() => expect(killed.points.length).toBeGreaterThan(seen));
    process.kill(trainer.pid!, 'SIGKILL');
    const ends = await Promise.all([killed.ended, other.ended]);
    for (const { end } of ends) {
      expect(end).toMatchObject({
        type: 'failed',
        kind: 'crash',
        detail: expect.stringContaining('SIGKILL') as string,
      });
    }
    // Given while the process is down: it waits for the next.
    expect(trainer.pid).toBeNull();
    const resumed = await observe(trainer, trialInput(parameters, ends[0].checkpoint)).ended;
    expect(trainer.pid).not.toBeNull();
    expect(resumed.end).toEqual(whole.end);
    expect(withoutRepeats([...ends[0].points, ...resumed.points])).toEqual(whole.points);
  });
});

test("[network] a terminal's Ctrl-C does not end the process, the end of its agent does", async () => {
  const child = fork(TRAINER_PATH, { serialization: 'advanced', execArgv: [] });
  child.send({ type: 'start', engine: 'wasm', slots: 1, dataset: { type: 'cache' } });
  expect(await once(child, 'message')).toMatchObject([{ type: 'ready' }, undefined]);
  child.kill('SIGINT');
  child.kill('SIGTERM');
  child.send({ type: 'train', slot: 0, run: 1, trial: { ...trialInput(), workload: 'none' }, credits: 1 });
  expect(await once(child, 'message')).toMatchObject([{ type: 'ended', run: 1 }, undefined]);
  child.disconnect();
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('a folder without the data set is told at the start', async () => {
  const dataset = { type: 'folder', folder: import.meta.dirname } as const;
  await expect(Trainer.start({ ...OPTIONS, dataset })).rejects.toMatchObject({ code: 'data' });
});

test('[network] an engine that cannot compute on the device is told at the start', async () => {
  await fetchDataset();
  await expect(Trainer.start({ ...OPTIONS, device: 'gpu' })).rejects.toMatchObject({
    code: 'unavailable',
    message: /computes on the CPU only/,
  });
});

test('giving up while it starts leaves no process', async () => {
  const controller = new AbortController();
  const starting = Trainer.start({ ...OPTIONS, signal: controller.signal });
  controller.abort();
  await expect(starting).rejects.toMatchObject({ code: 'cancelled' });
});

function observe(trainer: Trainer, trial: TrialInput, { slot = 0, credits = MANY } = {}) {
  const points: MetricPoint[] = [];
  let checkpoint: Uint8Array | null = null;
  let run!: Run;
  const ended = new Promise<{ end: RunEnd; points: MetricPoint[]; checkpoint: Uint8Array | null }>((resolve) => {
    run = trainer.train(slot, trial, credits, {
      onEvent(event: RunEvent) {
        if (event.type === 'metrics') points.push(...event.points);
        if (event.type === 'checkpoint') checkpoint = event.bytes;
      },
      onEnded: (end) => resolve({ end, points, checkpoint }),
    });
  });
  return { run, points, ended, checkpoint: () => checkpoint };
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

function withParameter(name: string, value: string | number): TrialInput {
  const trial = trialInput();
  return { ...trial, parameters: { ...trial.parameters, [name]: value } };
}
