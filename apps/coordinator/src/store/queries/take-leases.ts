import type { Lease } from '@gridsweep/protocol';

import type { Change } from '../contract.ts';
import type { Queryable } from '../database.ts';
import { applyEvent, lockTrials, saveTrials } from './locked-trials.ts';

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
