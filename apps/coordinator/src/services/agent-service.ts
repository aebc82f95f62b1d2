import type { AgentHandlers, Chunk } from '@gridsweep/protocol';
import { GridsweepError } from '@gridsweep/sweep';

import { serveAgent, type AgentServiceOptions } from './agent-session.ts';

/** A data set's file, verified, for agents to copy. */
export interface ServedDataset {
  readonly name: string;
  /** All of it, in order; may be called again. */
  chunks(signal: AbortSignal): AsyncIterable<Chunk>;
}

/**
 * What agents call.
 * @param dataset opens the coordinator's verified copy of a data set; undefined where it has none to give
 */
export function agentHandlers(
  options: AgentServiceOptions,
  dataset: (() => Promise<ServedDataset>) | undefined,
): AgentHandlers {
  const { store, logger } = options;
  let opened: Promise<ServedDataset> | undefined;
  return {
    connect: (session, context) => serveAgent(options, session, context),
    async *fetchDataset(name, { signal, peer }) {
      if (dataset === undefined) {
        throw new GridsweepError('not-found', 'This coordinator has no data set to give; give the agent its own copy.');
      }
      // Verified once; a failure is tried again, because the data set may have been put there since.
      opened ??= dataset();
      const file = await opened.catch((thrown: unknown) => {
        opened = undefined;
        throw thrown;
      });
      if (name !== file.name) {
        throw new GridsweepError('not-found', `There is no data set "${name}" here, only "${file.name}".`);
      }
      logger.info({ peer }, `Sending the data set ${name}.`);
      yield* file.chunks(signal);
    },
    fetchCheckpoint: (request) => store.readCheckpoint(request),
    fetchCode: (sha256) => store.readCode(sha256),
  };
}
