import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { requireFreeSpace, takeProcessLock } from '@gridsweep/devices';
import { GridsweepError } from '@gridsweep/sweep';

import { databaseError, type Database, type Queryable } from './database.ts';
import { DurableFolder } from './durable-folder.ts';
import { initialiseFolder } from './pglite-seed.ts';

/**
 * Free space below which nothing is written. PostgreSQL stops in panic where it cannot extend its log (16 MiB a segment),
 * so a full disk is refused before it gets there, and what is stored stays readable.
 */
const RESERVE_BYTES = 64 * 2 ** 20;

/** The number of the type bytea. PGlite's own conversion goes byte by byte, a tenth of a second for a checkpoint. */
const BYTEA = 17;
const CONVERSIONS = {
  serializers: {
    [BYTEA]: (bytes: Uint8Array) => `\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')}`,
  },
  parsers: { [BYTEA]: (text: string) => Buffer.from(text.slice(2), 'hex') },
};

/** PGlite's own parameters with durability on: PGlite turns fsync off and the log's default method does nothing in it. */
const START_PARAMETERS = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  ...['-c', 'wal_sync_method=fsync'],
  // The log is cut at 128 MiB instead of 1 GiB: one coordinator's folder should stay small.
  ...['-c', 'max_wal_size=128MB', '-c', 'min_wal_size=32MB'],
  ...['-c', 'shared_buffers=32MB'],
];

/**
 * Opens the embedded database in a folder, initialising it first where it is new.
 * Only one process can have it open. Whatever was committed survives the loss of the process or of power.
 * @throws GridsweepError 'conflict' where another coordinator has it open, 'no-space' where the disk is full, 'invalid' where
 *   the folder holds what is no database of this version
 */
export async function openPglite(
  directory: string,
  { reserveBytes = RESERVE_BYTES }: { readonly reserveBytes?: number } = {},
): Promise<Database> {
  const where = `in ${resolve(directory)}`;
  try {
    await mkdir(directory, { recursive: true });
    const unlock = await lockFolder(directory);
    try {
      const data = join(directory, 'pgdata');
      const requireRoom = () =>
        requireFreeSpace(directory, reserveBytes, 'The database', 'Free some space; nothing acknowledged is lost.');
      if (!existsSync(data)) await requireRoom();
      await initialiseFolder(data);
      const instance = new RestartingPglite(where, (onAbort) => startFolder(data, where, onAbort));
      await instance.running().catch(blameFolder);
      return database(instance, where, requireRoom, unlock);
    } catch (thrown) {
      await unlock();
      throw thrown;
    }
  } catch (thrown) {
    throw databaseError(thrown, where);
  }
}

/** The same database in memory: what is stored ends with it. */
export async function openPgliteInMemory(): Promise<Database> {
  const instance = new RestartingPglite('in memory', () => PGlite.create(CONVERSIONS));
  await instance.running();
  return database(
    instance,
    'in memory',
    () => Promise.resolve(),
    () => Promise.resolve(),
  );
}

/**
 * Makes this process the only one that uses a folder. A lock left by a process that has died is taken over.
 * @returns releases the lock
 * @throws GridsweepError 'conflict', naming the pid, where a living process holds it
 */
async function lockFolder(directory: string): Promise<() => Promise<void>> {
  const path = join(directory, 'coordinator.lock');
  const answer = await takeProcessLock(path);
  if (answer.type === 'taken') return answer.release;
  const { by } = answer;
  const who = by === undefined ? 'another process' : `process ${by.pid} on ${by.host}`;
  throw new GridsweepError(
    'conflict',
    `The data folder ${directory} is in use by ${who}; stop that coordinator or choose another folder` +
      (by !== undefined && by.host !== hostname() ? `. If that process has ended, remove ${path}.` : '.'),
  );
}

async function startFolder(data: string, where: string, onAbort: () => void): Promise<PGlite> {
  let lastWords = 'no reason given';
  const isFull = () => /No space left on device/i.test(lastWords);
  const folder = new DurableFolder(data, () => {
    onAbort();
    const message = `The database ${where} stopped: ${lastWords}. Nothing acknowledged is lost.`;
    return new GridsweepError(isFull() ? 'no-space' : 'internal', message);
  });
  const onStderr = (line: string) => {
    lastWords = /(?:^postgres|\bPANIC|\bFATAL): +(.*)$/.exec(line)?.[1] ?? lastWords;
    // Only listened to, not shown.
    return false;
  };
  try {
    return await PGlite.create({ fs: folder, startParams: START_PARAMETERS, onStderr, ...CONVERSIONS });
  } catch (thrown) {
    throw isFull()
      ? new GridsweepError('no-space', `The database ${where} cannot start: ${lastWords}. Free some space.`)
      : new GridsweepError('internal', `There is no database ${where} that can be opened: ${lastWords}.`, {
          cause: thrown,
        });
  }
}

/** What cannot be opened at first is the wrong folder. Later it is nothing that a caller has done, least of all an agent. */
function blameFolder(thrown: unknown): never {
  const error = GridsweepError.from(thrown);
  throw error.code === 'internal' ? new GridsweepError('invalid', error.message, { cause: error.cause }) : error;
}

/**
 * PostgreSQL as long as it runs. After a panic (the disk is full, the folder is gone) that instance is lost;
 * the next use starts another, which recovers from the log as after a power cut.
 */
class RestartingPglite {
  readonly #where: string;
  readonly #start: (onAbort: () => void) => Promise<PGlite>;
  #instance: Promise<PGlite> | undefined;

  constructor(where: string, start: (onAbort: () => void) => Promise<PGlite>) {
    this.#where = where;
    this.#start = start;
  }

  async running(): Promise<PGlite> {
    this.#instance ??= this.#start(() => (this.#instance = undefined));
    try {
      return await this.#instance;
    } catch (thrown) {
      this.#instance = undefined;
      throw databaseError(thrown, this.#where);
    }
  }

  async close(): Promise<void> {
    const instance = this.#instance;
    this.#instance = Promise.reject(new GridsweepError('unavailable', `The database ${this.#where} is closed.`));
    this.#instance.catch(() => undefined);
    await (await instance)?.close();
  }
}

function database(
  instance: RestartingPglite,
  where: string,
  requireRoom: () => Promise<void>,
  unlock: () => Promise<void>,
): Database {
  const attempt = async <Result>(work: (pglite: PGlite) => Promise<Result>): Promise<Result> => {
    const pglite = await instance.running();
    try {
      return await work(pglite);
    } catch (thrown) {
      throw databaseError(thrown, where);
    }
  };
  const queryable = (runner: Pick<PGlite, 'query'>): Queryable => ({
    async query<Row extends object>(sql: string, parameters?: readonly unknown[]) {
      return (await runner.query<Row>(sql, parameters === undefined ? undefined : [...parameters])).rows;
    },
  });
  return {
    query: (sql, parameters) => attempt((pglite) => queryable(pglite).query(sql, parameters)),
    async transaction(work) {
      await requireRoom();
      return attempt((pglite) => pglite.transaction((transaction) => work(queryable(transaction))));
    },
    async reclaim(tables) {
      await attempt((pglite) => pglite.exec(`vacuum ${tables.join(', ')}`));
    },
    async close() {
      try {
        await instance.close();
      } catch (thrown) {
        throw databaseError(thrown, where);
      } finally {
        await unlock();
      }
    },
  };
}
