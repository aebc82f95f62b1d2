import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const SOURCE = fileURLToPath(new URL('./nvml.c', import.meta.url));

/** The NVML of nvml.c, compiled into a folder of its own. */
export interface FakeNvml {
  /** Holds nothing but the library and its state: fit for LD_LIBRARY_PATH. */
  readonly folder: string;
  readonly library: string;
  /** Replaces what has changed about the GPUs; nvml.c lists what can be said. */
  say(...lines: readonly string[]): Promise<void>;
  dispose(): Promise<void>;
}

/** Rejects where there is no C compiler. */
export async function compileFakeNvml(): Promise<FakeNvml> {
  const folder = await mkdtemp(join(tmpdir(), 'gridsweep-nvml-'));
  const library = join(folder, 'libnvidia-ml.so.1');
  await promisify(execFile)('cc', ['-Wall', '-Wextra', '-Werror', '-shared', '-fPIC', '-o', library, SOURCE]).catch(
    (thrown: unknown) => {
      throw new Error('This test compiles a C file and needs `cc`.', { cause: thrown });
    },
  );
  return {
    folder,
    library,
    say: (...lines) => writeFile(join(folder, 'state'), lines.map((line) => `${line}\n`).join('')),
    dispose: () => rm(folder, { recursive: true }),
  };
}

/** UUID of a GPU of it, by its index. */
export function fakeUuid(index: number): string {
  return `GPU-00000000-0000-0000-0000-${String(index).padStart(12, '0')}`;
}

/** UUID of a MIG instance of GPU 7, by its index. */
export function fakeMigUuid(index: number): string {
  return `MIG-00000000-0000-0000-0000-0000000007${String(index).padStart(2, '0')}`;
}
