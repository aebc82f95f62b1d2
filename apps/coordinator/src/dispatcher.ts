import type { CoordinatorMessage, Hello } from '@gridsweep/protocol';
import { GridsweepError } from '@gridsweep/sweep';
import type { Logger } from 'pino';

import type { ChangeFeed } from './change-feed.ts';
import {
  INITIAL_STATE,
  schedule,
  type AgentEntry,
  type Command,
  type LeaseCommand,
  type SchedulerEvent,
  type SchedulerOptions,
  type SchedulerState,
} from './scheduler.ts';
import type { Change, Store } from './store/contract.ts';

/** One agent's open session, as the dispatcher uses it. */
export interface SessionHandle {
  readonly hello: Hello;
  /** Queues a message behind those before it. How many there can be the agent's leases limit (I6). */
  send(message: CoordinatorMessage): void;
  /** The agent has opened another session, from the process of that instance id. */
  displaced(byInstanceId: string): void;
  /** Ends the session; the agent sees the error. */
  end(error: GridsweepError): void;
}

export interface DispatcherOptions extends SchedulerOptions {
  readonly store: Store;
  readonly feed: ChangeFeed;
  readonly now: () => number;
  readonly logger: Logger;
}

/**
 * Keeps the scheduler's state and carries out its commands. A database that fails for a while costs nobody a lease: when it
 * answers again every lease gets a fresh time, because meanwhile nobody could renew.
 */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #sessions = new Map<number, SessionHandle>();
  readonly #ticker: NodeJS.Timeout;
  readonly #pending = new Set<Promise<void>>();
  #state: SchedulerState = INITIAL_STATE;
  #nextSessionId = 1;
  #database: 'answering' | 'failing' = 'answering';
  #expiring: 'no' | 'yes' = 'no';

  constructor(options: DispatcherOptions) {
    this.#options = options;
    const { leaseTtlMs } = options;
    this.#ticker = setInterval(() => this.dispatch({ type: 'tick' }), Math.max(10, leaseTtlMs / 8));
  }

  dispatch(event: SchedulerEvent): void {
    const { state, commands } = schedule(this.#state, this.#options.now(), event, this.#options);
    this.#state = state;
    for (const command of commands) this.#carryOut(command);
    // Who watches a sweep is told what it waits for.
    if (AGENTS_CHANGE.has(event.type)) this.#options.feed.publishToAll();
  }

  /** Tells everybody what the store has changed. */
  changed(by: 'report' | 'decision', changes: readonly Change[]): void {
    if (changes.length === 0) return;
    for (const { sweepId, trialId } of changes) this.#options.feed.publish(sweepId, [trialId]);
    this.dispatch({ type: 'trials-changed', by, changes });
  }

  newSessionId(): number {
    return this.#nextSessionId++;
  }

  open(sessionId: number, session: SessionHandle): void {
    this.#sessions.set(sessionId, session);
  }

  closed(sessionId: number): void {
    this.#sessions.delete(sessionId);
  }

  /** The agents that are connected, or were within the last leases' time. */
  agents(): ReadonlyMap<string, AgentEntry> {
    return this.#state.agents;
  }

  /** Ends every session and waits for what is being carried out. */
  async close(): Promise<void> {
    clearInterval(this.#ticker);
    for (const session of this.#sessions.values()) {
      session.end(new GridsweepError('unavailable', 'The coordinator is shutting down.'));
    }
    while (this.#pending.size > 0) await Promise.all(this.#pending);
  }

  #carryOut(command: Command): void {
    switch (command.type) {
      case 'lease':
        this.#run(this.#lease(command));
        return;
      case 'renew':
        this.#run(this.#renew(command));
        return;
      case 'expire':
        if (this.#expiring === 'no') this.#run(this.#expire());
        return;
      case 'cancel':
      case 'fence':
        this.#send(command.sessionId, { type: command.type === 'fence' ? 'fenced' : 'cancel', ...command.lease });
        return;
      case 'drain':
        this.#send(command.sessionId, { type: 'drain' });
        return;
      case 'displace':
        this.#sessions
          .get(command.sessionId)
          ?.displaced(this.#sessions.get(command.bySessionId)?.hello.instanceId ?? '');
        return;
    }
  }

  #send(sessionId: number, message: CoordinatorMessage): void {
    this.#sessions.get(sessionId)?.send(message);
  }

  #run(work: Promise<void>): void {
    const noted = work
      .catch((thrown: unknown) => {
        this.#database = 'failing';
        this.#options.logger.error(GridsweepError.from(thrown).message);
      })
      .finally(() => this.#pending.delete(noted));
    this.#pending.add(noted);
  }

  async #lease(command: LeaseCommand): Promise<void> {
    const { store, now, leaseTtlMs, feed, logger } = this.#options;
    const { agentId, sessionId, limit } = command;
    const agent = this.#sessions.get(sessionId)?.hello;
    const at = now();
    try {
      const trials =
        agent === undefined ? [] : await store.leaseTrials({ agent, limit, now: at, expiresAt: at + leaseTtlMs });
      for (const { sweepId, trialId } of trials) feed.publish(sweepId, [trialId]);
      const present = this.#state.agents.get(agentId);
      const session = present?.sessionId === sessionId ? this.#sessions.get(sessionId) : undefined;
      if (trials.length > 0 && session === undefined) {
        // The agent left meanwhile or has another session; it has never heard of these.
        const handBack = trials.map(({ trialId, attempt }) => ({
          agentId,
          report: { trialId, attempt, seq: 1, body: { type: 'handed-back' as const } },
        }));
        this.changed('report', (await store.storeReports(handBack, now())).changes);
      } else if (trials.length > 0) {
        logger.info(
          { agent: agentId, trials: trials.map((trial) => trial.trialId) },
          trials.length === 1 ? 'Gave a trial.' : `Gave ${trials.length} trials.`,
        );
        for (const trial of trials) session?.send({ type: 'assignment', ...trial });
      }
      this.dispatch({ type: 'leased', agentId, sessionId, command, leases: trials });
    } catch (thrown) {
      this.dispatch({ type: 'leased', agentId, sessionId, command, leases: [] });
      throw thrown;
    }
  }

  async #renew({ agentId, leases }: Command & { type: 'renew' }): Promise<void> {
    const { store, now, leaseTtlMs } = this.#options;
    const { lost } = await store.renewLeases(agentId, leases, now() + leaseTtlMs);
    if (lost.length > 0) this.dispatch({ type: 'leases-lost', agentId, leases: lost });
  }

  async #expire(): Promise<void> {
    const { store, now, leaseTtlMs, logger } = this.#options;
    this.#expiring = 'yes';
    try {
      if (this.#database === 'failing') {
        await store.extendLeases(now() + leaseTtlMs);
        this.#database = 'answering';
        // Requests for trials failed as well.
        this.dispatch({ type: 'work-available' });
      }
      const changes = await store.expireLeases(now());
      for (const { trialId, sweepId, lost } of changes) {
        logger.warn({ sweep: sweepId, trial: trialId, agent: lost?.agentId }, 'A lease was not renewed in time.');
      }
      this.changed('decision', changes);
    } finally {
      this.#expiring = 'no';
    }
  }
}

/** After these other sweeps may be waiting, or for something else. */
const AGENTS_CHANGE: ReadonlySet<string> = new Set<SchedulerEvent['type']>([
  'connected',
  'disconnected',
  'draining',
  'drain-asked',
]);
