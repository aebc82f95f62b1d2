import type { Sweep } from '@gridsweep/protocol';
import { GridsweepError } from '@gridsweep/sweep';

import type { Queryable } from '../database.ts';
import { storable } from './logs.ts';
import { selectSweeps } from './sweep-row.ts';

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

function notFound(selector: string): GridsweepError {
  return new GridsweepError(
    'not-found',
    `There is no sweep "${selector}"; give a sweep's id, a unique beginning of it, or its name.`,
  );
}
