import type { Trial } from '@gridsweep/sweep';
import { describe, expect, test } from 'vitest';

import { codeOf, newSweep, NOW, type StoreDriver } from './store-driver.ts';

/** Sweeps that grow. */
export function extendContract(use: () => StoreDriver): void {
  describe('extending', () => {
    /** The trials of a larger specification, in its own order: not that of the sweep. */
    const larger = (id: string, trials: number): Trial[] =>
      newSweep(id, trials)
        .trials.toReversed()
        .map((trial, index) => ({ ...trial, index }));

    test('I1: missing trials are added behind the others, which stay as they are, and both specifications are the sweep', async () => {
      const { store, prefix, create, leaseOne, report, trials } = use();
      await create(2);
      const held = await leaseOne();
      await report(held, 1, { type: 'finished', outcome: 'completed' });
      await report(await leaseOne(), 1, { type: 'finished', outcome: 'completed' });
      expect((await store.findSweep(prefix)).state).toBe('ended');
      const before = await trials();
      const spec = { name: 'more' };
      const extension = {
        ...newSweep(prefix, 0),
        specId: `${prefix}-spec`,
        name: 'more',
        spec,
        trials: larger(prefix, 5),
      };
      const { sweep, added } = await store.extendSweep(prefix, extension);
      expect(sweep).toMatchObject({
        id: prefix,
        name: 'more',
        spec,
        state: 'active',
        counts: { total: 5, pending: 3 },
      });
      expect(sweep.endedAt).toBeUndefined();
      expect(added).toEqual([`${prefix}-4`, `${prefix}-3`, `${prefix}-2`]);
      const after = await trials();
      expect(after.slice(0, 2)).toEqual(before);
      expect(after.map(({ index, id }) => [index, id])).toEqual([
        [0, `${prefix}-0`],
        [1, `${prefix}-1`],
        [2, `${prefix}-4`],
        [3, `${prefix}-3`],
        [4, `${prefix}-2`],
      ]);
      for (const id of [prefix, `${prefix}-spec`]) {
        expect(await store.createSweep(newSweep(id, 1), NOW)).toMatchObject({ created: false, sweep: { id: prefix } });
      }
      expect((await store.extendSweep(prefix, extension)).added).toEqual([]);
    });

    test('what would change the trials that are there is refused, and changes nothing', async () => {
      const { store, prefix, create } = use();
      const { sweep } = await store.createSweep(newSweep(prefix, 2, { settings: { command: ['a'] } }), NOW);
      const extension = {
        ...newSweep(prefix, 5, { settings: { command: ['a'] } }),
        specId: `${prefix}-spec`,
        name: 'more',
      };
      for (const change of [
        { trials: extension.trials.slice(1) },
        { workload: 'other' },
        { settings: { command: ['b'] } },
        { settings: { command: ['a'], keep_weights: 'last' } },
        { codeSha256: 'ab'.repeat(32) },
      ]) {
        expect(await codeOf(store.extendSweep(prefix, { ...extension, ...change }))).toBe('conflict');
      }
      expect(await store.findSweep(prefix)).toEqual(sweep);
      expect((await create(1, {}, `${prefix}-spec`)).id).toBe(`${prefix}-spec`);
      // The specification is another sweep's, and stays so.
      expect((await store.extendSweep(prefix, extension)).added).toHaveLength(3);
      expect(await store.createSweep(newSweep(`${prefix}-spec`, 1), NOW)).toMatchObject({
        sweep: { id: `${prefix}-spec` },
      });
    });

    test('a namesake is the newest other sweep of the name, with another specification', async () => {
      const { store, prefix, create } = use();
      const first = await create(1, { name: prefix, spec: { a: 1 } });
      expect(await store.findNamesake(first)).toBeUndefined();
      const same = await create(1, { name: prefix, spec: { a: 1 } }, `${prefix}b`);
      expect(await store.findNamesake(same)).toBeUndefined();
      const changed = await create(1, { name: prefix, spec: { a: 2 } }, `${prefix}c`);
      expect(await store.findNamesake(changed)).toEqual(same);
      expect(await store.findNamesake(same)).toEqual(changed);
    });

    test('a trial is found by its id, a unique beginning of it or its index', async () => {
      const { store, prefix, create } = use();
      await create(12);
      expect(await store.findTrial(prefix, `${prefix}-11`)).toBe(`${prefix}-11`);
      expect(await store.findTrial(prefix, `${prefix}-1`)).toBe(`${prefix}-1`);
      expect(await store.findTrial(prefix, '10')).toBe(`${prefix}-10`);
      await create(1, {}, `${prefix}only`);
      expect(await store.findTrial(`${prefix}only`, prefix)).toBe(`${prefix}only-0`);
      for (const selector of ['', '12', `${prefix}-`, '%', '\0', '99999999999999999999']) {
        expect(await codeOf(store.findTrial(prefix, selector))).toBe('not-found');
      }
    });

    test('trials are read a page at a time, by index', async () => {
      const { store, prefix, create } = use();
      await create(7);
      const page = async (fromIndex: number, limit: number) =>
        (await store.readTrials(prefix, { fromIndex, limit })).map(({ index }) => index);
      expect(await page(0, 3)).toEqual([0, 1, 2]);
      expect(await page(3, 100)).toEqual([3, 4, 5, 6]);
      expect(await page(7, 100)).toEqual([]);
      expect(await store.readTrials('nothing', { fromIndex: 0, limit: 5 })).toEqual([]);
      expect(await store.readTrials(prefix, { ids: [`${prefix}-5`, 'nothing', `${prefix}-2`] })).toMatchObject([
        { index: 2 },
        { index: 5 },
      ]);
    });
  });
}
