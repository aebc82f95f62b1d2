import { mkdir, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { GridsweepError } from '@gridsweep/sweep';
import type { TreeEntry } from '../tree/list-tree.ts';
import { writeTar, type Packed } from '../tree/write-tar.ts';

const KEPT = 2;
const FILE = /^step-\d+\.tar$/;

/** Checkpoints of one trial that are too large to be sent, as tar files in a folder that agents share. */
export class SharedCheckpoints {
  readonly #folder: string;

  /** @throws GridsweepError 'invalid' where an id cannot be a folder's name */
  constructor(sharedFolder: string, { sweepId, trialId }: { readonly sweepId: string; readonly trialId: string }) {
    for (const id of [sweepId, trialId]) {
      if (!/^[\w-]{1,200}$/.test(id))
        throw new GridsweepError('invalid', `${JSON.stringify(id)} is no id of a sweep or trial.`);
    }
    this.#folder = join(sharedFolder, sweepId, trialId);
  }

  pathOf(step: number): string {
    return join(this.#folder, `step-${step}.tar`);
  }

  /** Adds one, which appears whole or not at all, and keeps the newest two. */
  async add(step: number, entries: readonly TreeEntry[]): Promise<Packed> {
    await mkdir(this.#folder, { recursive: true });
    const aside = join(this.#folder, `${randomUUID()}.new`);
    try {
      const packed = await writeTar(entries, aside);
      await rename(aside, this.pathOf(step));
      await this.#prune(step);
      return packed;
    } catch (thrown) {
      await rm(aside, { force: true });
      throw GridsweepError.from(thrown);
    }
  }

  /** Removes all of the trial's. */
  async clear(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
    // Only where no other trial of the sweep has any.
    await rmdir(dirname(this.#folder)).catch(() => undefined);
  }

  async #prune(newest: number): Promise<void> {
    const names = (await readdir(this.#folder)).filter((name) => FILE.test(name) && name !== `step-${newest}.tar`);
    const files = await Promise.all(
      names.map(async (name) => ({ name, at: (await stat(join(this.#folder, name))).mtimeMs })),
    );
    const old = files.sort((a, b) => b.at - a.at).slice(KEPT - 1);
    for (const { name } of old) await rm(join(this.#folder, name), { force: true });
  }
}
