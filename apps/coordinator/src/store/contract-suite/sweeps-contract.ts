import type { Lease } from '@gridsweep/protocol';
import type { MetricPoint } from '@gridsweep/sweep';
import { describe, expect, test } from 'vitest';

import { LOG_LINES_PER_TRIAL, POINTS_PER_PAGE } from '../limits.ts';
import { agent, checkpoint, NOW, FENCED, loss, metrics, codeOf, newSweep, type StoreDriver } from './store-driver.ts';

/** Sweeps, what is read of them, logs and agents. */
export function sweepContract(use: () => StoreDriver): void {
  describe('sweeps', () => {
    test('I1: the same sweep again is the same sweep', async () => {
      const { store, prefix, trials: read } = use();
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
      const trials = await read();
      expect(
        trials.map(({ id, index, cellId, parameters, seed }) => ({ id, index, cellId, parameters, seed })),
      ).toEqual(sweep.trials);
      expect(trials[0]).toEqual({
        ...sweep.trials[0],
        sweepId: prefix,
        state: 'pending',
        attempts: 0,
        latest: [],
        provenance: [],
      });
      const claimed = await store.createSweep({ ...sweep, claim: { resumes: true } }, NOW + 2);
      expect(claimed).toEqual({ sweep: { ...first.sweep, claim: { resumes: true } }, created: false });
      expect(await store.createSweep(sweep, NOW + 3)).toEqual(claimed);
    });

    test('a sweep is found by id, unique beginning of it or name, the newest of a name first', async () => {
      const { store, prefix, create } = use();
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

    test('I4: cancelling ends what has not ended, once, and retrying brings it back', async () => {
      const { store, prefix, lease, report, create, leaseOne } = use();
      await create(3);
      const [done, running] = await lease(2);
      await report(done!, 1, { type: 'finished', outcome: 'completed' });
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
      expect(await report(running!, 1, { type: 'finished', outcome: 'completed' })).toEqual(FENCED);
      expect(await codeOf(store.pauseSweep(prefix))).toBe('conflict');

      expect((await store.retryTrials(prefix, { includeCancelled: false })).changes).toEqual([]);
      const retried = await store.retryTrials(prefix, { includeCancelled: true });
      expect(retried.changes).toHaveLength(2);
      expect(retried.sweep).toMatchObject({ state: 'active', counts: { pending: 2, finished: 1 } });
      expect(retried.sweep.endedAt).toBeUndefined();
      expect((await leaseOne()).attempt).toBe(2);
    });

    test('a sweep whose every trial was cancelled is cancelled', async () => {
      const { store, prefix, create } = use();
      await create(2);
      expect((await store.cancelSweep(prefix, NOW)).sweep.state).toBe('cancelled');
    });

    test('deleting removes everything of one sweep and nothing of another', async () => {
      const { store, prefix, lease, report, create, pointsOf } = use();
      await create(1);
      await create(1, {}, `other${prefix}`);
      const [held, other] = await lease(2);
      await report(held!, 1, metrics(loss(1)));
      await report(held!, 2, checkpoint(1, new Uint8Array([1])));
      await report(other!, 1, metrics(loss(1)));
      await store.appendLogs([{ ...held!, agentId: 'agent-1', time: NOW, level: 'info', message: 'hello' }]);
      const { changes } = await store.deleteSweep(prefix, NOW);
      expect(changes).toMatchObject([{ lost: { trialId: held!.trialId } }]);
      expect(await codeOf(store.findSweep(prefix))).toBe('not-found');
      expect(await pointsOf(held!.trialId)).toEqual([]);
      expect(await store.readLogs(prefix, { after: 0, limit: 5 })).toEqual([]);
      expect(await report(held!, 3, metrics(loss(2)))).toEqual(FENCED);
      expect(await pointsOf(other!.trialId)).toEqual([loss(1)]);
    });

    test('points are read in pages, by name and step', async () => {
      const { store, report, create, leaseOne } = use();
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
      const { store, prefix, lease, create } = use();
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
        trialIndex: 0,
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
      const { store, create, leaseOne } = use();
      await create(1);
      const hello = agent('agent-1', { labels: { gpu: 'H100' } });
      await store.saveAgent(hello, NOW);
      await store.saveAgent({ ...hello, slots: 2 }, NOW + 1);
      await store.agentSeen('agent-1', NOW + 5);
      const held = await leaseOne();
      expect(await store.listAgents()).toEqual([
        {
          id: 'agent-1',
          host: 'machine',
          state: 'gone',
          version: '0.1.0',
          nodeVersion: 'v20',
          device: 'CPU',
          workloads: hello.workloads,
          slots: 2,
          trialIds: [held.trialId],
          labels: { gpu: 'H100' },
          lastSeenAt: NOW + 5,
        },
      ]);
    });
  });
}
