import type { Lease, ReportBody } from '@gridsweep/protocol';
import { describe, expect, test } from 'vitest';

import { NOW, TTL, STORED, FENCED, loss, metrics, type StoreDriver } from './store-driver.ts';

/** Reports: stored once, in order, by the lease's holder only; and what they do to a trial. */
export function reportContract(use: () => StoreDriver): void {
  describe('reports', () => {
    test('I3: a report sent again is acknowledged and stored once', async () => {
      const { report, create, leaseOne, trialOf, pointsOf } = use();
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
      const { report, create, leaseOne, trialOf, pointsOf } = use();
      await create(1);
      const held = await leaseOne();
      expect(await report(held, 2, metrics(loss(100)))).toEqual({ type: 'gap', expectedSeq: 1 });
      expect(await pointsOf(held.trialId)).toEqual([]);
      expect(await report(held, 1, metrics(loss(100)))).toEqual(FENCED);
      expect(await trialOf(held)).toMatchObject({ state: 'pending', attempts: 1 });
    });

    test('values that are not finite come back as they were', async () => {
      const { report, create, leaseOne, trialOf, pointsOf } = use();
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
      const { store, prefix, report, create, leaseOne, pointsOf } = use();
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
      const { store, prefix, lease, create } = use();
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
      const { report, create, leaseOne, trialOf, pointsOf } = use();
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
      const { store, prefix, report, create, leaseOne, pointsOf } = use();
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
      const { store, prefix, report, create, leaseOne, trialOf } = use();
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
  });
}
