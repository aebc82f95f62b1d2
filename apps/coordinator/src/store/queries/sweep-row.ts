import type { Sweep, SweepState } from '@gridsweep/protocol';

import type { Queryable } from '../database.ts';

export interface SweepRow {
  id: string;
  name: string;
  state: SweepState;
  spec: string;
  created_at: number;
  ended_at: number | null;
  total: number;
  pending: number;
  running: number;
  finished: number;
  failed: number;
  cancelled: number;
}

/** Selects sweeps with their counts, all counted in one statement so that they add up (I4). */
export async function selectSweeps(db: Queryable, condition: string, parameters: readonly unknown[]): Promise<Sweep[]> {
  const rows = await db.query<SweepRow>(
    `select s.id, s.name, s.state, s.spec, s.created_at, s.ended_at,
            count(t.id)::int as total,
            (count(*) filter (where t.state = 'pending'))::int as pending,
            (count(*) filter (where t.state = 'running'))::int as running,
            (count(*) filter (where t.state = 'finished'))::int as finished,
            (count(*) filter (where t.state = 'failed'))::int as failed,
            (count(*) filter (where t.state = 'cancelled'))::int as cancelled
       from sweeps s left join trials t on t.sweep_id = s.id
      where ${condition}
      group by s.id
      order by s.ordinal desc`,
    parameters,
  );
  return rows.map(toSweep);
}

function toSweep(row: SweepRow): Sweep {
  const { total, pending, running, finished, failed, cancelled } = row;
  return {
    id: row.id,
    name: row.name,
    state: row.state,
    counts: { total, pending, running, finished, failed, cancelled },
    spec: JSON.parse(row.spec) as Record<string, unknown>,
    createdAt: row.created_at,
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
  };
}
