import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { GridsweepError } from '@gridsweep/sweep';
import { removeTree } from '@gridsweep/devices';
import { receiveFile, type AgentClient } from '@gridsweep/protocol';
import type { Timing } from '../backoff.ts';
import { patiently, untilAborted } from './patiently.ts';

/** Of the tar file that a sweep brings. */
const MOST_CODE_BYTES = 64 * 2 ** 20;
/** Code that no attempt has begun with for so long is removed. */
const KEPT_MS = 30 * 24 * 3_600_000;

/**
 * Unpacks a tar file. The folder appears whole or not at all, and read-only; one that is there already stays as it is. Rejects
 * with GridsweepError 'invalid' where the file holds what it may not.
 */
export type UnpackCode = (tarFile: string, folder: string, expected: { readonly sha256: string }) => Promise<void>;

export interface CodeCacheOptions {
  /** Where code is kept, for all agents of this machine. */
  readonly folder: string;
  readonly agents: AgentClient;
  readonly unpack: UnpackCode;
  readonly logger: Logger;
  readonly timing: Timing;
}

/** The code that sweeps have brought: fetched, verified and unpacked once, then read by all attempts. */
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
    const { folder } = this.#options;
    const target = join(folder, sha256);
    if ((await stat(target).catch(() => null)) === null) {
      await mkdir(folder, { recursive: true });
      await this.#removeOld();
      await this.#receive(sha256, target);
    }
    const now = new Date();
    await utimes(target, now, now).catch(() => undefined);
    return target;
  }

  async #receive(sha256: string, target: string): Promise<void> {
    const { agents, unpack } = this.#options;
    const { signal } = this.#closing;
    const expected = { what: 'The code of the sweep', sha256, mostBytes: MOST_CODE_BYTES };
    const tarFile = `${target}.${randomUUID()}.tar`;
    try {
      const receive = () => receiveFile(agents.fetchCode(sha256, { signal }), expected, tarFile);
      await patiently(receive, { ...this.#options, signal });
      await unpack(tarFile, target, { sha256 });
    } finally {
      await rm(tarFile, { force: true });
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
