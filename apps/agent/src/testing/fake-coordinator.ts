import { GridsweepError, type MetricPoint } from '@gridsweep/sweep';
import {
  listen,
  type AgentHandlers,
  type AgentMessage,
  type Assignment,
  type CoordinatorMessage,
  type CoordinatorSession,
  type Lease,
  type Listening,
  type Report,
  type SweepHandlers,
} from '@gridsweep/protocol';

type Hello = Extract<AgentMessage, { readonly type: 'hello' }>;
/** As the coordinator tells its agents; it takes no lease back by itself. */
export const LEASE_TTL_MS = 5_000;

type FetchDataset = AgentHandlers['fetchDataset'];

/**
 * A coordinator that misbehaves as a test tells it to: over a real gRPC server it loses sessions, holds acknowledgements back,
 * fences and repeats itself. Like the real one it keeps a report once, by its sequence number, and only without a gap.
 */
export class FakeCoordinator {
  /** Everything that agents said, in order, repetitions included. */
  readonly messages: AgentMessage[] = [];
  readonly #durable = new Map<string, Report[]>();
  readonly #fenced = new Set<string>();
  readonly #fetchDataset: FetchDataset;
  #listening: Listening;
  #session: { readonly session: CoordinatorSession; readonly lose: () => void } | null = null;
  #acknowledging: 'at-once' | 'held' = 'at-once';

  static async start(fetchDataset: FetchDataset = noDataset): Promise<FakeCoordinator> {
    const handlers: { current?: FakeCoordinator } = {};
    const listening = await serve(() => handlers.current!, 0);
    handlers.current = new FakeCoordinator(listening, fetchDataset);
    return handlers.current;
  }

  private constructor(listening: Listening, fetchDataset: FetchDataset) {
    this.#listening = listening;
    this.#fetchDataset = fetchDataset;
  }

  get address(): string {
    return this.#listening.address;
  }

  get connected(): boolean {
    return this.#session !== null;
  }

  get hellos(): readonly Hello[] {
    return this.messages.filter((message) => message.type === 'hello');
  }

  async close(): Promise<void> {
    await this.#listening.close({ graceMs: 0 });
  }

  /** Starts again at the same address after `close`. */
  async restart(): Promise<void> {
    this.#listening = await serve(() => this, this.#listening.port);
  }

  /** Ends the session with an error, as a lost connection does. */
  loseSession(): void {
    this.#session?.lose();
  }

  send(message: CoordinatorMessage): void {
    if (this.#session === null) throw new Error('No agent is connected.');
    void this.#session.session.send(message);
  }

  assign(...trials: Assignment[]): void {
    this.send({ type: 'assign', trials });
  }

  fence({ trialId, attempt }: Lease): void {
    this.#fenced.add(keyOf({ trialId, attempt }));
    this.send({ type: 'fenced', trialId, attempt });
  }

  holdAcks(): void {
    this.#acknowledging = 'held';
  }

  releaseAcks(): void {
    this.#acknowledging = 'at-once';
    for (const reports of this.#durable.values()) this.#acknowledge(reports.at(-1)!);
  }

  /** Reports of an attempt, each once, in order. */
  reports({ trialId, attempt }: Lease): readonly Report[] {
    return this.#durable.get(keyOf({ trialId, attempt })) ?? [];
  }

  points(lease: Lease): readonly MetricPoint[] {
    return this.reports(lease).flatMap(({ body }) => (body.type === 'metrics' ? body.points : []));
  }

  /** Kind of the attempt's last report. */
  end(lease: Lease): string | undefined {
    return this.reports(lease).at(-1)?.body.type;
  }

  newestCheckpoint(lease: Lease): Uint8Array | undefined {
    const bodies = this.reports(lease).map(({ body }) => body);
    return bodies.findLast((body) => body.type === 'checkpoint')?.bytes;
  }

  async connect(session: CoordinatorSession): Promise<void> {
    const lost = new Promise<never>((_, reject) => {
      this.#session = { session, lose: () => reject(new GridsweepError('unavailable', 'The test ended it.')) };
    });
    try {
      await Promise.race([lost, this.#converse(session)]);
    } finally {
      this.#session = null;
    }
  }

  async *fetchDataset(...call: Parameters<FetchDataset>) {
    yield* this.#fetchDataset(...call);
  }

  async #converse(session: CoordinatorSession): Promise<void> {
    for await (const message of session.messages) {
      this.messages.push(message);
      if (message.type === 'hello') {
        await session.send({ type: 'welcome', leaseTtlMs: LEASE_TTL_MS, heartbeatEveryMs: 100 });
      }
      if (message.type === 'report') this.#keep(message);
    }
  }

  #keep(report: Report): void {
    if (this.#fenced.has(keyOf(report))) return;
    const reports = this.#durable.get(keyOf(report)) ?? [];
    this.#durable.set(keyOf(report), reports);
    if (report.seq > reports.length + 1) {
      throw new GridsweepError('invalid', `Report ${report.seq} came after report ${reports.length}.`);
    }
    if (report.seq === reports.length + 1) reports.push(report);
    if (this.#acknowledging === 'at-once') this.#acknowledge(reports.at(-1)!);
  }

  #acknowledge({ trialId, attempt, seq }: Report): void {
    this.send({ type: 'ack', trialId, attempt, seq });
  }
}

function serve(coordinator: () => FakeCoordinator, port: number): Promise<Listening> {
  const agents: AgentHandlers = {
    connect: (session) => coordinator().connect(session),
    fetchDataset: (...call) => coordinator().fetchDataset(...call),
  };
  const nobodyAsks = () => Promise.reject(new GridsweepError('internal', 'Not part of this coordinator.'));
  const sweeps = new Proxy({}, { get: () => nobodyAsks }) as SweepHandlers;
  return listen({ sweeps, agents }, { host: '127.0.0.1', port });
}

function noDataset(): ReturnType<FetchDataset> {
  const next = () => Promise.reject(new GridsweepError('not-found', 'This coordinator has no data set.'));
  return { [Symbol.asyncIterator]: () => ({ next }) };
}

function keyOf({ trialId, attempt }: Lease): string {
  return `${trialId}/${attempt}`;
}
