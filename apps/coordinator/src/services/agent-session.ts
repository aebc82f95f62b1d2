import type {
  AgentMessage,
  CallContext,
  CoordinatorMessage,
  CoordinatorSession,
  Hello,
  Lease,
  ReportBody,
} from '@gridsweep/protocol';
import { GridsweepError } from '@gridsweep/sweep';
import type { Logger } from 'pino';

import type { Board } from '../board.ts';
import type { ChangeFeed } from '../change-feed.ts';
import type { Dispatcher } from '../dispatcher.ts';
import type { LogWriter } from '../log-writer.ts';
import type { Lane, ReportWriter } from '../report-writer.ts';
import type { Store } from '../store/contract.ts';
import { checkHello, firstMessage, shown } from './hello.ts';
import { UnderWay } from './under-way.ts';

export interface AgentServiceOptions {
  readonly store: Store;
  readonly dispatcher: Dispatcher;
  readonly reports: ReportWriter;
  readonly logs: LogWriter;
  readonly board: Board;
  readonly feed: ChangeFeed;
  readonly now: () => number;
  readonly logger: Logger;
  readonly leaseTtlMs: number;
  readonly heartbeatEveryMs: number;
}

/** Serves one session: Hello, Welcome, then messages both ways until either side ends it. */
export async function serveAgent(
  options: AgentServiceOptions,
  session: CoordinatorSession,
  context: CallContext,
): Promise<void> {
  const messages = session.messages[Symbol.asyncIterator]();
  const hello = checkHello(await firstMessage(messages));
  await new AgentSessionServer(options, session, hello).serve(messages, context.signal);
}

class AgentSessionServer {
  readonly #options: AgentServiceOptions;
  readonly #session: CoordinatorSession;
  readonly #hello: Hello;
  readonly #id: number;
  readonly #lane: Lane;
  readonly #logger: Logger;
  readonly #underWay = new UnderWay();
  /** The leases that the agent works on, as far as this session knows. */
  readonly #held = new Map<string, { readonly attempt: number; readonly sweepId: string }>();
  /** Rejects when the session has to end. */
  readonly #over: Promise<never>;
  #endWith: (error: GridsweepError) => void = () => undefined;
  #sending: Promise<void> = Promise.resolve();

  constructor(options: AgentServiceOptions, session: CoordinatorSession, hello: Hello) {
    this.#options = options;
    this.#session = session;
    this.#hello = hello;
    this.#id = options.dispatcher.newSessionId();
    this.#lane = options.reports.lane();
    this.#logger = options.logger.child({ agent: hello.agentId });
    this.#over = new Promise((_, reject) => (this.#endWith = reject));
    this.#over.catch(() => undefined);
  }

  async serve(messages: AsyncIterator<AgentMessage>, signal: AbortSignal): Promise<void> {
    const { store, dispatcher, now, leaseTtlMs, heartbeatEveryMs } = this.#options;
    const { agentId, instanceId, resuming, slots, labels, workloads } = this.#hello;
    const offer = { workloads: workloads.map(({ name }) => name), labels };
    const session = { agentId, sessionId: this.#id };
    dispatcher.open(this.#id, {
      hello: this.#hello,
      send: (message) => this.#send(message),
      displaced: (by) => this.#displaced(by),
      end: (error) => this.#endWith(error),
    });
    try {
      // First: what an earlier session asks of the store from here on is handed back.
      dispatcher.dispatch({ type: 'arrived', ...session });
      await store.saveAgent(this.#hello, now());
      const reclaimed = await store.reclaimLeases(agentId, instanceId, resuming, now());
      const { kept, lost } = await store.renewLeases(agentId, resuming, now() + leaseTtlMs);
      for (const lease of kept) this.#held.set(lease.trialId, lease);
      this.#send({ type: 'welcome', leaseTtlMs, heartbeatEveryMs });
      for (const { trialId, attempt } of lost) this.#send({ type: 'fenced', trialId, attempt });
      dispatcher.dispatch({ type: 'connected', ...session, slots, offer, leases: kept });
      dispatcher.changed('decision', reclaimed);
      this.#logger.info({ slots, resumed: kept.length, fenced: lost.length }, 'The agent is connected.');
      const received = this.#receive(messages);
      received.catch(() => undefined);
      await Promise.race([received, this.#over]);
      await this.#sending;
    } finally {
      dispatcher.closed(this.#id);
      this.#options.board.forgetDevice(agentId, this.#id);
      dispatcher.dispatch({ type: 'disconnected', ...session });
      this.#logger.info(signal.aborted ? 'The connection to the agent is lost.' : 'The agent has left.');
      await store.agentSeen(agentId, now()).catch(() => undefined);
    }
  }

  async #receive(messages: AsyncIterator<AgentMessage>): Promise<void> {
    for (;;) {
      const next = await messages.next();
      if (next.done === true) break;
      await this.#take(next.value);
    }
    // What was sent before the end still counts and is acknowledged where possible.
    await this.#underWay.settled();
  }

  async #take(message: AgentMessage): Promise<void> {
    const { dispatcher, logs, now } = this.#options;
    const { agentId } = this.#hello;
    const session = { agentId, sessionId: this.#id };
    switch (message.type) {
      case 'hello':
        throw new GridsweepError('conflict', 'A session has one Hello, its first message.');
      case 'report':
        // What the agent wrote before the end of an attempt comes before what is noted of the end.
        if (ENDING.has(message.body.type)) await logs.flush();
        // I6: reading stops while this many reports, or so many bytes of them, are not durable.
        await this.#underWay.add(this.#report(message), message.body);
        return;
      case 'heartbeat':
        if (message.device) {
          const { uuid, name, ...figures } = message.device;
          this.#options.board.noteDevice(agentId, this.#id, { uuid: shown(uuid), name: shown(name), ...figures });
        }
        dispatcher.dispatch({ ...message, ...session });
        return;
      case 'draining':
        this.#logger.info('The agent drains.');
        dispatcher.dispatch({ type: 'draining', ...session });
        return;
      case 'ending': {
        const { trialId, attempt } = message;
        dispatcher.dispatch({ type: 'ending', ...session, lease: { trialId, attempt } });
        return;
      }
      case 'progress':
        this.#progress(message);
        return;
      case 'log': {
        const { trialId, attempt, level, message: text } = message;
        await logs.add({ trialId, attempt, level, message: text, agentId, time: now() });
        return;
      }
    }
  }

  async #report(report: AgentMessage & { type: 'report' }): Promise<void> {
    const { trialId, attempt, seq, body } = report;
    try {
      const outcome = await this.#lane.write({
        agentId: this.#hello.agentId,
        report: { trialId, attempt, seq, body },
      });
      if (ENDING.has(body.type)) this.#forget({ trialId, attempt });
      if (outcome.type === 'stored') this.#send({ type: 'ack', trialId, attempt, seq });
      else this.#send({ type: 'fenced', trialId, attempt });
      if (outcome.type === 'refused') {
        this.#logger.error(
          { trial: trialId, attempt },
          `The attempt has ended, for a report was refused: ${outcome.reason}`,
        );
      }
      // I6: an agent that does not read what it is sent is not read either.
      await this.#sending;
    } catch (thrown) {
      this.#endWith(GridsweepError.from(thrown));
    }
  }

  /** Shown only of leases that the agent holds; anybody else's would be wrong. */
  #progress({ trialId, attempt, progress }: AgentMessage & { type: 'progress' }): void {
    const held = this.#held.get(trialId);
    if (held?.attempt !== attempt) return;
    const { rate, ...steps } = progress;
    const noted = { ...steps, ...(rate && { rate: { value: rate.value, unit: shown(rate.unit) } }) };
    this.#options.board.noteProgress({ trialId, attempt }, noted);
    this.#options.feed.publish(held.sweepId, [trialId]);
  }

  #forget({ trialId, attempt }: Lease): void {
    if (this.#held.get(trialId)?.attempt !== attempt) return;
    this.#held.delete(trialId);
    this.#options.board.forgetTrial(trialId);
  }

  /** In order; a failure ends the session. */
  #send(message: CoordinatorMessage): void {
    if (message.type === 'assignment') {
      const { trialId, attempt, sweepId } = message;
      this.#held.set(trialId, { attempt, sweepId });
    }
    if (message.type === 'cancel' || message.type === 'fenced') this.#forget(message);
    this.#sending = this.#sending
      .then(() => this.#session.send(message))
      .catch((thrown: unknown) => this.#endWith(GridsweepError.from(thrown)));
  }

  #displaced(byInstanceId: string): void {
    const { agentId, instanceId } = this.#hello;
    const message = `The agent "${agentId}" has connected again; this session is over. Give each agent an id of its own.`;
    // 'refused' is final: an older process with the same id must not come back and take the leases in turn.
    this.#endWith(new GridsweepError(byInstanceId === instanceId ? 'unavailable' : 'refused', message));
  }
}

const ENDING: ReadonlySet<string> = new Set<ReportBody['type']>(['finished', 'failed', 'handed-back']);
