import { isDeepStrictEqual } from 'node:util';
import { extend, GridsweepError, type Trial } from '@gridsweep/sweep';

import type { Extension } from '../contract.ts';
import type { Queryable } from '../database.ts';
import { insertTrials } from './create-sweep.ts';

interface ExtendedRow {
  workload: string;
  settings: string;
  code_sha256: string | null;
}

/** Adds the trials that a sweep lacks, behind its own. @returns their ids */
export async function extendSweep(db: Queryable, sweepId: string, extension: Extension): Promise<string[]> {
  const [row] = await db.query<ExtendedRow>(
    'select workload, settings, code_sha256 from sweeps where id = $1 for update',
    [sweepId],
  );
  if (row === undefined) throw new GridsweepError('not-found', `The sweep ${sweepId} was deleted meanwhile.`);
  refuseOtherWork(sweepId, row, extension);
  const trials = await missingTrials(db, sweepId, extension.trials);
  await insertTrials(db, sweepId, trials);
  await db.query(
    `update sweeps
        set name = $2, spec = $3, requires = $4::text::jsonb, max_retries = $5, max_parallel = $6,
            state = case when $7 and state in ('ended', 'cancelled') then 'active' else state end,
            ended_at = case when $7 then null else ended_at end
      where id = $1`,
    [
      sweepId,
      extension.name,
      JSON.stringify(extension.spec),
      JSON.stringify(extension.require),
      extension.maxRetries,
      extension.maxParallel ?? null,
      trials.length > 0,
    ],
  );
  // I1: from here on this specification, too, is this sweep, unless it was submitted on its own before.
  await db.query('insert into sweep_specs (spec_id, sweep_id) values ($1, $2) on conflict do nothing', [
    extension.specId,
    sweepId,
  ]);
  return trials.map(({ id }) => id);
}

/** Old and new trials of one sweep must be comparable. */
function refuseOtherWork(sweepId: string, row: ExtendedRow, { workload, settings, codeSha256 }: Extension): void {
  const before = JSON.parse(row.settings) as Extension['settings'];
  const differs =
    row.workload !== workload
      ? `its workload is ${row.workload}, not ${workload}`
      : !isDeepStrictEqual(before, JSON.parse(JSON.stringify(settings)))
        ? `its ${before['keep_weights'] === settings['keep_weights'] ? 'command' : 'keep_weights'} is another`
        : (row.code_sha256 ?? undefined) !== codeSha256
          ? 'its code is another'
          : undefined;
  if (differs === undefined) return;
  throw new GridsweepError('conflict', `The sweep ${sweepId} cannot be extended so: ${differs}. Submit a new sweep.`);
}

/** The trials that are not there yet, with the positions that they get. */
async function missingTrials(db: Queryable, sweepId: string, wanted: readonly Trial[]): Promise<readonly Trial[]> {
  const present = await db.query<{ id: string; index: number }>(
    'select id, index from trials where sweep_id = $1 order by index',
    [sweepId],
  );
  const { added, lacking } = extend(present, wanted);
  const [first] = lacking;
  if (first === undefined) return added;
  const which = lacking.length === 1 ? 'a trial' : `${lacking.length} trials`;
  throw new GridsweepError(
    'conflict',
    `The sweep ${sweepId} cannot be extended so: the new specification lacks ${which} that it has, the first of them ` +
      `trial ${first.index}. Keep every value and seed of before and add to them, or submit a new sweep.`,
  );
}
