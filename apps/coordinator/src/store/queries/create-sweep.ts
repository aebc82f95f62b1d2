import type { Trial } from '@gridsweep/sweep';

import type { NewSweep } from '../contract.ts';
import type { Queryable } from '../database.ts';

/** Trials inserted by one statement. */
const BATCH = 5000;

/** Stores a sweep with its trials; false where one with that id is there already (I1). */
export async function createSweep(db: Queryable, sweep: NewSweep, now: number): Promise<boolean> {
  const created = await db.query(
    `insert into sweeps (id, name, state, spec, workload, max_retries, max_parallel, created_at)
     values ($1, $2, 'active', $3, $4, $5, $6, $7)
     on conflict (id) do nothing
     returning id`,
    [
      sweep.id,
      sweep.name,
      JSON.stringify(sweep.spec),
      sweep.workload,
      sweep.maxRetries,
      sweep.maxParallel ?? null,
      now,
    ],
  );
  if (created.length === 0) return false;
  for (let from = 0; from < sweep.trials.length; from += BATCH) {
    await insertTrials(db, sweep.id, sweep.trials.slice(from, from + BATCH));
  }
  return true;
}

async function insertTrials(db: Queryable, sweepId: string, trials: readonly Trial[]): Promise<void> {
  await db.query(
    `insert into trials (sweep_id, id, index, cell_id, parameters, seed)
     select $1, * from unnest($2::text[], $3::int[], $4::text[], $5::text[], $6::bigint[])`,
    [
      sweepId,
      trials.map((trial) => trial.id),
      trials.map((trial) => trial.index),
      trials.map((trial) => trial.cellId),
      trials.map((trial) => JSON.stringify(trial.parameters)),
      trials.map((trial) => trial.seed),
    ],
  );
}
