import { EventEmitter, once } from 'node:events';
import type { Logger } from 'pino';
import type { DeviceMetrics } from '@gridsweep/devices';
import { GridsweepError } from '@gridsweep/sweep';
import type { AgentClient, AgentMessage, AgentSession, CoordinatorMessage, Hello } from '@gridsweep/protocol';
import { Backoff, type Timing } from './backoff.ts';
import type { Work } from './work.ts';

const RECONNECT = { initialMs: 200, maxMs: 5_000, resetAfterMs: 10_000 };
/** A coordinator that accepts a session says so within this time. */
const WELCOME_WITHIN_MS = 15_000;
/** The same trouble is told again only after so long. */
const TELL_AGAIN_MS = 60_000;

export interface SessionOptions {
  readonly agents: AgentClient;
  readonly address: string;
  readonly hello: () => Hello;
  readonly work: Work;
  /** What the agent's GPU does, told with every heartbeat. */
  readonly device?: (() => DeviceMetrics) | undefined;
  /** The coordinator asks the agent to drain. */
  readonly onDrain: () => void;
  readonly logger: Logger;
  readonly timing: Timing;
}

/** Sent before everything else; each is worth sending once. */
type Urgent = 'draining' | 'heartbeat';

/**
 * Where the conversation with the coordinator is.
 *
 *     away ──Welcome──▶ connected ──stream lost──▶ away
 *      └──────end────────▶ ended ◀──────end──────┘
 */
type State =
  | { readonly kind: 'away' }
  | { readonly kind: 'connected'; readonly stream: AgentSession; readonly urgent: Set<Urgent> }
  | { readonly kind: 'ended' };

/** Keeps one session with the coordinator open and opens the next when it is lost. */
export class Session {
  readonly #options: SessionOptions;
  readonly #backoff: Backoff;
  readonly #changes = new EventEmitter();
  /** Ends whatever the session waits for. */
  readonly #abort = new AbortController();
  #state: State = { kind: 'away' };
  #told = { message: '', at: -Infinity };
  /** How long the coordinator keeps leases that are not renewed, as it last said. */
  #leaseTtlMs = Infinity;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#backoff = new Backoff(RECONNECT, options.timing);
  }

  get connected(): boolean {
    return this.#state.kind === 'connected';
  }

  /**
   * Resolves after `end`. Rejects with GridsweepError 'refused' if the coordinator does not admit this agent, for good; after
   * everything else it tries again.
   */
  async run(): Promise<void> {
    const { timing, address, logger } = this.#options;
    while (!this.#ended()) {
      try {
        await this.#converse();
        if (!this.#ended()) logger.warn(`The coordinator at ${address} ended the session. Connecting again.`);
      } catch (thrown) {
        const error = GridsweepError.from(thrown);
        if (error.code === 'refused') throw error;
        if (!this.#ended()) this.#tell(error);
      }
      if (this.#ended()) return;
      this.#state = { kind: 'away' };
      // A coordinator that is there again gives every lease a whole time: the agent has to be back within it.
      const delayMs = this.#backoff.nextDelayMs(this.#leaseTtlMs / 3);
      await timing.sleep(delayMs, this.#abort.signal).catch(() => undefined);
    }
  }

  /** There is something new to send. */
  wake(): void {
    this.#changes.emit('change');
  }

  /** Tells the coordinator at once how many trials could start. */
  beat(): void {
    this.#sayFirst('heartbeat');
  }

  /** Tells the coordinator, in this session and every later one, that the agent takes no more trials. */
  announceDraining(): void {
    this.#sayFirst('draining');
  }

  /** Says that nothing more comes. `run` ends when the coordinator closes the session, at the latest after `graceMs`. */
  end(graceMs: number): void {
    const state = this.#state;
    this.#state = { kind: 'ended' };
    if (state.kind !== 'connected' || graceMs === 0) {
      this.#abort.abort();
      return;
    }
    state.stream.end();
    const timer = setTimeout(() => this.#abort.abort(), graceMs);
    this.#abort.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  }

  async #converse(): Promise<void> {
    const { agents, hello, work, address, logger } = this.#options;
    const over = new AbortController();
    const signal = AbortSignal.any([over.signal, this.#abort.signal]);
    const stream = agents.connect({ signal });
    let heartbeat: NodeJS.Timeout | undefined;
    try {
      await stream.send({ type: 'hello', ...hello() });
      const messages = stream.messages[Symbol.asyncIterator]();
      const welcome = await firstOf(messages, over);
      if (this.#ended()) return;
      const urgent = new Set<Urgent>(work.draining ? ['draining', 'heartbeat'] : ['heartbeat']);
      this.#state = { kind: 'connected', stream, urgent };
      this.#leaseTtlMs = welcome.leaseTtlMs;
      this.#backoff.succeeded();
      this.#told = { message: '', at: -Infinity };
      work.rewind();
      logger.info(`Connected to the coordinator at ${address}.`);
      heartbeat = setInterval(() => this.#sayFirst('heartbeat'), welcome.heartbeatEveryMs);
      await Promise.race([this.#send(stream, urgent, signal), this.#receive(messages)]);
    } finally {
      clearInterval(heartbeat);
      over.abort();
    }
  }

  /** Sends what there is, one message after another, as fast as the stream takes them. Ends by rejection only. */
  async #send(stream: AgentSession, urgent: Set<Urgent>, signal: AbortSignal): Promise<never> {
    for (;;) {
      const message = this.#next(urgent);
      if (message !== null) await stream.send(await message);
      else await once(this.#changes, 'change', { signal });
    }
  }

  #next(urgent: Set<Urgent>): AgentMessage | Promise<AgentMessage> | null {
    const { work } = this.#options;
    for (const first of urgent) {
      urgent.delete(first);
      return first === 'draining' ? { type: 'draining' } : this.#heartbeat();
    }
    return work.take();
  }

  #heartbeat(): AgentMessage {
    const { work, device } = this.#options;
    const { freeSlots, slots, allSlots } = work;
    const metrics = device?.();
    return {
      type: 'heartbeat',
      freeSlots,
      ...(slots < allSlots && { slots }),
      ...(metrics && { device: metrics }),
    };
  }

  async #receive(messages: AsyncIterator<CoordinatorMessage>): Promise<void> {
    for (;;) {
      const next = await messages.next();
      if (next.done === true) return;
      switch (next.value.type) {
        case 'welcome':
          break;
        case 'drain':
          this.#options.onDrain();
          break;
        default:
          this.#options.work.received(next.value);
      }
    }
  }

  #sayFirst(what: Urgent): void {
    if (this.#state.kind !== 'connected') return;
    this.#state.urgent.add(what);
    this.wake();
  }

  #ended(): boolean {
    return this.#state.kind === 'ended';
  }

  #tell({ message }: GridsweepError): void {
    const now = this.#options.timing.now();
    if (message === this.#told.message && now - this.#told.at < TELL_AGAIN_MS) return;
    this.#told = { message, at: now };
    this.#options.logger.warn(`${message.replace(/\.$/, '')}. Trying again until it answers.`);
  }
}

async function firstOf(
  messages: AsyncIterator<CoordinatorMessage>,
  over: AbortController,
): Promise<Extract<CoordinatorMessage, { readonly type: 'welcome' }>> {
  const timer = setTimeout(() => over.abort(), WELCOME_WITHIN_MS);
  try {
    const next = await messages.next();
    if (next.done !== true && next.value.type === 'welcome') return next.value;
    throw new GridsweepError('unavailable', 'The coordinator did not welcome the agent.');
  } catch (thrown) {
    if (!over.signal.aborted) throw thrown;
    throw new GridsweepError('unavailable', `The coordinator did not answer within ${WELCOME_WITHIN_MS / 1000} s.`);
  } finally {
    clearTimeout(timer);
  }
}
