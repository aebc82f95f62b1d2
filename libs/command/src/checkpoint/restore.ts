import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { GridsweepError, type CheckpointContent } from '@gridsweep/sweep';
import { chunksOf, unpackTar } from '../tree/read-tar.ts';
import { MAX_CHECKPOINT_ENTRIES } from './checkpoints.ts';
import { parsePointer, POINTER_FILE } from './pointer.ts';
import type { SharedCheckpoints } from './shared-checkpoints.ts';

export interface RestoreOptions {
  /** The command's checkpoint folder. */
  readonly folder: string;
  /** Where it is unpacked first: on the same file system, not there yet. */
  readonly aside: string;
  readonly shared: SharedCheckpoints | null;
}

/**
 * Puts a checkpoint where a resumed command finds it. A content that is a file is removed.
 * @returns its folder's name, step-N
 * @throws GridsweepError 'checkpoint' where it cannot be read or holds anything but one such folder; 'no-space'
 */
export async function restoreCheckpoint(content: CheckpointContent, options: RestoreOptions): Promise<string> {
  try {
    return await unpackOne(content, options);
  } catch (thrown) {
    const error = GridsweepError.from(thrown);
    if (error.code === 'no-space' || error.code === 'checkpoint') throw error;
    throw unusable(error.message, error);
  } finally {
    await rm(options.aside, { recursive: true, force: true });
    if (!(content instanceof Uint8Array)) await rm(content.path, { force: true });
  }
}

async function unpackOne(content: CheckpointContent, options: RestoreOptions): Promise<string> {
  const { folder, aside, shared } = options;
  await unpackChecked(content, aside);
  const [name, ...others] = await readdir(aside);
  if (name === undefined || others.length > 0) throw unusable('It holds more or less than one folder.');
  if (name === POINTER_FILE) {
    const pointer = parsePointer(await readFile(join(aside, name), 'utf8'));
    if (pointer === null) throw unusable(`Its ${POINTER_FILE} is malformed.`);
    if (shared === null) {
      throw unusable('It is in a folder that agents share, and this agent has none; start it with --shared-dir.');
    }
    await rm(aside, { recursive: true });
    return unpackOne({ ...pointer, path: shared.pathOf(pointer.step) }, { ...options, shared: null });
  }
  if (!/^step-\d+$/.test(name)) throw unusable(`It holds ${JSON.stringify(name)} and not a folder step-N.`);
  await rename(join(aside, name), join(folder, name));
  return name;
}

async function unpackChecked(content: CheckpointContent, folder: string): Promise<void> {
  const isBytes = content instanceof Uint8Array;
  const chunks = isBytes ? [content] : chunksOf(content.path);
  // Nothing is compressed, so what comes out cannot be more than what goes in.
  const maxBytes = isBytes ? content.length : content.sizeBytes;
  const { sha256 } = await unpackTar(chunks, folder, { maxBytes, maxEntries: MAX_CHECKPOINT_ENTRIES + 1 });
  if (!isBytes && sha256 !== content.sha256) {
    throw unusable(`Its SHA-256 is ${sha256}, but should be ${content.sha256}.`);
  }
}

function unusable(why: string, cause?: unknown): GridsweepError {
  return new GridsweepError('checkpoint', `The checkpoint cannot be used: ${why}`, { cause });
}
