import { describe, expect, test } from 'vitest';

import { loss, metrics, NOW, TTL, PROVENANCE, STORED, type StoreDriver } from './store-driver.ts';

/** Leases: given once, renewed, taken back. */
export function leaseContract(use: () => StoreDriver): void {
  describe('leases', () => {
    test('leases go to the oldest sweep first, in its order, with everything that a trial needs', async () => {
      const { prefix, lease, create, trialOf } = use();
      await create(3);
      await create(2, {}, `${prefix}later`);
      const first = await lease(2);
      expect(first[0]).toEqual({
        trialId: `${prefix}-0`,
        attempt: 1,
        sweepId: prefix,
        cellId: 'cell-0',
        workload: 'quadratic',
        parameters: { lr: 0.1, betas: [0.9, 0.999], limit: null, optimizer: 'adam' },
        seed: 2 ** 32 - 1,
        settings: {},
        checkpoints: [],
      });
      expect(first[1]!.trialId).toBe(`${prefix}-1`);
      expect((await lease(2, 'agent-2')).map((held) => held.trialId)).toEqual([`${prefix}-2`, `${prefix}later-0`]);
      expect((await lease(5)).map((held) => held.trialId)).toEqual([`${prefix}later-1`]);
      expect(await lease(5)).toEqual([]);
      expect(await trialOf(first[0]!)).toMatchObject({
        state: 'running',
        attempts: 1,
        agentId: 'agent-1',
        provenance: [PROVENANCE],
        startedAt: NOW,
      });
    });

    test('an agent is given only trials of workloads that it offers and whose required labels it has', async () => {
      const { store, prefix, lease, create } = use();
      await create(2, { workload: 'other', settings: { command: ['a', "it's"] } });
      await create(2, { require: { zone: 'b', gpu: 'none' }, maxParallel: 1 }, `${prefix}b`);
      await create(1, {}, `${prefix}c`);
      const ids = async (limit: number, overrides: Parameters<typeof lease>[3]) =>
        (await lease(limit, 'agent-1', NOW, overrides)).map((held) => held.trialId);
      expect(await ids(9, { workloads: [] })).toEqual([]);
      expect(await ids(9, { labels: { zone: 'a', gpu: 'none' } })).toEqual([`${prefix}c-0`]);
      expect(await ids(9, { labels: { zone: 'b' } })).toEqual([]);
      expect(await ids(9, { labels: { zone: 'b', gpu: 'none', more: '"' } })).toEqual([`${prefix}b-0`]);
      const both = [
        { name: 'quadratic', engine: 'wasm', engineVariant: '' },
        { name: 'other', engine: 'program', engineVariant: 'x' },
      ];
      const [held] = await lease(1, 'agent-1', NOW, { workloads: both });
      expect(held).toMatchObject({ trialId: `${prefix}-0`, workload: 'other', settings: { command: ['a', "it's"] } });
      const [trial] = await store.readTrials(prefix, { ids: [held!.trialId] });
      expect(trial!.provenance).toEqual([{ ...PROVENANCE, engine: 'program', engineVariant: 'x' }]);
    });

    test('I5: what else computed a trial is shown beside what began it, unless nothing of that is left', async () => {
      const { lease, report, create, trialOf } = use();
      await create(1, { maxRetries: 9 });
      const on = async (engine: string, device = 'CPU', nodeVersion = 'v20') => {
        const workloads = [{ name: 'quadratic', engine, engineVariant: '' }];
        return (await lease(1, 'agent-1', NOW, { workloads, device, nodeVersion }))[0]!;
      };
      const of = (engine: string, device = 'CPU') => ({ ...PROVENANCE, engine, engineVariant: '', device });
      const first = await on('wasm');
      await report(first, 1, { type: 'handed-back' });
      // Nothing was reported: the second begins the trial.
      const second = await on('tensorflow');
      expect((await trialOf(first)).provenance).toEqual([of('tensorflow')]);
      await report(second, 1, metrics(loss(1)));
      await report(second, 2, { type: 'handed-back' });
      const third = await on('tensorflow', 'CPU', 'v22');
      expect((await trialOf(first)).provenance).toEqual([of('tensorflow')]);
      await report(third, 1, { type: 'handed-back' });
      await report(await on('wasm', 'it\'s a "GPU"'), 1, { type: 'handed-back' });
      await report(await on('tensorflow'), 1, { type: 'handed-back' });
      expect((await trialOf(first)).provenance).toEqual([of('tensorflow'), of('wasm', 'it\'s a "GPU"')]);
    });

    test('I2: concurrent agents never get the same trial', async () => {
      const { store, prefix, lease, create } = use();
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
      const { store, prefix, lease, report, create, trialOf } = use();
      await create(10, { maxParallel: 3 });
      const leased = (await Promise.all(['a', 'b', 'c', 'd'].map((agentId) => lease(2, agentId)))).flat();
      expect(leased).toHaveLength(3);
      const holder = (await trialOf(leased[0]!)).agentId;
      expect(await report(leased[0]!, 1, { type: 'finished', outcome: 'completed' }, holder)).toEqual(STORED);
      await store.pauseSweep(prefix);
      expect(await lease(5)).toEqual([]);
      expect((await store.findSweep(prefix)).state).toBe('paused');
      await store.resumeSweep(prefix);
      expect(await lease(5)).toHaveLength(1);
    });

    test('a lease lives as long as it is renewed', async () => {
      const { store, prefix, lease, create } = use();
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
      const { store, lease, create, trialOf } = use();
      await create(3, { maxRetries: 0 });
      const [old] = await lease(1, 'agent-1', NOW, { instanceId: 'instance-1' });
      const [kept, unheard] = await lease(2, 'agent-1', NOW, { instanceId: 'instance-2' });
      const changes = await store.reclaimLeases('agent-1', 'instance-2', [kept!], NOW);
      expect(changes.map((change) => change.trialId).toSorted()).toEqual([old!.trialId, unheard!.trialId]);
      expect(await trialOf(old!)).toMatchObject({ state: 'failed', failure: { kind: 'lost' } });
      expect(await trialOf(kept!)).toMatchObject({ state: 'running' });
      expect(await trialOf(unheard!)).toMatchObject({ state: 'pending' });
      expect(await store.reclaimLeases('agent-1', 'instance-2', [kept!], NOW)).toEqual([]);
    });
  });
}
