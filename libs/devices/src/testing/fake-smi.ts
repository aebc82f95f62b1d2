import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Two GPUs, the second divided; processes on the first. */
const SCRIPT = `#!/bin/sh
[ -e "$(dirname "$0")/lost" ] && { echo "Unable to determine the device handle for GPU0000:10:00.0: GPU is lost."; exit 15; }
case "$*" in
  *driver_version*) printf '570.86.15\\n570.86.15\\n' ;;
  *query-gpu=index*)
    echo '0, GPU-aaaa, NVIDIA Test 24GB, 24576, 1024, 8.9, 00000000:10:00.0, [N/A]'
    echo '1, GPU-bbbb, NVIDIA Test 80GB, 81920, 2048, 9.0, 00000000:20:00.0, Enabled' ;;
  *query-compute-apps*) printf 'GPU-aaaa, 4711, 512\\nGPU-aaaa, 4712, [N/A]\\n' ;;
  -L)
    echo 'GPU 0: NVIDIA Test 24GB (UUID: GPU-aaaa)'
    echo 'GPU 1: NVIDIA Test 80GB (UUID: GPU-bbbb)'
    echo '  MIG 3g.40gb     Device  0: (UUID: MIG-cccc)'
    echo '  MIG 3g.40gb     Device  1: (UUID: MIG-dddd)' ;;
  *id=GPU-aaaa*) echo 'NVIDIA Test 24GB, 24576, 1024, 37, 120.50, 55' ;;
  *id=GPU-bbbb*) echo 'NVIDIA Test 80GB, 81920, 2048, [N/A], 300.00, 60' ;;
  *) echo 'No devices were found'; exit 6 ;;
esac
`;

/** A stand-in for NVIDIA's command line tool. */
export interface FakeSmi {
  /** An environment in which it is the nvidia-smi on PATH. */
  readonly env: NodeJS.ProcessEnv;
  /** From now on the driver does not reach a GPU. */
  loseGpu(): Promise<void>;
  dispose(): Promise<void>;
}

export async function installFakeSmi(): Promise<FakeSmi> {
  const folder = await mkdtemp(join(tmpdir(), 'gridsweep-smi-'));
  const path = join(folder, 'nvidia-smi');
  await writeFile(path, SCRIPT);
  await chmod(path, 0o755);
  return {
    env: { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}` },
    loseGpu: () => writeFile(join(folder, 'lost'), ''),
    dispose: () => rm(folder, { recursive: true }),
  };
}
