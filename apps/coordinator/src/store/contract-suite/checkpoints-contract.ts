import { describe, expect, test } from 'vitest';

import {
  checkpoint,
  codeOf,
  FENCED,
  loss,
  metrics,
  NOW,
  pieces,
  STORED,
  TTL,
  whole,
  type StoreDriver,
} from './store-driver.ts';

const WEIGHTS = Uint8Array.from({ length: 300_000 }, (_, at) => (at * at) >> 3);

/** Checkpoints: taken in pieces, the newest complete ones kept for the attempt that goes on. */
export function checkpointContract(use: () => StoreDriver): void {
  describe('checkpoints', () => {
    test('a retry is given the newest two complete ones; newest is what came last, whatever its step', async () => {
      const { store, report, create, leaseOne, trialOf, pointsOf } = use();
      await create(1);
      const held = await leaseOne();
      await report(held, 1, checkpoint(2 ** 40, new Uint8Array([9])));
      await report(held, 2, checkpoint(500, new Uint8Array([1])));
      const parts = pieces(WEIGHTS, 100_000);
      for (const [at, chunk] of parts.entries()) await report(held, 3 + at, { type: 'checkpoint', step: 782, chunk });
      await report(held, 6, metrics(loss(900)));
      await report(held, 7, { type: 'failed', kind: 'crash', detail: 'segmentation\0fault' });
      expect(await trialOf(held)).toMatchObject({ state: 'pending', attempts: 1 });
      const again = await leaseOne('agent-2');
      expect(again.attempt).toBe(2);
      expect(again.checkpoints).toMatchObject([
        { step: 782, sizeBytes: 300_000, sha256: parts[0]!.sha256 },
        { step: 500, sizeBytes: 1 },
      ]);
      const read = (checkpointId: number) =>
        whole(store.readCheckpoint({ trialId: held.trialId, attempt: 2, checkpointId }));
      expect(Buffer.compare(await read(again.checkpoints[0]!.id), WEIGHTS)).toBe(0);
      expect([...(await read(again.checkpoints[1]!.id))]).toEqual([1]);
      expect(await codeOf(read(again.checkpoints[1]!.id - 1))).toBe('not-found');
      // The resumed attempt repeats what came after the checkpoint, bit for bit (I5).
      expect(await report(again, 1, metrics(loss(900), loss(1000)), 'agent-2')).toEqual(STORED);
      expect(await pointsOf(held.trialId)).toEqual([loss(900), loss(1000)]);
    });

    test('I2: only the attempt that holds the lease is given a checkpoint', async () => {
      const { store, report, create, leaseOne } = use();
      await create(1);
      const held = await leaseOne();
      await report(held, 1, checkpoint(1, WEIGHTS));
      await report(held, 2, { type: 'handed-back' });
      const again = await leaseOne();
      const of = (trialId: string, attempt: number) =>
        codeOf(whole(store.readCheckpoint({ trialId, attempt, checkpointId: again.checkpoints[0]!.id })));
      expect(await of(held.trialId, 1)).toBe('fenced');
      expect(await of(held.trialId, 3)).toBe('fenced');
      expect(await of('nothing\0', 2)).toBe('fenced');
      expect(await of(held.trialId, 2)).toBe('none');
      await store.expireLeases(NOW + TTL);
      expect(await of(held.trialId, 2)).toBe('fenced');
    });

    test('I3: pieces sent again are stored once, also in one batch with those that follow', async () => {
      const { store, report, create, leaseOne } = use();
      await create(1);
      const held = await leaseOne();
      const [one, two, three] = pieces(WEIGHTS, 100_000).map((chunk) => ({
        type: 'checkpoint' as const,
        step: 7,
        chunk,
      }));
      expect(await report(held, 1, one!)).toEqual(STORED);
      expect(await report(held, 1, one!)).toEqual(STORED);
      const entry = (seq: number, body: typeof one) => ({
        agentId: 'agent-1',
        report: { trialId: held.trialId, attempt: 1, seq, body: body! },
      });
      const { outcomes } = await store.storeReports(
        [entry(1, one), entry(2, two), entry(2, two), entry(3, three)],
        NOW,
      );
      expect(outcomes).toEqual([STORED, STORED, STORED, STORED]);
      await report(held, 4, { type: 'handed-back' });
      const again = await leaseOne();
      expect(again.checkpoints).toMatchObject([{ step: 7 }]);
      const { trialId, attempt, checkpoints } = again;
      const content = await whole(store.readCheckpoint({ trialId, attempt, checkpointId: checkpoints[0]!.id }));
      expect(Buffer.compare(content, WEIGHTS)).toBe(0);
    });

    test('one that is not complete when another begins or its attempt ends is dropped', async () => {
      const { report, create, leaseOne } = use();
      await create(1);
      const parts = pieces(WEIGHTS, 100_000);
      const piece = (step: number, at: number) => ({ type: 'checkpoint' as const, step, chunk: parts[at]! });
      const held = await leaseOne();
      await report(held, 1, piece(1, 0));
      await report(held, 2, piece(1, 1));
      await report(held, 3, checkpoint(2, new Uint8Array([2])));
      await report(held, 4, piece(3, 0));
      await report(held, 5, { type: 'handed-back' });
      const second = await leaseOne();
      expect(second.checkpoints.map(({ step }) => step)).toEqual([2]);
      // It does not go on where the attempt before it was cut off.
      expect(await report(second, 1, piece(3, 1))).toMatchObject({ type: 'refused' });
      expect((await leaseOne()).checkpoints.map(({ step }) => step)).toEqual([2]);
    });

    test('a piece that does not go on from the one before it ends the attempt, which is tried again', async () => {
      const { report, create, leaseOne, trialOf } = use();
      await create(1, { maxRetries: 9 });
      const [one, two, three] = pieces(WEIGHTS, 100_000);
      const wrong = [
        three!,
        { ...two!, sha256: 'ab'.repeat(32) },
        { ...two!, totalBytes: 5 },
        { ...two!, totalBytes: 300_000, bytes: new Uint8Array(200_001) },
      ];
      for (const chunk of wrong) {
        const held = await leaseOne();
        await report(held, 1, { type: 'checkpoint', step: 1, chunk: one! });
        expect(await report(held, 2, { type: 'checkpoint', step: 1, chunk })).toMatchObject({ type: 'refused' });
        expect(await report(held, 3, metrics(loss(1)))).toEqual(FENCED);
        expect(await trialOf(held)).toMatchObject({ state: 'pending' });
      }
      const held = await leaseOne();
      expect(await report(held, 1, { type: 'checkpoint', step: 2 ** 63, chunk: one! })).toMatchObject({
        type: 'refused',
      });
      const nohash = await leaseOne();
      const body = { type: 'checkpoint', step: 1, chunk: { ...one!, sha256: '\0' } } as const;
      expect(await report(nohash, 1, body)).toMatchObject({ type: 'refused' });
      const last = await leaseOne();
      const huge = { ...one!, totalBytes: 2 ** 40 };
      const refused = await report(last, 1, { type: 'checkpoint', step: 1, chunk: huge });
      expect(refused).toMatchObject({ reason: expect.stringContaining('at most 1024') as string });
    });

    test('a finished trial has none, a cancelled one keeps them for a retry', async () => {
      const { store, prefix, lease, report, create } = use();
      await create(2);
      const [done, cancelled] = await lease(2);
      await report(done!, 1, checkpoint(1, WEIGHTS));
      await report(done!, 2, { type: 'finished', outcome: 'completed' });
      await report(cancelled!, 1, checkpoint(1, new Uint8Array()));
      await store.cancelSweep(prefix, NOW);
      await store.retryTrials(prefix, { includeCancelled: true });
      const [again] = await lease(2);
      expect(again).toMatchObject({ trialId: cancelled!.trialId, checkpoints: [{ step: 1, sizeBytes: 0 }] });
      const { trialId, attempt, checkpoints } = again!;
      const empty = await whole(store.readCheckpoint({ trialId, attempt, checkpointId: checkpoints[0]!.id }));
      expect(empty).toHaveLength(0);
    });
  });
}
