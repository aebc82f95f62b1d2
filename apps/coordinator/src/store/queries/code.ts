import { createHash } from 'node:crypto';
import { CHUNK_BYTES, type Chunk } from '@gridsweep/protocol';
import { GridsweepError } from '@gridsweep/sweep';

import type { Queryable } from '../database.ts';
import { SHA256 } from './checkpoints.ts';
import { CODE_BYTES, UNUSED_CODE_KEPT_MS } from '../limits.ts';

/** As a Database gives it: transactions that end before the next piece is waited for. */
type Transactions = <Result>(work: (db: Queryable) => Promise<Result>) => Promise<Result>;

/**
 * Stores code that comes in pieces, a transaction each: nobody else waits for a slow sender. What is there already is not
 * stored again, nor read to its end.
 * @throws GridsweepError 'invalid' where the pieces are not in order, not of the size or hash that they say, or too many
 */
export async function storeCode(
  inTransaction: Transactions,
  chunks: AsyncIterable<Chunk>,
  now: () => number,
): Promise<string> {
  const hash = createHash('sha256');
  let first: Chunk | undefined;
  let id: number | undefined;
  let received = 0;
  try {
    for await (const chunk of chunks) {
      if (first === undefined || id === undefined) {
        if (chunk.totalBytes > CODE_BYTES) throw tooLarge(chunk.totalBytes);
        if (!SHA256.test(chunk.sha256)) throw wrong('its hash is no SHA-256');
        const begun = await inTransaction((db) => begin(db, chunk, now()));
        if (begun === 'there') return chunk.sha256;
        first = chunk;
        id = begun;
      }
      checkPiece(first, chunk, received);
      hash.update(chunk.bytes);
      const row = [id, chunk.offset, chunk.bytes];
      await inTransaction((db) =>
        db.query('insert into code_chunks (archive_id, place, bytes) values ($1, $2, $3)', row),
      );
      received += chunk.bytes.byteLength;
    }
    if (first === undefined || id === undefined) throw wrong('it came without any piece');
    if (received !== first.totalBytes) throw wrong(`it has ${first.totalBytes} bytes and only ${received} came`);
    if (hash.digest('hex') !== first.sha256) throw wrong('its content has another hash than was said');
    const [complete, sha256] = [id, first.sha256];
    await inTransaction((db) => finish(db, complete, sha256, now()));
    return sha256;
  } catch (thrown) {
    const failed = id;
    // Of what is left behind where this fails, too, the next upload clears the way.
    if (failed !== undefined) await inTransaction((db) => dropArchive(db, failed)).catch(() => undefined);
    throw thrown;
  }
}

function checkPiece(first: Chunk, { totalBytes, sha256, offset, bytes }: Chunk, received: number): void {
  if (totalBytes !== first.totalBytes || sha256 !== first.sha256) throw wrong('its pieces are of different files');
  if (offset !== received) throw wrong(`the piece at byte ${received} was to come, not the one at ${offset}`);
  if (bytes.byteLength > CHUNK_BYTES) throw wrong(`a piece has more than ${CHUNK_BYTES} bytes`);
  if (bytes.byteLength === 0 && totalBytes > 0) throw wrong(`the piece at byte ${offset} is empty`);
  if (received + bytes.byteLength > totalBytes) throw wrong(`it came with more than its ${totalBytes} bytes`);
}

function wrong(why: string): GridsweepError {
  return new GridsweepError('invalid', `The code cannot be stored: ${why}.`);
}

function tooLarge(bytes: number): GridsweepError {
  const mebibytes = (bytes / 2 ** 20).toFixed(1);
  return wrong(
    `it has ${mebibytes} MiB, and at most ${CODE_BYTES / 2 ** 20} are taken; list what it can do without in .gridsweepignore`,
  );
}

async function begin(db: Queryable, { sha256, totalBytes }: Chunk, now: number): Promise<number | 'there'> {
  if (await useCode(db, sha256, now)) return 'there';
  await db.query('delete from code_archives where not complete and used_at < $1', [now - UNUSED_CODE_KEPT_MS]);
  const [row] = await db.query<{ id: number }>(
    'insert into code_archives (sha256, total_bytes, used_at) values ($1, $2, $3) returning id::float8 as id',
    [sha256, totalBytes, now],
  );
  return row!.id;
}

async function finish(db: Queryable, id: number, sha256: string, now: number): Promise<void> {
  // Where somebody else has sent the same meanwhile, theirs stays. Two that end at once take turns.
  await db.query('lock table code_archives in share row exclusive mode');
  if (await useCode(db, sha256, now)) return dropArchive(db, id);
  await db.query('update code_archives set complete = true, used_at = $2 where id = $1', [id, now]);
}

async function dropArchive(db: Queryable, id: number): Promise<void> {
  await db.query('delete from code_archives where id = $1', [id]);
}

/** Whether this code is there; if so it stays for now, also without a sweep that has it. */
export async function useCode(db: Queryable, sha256: string, now: number): Promise<boolean> {
  const rows = await db.query(
    'update code_archives set used_at = greatest(used_at, $2) where sha256 = $1 and complete returning id',
    [sha256, now],
  );
  return rows.length > 0;
}

/** Drops code that no sweep has and that was not used lately. */
export async function dropUnusedCode(db: Queryable, now: number): Promise<void> {
  await db.query(
    `delete from code_archives a
      where used_at < $1 and not exists (select from sweeps where code_sha256 = a.sha256)`,
    [now - UNUSED_CODE_KEPT_MS],
  );
}

interface CodeRow {
  id: number;
  total_bytes: number;
  bytes: Uint8Array | null;
}

/** A piece in memory at a time. */
export async function* readCode(db: Queryable, sha256: string): AsyncGenerator<Chunk> {
  for (let offset = 0; ;) {
    const [row] = await db.query<CodeRow>(
      `select a.total_bytes::float8 as total_bytes, c.bytes
         from code_archives a left join code_chunks c on c.archive_id = a.id and c.place = $2::bigint
        where a.sha256 = $1 and a.complete`,
      [sha256, offset],
    );
    if (row === undefined) throw new GridsweepError('not-found', `There is no code with the hash ${sha256}.`);
    const chunk = { totalBytes: row.total_bytes, sha256, offset, bytes: row.bytes ?? new Uint8Array() };
    yield chunk;
    offset += chunk.bytes.byteLength;
    if (offset >= chunk.totalBytes || chunk.bytes.byteLength === 0) return;
  }
}
