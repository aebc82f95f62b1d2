import { mkdir, mkdtemp, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { GridsweepError } from '@gridsweep/sweep';
import type { AgentClient } from '@gridsweep/protocol';
import type { Timing } from '../backoff.ts';
import { patiently, untilAborted } from './patiently.ts';
import { receiveFile } from './receive.ts';
import { exists, makeReadOnly, removeTree } from './tree.ts';

/** Of the tar file that a sweep brings. */
const MOST_CODE_BYTES = 64 * 2 ** 20;
/** Code that no attempt has begun with for so long is removed. */
const KEPT_MS = 30 * 24 * 3_600_000;

export interface CodeCacheOptions {
  /** Where code is kept, for all agents of this machine. */
  readonly folder: string;
  readonly agents: AgentClient;
  /** Unpacks a tar file into an empty folder. Rejects with GridsweepError 'invalid' where it holds what it may not. */
  readonly unpack: (tarFile: string, folder: string, expected: { readonly sha256: string }) => Promise<void>;
  readonly logger: Logger;
  readonly timing: Timing;
}

/** The code that sweeps have brought: fetched, verified and unpacked once, then read by all attempts and written by none. */
export class CodeCache {
  readonly #options: CodeCacheOptions;
  readonly #closing = new AbortController();
  readonly #fetching = new Map<string, Promise<string>>();

  constructor(options: CodeCacheOptions) {
    this.#options = options;
  }

  /**
   * The folder with the code of this hash. A coordinator that does not answer is waited for.
   * @throws GridsweepError 'cancelled' by the signal, 'not-found' or 'data' where the coordinator has no such code, 'invalid'
   *   where it cannot be unpacked, 'no-space'
   */
  async folderOf(sha256: string, signal: AbortSignal): Promise<string> {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new GridsweepError('data', `"${sha256}" is no SHA-256 of code.`);
    let fetching = this.#fetching.get(sha256);
    if (fetching === undefined) {
      // Not ended by one attempt's signal: others may wait for the same code.
      fetching = this.#fetch(sha256).finally(() => this.#fetching.delete(sha256));
      this.#fetching.set(sha256, fetching);
    }
    return untilAborted(fetching, signal);
  }

  /** Gives up what is being fetched. */
  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.allSettled(this.#fetching.values());
  }

  async #fetch(sha256: string): Promise<string> {
    const { folder, agents, unpack } = this.#options;
    const target = join(folder, sha256);
    if (await exists(target)) {
      const now = new Date();
      await utimes(target, now, now).catch(() => undefined);
      return target;
    }
    await mkdir(folder, { recursive: true });
    await this.#removeOld();
    const unpacked = await mkdtemp(join(folder, 'new-'));
    const tarFile = `${unpacked}.tar`;
    try {
      const expected = { what: 'The code of the sweep', sha256, mostBytes: MOST_CODE_BYTES };
      const { signal } = this.#closing;
      await patiently(() => receiveFile(agents.fetchCode(sha256, { signal }), expected, tarFile), {
        ...this.#options,
        signal,
      });
      await unpack(tarFile, unpacked, { sha256 });
      await makeReadOnly(unpacked);
      // Another agent of this machine may have been first: its copy is as good.
      await rename(unpacked, target).catch(async (thrown: unknown) => {
        if (!(await exists(target))) throw thrown;
      });
      return target;
    } catch (thrown) {
      throw GridsweepError.from(thrown);
    } finally {
      await rm(tarFile, { force: true });
      await removeTree(unpacked);
    }
  }

  /** Removes what was not used for long, and what agents that were killed have left half made. */
  async #removeOld(): Promise<void> {
    const { folder } = this.#options;
    for (const name of await readdir(folder)) {
      const path = join(folder, name);
      const info = await stat(path).catch(() => null);
      if (info !== null && Date.now() - info.mtimeMs > KEPT_MS) await removeTree(path).catch(() => undefined);
    }
  }
}
