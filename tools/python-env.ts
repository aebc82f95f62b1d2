// Makes the Python environment that tests named [python] run in, unless it is there: `npm run setup:python`.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { cacheFolder, withLock } from '@gridsweep/devices';

/** PyTorch on the processor. On Linux 2.4 GB are fetched and 4.1 GB kept: there PyPI's wheel needs CUDA's libraries to load. */
const PYTORCH: Wanted = {
  requirements: fileURLToPath(new URL('python-env.txt', import.meta.url)),
  check: 'import torch; torch.nn.Linear(2, 2)(torch.zeros(2)).sum().backward()',
};
/** What people open exported data with; 250 MB are fetched. */
export const DATA_TOOLS: Wanted = {
  requirements: fileURLToPath(new URL('python-data.txt', import.meta.url)),
  check: 'import pandas, polars, pyarrow.parquet, tensorboard.backend.event_processing.event_accumulator',
};
/** Of torch 2.15 and numpy 2.4. */
const LEAST_VERSION = '3.11';
const BIN = process.platform === 'win32' ? 'Scripts' : 'bin';

export interface Wanted {
  /** File that pins every package; nothing that these need beside it is installed. */
  readonly requirements: string;
  /** Python that fails where the environment is not what is wanted. */
  readonly check: string;
  /** Default: the user's cache folder, as `gridsweep` finds it. */
  readonly cacheDir?: string;
}

export interface PythonEnvironment {
  readonly folder: string;
  readonly python: string;
  /** The environment variables of this process, with this `python3` before any other. */
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Whether the tests named [python] run: where the environment was made before, and where GRIDSWEEP_REQUIRE_PYTHON=1 says that they
 * must. Then they make it themselves, and fail where it cannot be made.
 */
export function pythonTestsRun(wanted: Wanted = PYTORCH): boolean {
  return process.env['GRIDSWEEP_REQUIRE_PYTHON'] === '1' || findPythonEnvironment(wanted) !== null;
}

export function findPythonEnvironment(wanted: Wanted = PYTORCH): PythonEnvironment | null {
  const environment = environmentIn(folderOf(wanted));
  // It links to the interpreter that made it, which may be gone.
  return existsSync(environment.python) ? environment : null;
}

/**
 * The environment, made through the user's own pip settings if it is not there. Its folder is named by its content, and gets its name
 * when it is whole; of several processes one makes it and the others wait.
 * @throws Error where there is no Python, or pip fails; what it says goes to standard error.
 */
export async function pythonEnvironment(wanted: Wanted = PYTORCH): Promise<PythonEnvironment> {
  const present = findPythonEnvironment(wanted);
  if (present !== null) return present;
  const folder = folderOf(wanted);
  await mkdir(dirname(folder), { recursive: true });
  return withLock(`${folder}.lock`, async () => {
    if (findPythonEnvironment(wanted) === null) await make(folder, wanted);
    return environmentIn(folder);
  });
}

function folderOf({ requirements, check, cacheDir }: Wanted): string {
  const content = [readFileSync(requirements, 'utf8'), check, process.platform, process.arch].join('\n');
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
  return join(cacheFolder({ cacheDir }), `python-${hash}`);
}

function environmentIn(folder: string): PythonEnvironment {
  const bin = join(folder, BIN);
  const env = { ...process.env, PATH: [bin, process.env['PATH']].join(delimiter) };
  return { folder, python: join(bin, process.platform === 'win32' ? 'python.exe' : 'python3'), env };
}

async function make(target: string, { requirements, check }: Wanted): Promise<void> {
  const folder = `${target}.partial`;
  const { python } = environmentIn(folder);
  await rm(folder, { recursive: true, force: true });
  try {
    await run(await findInterpreter(), ['-m', 'venv', folder]);
    const temporary = join(folder, 'tmp');
    await mkdir(temporary);
    const pip = ['-m', 'pip', 'install', '--no-input', '--disable-pip-version-check', '--no-cache-dir', '--no-compile'];
    // pip collects the wheels in its temporary folder, which elsewhere may be small.
    await run(python, [...pip, '--no-deps', '--requirement', requirements], { TMPDIR: temporary });
    await rm(temporary, { recursive: true });
    // What it imports is compiled, and that kept: otherwise each start would take seconds more.
    await run(python, ['-W', 'ignore', '-c', check], { PYTHONDONTWRITEBYTECODE: '' });
    await rm(target, { recursive: true, force: true });
    await rename(folder, target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The interpreter that PYTHON names, else python3 or python. */
async function findInterpreter(): Promise<string> {
  const isRecent = `import sys; sys.exit(sys.version_info < (${LEAST_VERSION.replace('.', ', ')}))`;
  for (const file of process.env['PYTHON'] ? [process.env['PYTHON']] : ['python3', 'python']) {
    if ((await exitOf(file, ['-c', isRecent])) === 0) return file;
  }
  throw new Error(`There is no Python ${LEAST_VERSION} or newer. Name one with PYTHON=PATH.`);
}

async function run(file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
  const code = await exitOf(file, args, env);
  if (code !== 0) throw new Error(`${[file, ...args].join(' ')} failed (${String(code)}).`);
}

/** @returns what a signal is called that ended the program, or why it could not be started, in place of its exit status. */
async function exitOf(file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number | string> {
  const child = spawn(file, args, { stdio: ['ignore', 2, 2], env: { ...process.env, ...env } });
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    return code ?? signal!;
  } catch (thrown) {
    return (thrown as Error).message;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const wanted of [PYTORCH, DATA_TOOLS]) console.log((await pythonEnvironment(wanted)).folder);
}
