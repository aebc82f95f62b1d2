import {
  CHUNK_BYTES,
  type CheckpointInfo,
  type CheckpointRequest,
  type Chunk,
  type ReportBody,
} from '@gridsweep/protocol';
import { GridsweepError } from '@gridsweep/sweep';

import type { Queryable } from '../database.ts';
import { CHECKPOINT_BYTES, CHECKPOINTS_KEPT } from '../limits.ts';
import { storable } from './logs.ts';

/** In lower-case hexadecimal. */
export const SHA256 = /^[0-9a-f]{64}$/;

/** What comes in pieces: a checkpoint, or weights that stay when the trial has finished. */
export type FileKind = 'checkpoint' | 'weights';

type FileReport = Extract<ReportBody, { readonly type: FileKind }>;

/** A file as far as it has come. */
interface Incoming {
  /** Undefined where no piece of it was stored by an earlier transaction. */
  readonly id: number | undefined;
  readonly kind: FileKind;
  readonly step: number;
  readonly totalBytes: number;
  readonly sha256: string;
  received: number;
  state: 'unfinished' | 'complete' | 'dropped';
  /** Not stored yet. */
  readonly pieces: { readonly place: number; readonly bytes: Uint8Array }[];
}

/**
 * Checkpoints and weights on their way, during one transaction: of each trial at most one file, whose pieces come in order. Another
 * that begins takes its place. What a file holds is not looked at: whoever reads it checks its hash.
 */
export class IncomingFiles {
  /** Of each trial in the order in which they began; only the last can be unfinished. */
  readonly #ofTrial = new Map<string, Incoming[]>();

  /** With what earlier transactions have stored of these trials. */
  static async read(db: Queryable, trialIds: readonly string[]): Promise<IncomingFiles> {
    const incoming = new IncomingFiles();
    if (trialIds.length === 0) return incoming;
    const rows = await db.query<Omit<Incoming, 'state' | 'pieces'> & { trialId: string }>(
      `select trial_id as "trialId", id::float8 as id, kind, step::float8 as step, total_bytes::float8 as "totalBytes", sha256,
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
  take(trialId: string, { type: kind, step, chunk }: FileReport): string | undefined {
    const { totalBytes, sha256, offset, bytes } = chunk;
    const what = kind === 'checkpoint' ? 'a checkpoint' : 'weights';
    const list = this.#ofTrial.get(trialId) ?? [];
    if (!Number.isSafeInteger(step)) return `The step of ${what} is ${step}.`;
    if (!SHA256.test(sha256)) return `The hash of ${what} is no SHA-256.`;
    if (bytes.byteLength > CHUNK_BYTES) return `A piece of ${what} has more than ${CHUNK_BYTES} bytes.`;
    if (offset === 0) {
      if (totalBytes > CHECKPOINT_BYTES) {
        return `A file of ${what} has ${mebibytes(totalBytes)} MiB; the coordinator takes at most ${mebibytes(CHECKPOINT_BYTES)}.`;
      }
      this.drop(trialId);
      list.push({ id: undefined, kind, step, totalBytes, sha256, received: 0, state: 'unfinished', pieces: [] });
      this.#ofTrial.set(trialId, list);
    }
    const open = list.at(-1);
    const goesOn =
      open?.state === 'unfinished' &&
      open.kind === kind &&
      open.step === step &&
      open.totalBytes === totalBytes &&
      open.sha256 === sha256 &&
      open.received === offset;
    if (!goesOn) return `A piece of ${what} came at byte ${offset}, which does not go on from the piece before it.`;
    if (offset + bytes.byteLength > totalBytes)
      return `A file of ${what} of ${totalBytes} bytes came with more than those.`;
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
      for (const file of list) await saveOne(db, trialId, file);
      const complete = new Set(list.flatMap(({ kind, state }) => (state === 'complete' ? [kind] : [])));
      for (const kind of complete) await dropOlder(db, trialId, kind);
    }
  }
}

async function saveOne(db: Queryable, trialId: string, file: Incoming): Promise<void> {
  const { kind, step, totalBytes, sha256, received, state, pieces } = file;
  if (state === 'dropped') {
    if (file.id !== undefined) await db.query('delete from checkpoints where id = $1', [file.id]);
    return;
  }
  if (pieces.length === 0) return;
  const complete = state === 'complete';
  let { id } = file;
  if (id === undefined) {
    const [row] = await db.query<{ id: number }>(
      `insert into checkpoints (trial_id, kind, step, total_bytes, sha256, received_bytes, complete)
       values ($1, $2, $3, $4, $5, $6, $7) returning id::float8 as id`,
      [trialId, kind, step, totalBytes, sha256, received, complete],
    );
    id = row!.id;
  } else {
    await db.query('update checkpoints set received_bytes = $2, complete = $3 where id = $1', [id, received, complete]);
  }
  for (const { place, bytes } of pieces) {
    // Only the last piece of an empty file is empty, and says nothing.
    if (bytes.byteLength === 0) continue;
    await db.query('insert into checkpoint_chunks (checkpoint_id, place, bytes) values ($1, $2, $3)', [
      id,
      place,
      bytes,
    ]);
  }
}

/** Newest is what was completed last, not what has the highest step: a wrong step must not stand in the way of those after it. */
async function dropOlder(db: Queryable, trialId: string, kind: FileKind): Promise<void> {
  await db.query(
    `delete from checkpoints where trial_id = $1 and kind = $2 and complete and id <=
       (select id from checkpoints where trial_id = $1 and kind = $2 and complete order by id desc offset $3 limit 1)`,
    [trialId, kind, kind === 'weights' ? 1 : CHECKPOINTS_KEPT],
  );
}

/** Trials whose attempt has ended go on from complete checkpoints only, finished ones never. Complete weights stay. */
export async function dropUseless(
  db: Queryable,
  ended: readonly { readonly trialId: string; readonly finished: boolean }[],
): Promise<void> {
  if (ended.length === 0) return;
  await db.query(
    `delete from checkpoints k using unnest($1::text[], $2::boolean[]) as ended (trial_id, finished)
      where k.trial_id = ended.trial_id and (ended.finished and k.kind = 'checkpoint' or not k.complete)`,
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
      where trial_id = any ($1::text[]) and kind = 'checkpoint' and complete
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
         left join checkpoints k on k.trial_id = t.id and k.id = $3::bigint and k.kind = 'checkpoint' and k.complete
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
