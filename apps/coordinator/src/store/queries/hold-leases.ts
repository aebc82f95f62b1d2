import type { Lease } from '@gridsweep/protocol';

import type { Change } from '../contract.ts';
import type { Queryable } from '../database.ts';
import { applyEvent, lockTrials, saveTrials } from './locked-trials.ts';
import { storable } from './logs.ts';

/** Gives those of an agent's leases that are its own still the new time; returns which those are. */
export async function renewLeases(
  db: Queryable,
  agentId: string,
  leases: readonly Lease[],
  expiresAt: number,
): Promise<(Lease & { readonly sweepId: string })[]> {
  const rows = await db.query<{ id: string; attempts: number; sweep_id: string }>(
    `update trials t set lease_expires_at = $4
       from unnest($2::text[], $3::bigint[]) as held (id, attempt)
      where t.id = held.id and t.attempts = held.attempt and t.agent_id = $1 and t.state = 'running'
     returning t.id, t.attempts, t.sweep_id`,
    [agentId, leases.map((lease) => storable(lease.trialId)), leases.map((lease) => lease.attempt), expiresAt],
  );
  return rows.map((row) => ({ trialId: row.id, attempt: row.attempts, sweepId: row.sweep_id }));
}

export async function extendLeases(db: Queryable, expiresAt: number): Promise<void> {
  await db.query(`update trials set lease_expires_at = greatest(lease_expires_at, $1) where state = 'running'`, [
    expiresAt,
  ]);
}

/** Ends the attempts whose lease has run out. */
export async function expireLeases(db: Queryable, now: number): Promise<Change[]> {
  const trials = await lockTrials(db, `t.state = 'running' and t.lease_expires_at <= $1`, [now]);
  for (const trial of trials) applyEvent(trial, { type: 'expire', attempt: trial.status.attempts }, now);
  return trials.length === 0 ? [] : saveTrials(db, trials, now);
}

/** Takes from an agent that is back the leases that it does not know of. */
export async function reclaimLeases(
  db: Queryable,
  agentId: string,
  instanceId: string,
  known: readonly Lease[],
  now: number,
): Promise<Change[]> {
  const tokens = new Map(known.map((lease) => [lease.trialId, lease.attempt]));
  const held = await lockTrials(db, `t.state = 'running' and t.agent_id = $1`, [agentId]);
  const unknown = held.filter((trial) => tokens.get(trial.id) !== trial.status.attempts);
  if (unknown.length === 0) return [];
  const own = await db.query<{ id: string }>('select id from trials where id = any ($1::text[]) and instance_id = $2', [
    unknown.map((trial) => trial.id),
    instanceId,
  ]);
  const ofThisProcess = new Set(own.map((row) => row.id));
  const detail = `agent "${agentId}" was restarted`;
  for (const trial of unknown) {
    const attempt = trial.status.attempts;
    if (ofThisProcess.has(trial.id)) applyEvent(trial, { type: 'hand-back', attempt }, now);
    else applyEvent(trial, { type: 'fail', attempt, kind: 'lost', detail }, now);
  }
  return saveTrials(db, unknown, now);
}
