import { GridsweepError, type ErrorCode } from '@gridsweep/sweep';

/** What runs SQL: a database, or one transaction of it. Parameters are `$1`, `$2`, …; a JavaScript array is an SQL array. */
export interface Queryable {
  /** Runs one statement. Rows come as the statement names their columns; int8 must be cast (`::float8`) to arrive as number. */
  query<Row extends object>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
}

/** A PostgreSQL database, embedded or a server. Every method throws GridsweepError. */
export interface Database extends Queryable {
  /** Runs `work` in one transaction: committed and durable when the promise resolves, rolled back if it rejects. */
  transaction<Result>(work: (transaction: Queryable) => Promise<Result>): Promise<Result>;
  /**
   * Makes the space of deleted and replaced rows usable again. A server does that on its own (autovacuum);
   * the embedded database has no process that could.
   */
  reclaim(tables: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * What PostgreSQL reports as a GridsweepError: by its SQLSTATE where there is one, by the operating system's code otherwise.
 * @param where the database, for the message; must not hold a password
 */
export function databaseError(thrown: unknown, where: string): GridsweepError {
  if (thrown instanceof GridsweepError) return thrown;
  const general = GridsweepError.from(thrown);
  const state = (thrown as { code?: unknown } | null)?.code;
  const code = (typeof state === 'string' ? codeOfState(state) : undefined) ?? general.code;
  const reason = general.message === '' ? (typeof state === 'string' ? state : 'no reason given') : general.message;
  return new GridsweepError(code, sentence(code, where, reason), { cause: thrown });
}

/** By the class of the SQLSTATE; see the appendix "PostgreSQL Error Codes" of its manual. */
function codeOfState(state: string): ErrorCode | undefined {
  if (!/^[0-9A-Z]{5}$/.test(state)) return undefined;
  if (state === '53100') return 'no-space';
  // Wrong password, no such role, no such database, no right to: nothing that waiting would change.
  if (state.startsWith('28') || state === '3D000' || state === '42501') return 'invalid';
  // Connection lost, too many connections, server starting or stopping.
  if (state.startsWith('08') || state.startsWith('53') || state.startsWith('57P')) return 'unavailable';
  return undefined;
}

function sentence(code: ErrorCode, where: string, reason: string): string {
  switch (code) {
    case 'no-space':
      return `There is no space left for the database ${where}: ${reason}. Free some space; nothing acknowledged is lost.`;
    case 'unavailable':
      return `The database ${where} cannot be reached: ${reason}.`;
    case 'invalid':
      return `The database ${where} refused the connection: ${reason}.`;
    default:
      return `The database ${where} failed: ${reason}.`;
  }
}
