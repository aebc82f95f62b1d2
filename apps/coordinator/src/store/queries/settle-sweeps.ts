import type { Queryable } from '../database.ts';

/** Ends each of the sweeps that has no trial pending or running any more: 'cancelled' where all were, else 'ended'. */
export async function settleSweeps(db: Queryable, sweepIds: readonly string[], now: number): Promise<void> {
  if (sweepIds.length === 0) return;
  // Two trials of one sweep that end in two transactions at once would each see the other still running.
  await db.query('select id from sweeps where id = any ($1::text[]) order by id for update', [sweepIds]);
  await db.query(
    `update sweeps s
        set state = case when exists (select from trials where sweep_id = s.id and state <> 'cancelled')
                    then 'ended' else 'cancelled' end,
            ended_at = $2
      where s.id = any ($1::text[]) and s.state in ('active', 'paused')
        and not exists (select from trials where sweep_id = s.id and state in ('pending', 'running'))`,
    [sweepIds, now],
  );
}
