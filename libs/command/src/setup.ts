import { constants } from 'node:fs';
import { access, mkdir, realpath, statfs } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { GridsweepError } from '@gridsweep/sweep';
import { passedOn } from './environment.ts';

/** How an agent runs commands, as JSON. */
export interface CommandSetup {
  /**
   * Absolute path of a folder that the agent has for itself, best a short one: attempts have their folders in it, and
   * checkpoints are handed on in it. What a killed agent leaves of checkpoints there, the next one removes.
   */
  readonly scratchFolder: string;
  /** Folder that agents share, for checkpoints above the limit. Without it those are not kept. */
  readonly sharedFolder?: string | undefined;
  /** Variables of the agent that commands are given beside the usual ones: a name, or its first letters and "*". */
  readonly passEnv?: readonly string[] | undefined;
  /** Largest checkpoint that is sent to the coordinator. Default 256 MiB. */
  readonly maxCheckpointBytes?: number | undefined;
  /** So long a command may take to end after SIGTERM. Default 30,000. */
  readonly stopWithinMs?: number | undefined;
  /** Most bytes of an attempt's folder. Default 10 GiB. */
  readonly maxFolderBytes?: number | undefined;
  /** Bytes of the scratch folder's file system that stay free. Default 512 MiB, of a small one a twentieth. */
  readonly reserveBytes?: number | undefined;
  /** Most points that an attempt may report. Default 1,000,000. */
  readonly maxPoints?: number | undefined;
}

/** The same with nothing left open. */
export interface CommandPrepared extends Readonly<Required<Omit<CommandSetup, 'sharedFolder' | 'passEnv'>>> {
  readonly sharedFolder: string | null;
  /** What commands are given of the agent's environment. */
  readonly environment: Readonly<Record<string, string>>;
}

const DEFAULT_LIMITS = {
  maxCheckpointBytes: 256 * 2 ** 20,
  stopWithinMs: 30_000,
  maxFolderBytes: 10 * 2 ** 30,
  maxPoints: 1_000_000,
} as const;

/** @throws GridsweepError 'invalid' where commands cannot be run like this, or not on this system */
export async function prepareCommands(setup: CommandSetup): Promise<CommandPrepared> {
  if (process.platform === 'win32') {
    throw new GridsweepError('invalid', 'Commands are run on Linux and macOS only; use WSL on Windows.');
  }
  const scratchFolder = await usableFolder('scratch folder', setup.scratchFolder);
  const { sharedFolder } = setup;
  const shared = sharedFolder === undefined ? null : await usableFolder('shared folder', sharedFolder);
  for (const name of setup.passEnv ?? []) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*\*?$/.test(name)) {
      throw new GridsweepError(
        'invalid',
        `${JSON.stringify(name)} cannot be passed on to commands; give a variable's name such as HF_HOME, or its first letters such as HF_*.`,
      );
    }
  }
  const limit = (name: keyof typeof DEFAULT_LIMITS) => setup[name] ?? DEFAULT_LIMITS[name];
  return {
    scratchFolder,
    sharedFolder: shared,
    environment: passedOn(process.env, setup.passEnv ?? []),
    maxCheckpointBytes: limit('maxCheckpointBytes'),
    stopWithinMs: limit('stopWithinMs'),
    maxFolderBytes: limit('maxFolderBytes'),
    reserveBytes: setup.reserveBytes ?? (await defaultReserve(scratchFolder)),
    maxPoints: limit('maxPoints'),
  };
}

/** The folder's real path, by which the system names what works in it. Makes it where it is not there. */
async function usableFolder(what: string, folder: string): Promise<string> {
  const refuse = (why: string, cause?: unknown) =>
    new GridsweepError('invalid', `The ${what} ${JSON.stringify(folder)} cannot be used: ${why}.`, { cause });
  if (!isAbsolute(folder)) throw refuse('its path must be absolute');
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK | constants.X_OK);
    return await realpath(folder);
  } catch (thrown) {
    throw refuse(thrown instanceof Error ? thrown.message : String(thrown), thrown);
  }
}

async function defaultReserve(folder: string): Promise<number> {
  const { blocks, bsize } = await statfs(folder);
  return Math.min(512 * 2 ** 20, (blocks * bsize) / 20);
}
