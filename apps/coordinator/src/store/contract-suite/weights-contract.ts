import type { ReportBody } from '@gridsweep/protocol';
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

const FIRST = new Uint8Array([1, 1]);
const SECOND = new Uint8Array([2, 2, 2]);
const LARGE = Uint8Array.from({ length: 300_000 }, (_, at) => (at * at) >> 3);
const FINISHED = { type: 'finished', outcome: 'completed' } as const;

function weights(step: number, content: Uint8Array): ReportBody {
  return { type: 'weights', step, chunk: pieces(content)[0]! };
}

/** Weights that are kept: the newest complete ones, also when the trial has finished. */
export function weightsContract(use: () => StoreDriver): void {
  describe('weights', () => {
    test('the newest take the place of those before, and stay when the trial has finished', async () => {
      const { store, report, create, leaseOne, trialOf, trials } = use();
      await create(2);
      const held = await leaseOne();
      expect((await trialOf(held)).weights).toBeUndefined();
      expect(await codeOf(whole(store.readWeights(held.trialId)))).toBe('not-found');
      await report(held, 1, weights(9, FIRST));
      await report(held, 2, checkpoint(9, LARGE));
      expect((await trialOf(held)).weights).toEqual({ step: 9, sizeBytes: 2, sha256: pieces(FIRST)[0]!.sha256 });
      await report(held, 3, weights(4, SECOND));
      await report(held, 4, FINISHED);
      expect(await trials()).toMatchObject([
        { state: 'finished', weights: { step: 4, sizeBytes: 3, sha256: pieces(SECOND)[0]!.sha256 } },
        { state: 'pending' },
      ]);
      expect([...(await whole(store.readWeights(held.trialId)))]).toEqual([...SECOND]);
      expect((await trials())[1]!.weights).toBeUndefined();
    });

    test('they are no checkpoints, and checkpoints are no weights', async () => {
      const { store, report, create, leaseOne } = use();
      await create(1);
      const held = await leaseOne();
      await report(held, 1, checkpoint(1, FIRST));
      await report(held, 2, weights(2, SECOND));
      await report(held, 3, weights(3, SECOND));
      await report(held, 4, weights(4, SECOND));
      await report(held, 5, { type: 'handed-back' });
      const { trialId, attempt, checkpoints } = await leaseOne();
      expect(checkpoints.map(({ step }) => step)).toEqual([1]);
      const read = (checkpointId: number) => whole(store.readCheckpoint({ trialId, attempt, checkpointId }));
      expect([...(await read(checkpoints[0]!.id))]).toEqual([...FIRST]);
      expect(await codeOf(read(checkpoints[0]!.id + 3))).toBe('not-found');
    });

    test('I3: in pieces, sent again, they are stored once; those that never came whole leave the ones before', async () => {
      const { store, report, create, leaseOne, trialOf } = use();
      await create(1);
      const held = await leaseOne();
      const parts = pieces(LARGE, 100_000).map((chunk) => ({ type: 'weights' as const, step: 7, chunk }));
      for (const [at, body] of parts.entries()) {
        expect(await report(held, at + 1, body)).toEqual(STORED);
        expect(await report(held, at + 1, body)).toEqual(STORED);
      }
      await report(held, 4, { ...parts[0]!, step: 8 });
      expect((await trialOf(held)).weights).toMatchObject({ step: 7, sizeBytes: 300_000 });
      expect(Buffer.compare(await whole(store.readWeights(held.trialId)), LARGE)).toBe(0);
      // A checkpoint begins: what came of the others is dropped.
      await report(held, 5, checkpoint(8, FIRST));
      expect(await report(held, 6, { ...parts[1]!, step: 8 })).toMatchObject({ type: 'refused' });
      expect((await trialOf(held)).weights).toMatchObject({ step: 7 });
    });

    test('pieces of weights do not go on from those of a checkpoint', async () => {
      const { report, create, leaseOne, trialOf } = use();
      await create(1);
      const held = await leaseOne();
      const [one, two] = pieces(LARGE, 100_000);
      await report(held, 1, { type: 'checkpoint', step: 7, chunk: one! });
      expect(await report(held, 2, { type: 'weights', step: 7, chunk: two! })).toMatchObject({
        type: 'refused',
        reason: 'A piece of weights came at byte 100000, which does not go on from the piece before it.',
      });
      expect((await trialOf(held)).weights).toBeUndefined();
    });

    test('I2: an attempt that lost its lease changes none', async () => {
      const { store, report, create, leaseOne, trialOf } = use();
      await create(1);
      const held = await leaseOne();
      await report(held, 1, weights(1, FIRST));
      await report(held, 2, checkpoint(1, FIRST));
      await store.expireLeases(NOW + TTL);
      expect(await report(held, 3, weights(2, SECOND))).toEqual(FENCED);
      const again = await leaseOne('agent-2');
      expect(await report(held, 3, weights(2, SECOND))).toEqual(FENCED);
      expect((await trialOf(held)).weights).toMatchObject({ step: 1 });
      await report(again, 1, weights(3, SECOND), 'agent-2');
      expect((await trialOf(held)).weights).toMatchObject({ step: 3 });
    });

    test('a trial that is tried again from a checkpoint keeps them, one that begins again does not', async () => {
      const { store, prefix, report, create, lease, trialOf } = use();
      await create(2, { maxRetries: 0 });
      const [saved, lost] = await lease(2);
      await report(saved!, 1, weights(1, FIRST));
      await report(saved!, 2, checkpoint(1, FIRST));
      await report(lost!, 1, weights(1, FIRST));
      await report(lost!, 2, metrics(loss(1)));
      const crash = { type: 'failed', kind: 'crash', detail: '' } as const;
      for (const held of [saved!, lost!]) await report(held, 3, crash);
      expect(await trialOf(lost!)).toMatchObject({ state: 'failed', weights: { step: 1 } });
      await store.retryTrials(prefix, { includeCancelled: false });
      expect(await trialOf(lost!)).toMatchObject({ state: 'pending', weights: { step: 1 } });
      expect(await lease(2)).toHaveLength(2);
      expect((await trialOf(saved!)).weights).toMatchObject({ step: 1 });
      expect((await trialOf(lost!)).weights).toBeUndefined();
    });

    test('they go with their sweep', async () => {
      const { store, prefix, report, create, leaseOne } = use();
      await create(1);
      const held = await leaseOne();
      await report(held, 1, weights(1, LARGE));
      await report(held, 2, FINISHED);
      await store.deleteSweep(prefix, NOW);
      expect(await codeOf(whole(store.readWeights(held.trialId)))).toBe('not-found');
    });

    test('newer ones that come while they are read are told, not mixed with them', async () => {
      const { store, report, create, leaseOne } = use();
      await create(1);
      const held = await leaseOne();
      const parts = pieces(LARGE, 100_000);
      for (const [at, chunk] of parts.entries()) await report(held, at + 1, { type: 'weights', step: 1, chunk });
      const reading = store.readWeights(held.trialId)[Symbol.asyncIterator]();
      await reading.next();
      await report(held, 4, weights(2, LARGE));
      expect(await codeOf(reading.next())).toBe('conflict');
    });

    test('a trial is found without its sweep, by its id or a unique beginning of it', async () => {
      const { store, prefix, create } = use();
      await create(12);
      const at = (index: number) => ({ sweepId: prefix, trialId: `${prefix}-${index}` });
      expect(await store.locateTrial(`${prefix}-7`)).toEqual(at(7));
      expect(await store.locateTrial(`${prefix}-1`)).toEqual(at(1));
      await create(1, {}, `${prefix}only`);
      expect(await store.locateTrial(`${prefix}onl`)).toEqual({ sweepId: `${prefix}only`, trialId: `${prefix}only-0` });
      expect(await codeOf(store.locateTrial(`${prefix}-`))).toBe('conflict');
      for (const selector of ['', 'nothing', '%', '\0']) {
        expect(await codeOf(store.locateTrial(selector))).toBe('not-found');
      }
    });
  });
}
