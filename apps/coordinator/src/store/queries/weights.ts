import type { Chunk } from '@gridsweep/protocol';
import { GridsweepError } from '@gridsweep/sweep';

import type { Queryable } from '../database.ts';
import { storable } from './logs.ts';

interface WeightsRow {
  id: number;
  total_bytes: number;
  sha256: string;
  bytes: Uint8Array | null;
}

/** The newest complete weights of a trial, a piece in memory at a time. */
export async function* readWeights(db: Queryable, trialId: string): AsyncGenerator<Chunk> {
  let id: number | undefined;
  for (let offset = 0; ;) {
    const [row] = await db.query<WeightsRow>(
      `select w.id::float8 as id, w.total_bytes::float8 as total_bytes, w.sha256, c.bytes
         from checkpoints w
         left join checkpoint_chunks c on c.checkpoint_id = w.id and c.place = $2::bigint
        where w.trial_id = $1 and w.kind = 'weights' and w.complete`,
      [storable(trialId), offset],
    );
    if (row === undefined) {
      throw new GridsweepError(
        'not-found',
        `No weights are kept of the trial "${trialId}"; a sweep keeps them with keep_weights: best or last, but not of diverged trials.`,
      );
    }
    id ??= row.id;
    if (row.id !== id) {
      const message = `The weights of the trial "${trialId}" were replaced by newer ones while they were read; fetch them again.`;
      throw new GridsweepError('conflict', message);
    }
    const chunk = { totalBytes: row.total_bytes, sha256: row.sha256, offset, bytes: row.bytes ?? new Uint8Array() };
    yield chunk;
    offset += chunk.bytes.byteLength;
    if (offset >= chunk.totalBytes || chunk.bytes.byteLength === 0) return;
  }
}

/** What earlier attempts left of trials that begin again: it is not theirs. */
export async function dropWeights(db: Queryable, trialIds: readonly string[]): Promise<void> {
  if (trialIds.length === 0) return;
  await db.query(`delete from checkpoints where trial_id = any ($1::text[]) and kind = 'weights'`, [trialIds]);
}
