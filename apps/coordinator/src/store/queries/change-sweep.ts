import type { SweepState } from '@gridsweep/protocol';
import { GridsweepError } from '@gridsweep/sweep';

import type { Change } from '../contract.ts';
import type { Queryable } from '../database.ts';
import { dropUnusedCode } from './code.ts';
import { applyEvent, lockTrials, saveTrials } from './locked-trials.ts';

/** Ends every trial of a sweep that has not ended, and with them the sweep. */
export async function cancelTrials(db: Queryable, sweepId: string, now: number): Promise<Change[]> {
  const trials = await lockTrials(db, `t.sweep_id = $1 and t.state in ('pending', 'running')`, [sweepId]);
  for (const trial of trials) applyEvent(trial, { type: 'cancel' }, now);
  return trials.length === 0 ? [] : saveTrials(db, trials, now);
}

/** Moves a sweep that has not ended between 'active' and 'paused'; where it is there already, nothing changes. */
export async function setSweepState(db: Queryable, sweepId: string, to: 'active' | 'paused'): Promise<void> {
  const [row] = await db.query<{ state: SweepState }>('select state from sweeps where id = $1 for update', [sweepId]);
  if (row === undefined || row.state === to) return;
  if (row.state === 'ended' || row.state === 'cancelled') {
    throw new GridsweepError(
      'conflict',
      `Sweep ${sweepId} has ${row.state === 'ended' ? 'ended' : 'been cancelled'}, so it cannot be ${to === 'paused' ? 'paused' : 'resumed'}.`,
    );
  }
  await db.query('update sweeps set state = $2 where id = $1', [sweepId, to]);
}

/** Returns a sweep's failed trials, and cancelled ones if asked, to pending; an ended sweep is active again. */
export async function retryTrials(db: Queryable, sweepId: string, includeCancelled: boolean): Promise<Change[]> {
  const trials = await lockTrials(db, `t.sweep_id = $1 and t.state = any ($2::text[])`, [
    sweepId,
    includeCancelled ? ['failed', 'cancelled'] : ['failed'],
  ]);
  if (trials.length === 0) return [];
  for (const trial of trials) applyEvent(trial, { type: 'retry' }, 0);
  await db.query(
    `update sweeps set state = 'active', ended_at = null where id = $1 and state in ('ended', 'cancelled')`,
    [sweepId],
  );
  return saveTrials(db, trials, 0);
}

/** Removes a sweep and all that belongs to it. Its running trials count as cancelled. */
export async function deleteSweep(db: Queryable, sweepId: string, now: number): Promise<Change[]> {
  const changes = await cancelTrials(db, sweepId, now);
  await lockTrials(db, 't.sweep_id = $1', [sweepId]);
  await db.query('delete from sweeps where id = $1', [sweepId]);
  await dropUnusedCode(db, now);
  return changes;
}
