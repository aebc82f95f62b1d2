import type { Assignment } from '@gridsweep/protocol';
import type { Parameters } from '@gridsweep/sweep';

import type { LeaseRequest } from '../contract.ts';
import type { Queryable } from '../database.ts';

interface LeaseRow {
  id: string;
  attempts: number;
  sweep_id: string;
  workload: string;
  parameters: string;
  seed: number;
  checkpoint: Uint8Array | null;
}

/**
 * Takes pending trials: the transition pending → running of libs/sweep in one statement. Its row locks, skipped by others,
 * are what gives a trial to one agent only (I2); a new attempt is a new token and starts its reports at 1.
 */
export async function leaseTrials(db: Queryable, request: LeaseRequest): Promise<Assignment[]> {
  // Sweeps with a limit are locked first, so that what the next statement counts as running stays true.
  await db.query(
    `select id from sweeps where state = 'active' and max_parallel is not null order by ordinal for update`,
  );
  const rows = await db.query<LeaseRow>(
    `with candidate as (
       select t.id, s.ordinal, t.index
         from sweeps s
        cross join lateral (
              select case when s.max_parallel is null then $4::bigint
                     else greatest(0, least($4::bigint, s.max_parallel -
                       (select count(*) from trials r where r.sweep_id = s.id and r.state = 'running'))) end as most) room
        cross join lateral (
              select id, index from trials
               where sweep_id = s.id and state = 'pending'
               order by index limit room.most
               for update skip locked) t
        where s.state = 'active'
        order by s.ordinal, t.index
        limit $4
     ), leased as (
       update trials t
          set state = 'running', attempts = t.attempts + 1, agent_id = $1, instance_id = $2, provenance = $3,
              lease_expires_at = $6, last_seq = 0, started_at = coalesce(t.started_at, $5)
         from candidate c
        where t.id = c.id
       returning t.id, t.attempts, t.sweep_id, t.parameters, t.seed, t.index, c.ordinal
     )
     select l.id, l.attempts, l.sweep_id, s.workload, l.parameters, l.seed::float8 as seed, k.bytes as checkpoint
       from leased l
       join sweeps s on s.id = l.sweep_id
       left join checkpoints k on k.trial_id = l.id
      order by l.ordinal, l.index`,
    [
      request.agentId,
      request.instanceId,
      JSON.stringify(request.provenance),
      request.limit,
      request.now,
      request.expiresAt,
    ],
  );
  return rows.map((row) => ({
    trialId: row.id,
    attempt: row.attempts,
    sweepId: row.sweep_id,
    workload: row.workload,
    parameters: JSON.parse(row.parameters) as Parameters,
    seed: row.seed,
    ...(row.checkpoint === null ? {} : { checkpoint: row.checkpoint }),
  }));
}
