import type { Assignment, OfferedWorkload } from '@gridsweep/protocol';
import type { Parameters, Provenance } from '@gridsweep/sweep';

import type { LeaseRequest, LeasingAgent } from '../contract.ts';
import type { Queryable } from '../database.ts';
import { PROVENANCES_KEPT } from '../limits.ts';
import { checkpointsOf } from './checkpoints.ts';
import { dropWeights } from './weights.ts';

interface LeaseRow {
  id: string;
  attempts: number;
  sweep_id: string;
  cell_id: string;
  workload: string;
  parameters: string;
  seed: number;
  settings: string;
  code_sha256: string | null;
}

/**
 * Takes pending trials: the transition pending → running of libs/sweep in one statement. Its row locks, skipped by others,
 * are what gives a trial to one agent only (I2); a new attempt is a new token and starts its reports at 1.
 *
 * I5: what computes is noted in place of what did before where nothing of that is left, neither points nor a checkpoint; else
 * beside it, unless it is there. So the list names everything that the trial's numbers can come from.
 */
export async function leaseTrials(
  db: Queryable,
  { agent, limit, now, expiresAt }: LeaseRequest,
): Promise<Assignment[]> {
  const names = agent.workloads.map(({ name }) => name);
  const labels = JSON.stringify(agent.labels);
  // Sweeps with a limit are locked first, so that what the next statement counts as running stays true.
  await db.query(
    `select id from sweeps
      where state = 'active' and max_parallel is not null and workload = any ($1::text[]) and requires <@ $2::text::jsonb
      order by ordinal for update`,
    [names, labels],
  );
  const rows = await db.query<LeaseRow>(
    `with offer as (
       select * from unnest($7::text[], $8::text[], $9::text[]) as offered (workload, provenance, same)
     ), candidate as (
       select t.id, s.ordinal, t.index, offer.provenance, offer.same
         from sweeps s
         join offer on offer.workload = s.workload
        cross join lateral (
              select case when s.max_parallel is null then $3::bigint
                     else greatest(0, least($3::bigint, s.max_parallel -
                       (select count(*) from trials r where r.sweep_id = s.id and r.state = 'running'))) end as most) room
        cross join lateral (
              select id, index from trials
               where sweep_id = s.id and state = 'pending'
               order by index limit room.most
               for update skip locked) t
        where s.state = 'active' and s.requires <@ $6::text::jsonb
        order by s.ordinal, t.index
        limit $3
     ), leased as (
       update trials t
          set state = 'running', attempts = t.attempts + 1, agent_id = $1, instance_id = $2,
              lease_expires_at = $5, last_seq = 0, started_at = coalesce(t.started_at, $4),
              provenance = case
                when t.provenance is null
                  or not exists (select from latest_metrics where trial_id = t.id)
                     and not exists (select from checkpoints where trial_id = t.id)
                then '[' || c.provenance || ']'
                when t.provenance::jsonb @> c.same::jsonb or jsonb_array_length(t.provenance::jsonb) >= $10
                then t.provenance
                else (t.provenance::jsonb || c.provenance::jsonb)::text end
         from candidate c
        where t.id = c.id
       returning t.id, t.attempts, t.sweep_id, t.cell_id, t.parameters, t.seed, t.index, c.ordinal
     )
     select l.id, l.attempts, l.sweep_id, l.cell_id, s.workload, l.parameters, l.seed::float8 as seed, s.settings, s.code_sha256
       from leased l
       join sweeps s on s.id = l.sweep_id
      order by l.ordinal, l.index`,
    [
      agent.agentId,
      agent.instanceId,
      limit,
      now,
      expiresAt,
      labels,
      names,
      agent.workloads.map((offered) => JSON.stringify(provenanceOf(agent, offered))),
      agent.workloads.map((offered) => JSON.stringify([sameNumbers(provenanceOf(agent, offered))])),
      PROVENANCES_KEPT,
    ],
  );
  const again = rows.filter((row) => row.attempts > 1).map((row) => row.id);
  const checkpoints = await checkpointsOf(db, again);
  await dropWeights(
    db,
    again.filter((id) => !checkpoints.has(id)),
  );
  return rows.map((row) => ({
    trialId: row.id,
    attempt: row.attempts,
    sweepId: row.sweep_id,
    cellId: row.cell_id,
    workload: row.workload,
    parameters: JSON.parse(row.parameters) as Parameters,
    seed: row.seed,
    settings: JSON.parse(row.settings) as Record<string, unknown>,
    ...(row.code_sha256 === null ? {} : { codeSha256: row.code_sha256 }),
    checkpoints: checkpoints.get(row.id) ?? [],
  }));
}

function provenanceOf({ version, device, nodeVersion }: LeasingAgent, offered: OfferedWorkload): Provenance {
  return { version, engine: offered.engine, engineVariant: offered.engineVariant, device, nodeVersion };
}

/** Two attempts that are alike in these are told once: the version of Node changes no number. */
function sameNumbers({ version, engine, engineVariant, device }: Provenance): Omit<Provenance, 'nodeVersion'> {
  return { version, engine, engineVariant, device };
}
