import type { Sweep, SweepState } from '@gridsweep/protocol';
import { GridsweepError } from '@gridsweep/sweep';

import type { Queryable } from '../database.ts';
import { storable } from './logs.ts';

/** The sweep that a person means: by id, else by name (the newest), else by the beginning of exactly one id. */
export async function findSweep(db: Queryable, selector: string): Promise<Sweep> {
  const [found] = await selectSweeps(db, 's.id = $1', [await findSweepId(db, selector)]);
  if (found === undefined) throw notFound(selector);
  return found;
}

export async function findSweepId(db: Queryable, selector: string): Promise<string> {
  const rows = await db.query<{ id: string; rank: number }>(
    `select id, case when id = $1 then 0 when name = $1 then 1 else 2 end as rank
       from sweeps
      where id = $1 or name = $1 or starts_with(id, $1)
      order by rank, ordinal desc
      limit 5`,
    [storable(selector)],
  );
  const [first, second] = rows;
  if (first === undefined || selector === '') throw notFound(selector);
  if (first.rank === 2 && second !== undefined) {
    throw new GridsweepError(
      'conflict',
      `"${selector}" is the beginning of several sweeps' ids: ${rows.map((row) => row.id).join(', ')}. Give more of it.`,
    );
  }
  return first.id;
}

/** The newest other sweep of a name whose specification differs. */
export async function findNamesake(
  db: Queryable,
  { id, name, spec }: Pick<Sweep, 'id' | 'name' | 'spec'>,
): Promise<Sweep | undefined> {
  const [found] = await db.query<{ id: string }>(
    'select id from sweeps where name = $1 and id <> $2 and spec <> $3 order by ordinal desc limit 1',
    [storable(name), id, JSON.stringify(spec)],
  );
  return found && findSweep(db, found.id);
}

function notFound(selector: string): GridsweepError {
  return new GridsweepError(
    'not-found',
    `There is no sweep "${selector}"; give a sweep's id, a unique beginning of it, or its name.`,
  );
}

interface SweepRow {
  id: string;
  name: string;
  state: SweepState;
  spec: string;
  created_at: number;
  ended_at: number | null;
  claim: string | null;
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
    `select s.id, s.name, s.state, s.spec, s.claim, s.created_at, s.ended_at,
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
    ...(row.claim === null ? {} : { claim: JSON.parse(row.claim) as Record<string, unknown> }),
  };
}
