import { randomUUID } from 'node:crypto';
import { lstat, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { removeTree } from '@gridsweep/devices';
import { GridsweepError, type CheckpointContent } from '@gridsweep/sweep';
import { listTree, type TreeEntry } from '../tree/list-tree.ts';
import { tarSize, writeTar } from '../tree/write-tar.ts';
import { POINTER_FILE, type Pointer } from './pointer.ts';
import type { SharedCheckpoints } from './shared-checkpoints.ts';

/** Most files and folders of one checkpoint. */
export const MAX_CHECKPOINT_ENTRIES = 100_000;
/** So many of the newest stay where the command has written them. */
const KEPT = 2;

export interface CheckpointsOptions {
  /** Where the command writes them. */
  readonly folder: string;
  /** Where they are packed. */
  readonly scratchFolder: string;
  readonly maxBytes: number;
  /** For those above the limit; null: they are not kept. */
  readonly shared: SharedCheckpoints | null;
}

/** What became of a checkpoint. */
export type Kept =
  | { readonly type: 'kept'; readonly content: CheckpointContent }
  /** The warning is undefined where it was told before. */
  | { readonly type: 'not-kept'; readonly warning: string | undefined };

/** The checkpoints that a command writes in one attempt. */
export class Checkpoints {
  readonly #options: CheckpointsOptions;
  #here: string[];
  #isLimitTold = false;

  /** @param restored name of the one that the attempt begins with */
  constructor(options: CheckpointsOptions, restored: string | null) {
    this.#options = options;
    this.#here = restored === null ? [] : [restored];
  }

  /**
   * Packs a checkpoint that was reported, and removes those before the newest two from the command's folder.
   * @throws GridsweepError 'invalid' where it holds, or is, anything but files and folders, or is not named step-N
   */
  async keep(name: string, step: number): Promise<Kept> {
    if (name !== `step-${step}`) {
      throw new GridsweepError(
        'invalid',
        `The command has reported the checkpoint ${JSON.stringify(name.slice(0, 200))} of step ${step}; its folder must be named step-${step}.`,
      );
    }
    this.#here = [...this.#here.filter((other) => other !== name), name];
    try {
      return await this.#pack(name, step);
    } catch (thrown) {
      const error = GridsweepError.from(thrown);
      if (error.code === 'invalid')
        throw new GridsweepError('invalid', `The checkpoint ${name} cannot be kept: ${error.message}`);
      const why =
        error.code === 'not-found'
          ? `it is not in $GRIDSWEEP_CHECKPOINT_DIR, or not any more. Rename the folder to ${name} before you report it.`
          : error.message;
      return { type: 'not-kept', warning: `The checkpoint ${name} is not kept: ${why}` };
    } finally {
      for (const old of this.#here.slice(0, -KEPT)) await removeTree(join(this.#options.folder, old));
      this.#here = this.#here.slice(-KEPT);
    }
  }

  async #pack(name: string, step: number): Promise<Kept> {
    const { folder, scratchFolder, maxBytes, shared } = this.#options;
    const source = join(folder, name);
    if (!(await lstat(source)).isDirectory()) throw new GridsweepError('invalid', 'it must be a folder.');
    const inner = await listTree(source, { maxEntries: MAX_CHECKPOINT_ENTRIES });
    const entries: TreeEntry[] = [
      { type: 'folder', path: name, executable: false, size: 0, source },
      ...inner.map((entry) => ({ ...entry, path: `${name}/${entry.path}` })),
    ];
    const path = join(scratchFolder, `checkpoint-${randomUUID()}.tar`);
    const size = tarSize(entries);
    if (size <= maxBytes) return { type: 'kept', content: { path, ...(await writeTar(entries, path)) } };
    if (shared === null) return { type: 'not-kept', warning: this.#tooLarge(name, size) };
    const pointer: Pointer = { step, ...(await shared.add(step, entries)) };
    return { type: 'kept', content: await writePointer(pointer, path) };
  }

  #tooLarge(name: string, size: number): string | undefined {
    if (this.#isLimitTold) return undefined;
    this.#isLimitTold = true;
    const limit = this.#options.maxBytes;
    return `The checkpoint ${name} takes ${mebibytes(size)} and is not kept, as those above ${mebibytes(limit)} are not sent. Start the agent with --max-checkpoint-bytes ${size} or more, or with --shared-dir and a folder that all agents have.`;
  }
}

async function writePointer(pointer: Pointer, path: string): Promise<CheckpointContent> {
  const source = `${path}.json`;
  try {
    const text = JSON.stringify(pointer);
    await writeFile(source, text);
    const entry: TreeEntry = {
      type: 'file',
      path: POINTER_FILE,
      executable: false,
      size: Buffer.byteLength(text),
      source,
    };
    return { path, ...(await writeTar([entry], path)) };
  } finally {
    await rm(source, { force: true });
  }
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
