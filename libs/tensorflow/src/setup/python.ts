import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GridsweepError } from '@gridsweep/sweep';
import { runCommand, type CommandOptions, type CommandResult } from './command.ts';
import { bytesBelow, watch } from './folder-size.ts';
import type { Wheel } from './pins.ts';
import { complaint, noSpace, type OnTensorflowProgress } from './report.ts';

/** Tags of the wheels pinned here, whatever Python asks for them: its own version and platform do not matter. */
const TAGS = [
  '--only-binary=:all:',
  ...['--implementation', 'cp', '--python-version', '3.12', '--abi', 'cp312', '--abi', 'none'],
  ...['2_27', '2_25', '2_17', '2_12'].flatMap((glibc) => ['--platform', `manylinux_${glibc}_x86_64`]),
  ...['manylinux2014_x86_64', 'manylinux2010_x86_64'].flatMap((platform) => ['--platform', platform]),
];

/** Arguments: a zip file, a folder, a regular expression for the entries to unpack. Prints the bytes done as it goes. */
const UNZIP = `
import os, re, sys, zipfile
archive, folder, pattern = sys.argv[1:]
keep = re.compile(pattern)
done = 0
with zipfile.ZipFile(archive) as file:
    for entry in file.infolist():
        if entry.is_dir() or not keep.match(entry.filename):
            continue
        path = os.path.join(folder, entry.filename)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with file.open(entry) as source, open(path, "wb") as target:
            while True:
                piece = source.read(1 << 22)
                if not piece:
                    break
                target.write(piece)
                done += len(piece)
                print(done, flush=True)
        mode = entry.external_attr >> 16
        if mode:
            os.chmod(path, mode & 0o755)
`;

export interface PythonTask {
  /** For temporary files. */
  readonly scratch: string;
  readonly onProgress?: OnTensorflowProgress | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly env: NodeJS.ProcessEnv;
}

/** The user's Python, which fetches wheels by its pip and unpacks them. */
export class Python {
  readonly #file: string;
  readonly #task: PythonTask;

  private constructor(file: string, task: PythonTask) {
    this.#file = file;
    this.#task = task;
  }

  /**
   * The interpreter that PYTHON names, else python3 or python.
   * @throws GridsweepError 'unavailable' if there is none of version 3.
   */
  static async find(task: PythonTask): Promise<Python> {
    const named = task.env['PYTHON'];
    for (const file of named === undefined || named === '' ? ['python3', 'python'] : [named]) {
      const options = { env: task.env, signal: task.signal };
      const result = await runCommand(file, ['-c', 'import sys; print(sys.version_info[0])'], options);
      if (result?.code === 0 && result.stdout.trim() === '3') return new Python(file, task);
    }
    throw new GridsweepError(
      'unavailable',
      'TensorFlow comes as Python wheels, and there is no Python 3 here to fetch and unpack them. Install Python 3 with pip, or name one with PYTHON=PATH.',
    );
  }

  /**
   * Fetches a wheel through pip with the user's own settings: index, proxy, certificates.
   * @throws GridsweepError 'unavailable', 'no-space', or 'data' if the index has another file.
   */
  async download({ spec, file, bytes, sha256 }: Wheel, folder: string): Promise<void> {
    const { scratch, onProgress } = this.#task;
    const requirement = join(scratch, 'requirement.txt');
    const temporary = join(scratch, 'pip');
    await mkdir(temporary, { recursive: true });
    await writeFile(requirement, `${spec} --hash=sha256:${sha256}\n`);
    // pip shows no progress that could be read, but it collects the file in its temporary folder.
    let done = 0;
    const result = await watch(
      async () => {
        // When it is done it is moved away, which is no step back.
        done = Math.max(done, Math.min(await bytesBelow(temporary), bytes));
        onProgress?.({ phase: 'downloading', file, bytes: done, total: bytes });
      },
      () => {
        const args = ['-m', 'pip', 'download', '--no-deps', '--require-hashes', '--no-cache-dir', '--no-input'];
        return this.#run([...args, ...TAGS, '--dest', folder, '--requirement', requirement], {
          env: {
            ...this.#task.env,
            TMPDIR: temporary,
            PIP_REQUIRE_VIRTUALENV: '0',
            PIP_DISABLE_PIP_VERSION_CHECK: '1',
          },
        });
      },
    );
    await rm(temporary, { recursive: true, force: true });
    if (result.code !== 0) throw pipFailure(spec, result, folder);
  }

  /** Unpacks what is needed of a wheel. */
  async unpack(path: string, { entries, file, unpackedBytes }: Wheel, folder: string): Promise<void> {
    const { onProgress } = this.#task;
    const args = ['-c', UNZIP, path, folder, entries.source.replaceAll('\\/', '/')];
    const onLine = (line: string) =>
      onProgress?.({ phase: 'unpacking', file, bytes: Number(line), total: unpackedBytes });
    const { code, stderr } = await this.#run(args, { onLine });
    if (code === 0) return;
    if (/No space left|Disk quota/.test(stderr)) throw noSpace(folder);
    throw new GridsweepError('data', `${path} cannot be unpacked: ${complaint(stderr)}`);
  }

  async #run(args: readonly string[], options: CommandOptions): Promise<CommandResult> {
    const { env, signal } = this.#task;
    const result = await runCommand(this.#file, args, { env, signal, ...options });
    if (result === null) throw new GridsweepError('unavailable', `${this.#file} is gone.`);
    return result;
  }
}

function pipFailure(spec: string, { stderr, stdout }: CommandResult, folder: string): GridsweepError {
  const said = complaint(stderr === '' ? stdout : stderr);
  if (/No module named pip/.test(stderr)) {
    return new GridsweepError('unavailable', `${spec} is fetched by pip, and this Python has none. Install pip.`);
  }
  if (/No space left|Disk quota/.test(stderr)) return noSpace(folder);
  if (/DO NOT MATCH THE HASHES/.test(stderr)) {
    return new GridsweepError('data', `The package index's ${spec} is not the expected file. ${OTHER_WAY}`);
  }
  return new GridsweepError(
    'unavailable',
    `pip could not fetch ${spec} (${said}). Check the network and pip's settings. ${OTHER_WAY}`,
  );
}

const OTHER_WAY = 'Or bring the files from another machine and name their folder with --from DIR.';
