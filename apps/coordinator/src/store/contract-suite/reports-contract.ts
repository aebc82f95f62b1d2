import type { Lease, ReportBody } from '@gridsweep/protocol';
import { MOST_METRICS, type MetricPoint } from '@gridsweep/sweep';
import { describe, expect, test } from 'vitest';

import { NOW, TTL, STORED, FENCED, checkpoint, loss, metrics, type StoreDriver } from './store-driver.ts';

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
      expect(await report(held, 3, { type: 'finished', outcome: 'completed' })).toEqual(STORED);
      expect(await report(held, 3, { type: 'finished', outcome: 'completed' })).toEqual(STORED);
      expect(await pointsOf(held.trialId)).toEqual([loss(100), loss(200), loss(300)]);
      expect(await trialOf(held)).toMatchObject({ state: 'finished', outcome: 'completed', endedAt: NOW });
    });

    test('I3: a report after a missing one is not stored and ends the attempt', async () => {
      const { report, create, leaseOne, trialOf, pointsOf } = use();
      await create(1);
      const held = await leaseOne();
      expect(await report(held, 2, metrics(loss(100)))).toEqual({
        type: 'refused',
        reason: 'report 1 is missing before report 2',
      });
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
        { name: 'test/accuracy', step: 782, epoch: 1, value: NaN },
        points.at(-1),
      ]);
    });

    test('I2: a stale attempt, another agent or an unknown trial changes nothing', async () => {
      const { store, report, create, leaseOne, trials, pointsOf } = use();
      await create(1, { maxRetries: 5 });
      const stale = await leaseOne();
      await report(stale, 1, metrics(loss(100)));
      expect(await store.expireLeases(NOW + TTL)).toMatchObject([
        { trialId: stale.trialId, state: 'pending', lost: { attempt: 1, agentId: 'agent-1' } },
      ]);
      expect(await report(stale, 2, metrics(loss(200)))).toEqual(FENCED);
      const live = await leaseOne('agent-2');
      expect(live.attempt).toBe(2);
      const before = await trials();
      for (const body of [
        metrics(loss(200)),
        checkpoint(200, new Uint8Array([9])),
        { type: 'finished', outcome: 'completed' },
        { type: 'failed', kind: 'crash', detail: '' },
        { type: 'handed-back' },
      ] as const) {
        expect(await report(stale, 2, body)).toEqual(FENCED);
        expect(await report(live, 1, body, 'agent-1')).toEqual(FENCED);
        expect(await report({ ...live, attempt: 3 }, 1, body, 'agent-2')).toEqual(FENCED);
        expect(await report({ trialId: 'nothing', attempt: 1 }, 1, body)).toEqual(FENCED);
      }
      expect(await trials()).toEqual(before);
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
      const MISSING = { type: 'refused', reason: 'report 2 is missing before report 3' };
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
      expect(outcomes).toEqual([STORED, STORED, STORED, STORED, FENCED, MISSING]);
      expect(changes).toMatchObject([
        { trialId: one!.trialId, sweepId: prefix, state: 'finished' },
        { trialId: two!.trialId, sweepId: prefix, state: 'pending' },
      ]);
    });

    test('metrics of any name are kept, with and without epochs, at steps beyond 32 bits', async () => {
      const { report, create, leaseOne, trialOf, pointsOf } = use();
      await create(1);
      const held = await leaseOne();
      const longest = '\u{1F600} '.repeat(66).padEnd(200, 'x');
      const points: MetricPoint[] = [
        { name: longest, step: 2 ** 53 - 1, value: 2 },
        { name: 'reward', step: 2 ** 32, value: 1 },
        { name: 'reward', step: 2 ** 32 + 1, epoch: 0.5, value: -1 },
      ];
      expect(await report(held, 1, metrics(points[1]!, points[2]!, points[0]!))).toEqual(STORED);
      expect(await report(held, 2, metrics({ name: 'reward', step: 7, value: 0 }))).toEqual(STORED);
      expect((await trialOf(held)).latest).toHaveLength(2);
      expect((await trialOf(held)).latest).toEqual(expect.arrayContaining([points[0], points[2]]));
      expect((await pointsOf(held.trialId)).length).toBe(4);
      expect(await pointsOf(held.trialId)).toEqual(expect.arrayContaining(points));
    });

    test('I6: an attempt that reports too many metrics, or one without a proper name, fails, and says why', async () => {
      const { lease, report, create, trialOf, pointsOf } = use();
      await create(5);
      const [many, stepless, ...nameless] = await lease(5);
      const names = Array.from({ length: MOST_METRICS }, (_, at) => ({ ...loss(1), name: `m${at}` }));
      expect(await report(many!, 1, metrics(...names.slice(1)))).toEqual(STORED);
      expect(await report(many!, 2, metrics(...names))).toEqual(STORED);
      expect(await report(many!, 3, metrics({ ...loss(2), name: 'm0' }, loss(2)))).toMatchObject({ type: 'refused' });
      expect(await report(many!, 4, metrics(loss(3)))).toEqual(FENCED);
      expect(await pointsOf(many!.trialId)).toHaveLength(MOST_METRICS);
      expect(await trialOf(many!)).toMatchObject({
        state: 'failed',
        failure: {
          kind: 'bad-config',
          detail: 'The metric "train/loss" is one too many; a trial has at most 200 different metrics.',
        },
      });
      for (const [at, name] of ['', 'x'.repeat(201), 'a\0b'].entries()) {
        const held = nameless[at]!;
        expect(await report(held, 1, metrics(loss(1), { ...loss(1), name }))).toMatchObject({ type: 'refused' });
        expect((await trialOf(held)).failure?.detail).toContain('1 to 200 printable characters');
        expect(await pointsOf(held.trialId)).toEqual([]);
      }
      expect(await report(stepless!, 1, metrics({ ...loss(1), step: 0.5 }))).toMatchObject({ type: 'refused' });
    });

    test('I5: a resumed attempt that sends other values is noticed, and the first ones stay', async () => {
      const { store, prefix, report, create, leaseOne, trialOf, pointsOf } = use();
      await create(1);
      const held = await leaseOne();
      await report(held, 1, metrics(loss(900, NaN), loss(901)));
      await report(held, 2, { type: 'handed-back' });
      const again = await leaseOne();
      await report(again, 1, metrics(loss(900, NaN), loss(901, 42), loss(901, 43)));
      expect((await trialOf(held)).latest).toEqual([loss(901)]);
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
