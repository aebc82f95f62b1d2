import pg from 'pg';
import { GridsweepError } from '@gridsweep/sweep';

import { databaseError, type Database } from './database.ts';

/** Connections to the server at most; each transaction of the coordinator needs one. */
const MAX_CONNECTIONS = 8;
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Connects to a PostgreSQL server.
 * @param url `postgres://user:password@host:port/database`
 * @throws GridsweepError 'invalid' for a malformed URL or refused credentials, 'unavailable' where no server answers
 */
export async function openPostgres(url: string): Promise<Database> {
  const where = describe(url);
  const pool = new pg.Pool({
    connectionString: url,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'gridsweep',
  });
  // An idle connection that breaks is replaced at its next use; without a listener it would end the process.
  pool.on('error', () => undefined);

  const database: Database = {
    query: (sql, parameters) => run(pool, where, sql, parameters),
    async transaction(work) {
      const client = await pool.connect().catch((thrown: unknown) => Promise.reject(databaseError(thrown, where)));
      // A lost server shows as an error event besides the failing query.
      const ignore = () => undefined;
      client.on('error', ignore);
      let failure: Error | undefined;
      try {
        await run(client, where, 'begin');
        const result = await work({ query: (sql, parameters) => run(client, where, sql, parameters) });
        await run(client, where, 'commit');
        return result;
      } catch (thrown) {
        await client.query('rollback').catch((broken: unknown) => (failure = GridsweepError.from(broken)));
        throw thrown;
      } finally {
        client.off('error', ignore);
        // A connection that cannot roll back is not used again.
        client.release(failure);
      }
    },
    reclaim: () => Promise.resolve(),
    close: () => pool.end(),
  };
  try {
    await database.query('select 1');
  } catch (thrown) {
    await pool.end();
    throw thrown;
  }
  return database;
}

async function run<Row extends object>(
  runner: pg.Pool | pg.PoolClient,
  where: string,
  sql: string,
  parameters?: readonly unknown[],
): Promise<Row[]> {
  try {
    const result = await runner.query<Row>(sql, parameters === undefined ? undefined : [...parameters]);
    return result.rows;
  } catch (thrown) {
    throw databaseError(thrown, where);
  }
}

/** The server and database without user and password. */
function describe(url: string): string {
  if (!URL.canParse(url) || !/^postgres(ql)?:$/.test(new URL(url).protocol)) {
    throw new GridsweepError(
      'invalid',
      'The database URL is malformed; it must look like postgres://user:password@host:5432/database.',
    );
  }
  const { host, pathname } = new URL(url);
  return `${host === '' ? 'localhost' : host}${pathname}`;
}
