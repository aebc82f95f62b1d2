import { existsSync } from 'node:fs';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { MORE_CACHE_SPACE, requireFreeSpace, withLock, type CacheOptions } from '@gridsweep/devices';
import { GridsweepError } from '@gridsweep/sweep';
import { tryBinding } from '../binding.ts';
import {
  PACKAGE_FOLDER,
  READY_FILE,
  SITE_FOLDER,
  findTensorflow,
  readyText,
  tensorflowFolder,
  type TensorflowHome,
} from '../home.ts';
import { compileBinding, findCompiler, zigCompiler, type Compiler } from './compile.ts';
import { unpackNodePackage } from './node-package.ts';
import {
  NODE_HEADERS,
  TENSORFLOW_VERSION,
  TFJS_NODE,
  ZIG,
  wheelsOf,
  type TensorflowEdition,
  type Wheel,
} from './pins.ts';
import { requirePlatform, thisPlatform } from './platform.ts';
import { Python } from './python.ts';
import { setupFailure, type OnTensorflowProgress } from './report.ts';
import { isUnpacked, unpackWheel } from './wheel.ts';

/** Room for the packages, the binding and what compilers leave. */
const OTHER_BYTES = 50_000_000;

export interface SetupOptions extends CacheOptions {
  readonly edition: TensorflowEdition;
  /** Folder with the wheels, or the one wheel, where they must not be fetched. */
  readonly from?: string | undefined;
  readonly onProgress?: OnTensorflowProgress | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
}

interface Task extends SetupOptions {
  readonly env: NodeJS.ProcessEnv;
  /** The folder that `from` names or lies in. */
  readonly brought: string | null;
  /** Where it comes to be; renamed when it is whole. */
  readonly folder: string;
  readonly scratch: string;
}

/**
 * Makes sure that an edition of TensorFlow is in the cache folder and can be loaded: fetches its wheels through the user's pip,
 * tfjs-node-gpu's sources through the user's npm, and compiles them. What was interrupted goes on where it was: a
 * wheel that was unpacked is not fetched again.
 * @throws GridsweepError 'unavailable' (no Python, no network, not this platform), 'no-space', 'not-found' and 'data' (a file that
 * was brought is missing or another one), 'cancelled'.
 */
export async function setupTensorflow(options: SetupOptions): Promise<TensorflowHome> {
  requirePlatform(thisPlatform());
  const present = findTensorflow(options.edition, options);
  if (present !== null) return present;
  const target = tensorflowFolder(options.edition, options);
  try {
    await mkdir(dirname(target), { recursive: true });
    return await withLock(
      `${target}.lock`,
      async () => findTensorflow(options.edition, options) ?? (await setUp(options, target)),
      {
        signal: options.signal,
        onWait: () => options.onProgress?.({ phase: 'waiting', file: '', bytes: 0, total: 0 }),
      },
    );
  } catch (thrown) {
    throw setupFailure(thrown, target);
  }
}

async function setUp(options: SetupOptions, target: string): Promise<TensorflowHome> {
  const folder = `${target}.partial`;
  const scratch = join(folder, 'scratch');
  await mkdir(scratch, { recursive: true });
  const brought = await broughtFolder(options.from);
  const task: Task = { ...options, env: options.env ?? process.env, brought, folder, scratch };
  const wheels = wheelsOf(options.edition);
  if (brought !== null) requireBrought(wheels, brought);
  const python = await Python.find(task);
  const compiler = await findCompiler(task.env, task.signal);

  const missing = compiler === null ? [...wheels, ZIG] : wheels;
  await requireFreeSpace(dirname(folder), neededBytes(task, missing), 'TensorFlow', MORE_CACHE_SPACE);
  for (const wheel of wheels) await unpackWheel(wheel, task, python, join(folder, SITE_FOLDER));
  await compile(compiler ?? (await unpackedZig(task, python)), task);

  await rm(scratch, { recursive: true });
  await rm(target, { recursive: true, force: true });
  await rename(folder, target);
  return findTensorflow(options.edition, options)!;
}

async function compile(compiler: Compiler, task: Task): Promise<void> {
  const { folder, scratch, edition, onProgress } = task;
  onProgress?.({ phase: 'compiling', file: TFJS_NODE.spec, bytes: 0, total: 0 });
  const packages = { from: task.brought, scratch, signal: task.signal, env: task.env };
  await unpackNodePackage(TFJS_NODE, join(folder, PACKAGE_FOLDER), packages);
  await unpackNodePackage(NODE_HEADERS, join(scratch, 'headers'), packages);
  const env = { ...task.env, ZIG_GLOBAL_CACHE_DIR: join(scratch, 'zig'), ZIG_LOCAL_CACHE_DIR: join(scratch, 'zig') };
  const nodeHeaders = join(scratch, 'headers', 'include');
  await compileBinding({ folder, nodeHeaders, compiler, env, signal: task.signal });

  onProgress?.({ phase: 'trying', file: `TensorFlow ${TENSORFLOW_VERSION}`, bytes: 0, total: 0 });
  await tryBinding(folder, task.env, task.signal);
  await writeFile(join(folder, READY_FILE), readyText(edition, compiler.name));
}

async function unpackedZig(task: Task, python: Python): Promise<Compiler> {
  const folder = join(task.scratch, 'compiler');
  await unpackWheel(ZIG, task, python, folder);
  return zigCompiler(folder, ZIG.spec);
}

async function broughtFolder(from: string | undefined): Promise<string | null> {
  if (from === undefined) return null;
  const path = resolve(from);
  const found = await stat(path).catch(() => null);
  if (found === null) throw new GridsweepError('not-found', `--from: there is no ${path}.`);
  return found.isDirectory() ? path : dirname(path);
}

function requireBrought(wheels: readonly Wheel[], brought: string): void {
  const missing = wheels.filter(({ file }) => !existsSync(join(brought, file)));
  if (missing.length === 0) return;
  const specs = missing.map(({ spec }) => spec).join(' ');
  throw new GridsweepError(
    'not-found',
    `${brought} lacks ${missing.map(({ file }) => file).join(', ')}. On a machine with a network, get what is needed by ` +
      `\`python3 -m pip download --no-deps --only-binary=:all: --python-version 3.12 --platform manylinux_2_27_x86_64 ${specs}\` ` +
      `and \`npm pack ${TFJS_NODE.spec} ${NODE_HEADERS.spec}\`, and bring the files.`,
  );
}

/** Bytes that are needed beside what was done before. */
function neededBytes(task: Task, wheels: readonly Wheel[]): number {
  const left = wheels.filter((wheel) => !isUnpacked(wheel, task));
  const unpacked = left.reduce((sum, { unpackedBytes }) => sum + unpackedBytes, 0);
  // pip collects a wheel in one place and then copies it to another.
  const fetched = task.brought === null ? Math.max(0, ...left.map(({ bytes }) => 2 * bytes)) : 0;
  return unpacked + fetched + OTHER_BYTES;
}
