import { afterEach, beforeEach, expect, test } from 'vitest';

import type { Database } from './database.ts';
import { migrate } from './migrate.ts';
import { initial } from './migrations/0001-initial.ts';
import { openPgliteInMemory } from './pglite.ts';
import { openStore } from './sql-store.ts';
import { agent, codeOf, NOW, STORED, whole } from './contract-suite/store-driver.ts';

let database: Database;
beforeEach(async () => {
  database = await openPgliteInMemory();
});
afterEach(() => database.close());

const provenance = (engine: string) =>
  JSON.stringify({ version: '0.1.0', engine, engineVariant: 'simd', device: `it's a "CPU"`, nodeVersion: 'v20' });

test('a data folder of version 1 opens: its sweep, points, checkpoints and agents are there, and its trials go on', async () => {
  await migrate(database, [initial]);
  const old = (sql: string, parameters?: readonly unknown[]) => database.query(sql, parameters);
  await old(
    `insert into sweeps (id, name, state, spec, workload, max_retries, created_at) values ('s', 'old', 'active', $1, 'quadratic', 3, $2)`,
    [JSON.stringify({ name: 'old', workload: 'quadratic' }), NOW],
  );
  await old(
    `insert into trials (sweep_id, id, index, cell_id, parameters, seed, state, outcome, attempts, agent_id, provenance, ended_at)
     values ('s', 's-0', 0, 'c', '{"lr":0.1}', 0, 'finished', 'converged', 1, 'agent-1', $1, $2),
            ('s', 's-3', 3, 'c', '{"lr":0.1}', 3, 'finished', 'no-progress', 1, 'agent-1', $1, $2),
            ('s', 's-4', 4, 'c', '{"lr":0.1}', 4, 'finished', 'diverged', 1, 'agent-1', $1, $2),
            ('s', 's-1', 1, 'c', '{"lr":0.1}', 1, 'pending', null, 1, 'agent-1', $1, null),
            ('s', 's-2', 2, 'c', '{"lr":0.1}', 2, 'pending', null, 0, null, null, null)`,
    [provenance('reference'), NOW],
  );
  await old(
    `insert into metrics (trial_id, name, step, epoch, value)
     values ('s-0', 'train/loss', 1, 0.5, 2), ('s-0', 'train/loss', 2, 1, 'NaN'), ('s-1', 'test/loss', 9, 1, 1)`,
  );
  const weights = Buffer.from(Uint8Array.from({ length: 2 ** 21 + 5 }, (_, at) => (at * at) >> 3));
  await old(`insert into checkpoints (trial_id, step, bytes) values ('s-1', 782, $1)`, [weights]);
  await old(
    `insert into agents (id, instance_id, host, slots, labels, provenance, last_seen_at)
     values ('agent-1', 'i', 'machine', 2, '{}', $1, $2)`,
    [provenance('reference'), NOW],
  );

  const store = await openStore(database);
  expect(await store.findSweep('old')).toMatchObject({ id: 's', counts: { total: 5, finished: 3, pending: 2 } });
  const trials = await store.readTrials('s', { fromIndex: 0, limit: 10 });
  expect(trials).toMatchObject([
    {
      outcome: 'completed',
      latest: [{ name: 'train/loss', step: 2, epoch: 1, value: NaN }],
      provenance: [{ engine: 'reference', device: `it's a "CPU"` }],
    },
    { latest: [{ name: 'test/loss', step: 9 }], provenance: [{ engine: 'reference' }] },
    { latest: [], provenance: [] },
    { outcome: 'completed' },
    { outcome: 'diverged' },
  ]);
  expect(await store.listAgents()).toMatchObject([{ version: '0.1.0', nodeVersion: 'v20', workloads: [], slots: 2 }]);

  const [held] = await store.leaseTrials({ agent: agent('agent-2'), limit: 1, now: NOW, expiresAt: NOW + 1 });
  expect(held).toMatchObject({ trialId: 's-1', attempt: 2, settings: {}, checkpoints: [{ step: 782 }] });
  const checkpointId = held!.checkpoints[0]!.id;
  expect(Buffer.compare(await whole(store.readCheckpoint({ ...held!, checkpointId })), weights)).toBe(0);
  const point = { name: 'reward', step: 3, value: 1 };
  const report = { trialId: 's-1', attempt: 2, seq: 1, body: { type: 'metrics' as const, points: [point] } };
  expect((await store.storeReports([{ agentId: 'agent-2', report }], NOW)).outcomes).toEqual([STORED]);
  expect((await store.readTrials('s', { ids: ['s-1'] }))[0]!.provenance.map(({ engine }) => engine)).toEqual([
    'reference',
    'wasm',
  ]);
});

test('a database of a newer version is refused', async () => {
  await migrate(database);
  await database.query('insert into gridsweep_migrations (version) values (99)');
  expect(await codeOf(migrate(database))).toBe('conflict');
});
