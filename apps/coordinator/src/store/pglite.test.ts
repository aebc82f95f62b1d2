import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { GridsweepError } from '@gridsweep/sweep';
import { create } from 'tar';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';

import type { Database } from './database.ts';
import { initialiseFolder, prepareSeed } from './pglite-seed.ts';
import { openPglite, openPgliteInMemory } from './pglite.ts';
import { openStore } from './sql-store.ts';
import { describeStore } from './contract-suite/store-contract.ts';

describeStore('PGlite in memory', async () => openStore(await openPgliteInMemory()));

describe('PGlite in a folder', { timeout: 120_000 }, () => {
  let template: string;
  let parent: string;
  let directory: string;
  // Made once: initdb takes seconds.
  beforeAll(async () => {
    template = await mkdtemp(join(tmpdir(), 'gridsweep-template-'));
    await initialiseFolder(join(template, 'pgdata'));
  });
  afterAll(() => rm(template, { recursive: true, force: true }));
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'gridsweep-pglite-'));
    directory = join(parent, 'new', 'folder');
  });
  afterEach(() => rm(parent, { recursive: true, force: true }));

  const openPrepared = async (options?: Parameters<typeof openPglite>[1]) => {
    if (!existsSync(directory)) await cp(template, directory, { recursive: true });
    return openPglite(directory, options);
  };
  const run = (database: Database, sql: string) => database.transaction((db) => db.query(sql));
  const failure = (promise: Promise<unknown>) =>
    promise.then(
      () => expect.unreachable('it succeeded'),
      (thrown: unknown) => GridsweepError.from(thrown),
    );

  test('what was stored is there when it is opened again, and fsync is on', async () => {
    const first = await openPrepared();
    await run(first, 'create table words (word text)');
    await first.transaction((db) => db.query('insert into words values ($1)', ['hello']));
    await failure(
      first.transaction(async (db) => {
        await db.query('insert into words values ($1)', ['never']);
        throw new GridsweepError('conflict', 'No.');
      }),
    );
    await first.close();
    expect((await failure(first.query('select 1'))).code).toBe('unavailable');
    const second = await openPrepared();
    expect(await second.query('select word from words')).toEqual([{ word: 'hello' }]);
    expect(await second.query('show fsync')).toEqual([{ fsync: 'on' }]);
    await second.close();
    expect((await readdir(directory)).toSorted()).toEqual(['pgdata']);
  });

  test('a second coordinator is refused and told who has the folder', async () => {
    const first = await openPrepared();
    const error = await failure(openPrepared());
    expect(error.code).toBe('conflict');
    expect(error.message).toContain(`process ${process.pid} `);
    await first.close();
    await (await openPrepared()).close();
  });

  test('a lock left by a process that has died is taken over; one of a living process or another machine is not', async () => {
    await (await openPrepared()).close();
    const lock = join(directory, 'coordinator.lock');
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    await once(child, 'spawn');
    const write = (pid: number, host = hostname(), started = '') =>
      writeFile(lock, JSON.stringify({ pid, host, started }));
    try {
      await write(child.pid!);
      expect((await failure(openPrepared())).message).toContain(`process ${child.pid} `);
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await (await openPrepared()).close();
    expect(existsSync(lock)).toBe(false);
    // The same pid as ours, as of another container: not this process, so it has died.
    await write(process.pid);
    await (await openPrepared()).close();
    await write(1, 'another-machine');
    expect((await failure(openPrepared())).message).toContain(lock);
    await writeFile(lock, 'garbage');
    expect((await failure(openPrepared())).code).toBe('invalid');
  });

  test('killed at any moment of the first initialisation, the folder can be used', async () => {
    const opener = join(import.meta.dirname, 'pglite.ts');
    const script = `import(${JSON.stringify(opener)}).then((m) => m.openPglite(${JSON.stringify(directory)}))`;
    // The moments: before anything, while the unfinished folder fills, and after it has got its name.
    const moments = [
      () => existsSync(join(directory, 'coordinator.lock')),
      () => existsSync(join(directory, 'pgdata.unfinished', 'global')),
      () => existsSync(join(directory, 'pgdata')),
    ];
    for (const reached of moments) {
      const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
        stdio: 'ignore',
      });
      const exited = once(child, 'exit');
      await vi.waitFor(() => expect(reached()).toBe(true), { timeout: 30_000, interval: 2 });
      child.kill('SIGKILL');
      await exited;
    }
    const database = await openPglite(directory);
    expect(await database.query('select 1 as one')).toEqual([{ one: 1 }]);
    await database.close();
  });

  test('a prepared seed makes the same folder without initdb', async () => {
    const seed = join(parent, 'seed.tar.gz');
    await prepareSeed(seed);
    await initialiseFolder(join(directory, 'pgdata'), seed);
    expect(await readFile(join(directory, 'pgdata', 'PG_VERSION'), 'utf8')).toContain('18');
    const database = await openPglite(directory);
    await run(database, 'create table words (word text)');
    await database.close();
  });

  test('a seed that cannot be unpacked whole leaves nothing that a later start takes for a database', async () => {
    const seed = join(parent, 'seed.tar.gz');
    // No system writes a file of such a name, as it writes none where the disk is full.
    await create({ file: seed, gzip: true, cwd: join(template, 'pgdata'), prefix: 'n'.repeat(300) }, ['PG_VERSION']);
    const data = join(directory, 'pgdata');
    await failure(initialiseFolder(data, seed));
    expect(existsSync(data)).toBe(false);
  });

  test('a folder with another database is refused with the reason', async () => {
    await (await openPrepared()).close();
    await writeFile(join(directory, 'pgdata', 'PG_VERSION'), '14\n');
    const error = await failure(openPrepared());
    expect(error.code).toBe('invalid');
    expect(error.message).toMatch(/ that can be opened: database files are incompatible with server\.$/);
  });

  test('a disk that is too full for a database is refused before it is made', async () => {
    const error = await failure(openPglite(directory, { reserveBytes: Number.MAX_SAFE_INTEGER }));
    expect(error.code).toBe('no-space');
    expect(await readdir(directory)).toEqual([]);
  });

  test('with too little space nothing is written, and what is stored can be read', async () => {
    const first = await openPrepared();
    await run(first, 'create table words as select 1 as word');
    await first.close();
    const full = await openPrepared({ reserveBytes: Number.MAX_SAFE_INTEGER });
    const error = await failure(full.transaction((db) => db.query('insert into words values (2)')));
    expect(error.code).toBe('no-space');
    expect(error.message).toMatch(
      /^The database needs \d+ MB in .*, but only \d+ MB are free\. .* nothing acknowledged is lost\.$/,
    );
    expect(await full.query('select word from words')).toEqual([{ word: 1 }]);
    await full.close();
  });

  test('after a panic the query fails instead of never returning, and says why', async () => {
    const database = await openPrepared();
    await run(database, 'create table blobs (id int, bytes bytea storage external)');
    // PostgreSQL panics when it cannot make the next segment of its log.
    await rm(join(directory, 'pgdata', 'pg_wal'), { recursive: true });
    let committed = 0;
    const fill = async () => {
      for (;;) {
        await database.transaction((db) =>
          db.query('insert into blobs values ($1, $2)', [committed, Buffer.alloc(2 ** 20)]),
        );
        committed++;
      }
    };
    const error = await failure(fill());
    expect(error.code).toBe('internal');
    expect(error.message).toContain('could not create file "pg_wal/');
    expect(committed).toBeGreaterThan(0);
    expect((await failure(database.query('select 1'))).message).toMatch(/can be opened: .*pg_wal/);
    await database.close();
  });
});
