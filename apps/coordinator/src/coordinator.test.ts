import { EventEmitter, once } from 'node:events';
import { Readable } from 'node:stream';
import { connect, type CoordinatorClient, type DatasetPart, type Hello, type SweepUpdate } from '@gridsweep/protocol';
import { GridsweepError, type MetricPoint } from '@gridsweep/sweep';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';

import { serveStore, type Coordinator, type CoordinatorOptions } from './coordinator.ts';
import type { Store } from './store/contract.ts';
import { openPgliteInMemory } from './store/pglite.ts';
import { openStore } from './store/sql-store.ts';
import { WireAgent } from './testing/wire-agent.ts';

const SPEC =
  'name: rates\nparameters:\n  optimizer: { value: sgd }\n  lr: { values: [0.1, 0.01, 0.001] }\nmax_retries: 1\n';
const TTL = 400;

let store: Store;
let coordinator: Coordinator;
let client: CoordinatorClient;
let agents: WireAgent[];

// One database for all tests: making one takes longer than any of them.
beforeAll(async () => {
  store = await openStore(await openPgliteInMemory());
});
afterAll(() => store.close());
beforeEach(async () => {
  coordinator = await start({ ...store, close: () => Promise.resolve() });
  client = connect(coordinator.address);
  agents = [];
});
afterEach(async () => {
  for (const agent of agents) agent.vanish();
  client.close();
  await coordinator.close();
  for (const { id } of await store.listSweeps()) await store.deleteSweep(id);
});

function start(on: Store, options: Partial<CoordinatorOptions> = {}): Promise<Coordinator> {
  return serveStore(on, {
    host: '127.0.0.1',
    port: 0,
    leaseTtlMs: TTL,
    heartbeatEveryMs: 100,
    logger: pino({ level: 'silent' }),
    ...options,
  });
}

async function join(hello: Partial<Hello> | 'none' = {}): Promise<WireAgent> {
  const agent = await WireAgent.connect(client, hello);
  agents.push(agent);
  return agent;
}

const submit = async (spec = SPEC) => (await client.sweeps.submit({ spec, newSweep: false })).sweep;
const trialsOf = async (sweep: string) => (await client.sweeps.get(sweep)).trials;
const loss = (step: number): MetricPoint => ({ name: 'train/loss', step, epoch: step / 782, value: 1 / step });
const finished = { type: 'finished', outcome: 'converged' } as const;
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable('it succeeded'),
    (thrown: unknown) => GridsweepError.from(thrown),
  );
const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 10_000, interval: 10 });

async function pointsOf(sweep: string): Promise<MetricPoint[]> {
  const points: MetricPoint[] = [];
  for await (const part of client.sweeps.streamResults(sweep)) if (part.type === 'points') points.push(...part.points);
  return points;
}

describe('sweeps', () => {
  test('I1: a spec submitted twice is one sweep, unless a new one is asked for', async () => {
    const first = await client.sweeps.submit({ spec: SPEC, newSweep: false });
    expect(first).toMatchObject({
      created: true,
      sweep: { name: 'rates', state: 'active', counts: { total: 3, pending: 3 } },
    });
    const json = JSON.stringify(first.sweep.spec);
    expect(await client.sweeps.submit({ spec: json, newSweep: false })).toEqual({ ...first, created: false });
    const another = await client.sweeps.submit({ spec: SPEC, newSweep: true });
    expect(another.sweep.id).not.toBe(first.sweep.id);
    expect((await client.sweeps.list()).map((sweep) => sweep.id)).toEqual([another.sweep.id, first.sweep.id]);
    expect((await client.sweeps.get('rates')).sweep.id).toBe(another.sweep.id);
    expect((await trialsOf(first.sweep.id)).map((trial) => trial.parameters['lr'])).toEqual([0.1, 0.01, 0.001]);
  });

  test('a wrong spec is refused with every problem at once', async () => {
    const error = await failure(submit('name: x\nparameters:\n  optimiser: { value: adam }\n  lr: { value: fast }\n'));
    expect(error.code).toBe('invalid');
    expect(error.message.split('\n')).toHaveLength(2);
    expect(error.message).toContain('optimizer');
    expect(await client.sweeps.list()).toEqual([]);
  });

  test('an unknown sweep, trial or agent is not found', async () => {
    const { id } = await submit();
    expect((await failure(client.sweeps.get('nothing'))).code).toBe('not-found');
    expect((await failure(client.sweeps.drainAgent('nobody'))).code).toBe('not-found');
    const logs = client.sweeps.streamLogs({ sweep: id, trial: '7', follow: false })[Symbol.asyncIterator]();
    expect((await failure(logs.next() as Promise<unknown>)).code).toBe('not-found');
  });

  test('from submit to results: leases, metrics, acknowledgements, watch, logs', async () => {
    const agent = await join({ slots: 2, labels: { gpu: 'none' } });
    await agent.message({ type: 'welcome', leaseTtlMs: TTL, heartbeatEveryMs: 100 });
    const { id } = await submit();
    const updates: SweepUpdate[] = [];
    const watching = (async () => {
      for await (const update of client.sweeps.watch(id)) updates.push(update);
    })();
    const [first, second] = await agent.assignments(2);
    expect(first).toMatchObject({
      sweepId: id,
      attempt: 1,
      workload: 'lenet-cifar10',
      seed: 0,
      parameters: { lr: 0.1 },
    });
    await agent.report(first!, 1, { type: 'metrics', points: [loss(1), loss(2)] });
    await agent.message({ type: 'ack', trialId: first!.trialId, seq: 1 });
    await agent.send({ type: 'progress', ...first!, progress: { step: 2, totalSteps: 10, imagesPerSecond: 64 } });
    await agent.send({ type: 'log', ...first!, level: 'warn', message: 'slow' });
    await until(async () => {
      const [trial] = await trialsOf(id);
      expect(trial).toMatchObject({ state: 'running', agentId: 'agent-1', latest: [loss(2)], progress: { step: 2 } });
    });
    expect(await client.sweeps.listAgents()).toMatchObject([
      {
        id: 'agent-1',
        state: 'connected',
        slots: 2,
        labels: { gpu: 'none' },
        trialIds: [first!.trialId, second!.trialId].toSorted(),
      },
    ]);
    await agent.report(first!, 2, finished);
    await agent.report(second!, 1, { type: 'finished', outcome: 'diverged' });
    const [, , third] = await agent.assignments(3);
    await agent.report(third!, 1, { type: 'failed', kind: 'data', detail: 'no images' });
    await watching;
    expect(updates[0]!.trials).toHaveLength(3);
    expect(updates.at(-1)).toMatchObject({
      sweep: { state: 'ended', counts: { total: 3, finished: 2, failed: 1 } },
      trials: [
        { state: 'finished', outcome: 'converged', latest: [loss(2)] },
        { state: 'finished', outcome: 'diverged' },
        { state: 'failed', failure: { kind: 'data', detail: 'no images' } },
      ],
    });
    expect(await pointsOf(id)).toEqual([loss(1), loss(2)]);
    const lines: string[] = [];
    for await (const line of client.sweeps.streamLogs({ sweep: id, follow: true })) lines.push(line.message);
    expect(lines).toEqual(['slow', expect.stringContaining('no images')]);
  });

  test('pause holds trials back, resume gives them, cancel takes them, retry brings them back', async () => {
    const { id } = await submit();
    await client.sweeps.pause(id);
    const agent = await join({ slots: 1 });
    await agent.message({ type: 'welcome' });
    expect((await client.sweeps.get(id)).sweep).toMatchObject({ state: 'paused', counts: { pending: 3 } });
    await client.sweeps.resume(id);
    const [first] = await agent.assignments(1);
    expect(await client.sweeps.cancel(id)).toMatchObject({ state: 'cancelled', counts: { cancelled: 3 } });
    await agent.message({ type: 'cancel', trialId: first!.trialId, attempt: 1 });
    await agent.report(first!, 1, finished);
    await agent.message({ type: 'fenced', trialId: first!.trialId });
    expect(await client.sweeps.retryFailed({ sweep: id, includeCancelled: true })).toMatchObject({
      retried: 3,
      sweep: { state: 'active' },
    });
    expect((await agent.assignments(2))[1]).toMatchObject({ trialId: first!.trialId, attempt: 2 });
    await client.sweeps.delete(id);
    await agent.message({ type: 'cancel', trialId: first!.trialId, attempt: 2 });
    expect(await client.sweeps.list()).toEqual([]);
  });

  test('max_parallel is filled again when a trial ends', async () => {
    const agent = await join({ slots: 3 });
    await submit(`${SPEC}max_parallel: 1\n`);
    const [first] = await agent.assignments(1);
    await agent.report(first!, 1, finished);
    await agent.assignments(2);
  });
});

describe('agents that misbehave', () => {
  test('I3: a report sent many times is acknowledged each time and stored once', async () => {
    const { id } = await submit();
    const agent = await join();
    const [held] = await agent.assignments(1);
    for (let time = 0; time < 20; time++) await agent.report(held!, 1, { type: 'metrics', points: [loss(1)] });
    await vi.waitFor(() => expect(agent.of('ack')).toHaveLength(20), { timeout: 10_000 });
    expect(await pointsOf(id)).toEqual([loss(1)]);
  });

  test('I2: without heartbeats the lease expires, another agent goes on from the checkpoint, the first is fenced', async () => {
    await submit('name: one\nparameters: { optimizer: { value: sgd }, lr: { value: 0.1 } }\n');
    const silent = await join();
    const [held] = await silent.assignments(1);
    await silent.report(held!, 1, { type: 'checkpoint', step: 5, bytes: new Uint8Array([1, 2, 3]) });
    await silent.message({ type: 'ack', seq: 1 });
    await silent.message({ type: 'fenced', trialId: held!.trialId, attempt: 1 });
    const other = await join({ agentId: 'agent-2' });
    const [again] = await other.assignments(1);
    expect(again).toMatchObject({ trialId: held!.trialId, attempt: 2 });
    expect([...again!.checkpoint!]).toEqual([1, 2, 3]);
    await silent.report(held!, 2, finished);
    await vi.waitFor(() => expect(silent.of('fenced')).toHaveLength(2), { timeout: 10_000 });
    expect(silent.assigned).toHaveLength(1);
    expect((await trialsOf('one'))[0]).toMatchObject({ state: 'running', attempts: 2, agentId: 'agent-2' });
  });

  test('heartbeats keep a lease for longer than its time', async () => {
    await submit();
    const agent = await join();
    const [held] = await agent.assignments(1);
    const beat = setInterval(() => void agent.send({ type: 'heartbeat', freeSlots: 0 }), 50);
    const began = Date.now();
    await until(async () => {
      await agent.report(held!, 1, { type: 'metrics', points: [] });
      expect(Date.now() - began).toBeGreaterThan(3 * TTL);
    });
    clearInterval(beat);
    expect(agent.of('fenced')).toEqual([]);
    expect((await trialsOf('rates'))[0]).toMatchObject({ state: 'running', attempts: 1 });
  });

  test('a gap in the reports ends the attempt, and the trial starts again', async () => {
    await submit('name: one\nparameters: { optimizer: { value: sgd }, lr: { value: 0.1 } }\n');
    const agent = await join();
    const [held] = await agent.assignments(1);
    await agent.report(held!, 3, { type: 'metrics', points: [loss(3)] });
    await agent.message({ type: 'fenced', trialId: held!.trialId, attempt: 1 });
    expect((await agent.assignments(2))[1]).toMatchObject({ attempt: 2 });
    expect(await pointsOf('one')).toEqual([]);
  });

  test('reports of trials that it never had, or of other tokens, are fenced', async () => {
    const { id } = await submit();
    const agent = await join();
    const [held] = await agent.assignments(1);
    const other = (await trialsOf(id)).find((trial) => trial.state === 'pending')!;
    await agent.report({ trialId: other.id, attempt: 1 }, 1, finished);
    await agent.report({ trialId: held!.trialId, attempt: 9 }, 1, finished);
    await agent.report({ trialId: 'nothing\0', attempt: 1 }, 1, finished);
    await vi.waitFor(() => expect(agent.of('fenced')).toHaveLength(3), { timeout: 10_000 });
    expect((await client.sweeps.get(id)).sweep.counts).toMatchObject({ running: 1, pending: 2, finished: 0 });
  });

  test('a session that does not begin with Hello, or with a useless one, is refused', async () => {
    const rude = await join('none');
    await rude.send({ type: 'heartbeat', freeSlots: 1 });
    expect(await rude.end()).toMatchObject({ code: 'conflict' });
    const nameless = await join({ agentId: '' });
    expect(await nameless.end()).toMatchObject({ code: 'invalid' });
    const slotless = await join({ slots: 0 });
    expect(await slotless.end()).toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('slots is 0') as string,
    });
  });

  test('one agent whose reports the database refuses does not disturb another', async () => {
    const { id } = await submit();
    const good = await join({ agentId: 'good' });
    const [held] = await good.assignments(1);
    const bad = await join({ agentId: 'bad' });
    const [broken] = await bad.assignments(1);
    await bad.report(broken!, 1, { type: 'metrics', points: [{ ...loss(1), name: 'train/\0' as 'train/loss' }] });
    await good.report(held!, 1, { type: 'metrics', points: [loss(1)] });
    await good.message({ type: 'ack', seq: 1 });
    await bad.end();
    expect(bad.of('ack')).toEqual([]);
    expect(await pointsOf(id)).toEqual([loss(1)]);
  });
});

describe('agents that come and go', () => {
  test('I2: after a lost connection the same process keeps its lease and replays what was not acknowledged', async () => {
    const { id } = await submit();
    const agent = await join();
    const [held] = await agent.assignments(1);
    await agent.report(held!, 1, { type: 'metrics', points: [loss(1)] });
    await agent.message({ type: 'ack', seq: 1 });
    agent.vanish();
    const back = await join({ resuming: [{ ...held!, lastSeq: 0 }] });
    await back.message({ type: 'welcome' });
    await back.report(held!, 1, { type: 'metrics', points: [loss(1)] });
    await back.report(held!, 2, { type: 'metrics', points: [loss(2)] });
    await back.message({ type: 'ack', seq: 2 });
    expect(back.of('fenced')).toEqual([]);
    expect(await pointsOf(id)).toEqual([loss(1), loss(2)]);
  });

  test('a restarted agent gets its trials back at once, and its earlier process is told to leave for good', async () => {
    await submit('name: one\nparameters: { optimizer: { value: sgd }, lr: { value: 0.1 } }\n');
    const old = await join({ instanceId: 'first' });
    const [held] = await old.assignments(1);
    const fresh = await join({ instanceId: 'second' });
    expect(await fresh.assignments(1)).toMatchObject([{ trialId: held!.trialId, attempt: 2 }]);
    expect(await old.end()).toMatchObject({ code: 'invalid' });
  });

  test('an assignment that never arrived is given again without counting as a failure', async () => {
    await submit('name: one\nparameters: { optimizer: { value: sgd }, lr: { value: 0.1 } }\nmax_retries: 0\n');
    const agent = await join();
    await agent.assignments(1);
    agent.vanish();
    const back = await join({ resuming: [] });
    expect(await back.assignments(1)).toMatchObject([{ attempt: 2 }]);
  });

  test('a draining agent hands back and gets no more; the trial goes on elsewhere', async () => {
    const { id } = await submit();
    const agent = await join({ slots: 2 });
    const [first, second] = await agent.assignments(2);
    await client.sweeps.drainAgent('agent-1');
    await agent.message({ type: 'drain' });
    const agentOne = async () => (await client.sweeps.listAgents()).find(({ id: agentId }) => agentId === 'agent-1');
    expect(await agentOne()).toMatchObject({ state: 'draining' });
    await agent.send({ type: 'draining' });
    await agent.report(first!, 1, { type: 'checkpoint', step: 9, bytes: new Uint8Array([7]) });
    await agent.report(first!, 2, { type: 'handed-back' });
    await agent.report(second!, 1, { type: 'handed-back' });
    await agent.message({ type: 'ack', trialId: second!.trialId });
    agent.finish();
    expect(await agent.end()).toBe('ended');
    expect(agent.assigned).toHaveLength(2);
    const other = await join({ agentId: 'agent-2' });
    const [again] = await other.assignments(1);
    expect(again).toMatchObject({ trialId: first!.trialId, attempt: 2 });
    expect([...again!.checkpoint!]).toEqual([7]);
    expect((await client.sweeps.get(id)).sweep.counts).toMatchObject({ total: 3, running: 1, pending: 2 });
    expect(await agentOne()).toMatchObject({ state: 'gone', trialIds: [] });
  });
});

describe('the coordinator', () => {
  test('closing ends sessions and watches with a reason, and can be asked twice', async () => {
    const { id } = await submit();
    const agent = await join();
    await agent.assignments(1);
    const watching = failure(
      (async () => {
        for await (const { sweep } of client.sweeps.watch(id)) expect(sweep.state).toBe('active');
      })(),
    );
    await Promise.all([coordinator.close(), coordinator.close()]);
    expect(await agent.end()).toMatchObject({ code: 'unavailable' });
    expect((await watching).code).toBe('unavailable');
  });

  test('a data set that it does not have is not found', async () => {
    const parts = client.agents.fetchDataset('cifar10')[Symbol.asyncIterator]();
    expect((await failure(parts.next() as Promise<unknown>)).code).toBe('not-found');
  });

  test('a data set is given in order, its file opened once it is asked for, and again after a failure', async () => {
    let openings = 0;
    const header = { name: 'cifar10', sizeBytes: 5, sha256: 'ab'.repeat(32) };
    const dataset = () => {
      openings++;
      if (openings === 1) return Promise.reject(new GridsweepError('data', 'It is not there yet.'));
      const pieces = [new Uint8Array([1, 2, 3]), new Uint8Array([4, 5])];
      return Promise.resolve({ header, chunks: () => Readable.from(pieces) });
    };
    const giving = await start({ ...store, close: () => Promise.resolve() }, { dataset });
    const reader = connect(giving.address);
    const fetch = async (name: string) => {
      const parts: DatasetPart[] = [];
      for await (const part of reader.agents.fetchDataset(name)) parts.push(part);
      return parts;
    };
    expect(openings).toBe(0);
    expect((await failure(fetch('cifar10'))).code).toBe('data');
    expect((await failure(fetch('mnist'))).code).toBe('not-found');
    const [first, ...chunks] = await fetch('cifar10');
    expect(first).toEqual({ type: 'header', ...header });
    expect(chunks.flatMap((part) => (part.type === 'chunk' ? [...part.bytes] : []))).toEqual([1, 2, 3, 4, 5]);
    expect(openings).toBe(2);
    reader.close();
    await giving.close();
  });

  test('I6: while the database does not answer, an agent is not read, and nothing is lost when it does', async () => {
    const gate = new EventEmitter();
    let held: 'open' | 'shut' = 'open';
    const slow: Store = {
      ...store,
      close: () => Promise.resolve(),
      async storeReports(reports, now) {
        if (held === 'shut') await once(gate, 'open');
        return store.storeReports(reports, now);
      },
    };
    const stalling = await start(slow, { leaseTtlMs: 60_000 });
    const own = connect(stalling.address);
    await submit();
    const agent = await WireAgent.connect(own);
    const [lease] = await agent.assignments(1);
    held = 'shut';
    const REPORTS = 600;
    const points = Array.from({ length: 400 }, (_, at) => loss(at + 1));
    let sent = 0;
    const sending = (async () => {
      for (; sent < REPORTS; sent++) await agent.report(lease!, sent + 1, { type: 'metrics', points });
    })();
    // Stalled: the same count many times in a row.
    let counts: number[] = [];
    await vi.waitFor(
      () => {
        counts = [...counts, sent].slice(-25);
        expect(new Set(counts.length < 25 ? [-1, ...counts] : counts).size).toBe(1);
      },
      { timeout: 20_000, interval: 20 },
    );
    expect(sent).toBeLessThan(REPORTS / 2);
    held = 'open';
    gate.emit('open');
    await sending;
    await agent.message({ type: 'ack', seq: REPORTS });
    expect(await pointsOf('rates')).toEqual(points);
    agent.vanish();
    own.close();
    await stalling.close();
  });

  test('a port in use is one clear error, and the store is closed', async () => {
    const other = await openStore(await openPgliteInMemory());
    const error = await failure(
      serveStore(other, { host: '127.0.0.1', port: coordinator.port, logger: pino({ level: 'silent' }) }),
    );
    expect(error.code).toBe('address-in-use');
    expect((await failure(other.listSweeps())).code).toBe('unavailable');
  });
});
