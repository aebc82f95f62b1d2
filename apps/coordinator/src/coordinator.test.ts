import { EventEmitter, once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Chunk, type SweepUpdate, type TrialView } from '@gridsweep/protocol';
import { GridsweepError } from '@gridsweep/sweep';
import { pino } from 'pino';
import { describe, expect, test, vi } from 'vitest';

import { serveStore, startCoordinator } from './coordinator.ts';
import type { Store } from './store/contract.ts';
import { openPgliteInMemory } from './store/pglite.ts';
import { openStore } from './store/sql-store.ts';
import { failure, FINISHED, loss, SPEC, TTL, Served, stream, until } from './testing/served.ts';
import { WireAgent } from './testing/wire-agent.ts';
import { WORKLOADS } from './testing/workloads.ts';

const served = Served.forEachTest();

describe('sweeps', () => {
  test('I1: a spec submitted twice is one sweep, unless a new one is asked for', async () => {
    const first = await served.client.sweeps.submit({ spec: SPEC, newSweep: false });
    expect(first).toMatchObject({
      created: true,
      sweep: { name: 'rates', state: 'active', counts: { total: 3, pending: 3 } },
    });
    const json = JSON.stringify(first.sweep.spec);
    expect(await served.client.sweeps.submit({ spec: json, newSweep: false })).toEqual({ ...first, created: false });
    const another = await served.client.sweeps.submit({ spec: SPEC, newSweep: true });
    expect(another.sweep.id).not.toBe(first.sweep.id);
    expect((await served.client.sweeps.list()).map((sweep) => sweep.id)).toEqual([another.sweep.id, first.sweep.id]);
    expect((await served.client.sweeps.get('rates')).id).toBe(another.sweep.id);
    expect((await served.trialsOf(first.sweep.id)).map((trial) => trial.parameters['lr'])).toEqual([0.1, 0.01, 0.001]);
  });

  test('a wrong spec is refused with every problem at once', async () => {
    const error = await failure(
      served.submit('name: x\nworkload: quadratic\nparameters:\n  optimiser: { value: adam }\n  lr: { value: fast }\n'),
    );
    expect(error.code).toBe('invalid');
    expect(error.message.split('\n')).toHaveLength(2);
    expect(error.message).toContain('optimizer');
    expect(await served.client.sweeps.list()).toEqual([]);
  });

  test('an unknown sweep, trial or agent is not found', async () => {
    const { id } = await served.submit();
    expect((await failure(served.client.sweeps.get('nothing'))).code).toBe('not-found');
    expect((await failure(served.client.sweeps.drainAgent('nobody'))).code).toBe('not-found');
    const logs = served.client.sweeps.streamLogs({ sweep: id, trial: '7', follow: false })[Symbol.asyncIterator]();
    expect((await failure(logs.next() as Promise<unknown>)).code).toBe('not-found');
  });

  test('from submit to results: leases, metrics, acknowledgements, watch, logs', async () => {
    const agent = await served.join({ slots: 2, labels: { gpu: 'none' } });
    await agent.message({ type: 'welcome', leaseTtlMs: TTL, heartbeatEveryMs: 100 });
    const { id } = await served.submit();
    const updates: SweepUpdate[] = [];
    const watching = (async () => {
      for await (const update of served.client.sweeps.watch(id)) updates.push(update);
    })();
    const [first, second] = await agent.assignments(2);
    expect(first).toMatchObject({
      sweepId: id,
      attempt: 1,
      workload: 'quadratic',
      seed: 0,
      parameters: { lr: 0.1 },
    });
    await agent.report(first!, 1, { type: 'metrics', points: [loss(1), loss(2)] });
    await agent.message({ type: 'ack', trialId: first!.trialId, seq: 1 });
    await agent.send({ ...first!, type: 'progress', progress: { step: 2, totalSteps: 10 } });
    await agent.send({ ...first!, type: 'log', level: 'warn', message: 'slow' });
    await until(async () => {
      const [trial] = await served.trialsOf(id);
      expect(trial).toMatchObject({ state: 'running', agentId: 'agent-1', latest: [loss(2)], progress: { step: 2 } });
    });
    expect(await served.client.sweeps.listAgents()).toMatchObject([
      {
        id: 'agent-1',
        state: 'connected',
        slots: 2,
        labels: { gpu: 'none' },
        trialIds: [first!.trialId, second!.trialId].toSorted(),
      },
    ]);
    await agent.report(first!, 2, FINISHED);
    await agent.report(second!, 1, { type: 'finished', outcome: 'diverged' });
    const [, , third] = await agent.assignments(3);
    await agent.report(third!, 1, { type: 'failed', kind: 'data', detail: 'no images' });
    await watching;
    expect(updates[0]).toMatchObject({ trials: [{ index: 0 }, { index: 1 }, { index: 2 }], complete: true });
    expect(updates.at(-1)!.sweep).toMatchObject({ state: 'ended', counts: { total: 3, finished: 2, failed: 1 } });
    const seen = new Map<number, TrialView>();
    for (const trial of updates.flatMap(({ trials }) => trials)) seen.set(trial.index, trial);
    expect([...seen.values()]).toMatchObject([
      { state: 'finished', outcome: 'completed', latest: [loss(2)] },
      { state: 'finished', outcome: 'diverged' },
      { state: 'failed', failure: { kind: 'data', detail: 'no images' } },
    ]);
    expect(await served.pointsOf(id)).toEqual([loss(1), loss(2)]);
    const lines: string[] = [];
    for await (const line of served.client.sweeps.streamLogs({ sweep: id, follow: true })) lines.push(line.message);
    expect(lines).toEqual(['slow', expect.stringContaining('no images')]);
  });

  test('pause holds trials back, resume gives them, cancel takes them, retry brings them back', async () => {
    const { id } = await served.submit();
    await served.client.sweeps.pause(id);
    const agent = await served.join({ slots: 1 });
    await agent.message({ type: 'welcome' });
    expect(await served.client.sweeps.get(id)).toMatchObject({ state: 'paused', counts: { pending: 3 } });
    await served.client.sweeps.resume(id);
    const [first] = await agent.assignments(1);
    expect(await served.client.sweeps.cancel(id)).toMatchObject({ state: 'cancelled', counts: { cancelled: 3 } });
    await agent.message({ type: 'cancel', trialId: first!.trialId, attempt: 1 });
    await agent.report(first!, 1, FINISHED);
    await agent.message({ type: 'fenced', trialId: first!.trialId });
    expect(await served.client.sweeps.retryFailed({ sweep: id, includeCancelled: true })).toMatchObject({
      retried: 3,
      sweep: { state: 'active' },
    });
    expect((await agent.assignments(2))[1]).toMatchObject({ trialId: first!.trialId, attempt: 2 });
    await served.client.sweeps.delete(id);
    await agent.message({ type: 'cancel', trialId: first!.trialId, attempt: 2 });
    expect(await served.client.sweeps.list()).toEqual([]);
  });

  test('max_parallel is filled again when a trial ends', async () => {
    const agent = await served.join({ slots: 3 });
    await served.submit(`${SPEC}max_parallel: 1\n`);
    const [first] = await agent.assignments(1);
    await agent.report(first!, 1, FINISHED);
    await agent.assignments(2);
  });
});

describe('the coordinator', () => {
  test('closing ends sessions and watches with a reason, and can be asked twice', async () => {
    const { id } = await served.submit();
    const agent = await served.join();
    await agent.assignments(1);
    const watching = failure(
      (async () => {
        for await (const { sweep } of served.client.sweeps.watch(id)) expect(sweep.state).toBe('active');
      })(),
    );
    await Promise.all([served.coordinator.close(), served.coordinator.close()]);
    expect(await agent.end()).toMatchObject({ code: 'unavailable' });
    expect((await watching).code).toBe('unavailable');
  });

  test('a data set that it does not have is not found', async () => {
    const parts = served.client.agents.fetchDataset('cifar10')[Symbol.asyncIterator]();
    expect((await failure(parts.next() as Promise<unknown>)).code).toBe('not-found');
  });

  test('a data set is given in order, its file opened once it is asked for, and again after a failure', async () => {
    let openings = 0;
    const whole = { totalBytes: 5, sha256: 'ab'.repeat(32) };
    const dataset = () => {
      openings++;
      if (openings === 1) return Promise.reject(new GridsweepError('data', 'It is not there yet.'));
      const pieces: Chunk[] = [
        { ...whole, offset: 0, bytes: new Uint8Array([1, 2, 3]) },
        { ...whole, offset: 3, bytes: new Uint8Array([4, 5]) },
      ];
      return Promise.resolve({ name: 'cifar10', chunks: () => stream(pieces) });
    };
    const giving = await served.start({ dataset });
    const reader = connect(giving.address);
    const fetch = async (name: string) => {
      const parts: Chunk[] = [];
      for await (const part of reader.agents.fetchDataset(name)) parts.push(part);
      return parts;
    };
    expect(openings).toBe(0);
    expect((await failure(fetch('cifar10'))).code).toBe('data');
    expect((await failure(fetch('mnist'))).code).toBe('not-found');
    const chunks = await fetch('cifar10');
    expect(chunks).toMatchObject([
      { ...whole, offset: 0 },
      { ...whole, offset: 3 },
    ]);
    expect(chunks.flatMap(({ bytes }) => [...bytes])).toEqual([1, 2, 3, 4, 5]);
    expect(openings).toBe(2);
    reader.close();
    await giving.close();
  });

  test('I6: while the database does not answer, an agent is not read, and nothing is lost when it does', async () => {
    const gate = new EventEmitter();
    let held: 'open' | 'shut' = 'open';
    const storeReports: Store['storeReports'] = async (reports, now) => {
      if (held === 'shut') await once(gate, 'open');
      return served.store.storeReports(reports, now);
    };
    const stalling = await served.start({}, { storeReports });
    const own = connect(stalling.address);
    await served.submit();
    const agent = await WireAgent.connect(own);
    const [lease] = await agent.assignments(1);
    held = 'shut';
    const REPORTS = 400;
    const points = Array.from({ length: 200 }, (_, at) => loss(at + 1));
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
    expect(await served.pointsOf('rates')).toEqual(points);
    agent.vanish();
    own.close();
    await stalling.close();
  });

  test('a port in use is one clear error, and the store is closed', async () => {
    const other = await openStore(await openPgliteInMemory());
    const error = await failure(
      serveStore(other, {
        host: '127.0.0.1',
        port: served.coordinator.port,
        workloads: WORKLOADS,
        logger: pino({ level: 'silent' }),
      }),
    );
    expect(error.code).toBe('address-in-use');
    expect((await failure(other.listSweeps())).code).toBe('unavailable');
  });

  test('a port in use is told before the store is opened', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'gridsweep-port-'));
    try {
      const starting = startCoordinator({
        host: '127.0.0.1',
        port: served.coordinator.port,
        store: { kind: 'pglite', directory: join(parent, 'store') },
        workloads: WORKLOADS,
        logger: pino({ level: 'silent' }),
      });
      expect((await failure(starting)).code).toBe('address-in-use');
      expect(await readdir(parent)).toEqual([]);
    } finally {
      await rm(parent, { recursive: true });
    }
  });
});
