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
