import { randomUUID } from 'node:crypto';
import { TRIALS_PER_PAGE, type Sweep, type SweepHandlers } from '@gridsweep/protocol';
import { GridsweepError, sweepId, type Workload } from '@gridsweep/sweep';
import type { Logger } from 'pino';

import type { Board } from '../board.ts';
import type { ChangeFeed } from '../change-feed.ts';
import type { Dispatcher } from '../dispatcher.ts';
import type { LogWriter } from '../log-writer.ts';
import type { Store } from '../store/contract.ts';
import { streamLogs } from './stream-logs.ts';
import { checkClaim, contentOf, readSpec } from './submitted-spec.ts';
import { trialPages, type Page } from './trial-pages.ts';
import { waitingFor } from './waiting-for.ts';
import { watchSweep } from './watch-sweep.ts';

export interface SweepServiceOptions {
  readonly store: Store;
  readonly dispatcher: Dispatcher;
  readonly board: Board;
  readonly feed: ChangeFeed;
  readonly logs: LogWriter;
  readonly now: () => number;
  readonly logger: Logger;
  readonly workloads: readonly Workload[];
  /** By workload, what to know where no agent trains it. */
  readonly hints: Readonly<Record<string, string>>;
  /** Aborts when the coordinator closes: streams end. */
  readonly closing: AbortSignal;
}

/** What people and their tools call. */
export function sweepHandlers(options: SweepServiceOptions): SweepHandlers {
  const { store, dispatcher, board, feed, now, logger, workloads, hints } = options;
  const described = (sweep: Sweep): Sweep => {
    const reason = waitingFor(sweep, dispatcher.agents().values(), hints);
    return reason === undefined ? sweep : { ...sweep, waitingFor: reason };
  };

  return {
    async submit({ spec: text, newSweep, claim }) {
      const { spec, trialsOf } = readSpec(text, workloads);
      checkClaim(claim);
      const id = newSweep ? sweepId(spec, randomUUID()) : sweepId(spec);
      const content = { ...contentOf(spec), trials: trialsOf(id) };
      const { sweep, created } = await store.createSweep({ ...content, id, claim }, now());
      if (created) {
        logger.info({ sweep: id, trials: sweep.counts.total }, `The sweep "${spec.name}" was submitted.`);
        dispatcher.dispatch({ type: 'work-available' });
      }
      const namesake = await store.findNamesake({ ...content, id: sweep.id });
      return { sweep: described(sweep), created, ...(namesake && { namesake: described(namesake) }) };
    },

    async extend({ sweep: selector, spec: text }) {
      const { spec, trialsOf } = readSpec(text, workloads);
      const id = await store.findSweepId(selector);
      const content = { ...contentOf(spec), trials: trialsOf(id) };
      const { sweep, added } = await store.extendSweep(id, { ...content, specId: sweepId(spec) });
      logger.info({ sweep: id, added: added.length }, `The sweep "${spec.name}" was extended.`);
      feed.publish(id, added);
      dispatcher.dispatch({ type: 'work-available' });
      return { sweep: described(sweep), added: added.length };
    },

    uploadCode: (chunks) => store.storeCode(chunks, now),

    get: async (selector) => described(await store.findSweep(selector)),

    async listTrials({ sweep: selector, fromIndex, limit }) {
      const id = await store.findSweepId(selector);
      const most = limit > 0 && limit < TRIALS_PER_PAGE ? limit : TRIALS_PER_PAGE;
      const first = await trialPages(store, id, most, { fromIndex }).next();
      const { trials, more } = first.value as Page;
      return {
        trials: trials.map((trial) => board.withProgress(trial)),
        ...(more && { nextIndex: fromIndex + trials.length }),
      };
    },

    list: async () => (await store.listSweeps()).map(described),

    watch: (selector, { signal }) => watchSweep({ ...options, described }, selector, signal),

    async cancel(selector) {
      const { sweep, changes } = await store.cancelSweep(selector, now());
      dispatcher.changed('decision', changes);
      feed.publish(sweep.id, []);
      return described(sweep);
    },

    async pause(selector) {
      const sweep = await store.pauseSweep(selector);
      feed.publish(sweep.id, []);
      return described(sweep);
    },

    async resume(selector) {
      const sweep = await store.resumeSweep(selector);
      feed.publish(sweep.id, []);
      dispatcher.dispatch({ type: 'work-available' });
      return described(sweep);
    },

    async retryFailed({ sweep: selector, includeCancelled }) {
      const { sweep, changes } = await store.retryTrials(selector, { includeCancelled });
      dispatcher.changed('decision', changes);
      feed.publish(sweep.id, []);
      return { sweep: described(sweep), retried: changes.length };
    },

    async delete(selector) {
      const { sweep, changes } = await store.deleteSweep(selector, now());
      logger.info({ sweep: sweep.id }, `The sweep "${sweep.name}" was deleted.`);
      dispatcher.changed('decision', changes);
      feed.publish(sweep.id, []);
    },

    async *streamResults(selector) {
      const sweep = await store.findSweep(selector);
      yield { type: 'sweep', sweep: described(sweep) };
      for await (const { trials } of trialPages(store, sweep.id, TRIALS_PER_PAGE, { fromIndex: 0 })) {
        for (const trial of trials) {
          yield { type: 'trial', trial: board.withProgress(trial) };
          if (trial.latest.length === 0) continue;
          for await (const points of store.readPoints(trial.id)) yield { type: 'points', trialId: trial.id, points };
        }
      }
    },

    async *fetchWeights({ sweep: selector, trial: name }) {
      const { sweepId: id, trialId } = await locate(store, selector, name);
      const [trial] = await store.readTrials(id, { ids: [trialId] });
      let isFirst = true;
      for await (const chunk of store.readWeights(trialId)) {
        yield { chunk, ...(isFirst && trial && { trial: board.withProgress(trial) }) };
        isFirst = false;
      }
    },

    streamLogs: (request, { signal }) => streamLogs(options, request, signal),

    async listAgents() {
      const present = dispatcher.agents();
      return (await store.listAgents()).map((agent) => board.withPresence(agent, present.get(agent.id)));
    },

    async drainAgent(agentId) {
      const known = (await store.listAgents()).find((agent) => agent.id === agentId);
      if (known === undefined) throw new GridsweepError('not-found', `There is no agent "${agentId}".`);
      if (dispatcher.agents().get(agentId)?.presence !== 'connected') {
        throw new GridsweepError('conflict', `The agent "${agentId}" is not connected, so it cannot be drained.`);
      }
      dispatcher.dispatch({ type: 'drain-asked', agentId });
      return board.withPresence(known, dispatcher.agents().get(agentId));
    },
  };
}

async function locate(
  store: Store,
  selector: string | undefined,
  trial: string,
): Promise<{ readonly sweepId: string; readonly trialId: string }> {
  if (selector === undefined) return store.locateTrial(trial);
  const id = await store.findSweepId(selector);
  return { sweepId: id, trialId: await store.findTrial(id, trial) };
}
