import { listen, requireFreePort } from '@gridsweep/protocol';
import type { Workload } from '@gridsweep/sweep';
import type { Logger } from 'pino';

import { Board } from './board.ts';
import { ChangeFeed } from './change-feed.ts';
import { Dispatcher } from './dispatcher.ts';
import { LogWriter } from './log-writer.ts';
import { ReportWriter } from './report-writer.ts';
import { agentHandlers, type ServedDataset } from './services/agent-service.ts';
import { sweepHandlers } from './services/sweep-service.ts';
import type { Store } from './store/contract.ts';
import { openPglite } from './store/pglite.ts';
import { openPostgres } from './store/postgres.ts';
import { openStore } from './store/sql-store.ts';

/** Where the coordinator keeps what it knows: a folder of its own, or a database on a PostgreSQL server. */
export type StoreLocation =
  { readonly kind: 'pglite'; readonly directory: string } | { readonly kind: 'postgres'; readonly url: string };

export interface CoordinatorOptions {
  /** Address to listen at, for example "127.0.0.1" or "0.0.0.0". */
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly store: StoreLocation;
  /** What sweeps can train; the first is what a specification means that names none. */
  readonly workloads: readonly Workload[];
  /** By workload, what to know where no agent trains it: "agents refuse commands unless started with --allow-command". */
  readonly hints?: Readonly<Record<string, string>> | undefined;
  /** Opens the verified data set that agents may copy; asked when the first agent does. */
  readonly dataset?: (() => Promise<ServedDataset>) | undefined;
  /** A lease not renewed for so long is taken back. Default: 15 seconds. */
  readonly leaseTtlMs?: number | undefined;
  /** How often agents renew their leases. Default: 5 seconds. */
  readonly heartbeatEveryMs?: number | undefined;
  readonly logger: Logger;
}

export interface Coordinator {
  /** "host:port" with the port that was taken. */
  readonly address: string;
  readonly port: number;
  /** Says that it no longer serves, ends every stream, stores what was received and closes the store. */
  close(): Promise<void>;
}

/**
 * Starts a coordinator: both gRPC services, grpc.health.v1 and server reflection at one port. Trials that were running
 * when an earlier coordinator stopped go on: their leases get a fresh time, in which their agents can come back.
 * @throws GridsweepError 'address-in-use'; of the store 'conflict' (in use), 'unavailable', 'invalid' or 'no-space'
 */
export async function startCoordinator(options: CoordinatorOptions): Promise<Coordinator> {
  // A store may take seconds to open.
  await requireFreePort(options);
  return serveStore(await openLocation(options.store), options);
}

/** As `startCoordinator`, on a store that is open; closes it in the end, also where starting fails. */
export async function serveStore(store: Store, options: Omit<CoordinatorOptions, 'store'>): Promise<Coordinator> {
  const { host, port, logger, leaseTtlMs = 15_000, heartbeatEveryMs = 5_000, workloads, hints = {} } = options;
  const now = () => Date.now();
  const closing = new AbortController();
  const feed = new ChangeFeed();
  const board = new Board();
  let dispatcher: Dispatcher | undefined;
  try {
    await store.extendLeases(now() + leaseTtlMs);
    const scheduling = new Dispatcher({ store, feed, now, logger, leaseTtlMs, heartbeatEveryMs });
    dispatcher = scheduling;
    const reports = new ReportWriter(store, now, ({ touched, changes }) => {
      for (const { sweepId, trialId } of touched) feed.publish(sweepId, [trialId]);
      scheduling.changed('report', changes);
    });
    const logs = new LogWriter(
      store,
      (sweepIds) => sweepIds.forEach((sweepId) => feed.publish(sweepId, [])),
      (error, lines) => logger.warn({ err: error }, `${lines} log lines of trials could not be stored.`),
    );
    const shared = { store, dispatcher, logs, board, feed, now, logger };
    const listening = await listen(
      {
        sweeps: sweepHandlers({ ...shared, workloads, hints, closing: closing.signal }),
        agents: agentHandlers({ ...shared, reports, leaseTtlMs, heartbeatEveryMs }, options.dataset),
      },
      { host, port },
    );
    logger.info({ address: listening.address }, 'The coordinator is ready.');
    let closed: Promise<void> | undefined;
    const close = async () => {
      listening.setServing(false);
      closing.abort();
      await scheduling.close();
      await listening.close();
      await reports.idle();
      await logs.flush();
      await store.close();
      logger.info('The coordinator has stopped.');
    };
    return { address: listening.address, port: listening.port, close: () => (closed ??= close()) };
  } catch (thrown) {
    await dispatcher?.close();
    await store.close();
    throw thrown;
  }
}

async function openLocation(location: StoreLocation): Promise<Store> {
  switch (location.kind) {
    case 'pglite':
      return openStore(await openPglite(location.directory));
    case 'postgres':
      return openStore(await openPostgres(location.url));
  }
}
