import type { Change } from '../contract.ts';
import type { Queryable } from '../database.ts';
import { applyEvent, lockTrials, saveTrials } from './locked-trials.ts';

/** Ends the attempts whose lease has run out. */
export async function expireLeases(db: Queryable, now: number): Promise<Change[]> {
  const trials = await lockTrials(db, `t.state = 'running' and t.lease_expires_at <= $1`, [now]);
  for (const trial of trials) applyEvent(trial, { type: 'expire', attempt: trial.status.attempts }, now);
  return trials.length === 0 ? [] : saveTrials(db, trials, now);
}

/** Ends the attempts that earlier processes of an agent had: it has been restarted and knows nothing of them. */
export async function releaseInstances(
  db: Queryable,
  agentId: string,
  exceptInstanceId: string,
  now: number,
): Promise<Change[]> {
  const trials = await lockTrials(db, `t.state = 'running' and t.agent_id = $1 and t.instance_id <> $2`, [
    agentId,
    exceptInstanceId,
  ]);
  const detail = `Agent "${agentId}" was restarted.`;
  for (const trial of trials) {
    applyEvent(trial, { type: 'fail', attempt: trial.status.attempts, kind: 'lost', detail }, now);
  }
  return trials.length === 0 ? [] : saveTrials(db, trials, now);
}
