import type { AgentHandlers } from '@gridsweep/protocol';
import { GridsweepError } from '@gridsweep/sweep';
import type { DatasetFile } from '@gridsweep/lenet';

import { serveAgent, type AgentServiceOptions } from './agent-session.ts';

/**
 * What agents call.
 * @param dataset the coordinator's verified copy of a data set; undefined where it has none to give
 */
export function agentHandlers(
  options: AgentServiceOptions,
  dataset: (() => Promise<DatasetFile>) | undefined,
): AgentHandlers {
  let opened: Promise<DatasetFile> | undefined;
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
      if (name !== file.header.name) {
        throw new GridsweepError('not-found', `There is no data set "${name}" here, only "${file.header.name}".`);
      }
      options.logger.info({ peer }, `Sending the data set ${name}.`);
      yield { type: 'header', ...file.header };
      for await (const bytes of file.chunks(signal)) yield { type: 'chunk', bytes };
    },
  };
}
