import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GridsweepError } from '@gridsweep/sweep';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { AgentOptions, SetupContext } from './agent-options.ts';
import { FakeCoordinator } from './testing/fake-coordinator.ts';
import { startTestAgent } from './testing/start.ts';
import { assignment, ENDLESS } from './testing/trial.ts';

const PATIENT = { timeout: 30_000, interval: 10 };

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

function start(coordinator: string, options: Partial<AgentOptions> = {}) {
  const agent = startTestAgent(coordinator, options);
  open.push(() => agent.stop().catch(() => undefined));
  return agent;
}

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gridsweep-test-'));
  open.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

describe('the life of an agent', () => {
  let coordinator: FakeCoordinator;

  beforeEach(async () => {
    coordinator = await FakeCoordinator.start();
    open.push(() => coordinator.close());
  });
  const connected = () => vi.waitFor(() => expect(coordinator.connected).toBe(true), PATIENT);

  test('I5: drained in the middle, a trial goes on elsewhere with the same bits', async () => {
    const parameters = { steps: 2_000, pace: 5, checkpoint_every: 10_000 };
    const [whole, first, second] = ['whole', 'torn', 'torn'].map((id, at) => assignment(id, at, parameters));
    const leaving = start(coordinator.address);
    await connected();
    coordinator.assign(whole!);
    await vi.waitFor(() => expect(coordinator.end(whole!)).toBe('finished'), PATIENT);
    coordinator.assign(first!);
    await vi.waitFor(() => expect(coordinator.points(first!).length).toBeGreaterThan(10), PATIENT);
    await leaving.drain();
    expect(coordinator.end(first!)).toBe('handed-back');
    expect(coordinator.messages.map(({ type }) => type)).toContain('draining');

    start(coordinator.address, { id: 'another' });
    await connected();
    const { step, bytes } = coordinator.checkpoints(first!).at(-1)!;
    coordinator.assign({ ...second!, checkpoints: [coordinator.checkpoint(1, step, bytes)] });
    await vi.waitFor(() => expect(coordinator.end(second!)).toBe('finished'), PATIENT);
    expect([...coordinator.points(first!), ...coordinator.points(second!)]).toEqual(coordinator.points(whole!));
    expect(coordinator.messages).toContainEqual({
      type: 'log',
      trialId: 'torn',
      attempt: 2,
      level: 'info',
      message: `Training goes on from step ${step}.`,
    });
  });

  test('the coordinator drains it', async () => {
    const trial = assignment('a', 1, ENDLESS);
    const { done } = start(coordinator.address);
    await connected();
    coordinator.assign(trial);
    await vi.waitFor(() => expect(coordinator.points(trial).length).toBeGreaterThan(0), PATIENT);
    coordinator.send({ type: 'drain' });
    await done;
    expect(coordinator.end(trial)).toBe('handed-back');
  });

  test('a drain gives up when nothing is acknowledged in time', async () => {
    coordinator.holdAcks();
    const trial = assignment('a', 1, { ...ENDLESS, pace: 20 });
    const agent = start(coordinator.address, { drainWithinMs: 1_000 });
    await connected();
    coordinator.assign(trial);
    await vi.waitFor(() => expect(coordinator.points(trial).length).toBeGreaterThan(0), PATIENT);
    await agent.drain();
    expect(coordinator.end(trial)).toBe('handed-back');
  });

  test('a run that does not stop in time is handed back as it stands', async () => {
    const workloads = [{ name: 'misbehaving', setup: {} }];
    const agent = start(coordinator.address, { workloads, drainWithinMs: 100 });
    await connected();
    const trial = { ...assignment('a', 1), workload: 'misbehaving', parameters: { how: 'not obey' } };
    coordinator.assign(trial);
    await vi.waitFor(() => expect(coordinator.points(trial)).toHaveLength(1), PATIENT);
    await agent.drain();
    expect(coordinator.end(trial)).toBe('handed-back');
  });

  test('it stops at once, also while it drains', async () => {
    coordinator.holdAcks();
    const trial = assignment('a', 1, ENDLESS);
    const agent = start(coordinator.address);
    await connected();
    coordinator.assign(trial);
    await vi.waitFor(() => expect(coordinator.points(trial).length).toBeGreaterThan(0), PATIENT);
    const drained = agent.drain();
    const asked = performance.now();
    await agent.stop();
    await drained;
    expect(performance.now() - asked).toBeLessThan(1_000);
  });

  test('it may start before its coordinator, and may be drained before it has found one', async () => {
    const { address } = coordinator;
    await coordinator.close();
    const waiting = start(address, { id: 'waiting' });
    const leaving = start(address, { id: 'leaving' });
    await leaving.drain();
    await coordinator.restart();
    await vi.waitFor(() => expect(coordinator.hellos.map(({ agentId }) => agentId)).toEqual(['waiting']), PATIENT);
    await waiting.drain();
  });

  test('the trainer process killed: its trials fail as crashed, the same agent trains later ones', async () => {
    const lines: { readonly msg: string; readonly trainer?: number }[] = [];
    const logger = pino({}, { write: (line) => void lines.push(JSON.parse(line) as (typeof lines)[number]) });
    start(coordinator.address, { slots: 2, logger });
    await connected();
    const doomed = [assignment('a', 1, ENDLESS), assignment('b', 1, ENDLESS)];
    coordinator.assign(...doomed);
    for (const trial of doomed) {
      await vi.waitFor(() => expect(coordinator.points(trial).length).toBeGreaterThan(0), PATIENT);
    }
    process.kill(lines.find(({ trainer }) => trainer !== undefined)!.trainer!, 'SIGKILL');
    for (const trial of doomed) {
      await vi.waitFor(() => expect(coordinator.end(trial)).toBe('failed'), PATIENT);
      expect(coordinator.reports(trial).at(-1)!.body).toMatchObject({ kind: 'crash' });
    }
    const next = assignment('a', 2);
    coordinator.assign(next);
    await vi.waitFor(() => expect(coordinator.end(next)).toBe('finished'), PATIENT);
    expect(coordinator.hellos).toHaveLength(1);
  });

  test('it serves its health', async () => {
    await coordinator.close();
    const port = await freePort();
    const agent = start(coordinator.address, { httpPort: port });
    const status = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).status;
    await vi.waitFor(async () => expect(await status('/healthz')).toBe(200), PATIENT);
    expect(await status('/readyz')).toBe(503);
    expect(await status('/')).toBe(404);
    await coordinator.restart();
    await vi.waitFor(async () => expect(await status('/readyz')).toBe(200), PATIENT);
    const metrics = await fetch(`http://127.0.0.1:${port}/metrics`);
    expect(metrics.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(await metrics.text()).toContain('gridsweep_agent_connected{agent="agent"} 1\n');
    await agent.drain();
    await expect(status('/healthz')).rejects.toThrow();
  });

  test('the setup of a workload may need the coordinator, and may be given up', async () => {
    coordinator.code(Buffer.from('anything'), 'a'.repeat(64));
    const setup = async ({ agents, signal }: SetupContext) => {
      for await (const { bytes } of agents.fetchCode('a'.repeat(64), { signal }))
        return { folder: tmpdir(), variant: String(bytes.length) };
      throw new Error('Nothing came.');
    };
    start(coordinator.address, { workloads: [{ name: 'quadratic', setup }] });
    await connected();
    expect(coordinator.hellos[0]!.workloads).toMatchObject([{ engineVariant: '8' }]);
    const never = () => new Promise<object>(() => undefined);
    await start(coordinator.address, { workloads: [{ name: 'quadratic', setup: never }] }).drain();
  });
});

test('a workload that cannot be trained here: it says why, and never takes a trial', async () => {
  const coordinator = await FakeCoordinator.start();
  open.push(() => coordinator.close());
  const folder = await emptyFolder();
  await writeFile(join(folder, 'broken'), '');
  const { done } = start(coordinator.address, { workloads: [{ name: 'quadratic', setup: { folder } }] });
  await expect(done).rejects.toMatchObject({ code: 'data', message: 'The test broke the workload.' });
  expect(coordinator.hellos).toEqual([]);
});

test('a setup that finds nothing is told', async () => {
  const setup = () => Promise.reject(new GridsweepError('data', 'There is no data set.'));
  const { done } = start('127.0.0.1:1', { workloads: [{ name: 'quadratic', setup }] });
  await expect(done).rejects.toMatchObject({ code: 'data', message: 'There is no data set.' });
});

test.each([
  [{ coordinator: 'nowhere' }, /"nowhere" is not the address/],
  [{ slots: 0 }, /slots: 0/],
  [{ slots: 1.5 }, /slots: 1\.5/],
  [{ slots: 1025 }, /from 1 to 1024/],
  [{ id: '' }, /id/],
  [{ workloads: [] }, /workloads/],
])('options that cannot work are refused at once: %o', (options, message) => {
  expect(() => startTestAgent('127.0.0.1:1', options)).toThrow(message);
});

test('a port in use is told', async () => {
  const server = createServer().listen(0);
  await once(server, 'listening');
  open.push(() => new Promise((resolve) => server.close(resolve)));
  const { port } = server.address() as AddressInfo;
  const { done } = start('127.0.0.1:1', { httpPort: port });
  await expect(done).rejects.toMatchObject({
    code: 'address-in-use',
    message: expect.stringContaining(String(port)) as string,
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
