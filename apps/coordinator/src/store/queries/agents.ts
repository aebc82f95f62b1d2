import type { AgentInfo, Hello, OfferedWorkload } from '@gridsweep/protocol';

import type { Queryable } from '../database.ts';
import { AGENTS_KEPT } from '../limits.ts';

export async function saveAgent(db: Queryable, hello: Hello, now: number): Promise<void> {
  await db.query(
    `insert into agents (id, instance_id, host, slots, labels, version, node_version, device, workloads, last_seen_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (id) do update set instance_id = excluded.instance_id, host = excluded.host, slots = excluded.slots,
        labels = excluded.labels, version = excluded.version, node_version = excluded.node_version,
        device = excluded.device, workloads = excluded.workloads, last_seen_at = excluded.last_seen_at`,
    [
      hello.agentId,
      hello.instanceId,
      hello.host,
      hello.slots,
      JSON.stringify(hello.labels),
      hello.version,
      hello.nodeVersion,
      hello.device,
      JSON.stringify(hello.workloads),
      now,
    ],
  );
  await db.query(`delete from agents where id in (select id from agents order by last_seen_at desc, id offset $1)`, [
    AGENTS_KEPT,
  ]);
}

export async function agentSeen(db: Queryable, agentId: string, now: number): Promise<void> {
  await db.query('update agents set last_seen_at = greatest(last_seen_at, $2) where id = $1', [agentId, now]);
}

interface AgentRow {
  id: string;
  host: string;
  version: string;
  node_version: string;
  device: string;
  workloads: string;
  slots: number;
  labels: string;
  last_seen_at: number;
  trial_ids: string[];
}

/** Agents by id. Who is connected the store cannot know, so all are 'gone'. */
export async function listAgents(db: Queryable): Promise<AgentInfo[]> {
  const rows = await db.query<AgentRow>(
    `select id, host, version, node_version, device, workloads, slots, labels, last_seen_at,
            array(select t.id from trials t where t.state = 'running' and t.agent_id = a.id order by t.id) as trial_ids
       from agents a
      order by id`,
  );
  return rows.map((row) => ({
    id: row.id,
    host: row.host,
    state: 'gone',
    version: row.version,
    nodeVersion: row.node_version,
    device: row.device,
    workloads: JSON.parse(row.workloads) as OfferedWorkload[],
    slots: row.slots,
    trialIds: row.trial_ids,
    labels: JSON.parse(row.labels) as Record<string, string>,
    lastSeenAt: row.last_seen_at,
  }));
}
