import { GridsweepError } from '@gridsweep/sweep';

import type { Database } from './database.ts';
import { initial } from './migrations/0001-initial.ts';
import { workloads } from './migrations/0002-workloads.ts';
import { weights } from './migrations/0003-weights.ts';

/** In order; a released one is never changed, only followed by another. */
const MIGRATIONS: readonly string[] = [initial, workloads, weights];
/** Any number that no other program takes in the same database. */
const ADVISORY_LOCK = 0x67726964;

/**
 * Brings the schema to this version's, all of it or nothing. Two coordinators that start at once on one server take turns.
 * @param migrations those of an earlier version, for a test that begins there
 * @throws GridsweepError 'conflict' where a newer version of gridsweep has changed the schema
 */
export async function migrate(database: Database, migrations = MIGRATIONS): Promise<void> {
  await database.transaction(async (transaction) => {
    await transaction.query('select pg_advisory_xact_lock($1)', [ADVISORY_LOCK]);
    await transaction.query('create table if not exists gridsweep_migrations (version integer primary key)');
    const [row] = await transaction.query<{ version: number | null }>(
      'select max(version) as version from gridsweep_migrations',
    );
    const version = row?.version ?? 0;
    if (version > migrations.length) {
      throw new GridsweepError(
        'conflict',
        `The database was last used by a newer version of gridsweep (schema ${version}, this one knows ${migrations.length}).`,
      );
    }
    for (const [at, sql] of migrations.entries()) {
      if (at < version) continue;
      // Statements with parameters come one at a time, so all do here.
      for (const statement of statementsOf(sql)) await transaction.query(statement);
      await transaction.query('insert into gridsweep_migrations (version) values ($1)', [at + 1]);
    }
  });
}

/** The migrations hold no function bodies, and no literals or comments at a line's end with semicolons. */
function statementsOf(sql: string): string[] {
  return sql
    .replaceAll(/^\s*--.*$/gm, '')
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}
