import type { Lease } from '@gridsweep/protocol';

import type { Queryable } from '../database.ts';
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
