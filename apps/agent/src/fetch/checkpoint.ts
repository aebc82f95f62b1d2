import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckpointContent } from '@gridsweep/sweep';
import {
  CHUNK_BYTES,
  receiveBytes,
  receiveFile,
  type AgentClient,
  type CheckpointInfo,
  type Lease,
} from '@gridsweep/protocol';
import { patiently, type Patience } from './patiently.ts';

export interface CheckpointFetch extends Patience {
  readonly agents: AgentClient;
  /** Folder for files that are too large to be kept in memory. */
  readonly scratchDir: string;
}

/**
 * Fetches a checkpoint of a trial: up to a chunk as bytes, a larger one as a file. A coordinator that does not answer is waited for.
 * @throws GridsweepError 'data' or 'not-found' if the coordinator has no such checkpoint, 'fenced' if the lease is lost,
 *   'no-space', 'cancelled' by the signal
 */
export async function fetchCheckpoint(
  { trialId, attempt }: Lease,
  { id, step, sizeBytes, sha256 }: CheckpointInfo,
  { agents, scratchDir, ...patience }: CheckpointFetch,
): Promise<CheckpointContent> {
  const { signal } = patience;
  const expected = { what: `The checkpoint of step ${step}`, sha256, mostBytes: sizeBytes };
  const chunks = () => agents.fetchCheckpoint({ trialId, attempt, checkpointId: id }, { signal });
  if (sizeBytes <= CHUNK_BYTES) return patiently(() => receiveBytes(chunks(), expected), patience);
  const path = join(scratchDir, `checkpoint-${randomUUID()}`);
  try {
    await patiently(() => receiveFile(chunks(), expected, path), patience);
    return { path, sizeBytes, sha256 };
  } catch (thrown) {
    await rm(path, { force: true });
    throw thrown;
  }
}
