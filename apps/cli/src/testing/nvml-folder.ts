import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The NVML that the tests of @gridsweep/devices use: eight GPUs, the last divided in two. */
const SOURCE = fileURLToPath(new URL('../../../../libs/devices/src/testing/nvml.c', import.meta.url));

/** Compiles it into a new folder, fit for LD_LIBRARY_PATH; a file "state" there says what has changed. Needs a C compiler. */
export async function makeNvmlFolder(parent: string): Promise<string> {
  const folder = join(parent, 'nvml');
  await mkdir(folder);
  const args = ['-shared', '-fPIC', '-o', join(folder, 'libnvidia-ml.so.1'), SOURCE];
  await promisify(execFile)('cc', args).catch((thrown: unknown) => {
    throw new Error('This test compiles a C file and needs `cc`.', { cause: thrown });
  });
  return folder;
}
