import { randomUUID } from 'node:crypto';
import type { AgentInfo, SweepHandlers } from '@gridsweep/protocol';
import { expand, formatProblem, GridsweepError, parseSpec, sweepId, type Workload } from '@gridsweep/sweep';
import type { Logger } from 'pino';

import type { ChangeFeed } from '../change-feed.ts';
import type { DeviceBoard } from '../device-board.ts';
import type { Dispatcher } from '../dispatcher.ts';
import type { LogWriter } from '../log-writer.ts';
import type { ProgressBoard } from '../progress-board.ts';
import type { AgentEntry } from '../scheduler.ts';
import type { Store } from '../store/contract.ts';
import { streamLogs } from './stream-logs.ts';
import { watchSweep } from './watch-sweep.ts';

export interface SweepServiceOptions {
  readonly store: Store;
  readonly dispatcher: Dispatcher;
  readonly board: ProgressBoard;
  readonly devices: DeviceBoard;
  readonly feed: ChangeFeed;
  readonly logs: LogWriter;
  readonly now: () => number;
  readonly logger: Logger;
  readonly workloads: readonly Workload[];
  /** Aborts when the coordinator closes: streams end. */
  readonly closing: AbortSignal;
}

/** What people and their tools call. */
export function sweepHandlers(options: SweepServiceOptions): SweepHandlers {
  const { store, dispatcher, board, feed, now, logger } = options;
  const present = (agent: AgentInfo) => asPresent(agent, dispatcher.agents().get(agent.id), options.devices);

  return {
    async submit({ spec: text, newSweep }) {
      const parsed = parseSpec(text, options.workloads);
      if (!parsed.ok) {
        throw new GridsweepError('invalid', parsed.problems.map(formatProblem).join('\n'));
      }
      const { spec } = parsed;
      // parseSpec accepts only the workloads given to it.
      const workload = options.workloads.find(({ name }) => name === spec.workload)!;
      const id = newSweep ? sweepId(spec, randomUUID()) : sweepId(spec);
      const answer = await store.createSweep(
        {
          id,
          name: spec.name,
          spec: spec as unknown as Record<string, unknown>,
          workload: spec.workload,
          maxRetries: spec.max_retries,
          maxParallel: spec.max_parallel,
          trials: expand(spec, workload, id),
        },
        now(),
      );
      if (answer.created) {
        logger.info({ sweep: id, trials: answer.sweep.counts.total }, `The sweep "${spec.name}" was submitted.`);
        dispatcher.dispatch({ type: 'work-available' });
      }
      return answer;
    },

    async get(selector) {
      const sweep = await store.findSweep(selector);
      const trials = await store.readTrials(sweep.id);
      return { sweep, trials: trials.map((trial) => board.withProgress(trial)) };
    },

    list: () => store.listSweeps(),

    watch: (selector, { signal }) => watchSweep(options, selector, signal),

    async cancel(selector) {
      const { sweep, changes } = await store.cancelSweep(selector, now());
      dispatcher.changed('decision', changes);
      feed.publish(sweep.id, []);
      return sweep;
    },

    async pause(selector) {
      const sweep = await store.pauseSweep(selector);
      feed.publish(sweep.id, []);
      return sweep;
    },

    async resume(selector) {
      const sweep = await store.resumeSweep(selector);
      feed.publish(sweep.id, []);
      dispatcher.dispatch({ type: 'work-available' });
      return sweep;
    },

    async retryFailed({ sweep: selector, includeCancelled }) {
      const { sweep, changes } = await store.retryTrials(selector, { includeCancelled });
      dispatcher.changed('decision', changes);
      feed.publish(sweep.id, []);
      return { sweep, retried: changes.length };
    },

    async delete(selector) {
      const { sweep, changes } = await store.deleteSweep(selector);
      logger.info({ sweep: sweep.id }, `The sweep "${sweep.name}" was deleted.`);
      dispatcher.changed('decision', changes);
      feed.publish(sweep.id, []);
    },

    async *streamResults(selector) {
      const sweep = await store.findSweep(selector);
      yield { type: 'sweep', sweep };
      for (const trial of await store.readTrials(sweep.id)) {
        yield { type: 'trial', trial: board.withProgress(trial) };
        for await (const points of store.readPoints(trial.id)) yield { type: 'points', points };
      }
    },

    streamLogs: (request, { signal }) => streamLogs(options, request, signal),

    async listAgents() {
      const known = await store.listAgents();
      return known.map(present);
    },

    async drainAgent(agentId) {
      const known = (await store.listAgents()).find((agent) => agent.id === agentId);
      if (known === undefined) throw new GridsweepError('not-found', `There is no agent "${agentId}".`);
      if (dispatcher.agents().get(agentId)?.presence !== 'connected') {
        throw new GridsweepError('conflict', `The agent "${agentId}" is not connected, so it cannot be drained.`);
      }
      dispatcher.dispatch({ type: 'drain-asked', agentId });
      return present(known);
    },
  };
}

/** What the store remembers of an agent, with what is known of it at present. */
function asPresent(agent: AgentInfo, entry: AgentEntry | undefined, devices: DeviceBoard): AgentInfo {
  if (entry === undefined) return agent;
  const lastSeenAt = Math.max(agent.lastSeenAt, entry.lastSeenAt);
  if (entry.presence === 'away') return { ...agent, lastSeenAt };
  const device = devices.of(agent.id);
  const state = entry.intake === 'open' ? 'connected' : 'draining';
  return { ...agent, state, lastSeenAt, slots: entry.slots, ...(device && { device }) };
}
