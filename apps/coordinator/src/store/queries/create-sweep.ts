import { GridsweepError, type Trial } from '@gridsweep/sweep';

import type { NewSweep, SweepContent } from '../contract.ts';
import type { Queryable } from '../database.ts';
import { useCode } from './code.ts';

/** Trials inserted by one statement. */
const BATCH = 5000;

/** Stores a sweep with its trials, unless one answers to its id (I1). @returns the id of the one that there is now */
export async function createSweep(
  db: Queryable,
  sweep: NewSweep,
  now: number,
): Promise<{ readonly id: string; readonly created: boolean }> {
  const claim = sweep.claim === undefined ? null : JSON.stringify(sweep.claim);
  // Whoever has the specification first makes the sweep; another waits here until it is there.
  const taken = await db.query(
    'insert into sweep_specs (spec_id, sweep_id) values ($1, $1) on conflict do nothing returning spec_id',
    [sweep.id],
  );
  if (taken.length === 0) {
    const [row] = await db.query<{ id: string }>(
      `update sweeps set claim = coalesce($2, claim)
        where id = (select sweep_id from sweep_specs where spec_id = $1) returning id`,
      [sweep.id, claim],
    );
    return { id: row!.id, created: false };
  }
  await requireCode(db, sweep, now);
  await db.query(
    `insert into sweeps (id, name, state, spec, workload, settings, code_sha256, requires, claim, max_retries, max_parallel, created_at)
     values ($1, $2, 'active', $3, $4, $5, $6, $7::text::jsonb, $8, $9, $10, $11)`,
    [
      sweep.id,
      sweep.name,
      JSON.stringify(sweep.spec),
      sweep.workload,
      JSON.stringify(sweep.settings),
      sweep.codeSha256 ?? null,
      JSON.stringify(sweep.require),
      claim,
      sweep.maxRetries,
      sweep.maxParallel ?? null,
      now,
    ],
  );
  await insertTrials(db, sweep.id, sweep.trials);
  return { id: sweep.id, created: true };
}

/** So that no agent is ever sent for code that is not there. */
async function requireCode(db: Queryable, { name, codeSha256 }: SweepContent, now: number): Promise<void> {
  if (codeSha256 === undefined || (await useCode(db, codeSha256, now))) return;
  throw new GridsweepError(
    'not-found',
    `The code of the sweep "${name}" (SHA-256 ${codeSha256}) is not here; it must be sent before the sweep is submitted.`,
  );
}

/** Stores trials as pending. */
export async function insertTrials(db: Queryable, sweepId: string, trials: readonly Trial[]): Promise<void> {
  for (let from = 0; from < trials.length; from += BATCH) {
    const batch = trials.slice(from, from + BATCH);
    await db.query(
      `insert into trials (sweep_id, id, index, cell_id, parameters, seed)
       select $1, * from unnest($2::text[], $3::int[], $4::text[], $5::text[], $6::bigint[])`,
      [
        sweepId,
        batch.map((trial) => trial.id),
        batch.map((trial) => trial.index),
        batch.map((trial) => trial.cellId),
        batch.map((trial) => JSON.stringify(trial.parameters)),
        batch.map((trial) => trial.seed),
      ],
    );
  }
}
