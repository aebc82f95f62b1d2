import type { Hello, Lease, ReportBody } from '@gridsweep/protocol';
import { GridsweepError, type MetricPoint, type Trial } from '@gridsweep/sweep';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import type { NewSweep, ReportOutcome, Store } from './contract.ts';
import { LOG_LINES_PER_TRIAL, POINTS_PER_PAGE } from './limits.ts';
import { storeInterleavings } from './store-interleavings.ts';

const PROVENANCE = { version: '0.1.0', engine: 'wasm', engineVariant: 'simd', device: 'CPU', nodeVersion: 'v20' };
const NOW = 1_700_000_000_000;
const TTL = 15_000;

/** A sweep of so many trials, ids made from its own. */
export function newSweep(id: string, trials: number, overrides: Partial<NewSweep> = {}): NewSweep {
  return {
    id,
    name: `sweep ${id}`,
    spec: { name: `sweep ${id}`, parameters: { lr: { values: [0.1, 0.01] } } },
    workload: 'lenet-cifar10',
    maxRetries: 2,
    maxParallel: undefined,
    trials: Array.from({ length: trials }, (_, index): Trial => ({
      id: `${id}-${index}`,
      index,
      cellId: `cell-${index >> 1}`,
      parameters: { lr: 0.1 / (index + 1), betas: [0.9, 0.999], limit: null, optimizer: 'adam' },
      seed: index === 0 ? 2 ** 32 - 1 : index & 1,
    })),
    ...overrides,
  };
}

/** What every store must do, run over each implementation. `open` gives an empty store. */
export function describeStore(name: string, open: () => Promise<Store>): void {
  describe(`store on ${name}`, () => {
    let store: Store;
    let count = 0;
    /** Each test's sweeps have ids of their own; one database serves all. */
    let prefix = '';
    beforeAll(async () => {
      store = await open();
    });
    afterAll(() => store.close());
    beforeEach(async () => {
      for (const sweep of await store.listSweeps()) await store.deleteSweep(sweep.id);
      prefix = `t${count++}x`;
    });

    const lease = (limit: number, agentId = 'agent-1', now = NOW, instanceId = `${agentId}/1`) =>
      store.leaseTrials({ agentId, instanceId, provenance: PROVENANCE, limit, now, expiresAt: now + TTL });
    const report = async (held: Lease, seq: number, body: ReportBody, agentId = 'agent-1', now = NOW) => {
      const { trialId, attempt } = held;
      const { outcomes } = await store.storeReports([{ agentId, report: { trialId, attempt, seq, body } }], now);
      return outcomes[0]!;
    };
    const create = async (trials: number, overrides: Partial<NewSweep> = {}, id = prefix) =>
      (await store.createSweep(newSweep(id, trials, overrides), NOW)).sweep;
    const leaseOne = async (agentId = 'agent-1', now = NOW) => (await lease(1, agentId, now))[0]!;
    const trialOf = async (held: Lease) => (await store.readTrials(prefix, [held.trialId]))[0]!;
    const pointsOf = async (trialId: string) => {
      const all: MetricPoint[] = [];
      for await (const page of store.readPoints(trialId)) all.push(...page);
      return all;
    };
    const loss = (step: number, value = step / 7): MetricPoint => ({
      name: 'train/loss',
      step,
      epoch: step / 782,
      value,
    });
    const metrics = (...points: MetricPoint[]): ReportBody => ({ type: 'metrics', points });
    const STORED: ReportOutcome = { type: 'stored' };
    const FENCED: ReportOutcome = { type: 'fenced' };
    const codeOf = (promise: Promise<unknown>) =>
      promise.then(
        () => 'none',
        (thrown: unknown) => GridsweepError.from(thrown).code,
      );

    test('I1: the same sweep again is the same sweep', async () => {
      const sweep = newSweep(prefix, 3);
      const first = await store.createSweep(sweep, NOW);
      expect(first).toMatchObject({
        created: true,
        sweep: {
          id: prefix,
          name: sweep.name,
          state: 'active',
          spec: sweep.spec,
          createdAt: NOW,
          counts: { total: 3, pending: 3, running: 0, finished: 0, failed: 0, cancelled: 0 },
        },
      });
      expect(await store.createSweep(sweep, NOW + 1)).toEqual({ ...first, created: false });
      const trials = await store.readTrials(prefix);
      expect(
        trials.map(({ id, index, cellId, parameters, seed }) => ({ id, index, cellId, parameters, seed })),
      ).toEqual(sweep.trials);
      expect(trials[0]).toEqual({ ...sweep.trials[0], sweepId: prefix, state: 'pending', attempts: 0, latest: [] });
    });

    test('a sweep is found by id, unique beginning of it or name, the newest of a name first', async () => {
      await create(1, { name: 'lr' }, `${prefix}aa`);
      await create(1, { name: 'lr' }, `${prefix}ab`);
      expect((await store.findSweep(`${prefix}aa`)).id).toBe(`${prefix}aa`);
      expect((await store.findSweep('lr')).id).toBe(`${prefix}ab`);
      expect(await codeOf(store.findSweep(`${prefix}a`))).toBe('conflict');
      expect((await store.findSweep(`${prefix}ab`)).id).toBe(`${prefix}ab`);
      expect(await codeOf(store.findSweep('nothing'))).toBe('not-found');
      expect(await codeOf(store.findSweep(''))).toBe('not-found');
      expect(await codeOf(store.findSweep('%'))).toBe('not-found');
      expect(await codeOf(store.findSweep('\0'))).toBe('not-found');
      expect((await store.listSweeps()).map((sweep) => sweep.id)).toEqual([`${prefix}ab`, `${prefix}aa`]);
    });

    test('leases go to the oldest sweep first, in its order, with everything that a trial needs', async () => {
      await create(3);
      await create(2, {}, `${prefix}later`);
      const first = await lease(2);
      expect(first[0]).toEqual({
        trialId: `${prefix}-0`,
        attempt: 1,
        sweepId: prefix,
        workload: 'lenet-cifar10',
        parameters: { lr: 0.1, betas: [0.9, 0.999], limit: null, optimizer: 'adam' },
        seed: 2 ** 32 - 1,
      });
      expect(first[1]!.trialId).toBe(`${prefix}-1`);
      expect((await lease(2, 'agent-2')).map((held) => held.trialId)).toEqual([`${prefix}-2`, `${prefix}later-0`]);
      expect((await lease(5)).map((held) => held.trialId)).toEqual([`${prefix}later-1`]);
      expect(await lease(5)).toEqual([]);
      expect(await trialOf(first[0]!)).toMatchObject({
        state: 'running',
        attempts: 1,
        agentId: 'agent-1',
        provenance: PROVENANCE,
        startedAt: NOW,
      });
    });

    test('I2: concurrent agents never get the same trial', async () => {
      await create(40);
      const agents = Array.from({ length: 12 }, (_, at) => `agent-${at}`);
      const leased = (await Promise.all(agents.map((agentId) => lease(5, agentId)))).flat();
      expect(new Set(leased.map((held) => held.trialId)).size).toBe(leased.length);
      // SKIP LOCKED may leave some for the next call, never give one twice.
      const rest = await lease(100, 'last');
      expect(leased.length + rest.length).toBe(40);
      expect((await store.findSweep(prefix)).counts).toMatchObject({ total: 40, running: 40 });
    });

    test('max_parallel holds also for concurrent agents, and a paused sweep gives nothing', async () => {
      await create(10, { maxParallel: 3 });
      const leased = (await Promise.all(['a', 'b', 'c', 'd'].map((agentId) => lease(2, agentId)))).flat();
      expect(leased).toHaveLength(3);
      expect(await report(leased[0]!, 1, { type: 'finished', outcome: 'converged' }, 'a')).toEqual(STORED);
      await store.pauseSweep(prefix);
      expect(await lease(5)).toEqual([]);
      expect((await store.findSweep(prefix)).state).toBe('paused');
      await store.resumeSweep(prefix);
      expect(await lease(5)).toHaveLength(1);
    });

    test('I3: a report sent again is acknowledged and stored once', async () => {
      await create(1);
      const held = await leaseOne();
      expect(await report(held, 1, metrics(loss(100), loss(200)))).toEqual(STORED);
      expect(await report(held, 1, metrics(loss(100), loss(200)))).toEqual(STORED);
      expect(await report(held, 2, metrics(loss(200), loss(300)))).toEqual(STORED);
      expect(await report(held, 3, { type: 'finished', outcome: 'converged' })).toEqual(STORED);
      expect(await report(held, 3, { type: 'finished', outcome: 'converged' })).toEqual(STORED);
      expect(await pointsOf(held.trialId)).toEqual([loss(100), loss(200), loss(300)]);
      expect(await trialOf(held)).toMatchObject({ state: 'finished', outcome: 'converged', endedAt: NOW });
    });

    test('I3: a report after a missing one is not stored and ends the attempt', async () => {
      await create(1);
      const held = await leaseOne();
      expect(await report(held, 2, metrics(loss(100)))).toEqual({ type: 'gap', expectedSeq: 1 });
      expect(await pointsOf(held.trialId)).toEqual([]);
      expect(await report(held, 1, metrics(loss(100)))).toEqual(FENCED);
      expect(await trialOf(held)).toMatchObject({ state: 'pending', attempts: 1 });
    });

    test('values that are not finite come back as they were', async () => {
      await create(1);
      const held = await leaseOne();
      const values = [NaN, Infinity, -Infinity, 0.1 + 0.2, 5e-324, 1.7976931348623157e308];
      const points = values.map((value, at) => loss(at, value));
      await report(held, 1, metrics(...points));
      expect(await pointsOf(held.trialId)).toEqual(points);
      await report(held, 2, metrics({ name: 'test/accuracy', step: 782, epoch: 1, value: NaN }));
      expect((await trialOf(held)).latest).toEqual([
        points.at(-1),
        { name: 'test/accuracy', step: 782, epoch: 1, value: NaN },
      ]);
    });

    test('I2: a stale attempt, another agent or an unknown trial changes nothing', async () => {
      await create(1, { maxRetries: 5 });
      const stale = await leaseOne();
      await report(stale, 1, metrics(loss(100)));
      expect(await store.expireLeases(NOW + TTL)).toMatchObject([
        { trialId: stale.trialId, state: 'pending', lost: { attempt: 1, agentId: 'agent-1' } },
      ]);
      expect(await report(stale, 2, metrics(loss(200)))).toEqual(FENCED);
      const live = await leaseOne('agent-2');
      expect(live.attempt).toBe(2);
      const before = await store.readTrials(prefix);
      for (const body of [
        metrics(loss(200)),
        { type: 'checkpoint', step: 200, bytes: new Uint8Array([9]) },
        { type: 'finished', outcome: 'converged' },
        { type: 'failed', kind: 'crash', detail: '' },
        { type: 'handed-back' },
      ] as const) {
        expect(await report(stale, 2, body)).toEqual(FENCED);
        expect(await report(live, 1, body, 'agent-1')).toEqual(FENCED);
        expect(await report({ ...live, attempt: 3 }, 1, body, 'agent-2')).toEqual(FENCED);
        expect(await report({ trialId: 'nothing', attempt: 1 }, 1, body)).toEqual(FENCED);
      }
      expect(await store.readTrials(prefix)).toEqual(before);
      expect(await pointsOf(live.trialId)).toEqual([loss(100)]);
      expect(await report(live, 1, metrics(loss(200)), 'agent-2')).toEqual(STORED);
    });

    test('a batch is stored in order, each report seeing those before it', async () => {
      await create(2);
      const [one, two] = await lease(2);
      const entry = (held: Lease, seq: number, body: ReportBody) => ({
        agentId: 'agent-1',
        report: { trialId: held.trialId, attempt: held.attempt, seq, body },
      });
      const { outcomes, changes } = await store.storeReports(
        [
          entry(one!, 1, metrics(loss(1))),
          entry(two!, 1, metrics(loss(1))),
          entry(one!, 2, { type: 'finished', outcome: 'diverged' }),
          entry(one!, 2, { type: 'finished', outcome: 'diverged' }),
          entry(one!, 3, metrics(loss(2))),
          entry(two!, 3, metrics(loss(3))),
        ],
        NOW,
      );
      expect(outcomes).toEqual([STORED, STORED, STORED, STORED, FENCED, { type: 'gap', expectedSeq: 2 }]);
      expect(changes).toMatchObject([
        { trialId: one!.trialId, sweepId: prefix, state: 'finished' },
        { trialId: two!.trialId, sweepId: prefix, state: 'pending' },
      ]);
    });

    test('a retry goes on from the newest checkpoint, whose step never goes back', async () => {
      await create(1);
      const held = await leaseOne();
      const weights = Uint8Array.from({ length: 300_000 }, (_, at) => (at * at) >> 3);
      await report(held, 1, { type: 'checkpoint', step: 782, bytes: weights });
      await report(held, 2, { type: 'checkpoint', step: 500, bytes: new Uint8Array([1]) });
      await report(held, 3, metrics(loss(900)));
      await report(held, 4, { type: 'failed', kind: 'crash', detail: 'segmentation\0fault' });
      expect(await trialOf(held)).toMatchObject({ state: 'pending', attempts: 1 });
      const again = await leaseOne('agent-2');
      expect(again.attempt).toBe(2);
      expect(Buffer.compare(again.checkpoint!, weights)).toBe(0);
      // The resumed attempt repeats what came after the checkpoint, bit for bit (I5).
      expect(await report(again, 1, metrics(loss(900), loss(1000)), 'agent-2')).toEqual(STORED);
      expect(await pointsOf(held.trialId)).toEqual([loss(900), loss(1000)]);
    });

    test('I5: a resumed attempt that sends other values is noticed, and the first ones stay', async () => {
      await create(1);
      const held = await leaseOne();
      await report(held, 1, metrics(loss(900, NaN), loss(901)));
      await report(held, 2, { type: 'handed-back' });
      const again = await leaseOne();
      await report(again, 1, metrics(loss(900, NaN), loss(901, 42)));
      expect(await pointsOf(held.trialId)).toEqual([loss(900, NaN), loss(901)]);
      const lines = await store.readLogs(prefix, { after: 0, limit: 10 });
      expect(lines.map((line) => line.message)).toEqual([expect.stringContaining('train/loss at step 901')]);
    });

    test('a failure is retried max_retries times, a hand-back does not count, a bad configuration is final', async () => {
      await create(2, { maxRetries: 1 });
      const first = await leaseOne();
      await report(first, 1, { type: 'handed-back' });
      await report(await leaseOne(), 1, { type: 'failed', kind: 'crash', detail: 'one' });
      await report(await leaseOne(), 1, { type: 'failed', kind: 'out-of-memory', detail: 'two' });
      expect(await trialOf(first)).toMatchObject({
        state: 'failed',
        attempts: 3,
        failure: { kind: 'out-of-memory', detail: 'two' },
      });
      const second = await leaseOne();
      await report(second, 1, { type: 'failed', kind: 'bad-config', detail: 'lr is negative' });
      expect(await trialOf(second)).toMatchObject({ state: 'failed', attempts: 1, failure: { kind: 'bad-config' } });
      expect(await store.findSweep(prefix)).toMatchObject({
        state: 'ended',
        endedAt: NOW,
        counts: { total: 2, failed: 2 },
      });
      const messages = (await store.readLogs(prefix, { after: 0, limit: 10 })).map((line) => line.message);
      expect(messages).toEqual([
        'The attempt failed (crash: one). It is tried again (failure 1 of at most 1).',
        'The attempt failed (out-of-memory: two). It is not tried again.',
        'The attempt failed (bad-config: lr is negative). It is not tried again.',
      ]);
    });

    test('a lease lives as long as it is renewed', async () => {
      await create(2);
      const [kept, lost] = await lease(2);
      const forged = { trialId: `${lost!.trialId}\0`, attempt: 7 };
      expect(await store.renewLeases('agent-1', [kept!, forged], NOW + 2 * TTL)).toEqual({
        kept: [{ trialId: kept!.trialId, attempt: 1, sweepId: prefix }],
        lost: [forged],
      });
      expect((await store.renewLeases('agent-2', [kept!], NOW + 9 * TTL)).lost).toHaveLength(1);
      expect(await store.expireLeases(NOW + TTL - 1)).toEqual([]);
      expect((await store.expireLeases(NOW + TTL)).map((change) => change.trialId)).toEqual([lost!.trialId]);
      expect((await store.renewLeases('agent-1', [lost!], NOW + 2 * TTL)).lost).toHaveLength(1);
      await store.extendLeases(NOW + 5 * TTL);
      expect(await store.expireLeases(NOW + 4 * TTL)).toEqual([]);
      expect(await store.expireLeases(NOW + 5 * TTL)).toMatchObject([{ trialId: kept!.trialId, state: 'pending' }]);
    });

    test('an agent that is back loses the leases it does not know of: lost if of another process, else handed back', async () => {
      await create(3, { maxRetries: 0 });
      const [old] = await lease(1, 'agent-1', NOW, 'instance-1');
      const [kept, unheard] = await lease(2, 'agent-1', NOW, 'instance-2');
      const changes = await store.reclaimLeases('agent-1', 'instance-2', [kept!], NOW);
      expect(changes.map((change) => change.trialId).toSorted()).toEqual([old!.trialId, unheard!.trialId]);
      expect(await trialOf(old!)).toMatchObject({ state: 'failed', failure: { kind: 'lost' } });
      expect(await trialOf(kept!)).toMatchObject({ state: 'running' });
      expect(await trialOf(unheard!)).toMatchObject({ state: 'pending' });
      expect(await store.reclaimLeases('agent-1', 'instance-2', [kept!], NOW)).toEqual([]);
    });

    test('I4: cancelling ends what has not ended, once, and retrying brings it back', async () => {
      await create(3);
      const [done, running] = await lease(2);
      await report(done!, 1, { type: 'finished', outcome: 'no-progress' });
      const { sweep, changes } = await store.cancelSweep(prefix, NOW + 5);
      expect(sweep).toMatchObject({
        state: 'ended',
        endedAt: NOW + 5,
        counts: { total: 3, finished: 1, cancelled: 2 },
      });
      expect(changes.filter((change) => change.lost)).toMatchObject([
        { lost: { trialId: running!.trialId, attempt: 1 } },
      ]);
      expect((await store.cancelSweep(prefix, NOW + 9)).changes).toEqual([]);
      expect(await report(running!, 1, { type: 'finished', outcome: 'converged' })).toEqual(FENCED);
      expect(await codeOf(store.pauseSweep(prefix))).toBe('conflict');

      expect((await store.retryTrials(prefix, { includeCancelled: false })).changes).toEqual([]);
      const retried = await store.retryTrials(prefix, { includeCancelled: true });
      expect(retried.changes).toHaveLength(2);
      expect(retried.sweep).toMatchObject({ state: 'active', counts: { pending: 2, finished: 1 } });
      expect(retried.sweep.endedAt).toBeUndefined();
      expect((await leaseOne()).attempt).toBe(2);
    });

    test('a sweep whose every trial was cancelled is cancelled', async () => {
      await create(2);
      expect((await store.cancelSweep(prefix, NOW)).sweep.state).toBe('cancelled');
    });

    test('deleting removes everything of one sweep and nothing of another', async () => {
      await create(1);
      await create(1, {}, `other${prefix}`);
      const [held, other] = await lease(2);
      await report(held!, 1, metrics(loss(1)));
      await report(held!, 2, { type: 'checkpoint', step: 1, bytes: new Uint8Array([1]) });
      await report(other!, 1, metrics(loss(1)));
      await store.appendLogs([{ ...held!, agentId: 'agent-1', time: NOW, level: 'info', message: 'hello' }]);
      const { changes } = await store.deleteSweep(prefix);
      expect(changes).toMatchObject([{ lost: { trialId: held!.trialId } }]);
      expect(await codeOf(store.findSweep(prefix))).toBe('not-found');
      expect(await pointsOf(held!.trialId)).toEqual([]);
      expect(await store.readLogs(prefix, { after: 0, limit: 5 })).toEqual([]);
      expect(await report(held!, 3, metrics(loss(2)))).toEqual(FENCED);
      expect(await pointsOf(other!.trialId)).toEqual([loss(1)]);
    });

    test('points are read in pages, by name and step', async () => {
      await create(1);
      const held = await leaseOne();
      const many = Array.from({ length: POINTS_PER_PAGE + 1 }, (_, at) => loss(at));
      const accuracy: MetricPoint = { name: 'test/accuracy', step: 10, epoch: 1, value: 0.5 };
      await report(held, 1, metrics(...many.toReversed(), accuracy));
      const pages: (readonly MetricPoint[])[] = [];
      for await (const page of store.readPoints(held.trialId)) pages.push(page);
      expect(pages.map((page) => page.length)).toEqual([POINTS_PER_PAGE, 2]);
      expect(pages.flat()).toEqual([accuracy, ...many]);
    });

    test('logs are kept in order, the newest of each trial only (I6)', async () => {
      await create(2);
      const [one, two] = await lease(2);
      const line = (held: Lease, at: number) => ({
        trialId: held.trialId,
        attempt: held.attempt,
        agentId: 'agent-1',
        time: NOW + at,
        level: 'info' as const,
        message: `line ${at} ${'x'.repeat(at === 0 ? 10_000 : 0)}"'\\,{}\0`,
      });
      await store.appendLogs([line(two!, 0)]);
      await store.appendLogs(Array.from({ length: LOG_LINES_PER_TRIAL + 7 }, (_, at) => line(one!, at)));
      await store.appendLogs([{ ...line(one!, 0), trialId: 'nothing' }]);
      const kept = await store.readLogs(prefix, { trialId: one!.trialId, after: 0, limit: 5000 });
      expect(kept).toHaveLength(LOG_LINES_PER_TRIAL);
      expect(kept[0]).toMatchObject({
        time: NOW + 7,
        trialId: one!.trialId,
        attempt: 1,
        agentId: 'agent-1',
        level: 'info',
      });
      expect(kept[0]!.message).toBe('line 7 "\'\\,{}\uFFFD');
      const [long] = await store.readLogs(prefix, { after: 0, limit: 1 });
      expect(long!.message.length).toBeLessThan(5000);
      expect(await store.readLogs(prefix, { after: kept.at(-1)!.id, limit: 5 })).toEqual([]);
    });

    test('agents are remembered with their leases', async () => {
      await create(1);
      const hello: Hello = {
        agentId: 'agent-1',
        instanceId: 'agent-1/1',
        provenance: PROVENANCE,
        host: 'machine',
        slots: 4,
        labels: { gpu: 'H100' },
        resuming: [],
      };
      await store.saveAgent(hello, NOW);
      await store.saveAgent({ ...hello, slots: 2 }, NOW + 1);
      await store.agentSeen('agent-1', NOW + 5);
      const held = await leaseOne();
      expect(await store.listAgents()).toEqual([
        {
          id: 'agent-1',
          host: 'machine',
          state: 'gone',
          provenance: PROVENANCE,
          slots: 2,
          trialIds: [held.trialId],
          labels: { gpu: 'H100' },
          lastSeenAt: NOW + 5,
        },
      ]);
    });

    test('I1–I4 hold under any order of leases, reports, failures, expiries and cancels', () =>
      storeInterleavings(store, () => `${prefix}r${count++}`));
  });
}
