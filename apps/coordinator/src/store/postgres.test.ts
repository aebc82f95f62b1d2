import { GridsweepError } from '@gridsweep/sweep';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { startEmbeddedServer, type EmbeddedServer } from './embedded-server.ts';
import { openPostgres } from './postgres.ts';
import { openStore } from './sql-store.ts';
import { describeStore } from './contract-suite/store-contract.ts';

let server: EmbeddedServer;
beforeAll(async () => {
  server = await startEmbeddedServer();
});
afterAll(() => server.stop());

describeStore('a PostgreSQL server', async () => openStore(await openPostgres(await server.createDatabase())));

describe('openPostgres', () => {
  const failure = (promise: Promise<unknown>) =>
    promise.then(
      () => expect.unreachable('it connected'),
      (thrown: unknown) => GridsweepError.from(thrown),
    );

  test('a server that is not there is unavailable, and the message keeps the password to itself', async () => {
    const error = await failure(openPostgres('postgres://user:sesame@127.0.0.1:1/gridsweep'));
    expect(error.code).toBe('unavailable');
    expect(error.message).toContain('127.0.0.1:1/gridsweep');
    expect(error.message).not.toContain('sesame');
  });

  test('a malformed URL, a wrong password and a missing database are invalid', async () => {
    const url = await server.createDatabase();
    expect((await failure(openPostgres('localhost:5432'))).code).toBe('invalid');
    expect((await failure(openPostgres(url.replace(':password@', ':wrong@')))).code).toBe('invalid');
    expect((await failure(openPostgres(url.replace(/[^/]*$/, 'nothing')))).code).toBe('invalid');
  });

  test('two coordinators that start at once migrate an empty database once', async () => {
    const url = await server.createDatabase();
    const stores = await Promise.all([1, 2, 3].map(async () => openStore(await openPostgres(url))));
    for (const store of stores) expect(await store.listSweeps()).toEqual([]);
    await Promise.all(stores.map((store) => store.close()));
  });
});
