import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { packCode, unpackCode } from '@gridsweep/command';
import { CHUNK_BYTES, type Chunk, type SweepClient } from '@gridsweep/protocol';
import type { CodeSpec, SweepSpec } from '@gridsweep/sweep';

/** A spec as it is submitted: its code is packed and no longer a folder of this machine. */
export interface PackedSweep {
  readonly spec: SweepSpec;
  /** Files that travel; undefined where the sweep brings none. */
  readonly files?: number | undefined;
  /** Sends the code; nothing where the sweep brings none. */
  readonly upload: (sweeps: Pick<SweepClient, 'uploadCode'>, signal: AbortSignal) => Promise<void>;
  /** Makes a folder with the code, as agents have it. @returns the folder; undefined where the sweep brings none */
  readonly unpack: (folder: string) => Promise<string | undefined>;
  /** Removes what was packed. */
  readonly dispose: () => Promise<void>;
}

/**
 * Packs the folder that a spec names as its code.
 * @param specFile where the spec was read; its folder is what `code` is relative to
 * @throws GridsweepError 'invalid' where the folder cannot be packed
 */
export async function packSweep(spec: SweepSpec, specFile: string): Promise<PackedSweep> {
  const { code } = spec;
  if (typeof code !== 'string' || code === 'none') {
    const nothing = () => Promise.resolve(undefined);
    return { spec, upload: nothing, unpack: nothing, dispose: nothing };
  }
  const folder = specFile === '-' ? resolve(code) : resolve(dirname(specFile), code);
  const scratch = await mkdtemp(join(tmpdir(), 'gridsweep-code-'));
  const dispose = () => rm(scratch, { recursive: true, force: true });
  try {
    const path = join(scratch, 'code.tar');
    const { sha256, sizeBytes, files, git } = await packCode(folder, { to: path });
    const packed: CodeSpec = { sha256, sizeBytes, ...(git && { git }) };
    return {
      spec: { ...spec, code: packed },
      files,
      upload: async (sweeps, signal) => {
        await sweeps.uploadCode(chunksOf(path, packed), { signal });
      },
      unpack: async (target) => {
        await unpackCode(path, target, { sha256 });
        return target;
      },
      dispose,
    };
  } catch (thrown) {
    await dispose();
    throw thrown;
  }
}

async function* chunksOf(path: string, { sha256, sizeBytes: totalBytes }: CodeSpec): AsyncGenerator<Chunk> {
  const file = await open(path);
  try {
    for (let offset = 0; offset < totalBytes;) {
      const bytes = new Uint8Array(Math.min(CHUNK_BYTES, totalBytes - offset));
      const { bytesRead } = await file.read(bytes, 0, bytes.length, offset);
      yield { totalBytes, sha256, offset, bytes: bytes.subarray(0, bytesRead) };
      offset += bytesRead;
    }
  } finally {
    await file.close();
  }
}

/** "3 files, 12.1 KB, 0a1b2c3d4e5f, commit 1a2b3c4 with changes"; without the count where that is not known. */
export function describeCode({ sizeBytes, sha256, git }: CodeSpec, files?: number): string {
  const commit = git === undefined ? '' : `, commit ${git.commit.slice(0, 7)}${git.dirty ? ' with changes' : ''}`;
  const count = files === undefined ? '' : files === 1 ? '1 file, ' : `${files} files, `;
  return `${count}${formatBytes(sizeBytes)}, ${sha256.slice(0, 12)}${commit}`;
}

function formatBytes(bytes: number): string {
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
