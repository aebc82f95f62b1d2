import { CHUNK_BYTES, type CheckpointInfo, type CheckpointRequest, type Chunk } from '@gridsweep/protocol';
import { GridsweepError } from '@gridsweep/sweep';

import type { Queryable } from '../database.ts';
import { CHECKPOINT_BYTES, CHECKPOINTS_KEPT } from '../limits.ts';
import { storable } from './logs.ts';

/** In lower-case hexadecimal. */
export const SHA256 = /^[0-9a-f]{64}$/;

/** A checkpoint as far as it has come. */
interface Incoming {
  /** Undefined where no piece of it was stored by an earlier transaction. */
  readonly id: number | undefined;
  readonly step: number;
  readonly totalBytes: number;
  readonly sha256: string;
  received: number;
  state: 'unfinished' | 'complete' | 'dropped';
  /** Not stored yet. */
  readonly pieces: { readonly place: number; readonly bytes: Uint8Array }[];
}

/**
 * Checkpoints on their way, during one transaction: of each trial at most one, whose pieces come in order. Another that begins
 * takes its place. What a checkpoint holds is not looked at: whoever goes on from it checks its hash.
 */
export class IncomingCheckpoints {
  /** Of each trial in the order in which they began; only the last can be unfinished. */
  readonly #ofTrial = new Map<string, Incoming[]>();

  /** With what earlier transactions have stored of these trials. */
  static async read(db: Queryable, trialIds: readonly string[]): Promise<IncomingCheckpoints> {
    const incoming = new IncomingCheckpoints();
    if (trialIds.length === 0) return incoming;
    const rows = await db.query<Omit<Incoming, 'state' | 'pieces'> & { trialId: string }>(
      `select trial_id as "trialId", id::float8 as id, step::float8 as step, total_bytes::float8 as "totalBytes", sha256,
              received_bytes::float8 as received
         from checkpoints
        where trial_id = any ($1::text[]) and not complete`,
      [trialIds],
    );
    for (const { trialId, ...row } of rows) {
      incoming.#ofTrial.set(trialId, [{ ...row, state: 'unfinished', pieces: [] }]);
    }
    return incoming;
  }

  /** Takes the next piece. @returns why it cannot be taken */
  take(trialId: string, step: number, { totalBytes, sha256, offset, bytes }: Chunk): string | undefined {
    const list = this.#ofTrial.get(trialId) ?? [];
    if (!Number.isSafeInteger(step)) return `The step of a checkpoint is ${step}.`;
    if (!SHA256.test(sha256)) return 'The hash of a checkpoint is no SHA-256.';
    if (bytes.byteLength > CHUNK_BYTES) return `A piece of a checkpoint has more than ${CHUNK_BYTES} bytes.`;
    if (offset === 0) {
      if (totalBytes > CHECKPOINT_BYTES) {
        return `A checkpoint has ${mebibytes(totalBytes)} MiB; the coordinator takes at most ${mebibytes(CHECKPOINT_BYTES)}.`;
      }
      this.drop(trialId);
      list.push({ id: undefined, step, totalBytes, sha256, received: 0, state: 'unfinished', pieces: [] });
      this.#ofTrial.set(trialId, list);
    }
    const open = list.at(-1);
    const goesOn =
      open?.state === 'unfinished' &&
      open.step === step &&
      open.totalBytes === totalBytes &&
      open.sha256 === sha256 &&
      open.received === offset;
    if (!goesOn)
      return `A piece of a checkpoint came at byte ${offset}, which does not go on from the piece before it.`;
    if (offset + bytes.byteLength > totalBytes) return `A checkpoint of ${totalBytes} bytes came with more than those.`;
    open.pieces.push({ place: offset, bytes });
    open.received += bytes.byteLength;
    if (open.received === totalBytes) open.state = 'complete';
    return undefined;
  }

  /** Drops what has come of an unfinished one. */
  drop(trialId: string): void {
    const open = this.#ofTrial.get(trialId)?.at(-1);
    if (open?.state === 'unfinished') open.state = 'dropped';
  }

  async save(db: Queryable): Promise<void> {
    for (const [trialId, list] of this.#ofTrial) {
      for (const checkpoint of list) await saveOne(db, trialId, checkpoint);
      if (list.some(({ state }) => state === 'complete')) await dropOlder(db, trialId);
    }
  }
}

async function saveOne(db: Queryable, trialId: string, checkpoint: Incoming): Promise<void> {
  const { step, totalBytes, sha256, received, state, pieces } = checkpoint;
  if (state === 'dropped') {
    if (checkpoint.id !== undefined) await db.query('delete from checkpoints where id = $1', [checkpoint.id]);
    return;
  }
  if (pieces.length === 0) return;
  const complete = state === 'complete';
  let { id } = checkpoint;
  if (id === undefined) {
    const [row] = await db.query<{ id: number }>(
      `insert into checkpoints (trial_id, step, total_bytes, sha256, received_bytes, complete)
       values ($1, $2, $3, $4, $5, $6) returning id::float8 as id`,
      [trialId, step, totalBytes, sha256, received, complete],
    );
    id = row!.id;
  } else {
    await db.query('update checkpoints set received_bytes = $2, complete = $3 where id = $1', [id, received, complete]);
  }
  for (const { place, bytes } of pieces) {
    // Only the last piece of an empty checkpoint is empty, and says nothing.
    if (bytes.byteLength === 0) continue;
    await db.query('insert into checkpoint_chunks (checkpoint_id, place, bytes) values ($1, $2, $3)', [
      id,
      place,
      bytes,
    ]);
  }
}

/** Newest is what was completed last, not what has the highest step: a wrong step must not stand in the way of those after it. */
async function dropOlder(db: Queryable, trialId: string): Promise<void> {
  await db.query(
    `delete from checkpoints where trial_id = $1 and complete and id <=
       (select id from checkpoints where trial_id = $1 and complete order by id desc offset $2 limit 1)`,
    [trialId, CHECKPOINTS_KEPT],
  );
}

/** Trials whose attempt has ended go on from complete checkpoints only, finished ones never. */
export async function dropUseless(
  db: Queryable,
  ended: readonly { readonly trialId: string; readonly finished: boolean }[],
): Promise<void> {
  if (ended.length === 0) return;
  await db.query(
    `delete from checkpoints k using unnest($1::text[], $2::boolean[]) as ended (trial_id, finished)
      where k.trial_id = ended.trial_id and (ended.finished or not k.complete)`,
    [ended.map(({ trialId }) => trialId), ended.map(({ finished }) => finished)],
  );
}

/** The complete checkpoints of trials, of each the newest first. */
export async function checkpointsOf(
  db: Queryable,
  trialIds: readonly string[],
): Promise<Map<string, CheckpointInfo[]>> {
  const found = new Map<string, CheckpointInfo[]>();
  if (trialIds.length === 0) return found;
  const rows = await db.query<CheckpointInfo & { trialId: string }>(
    `select trial_id as "trialId", id::float8 as id, step::float8 as step, total_bytes::float8 as "sizeBytes", sha256
       from checkpoints
      where trial_id = any ($1::text[]) and complete
      order by id desc`,
    [trialIds],
  );
  for (const { trialId, ...info } of rows) found.set(trialId, [...(found.get(trialId) ?? []), info]);
  return found;
}

interface HeldRow {
  held: boolean;
  total_bytes: number | null;
  sha256: string | null;
  bytes: Uint8Array | null;
}

/** A checkpoint for the attempt that goes on from it, a piece in memory at a time. At each piece the lease must be held (I2). */
export async function* readCheckpoint(db: Queryable, request: CheckpointRequest): AsyncGenerator<Chunk> {
  const { trialId, attempt, checkpointId } = request;
  for (let offset = 0; ;) {
    const [row] = await db.query<HeldRow>(
      `select t.state = 'running' and t.attempts = $2::bigint as held, k.total_bytes::float8 as total_bytes, k.sha256, c.bytes
         from trials t
         left join checkpoints k on k.trial_id = t.id and k.id = $3::bigint and k.complete
         left join checkpoint_chunks c on c.checkpoint_id = k.id and c.place = $4::bigint
        where t.id = $1`,
      [storable(trialId), attempt, checkpointId, offset],
    );
    if (row?.held !== true) {
      throw new GridsweepError('fenced', `Attempt ${attempt} does not hold the lease of the trial "${trialId}".`);
    }
    if (row.total_bytes === null || row.sha256 === null) {
      throw new GridsweepError('not-found', `The trial "${trialId}" has no checkpoint ${checkpointId}.`);
    }
    const chunk = { totalBytes: row.total_bytes, sha256: row.sha256, offset, bytes: row.bytes ?? new Uint8Array() };
    yield chunk;
    offset += chunk.bytes.byteLength;
    if (offset >= chunk.totalBytes || chunk.bytes.byteLength === 0) return;
  }
}

function mebibytes(bytes: number): number {
  return Math.ceil(bytes / 2 ** 20);
}
