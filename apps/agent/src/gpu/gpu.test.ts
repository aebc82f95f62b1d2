import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeviceReading } from '@gridsweep/devices';
import type { Assignment } from '@gridsweep/protocol';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { AgentOptions } from '../agent-options.ts';
import { SYSTEM_TIMING } from '../backoff.ts';
import { FakeCoordinator } from '../testing/fake-coordinator.ts';
import { startTestAgent } from '../testing/start.ts';
import { assignment as trialOf } from '../testing/trial.ts';

const PATIENT = { timeout: 20_000, interval: 10 };
const GIB = 2 ** 30;
const SHORT = { after: 0 };
const ENDLESS = { after: 1_000_000 };
/** Waits that take seconds take a hundredth of them; the clock goes as much faster. */
const HURRIED = {
  ...SYSTEM_TIMING,
  now: () => 100 * performance.now(),
  sleep: (ms: number, signal: AbortSignal) => SYSTEM_TIMING.sleep(ms / 100, signal),
};

function assignment(trialId: string, attempt: number, parameters: { readonly after: number }): Assignment {
  return { ...trialOf(trialId, attempt), workload: 'small-device', parameters };
}

/** The GPU of a test: what it would answer. */
class TestGpu {
  readonly uuid = 'GPU-1';
  usedBytes = GIB;
  lost: string | null = null;

  readonly read = (): Promise<DeviceReading> => {
    if (this.lost !== null) return Promise.resolve({ type: 'lost', reason: this.lost });
    const memory = { usedBytes: this.usedBytes, totalBytes: 80 * GIB };
    const rest = { utilization: 0.5, powerWatts: 300, temperatureCelsius: 60 };
    return Promise.resolve({ type: 'ok', metrics: { uuid: this.uuid, name: 'Test GPU', memory, ...rest } });
  };
}

describe('an agent with a GPU of its own', () => {
  let coordinator: FakeCoordinator;
  let gpu: TestGpu;
  const open: (() => unknown)[] = [];

  beforeEach(async () => {
    coordinator = await FakeCoordinator.start();
    gpu = new TestGpu();
    const folder = await mkdtemp(join(tmpdir(), 'gridsweep-gpu-'));
    vi.stubEnv('XDG_RUNTIME_DIR', folder);
    open.push(() => rm(folder, { recursive: true }));
    open.push(() => coordinator.close());
  });
  afterEach(async () => {
    for (const close of open.splice(0).reverse()) await close();
    vi.unstubAllEnvs();
  });

  async function start(holds: number, options: Partial<AgentOptions> = {}) {
    const log: string[] = [];
    const agent = startTestAgent(coordinator.address, {
      workloads: [{ name: 'small-device', setup: { holds } }],
      timing: HURRIED,
      logger: pino({ level: 'info' }, { write: (line: string) => log.push(line) }),
      gpu,
      ...options,
    });
    open.push(() => agent.stop().catch(() => undefined));
    await Promise.race([connected(), agent.done]);
    return { agent, log };
  }
  const connected = () => vi.waitFor(() => expect(coordinator.connected).toBe(true), PATIENT);
  const ended = (trial: ReturnType<typeof assignment>, how: string) =>
    vi.waitFor(() => expect(coordinator.end(trial)).toBe(how), PATIENT);
  const endedSo = (trials: readonly Assignment[], finished: number, failed: number) =>
    vi.waitFor(() => {
      const ends = trials.map((trial) => coordinator.end(trial)).sort();
      expect(ends).toEqual([...Array<string>(failed).fill('failed'), ...Array<string>(finished).fill('finished')]);
    }, PATIENT);
  const heartbeat = (expected: object) =>
    vi.waitFor(() => expect(coordinator.messages).toContainEqual(expect.objectContaining(expected)), PATIENT);
  const trainers = (log: readonly string[]) => log.filter((line) => line.includes('The trainer process is up again'));

  test('tells what its GPU does, and that the trainer sees no other', async () => {
    vi.stubEnv('CUDA_VISIBLE_DEVICES', gpu.uuid);
    await start(1);
    expect(coordinator.hellos[0]).toMatchObject({ device: 'Test GPU', workloads: [{ engineVariant: 'GPU-1' }] });
    await heartbeat({
      type: 'heartbeat',
      freeSlots: 1,
      device: expect.objectContaining({ powerWatts: 300 }) as object,
    });
    gpu.usedBytes = 7 * GIB;
    await heartbeat({
      device: expect.objectContaining({ memory: { usedBytes: 7 * GIB, totalBytes: 80 * GIB } }) as object,
    });
  });

  test('no other agent takes its GPU until it has left', async () => {
    const { agent } = await start(1);
    const second = startTestAgent(coordinator.address, { gpu });
    await expect(second.done).rejects.toMatchObject({ code: 'conflict', message: /^GPU GPU-1 is in use by process/ });
    await agent.drain();
    await start(1, { id: 'third' });
  });

  test('out of memory: trials fail so and are retried, half as many at once, never fewer than one', async () => {
    await start(1, { slots: 4 });
    const trials = ['a', 'b', 'c', 'd'].map((id) => assignment(id, 1, { after: 4 }));
    coordinator.assign(...trials);
    await endedSo(trials, 1, 3);
    const full = trials.find((trial) => coordinator.end(trial) === 'failed')!;
    expect(coordinator.reports(full).at(-1)!.body).toMatchObject({ kind: 'out-of-memory' });
    await heartbeat({ type: 'heartbeat', freeSlots: 2, slots: 2 });

    const again = ['b', 'c', 'd'].map((id) => assignment(id, 2, { after: 6 }));
    coordinator.assign(...again);
    // The third waited, and then had the device for itself.
    await endedSo(again, 2, 1);
    await heartbeat({ type: 'heartbeat', freeSlots: 1, slots: 1 });
    const last = ['c', 'e'].map((id) => assignment(id, 3, SHORT));
    coordinator.assign(...last);
    for (const trial of last) await ended(trial, 'finished');
  });

  test('memory that a cancelled trial leaves behind: the process is replaced before the slot takes another', async () => {
    const { log } = await start(2, { slots: 2 });
    const [cancelled, other, next] = ['a', 'b', 'c'].map((id) => assignment(id, 1, ENDLESS));
    coordinator.assign(cancelled!, other!);
    await heartbeat({ freeSlots: 0 });
    gpu.usedBytes = 9 * GIB;
    coordinator.send({ type: 'cancel', trialId: 'a', attempt: 1 });
    await ended(other!, 'handed-back');
    coordinator.assign(next!);
    await vi.waitFor(() => expect(trainers(log)).toHaveLength(1), PATIENT);
    expect(log.join('')).toContain("A run's memory on the GPU is not freed");
    // A new process: what is in use is normal for it.
    coordinator.send({ type: 'cancel', trialId: 'c', attempt: 1 });
    const last = assignment('d', 1, SHORT);
    coordinator.assign(last);
    await ended(last, 'finished');
    expect(trainers(log)).toHaveLength(1);
  });

  test('memory that is freed after a while: the same process goes on', async () => {
    const { log } = await start(1);
    const trial = assignment('a', 1, ENDLESS);
    coordinator.assign(trial);
    await heartbeat({ freeSlots: 0 });
    gpu.usedBytes = 9 * GIB;
    coordinator.send({ type: 'cancel', trialId: 'a', attempt: 1 });
    gpu.usedBytes = GIB;
    const next = assignment('b', 1, SHORT);
    coordinator.assign(next);
    await ended(next, 'finished');
    expect(trainers(log)).toEqual([]);
  });

  test('a GPU that is lost: the trials go elsewhere, and the agent leaves and says why', async () => {
    const { agent } = await start(2, { slots: 2 });
    const trials = ['a', 'b'].map((id) => assignment(id, 1, ENDLESS));
    coordinator.assign(...trials);
    await heartbeat({ freeSlots: 0 });
    gpu.lost = 'It has fallen off the bus.';
    await expect(agent.done).rejects.toMatchObject({
      code: 'unavailable',
      message: 'GPU GPU-1 is lost. It has fallen off the bus.',
    });
    for (const trial of trials) expect(coordinator.end(trial)).toBe('handed-back');
    expect(coordinator.messages.map(({ type }) => type)).toContain('draining');
  });

  test('a trial that fails because its GPU is lost is handed back, not failed', async () => {
    // The GPU is not looked at before the trial fails.
    const { agent } = await start(0, { timing: SYSTEM_TIMING });
    gpu.lost = 'XID 79.';
    const trial = assignment('a', 1, SHORT);
    coordinator.assign(trial);
    await expect(agent.done).rejects.toMatchObject({ code: 'unavailable' });
    expect(coordinator.end(trial)).toBe('handed-back');
  });

  test('a GPU that is lost from the beginning', async () => {
    gpu.lost = 'XID 79.';
    const agent = startTestAgent(coordinator.address, { gpu });
    await expect(agent.done).rejects.toMatchObject({ code: 'unavailable', message: /is lost/ });
  });
});
