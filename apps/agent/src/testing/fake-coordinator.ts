import { createHash } from 'node:crypto';
import { GridsweepError, type MetricPoint } from '@gridsweep/sweep';
import {
  CHUNK_BYTES,
  listen,
  type AgentHandlers,
  type AgentMessage,
  type Assignment,
  type CheckpointInfo,
  type Chunk,
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

/** A file that the coordinator has. */
interface File {
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

/**
 * A coordinator that misbehaves as a test tells it to: over a real gRPC server it loses sessions, holds acknowledgements back,
 * fences and repeats itself. Like the real one it keeps a report once, by its sequence number, and only without a gap.
 */
export class FakeCoordinator {
  /** Everything that agents said, in order, repetitions included. */
  readonly messages: AgentMessage[] = [];
  /** What agents have asked to be sent. */
  readonly fetches: string[] = [];
  readonly #durable = new Map<string, Report[]>();
  readonly #fenced = new Set<string>();
  readonly #files = new Map<string, File>();
  #listening: Listening;
  #session: { readonly session: CoordinatorSession; readonly lose: (error: Error) => void } | null = null;
  #acknowledging: 'at-once' | 'held' = 'at-once';
  #refusing: GridsweepError | null = null;
  #breaking = 0;

  static async start(): Promise<FakeCoordinator> {
    const handlers: { current?: FakeCoordinator } = {};
    const listening = await serve(() => handlers.current!, 0);
    handlers.current = new FakeCoordinator(listening);
    return handlers.current;
  }

  private constructor(listening: Listening) {
    this.#listening = listening;
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
  loseSession(error = new GridsweepError('unavailable', 'The test ended it.')): void {
    this.#session?.lose(error);
  }

  /** Answers every Hello with this error; with null no more. */
  refuse(error: GridsweepError | null): void {
    this.#refusing = error;
  }

  send(message: CoordinatorMessage): void {
    if (this.#session === null) throw new Error('No agent is connected.');
    void this.#session.session.send(message);
  }

  assign(...trials: Assignment[]): void {
    for (const trial of trials) this.send({ type: 'assignment', ...trial });
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

  /** Has a checkpoint to give. @param sha256 what it is said to be; by default what it is */
  checkpoint(id: number, step: number, bytes: Uint8Array, sha256 = hashOf(bytes)): CheckpointInfo {
    this.#files.set(`checkpoint ${id}`, { bytes, sha256 });
    return { id, step, sizeBytes: bytes.length, sha256 };
  }

  /** Has code to give. @returns its hash, or what is said to be it */
  code(bytes: Uint8Array, sha256 = hashOf(bytes)): string {
    this.#files.set(`code ${sha256}`, { bytes, sha256 });
    return sha256;
  }

  /** Breaks off the next fetches after their first piece. */
  breakFetches(count: number): void {
    this.#breaking = count;
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

  /** What is said of an attempt. */
  lines({ trialId, attempt }: Lease): string[] {
    return this.messages.flatMap((message) =>
      message.type === 'log' && keyOf(message) === keyOf({ trialId, attempt }) ? [message.message] : [],
    );
  }

  /** Steps and contents of the attempt's checkpoints that came whole, the newest last. */
  checkpoints(lease: Lease): { readonly step: number; readonly bytes: Uint8Array }[] {
    return this.#whole(lease, 'checkpoint');
  }

  /** The same of its weights. */
  weights(lease: Lease): { readonly step: number; readonly bytes: Uint8Array }[] {
    return this.#whole(lease, 'weights');
  }

  #whole(lease: Lease, kind: 'checkpoint' | 'weights'): { step: number; bytes: Uint8Array }[] {
    const whole: { step: number; bytes: Uint8Array }[] = [];
    let pieces: Uint8Array[] = [];
    for (const { body } of this.reports(lease)) {
      if (body.type !== kind) continue;
      const { step, chunk } = body;
      if (chunk.offset === 0) pieces = [];
      pieces.push(chunk.bytes);
      if (chunk.offset + chunk.bytes.length < chunk.totalBytes) continue;
      const bytes = Buffer.concat(pieces);
      if (hashOf(bytes) !== chunk.sha256) throw new Error(`The ${kind} of step ${step} came damaged.`);
      whole.push({ step, bytes });
    }
    return whole;
  }

  async connect(session: CoordinatorSession): Promise<void> {
    const lost = new Promise<never>((_, reject) => {
      this.#session = { session, lose: reject };
    });
    try {
      await Promise.race([lost, this.#converse(session)]);
    } finally {
      this.#session = null;
    }
  }

  // eslint-disable-next-line @typescript-eslint/require-await
  async *fetch(name: string): AsyncGenerator<Chunk> {
    this.fetches.push(name);
    const file = this.#files.get(name);
    if (file === undefined) throw new GridsweepError('not-found', `This coordinator has no ${name}.`);
    const { bytes, sha256 } = file;
    for (let offset = 0; offset === 0 || offset < bytes.length; offset += CHUNK_BYTES) {
      yield { totalBytes: bytes.length, sha256, offset, bytes: bytes.subarray(offset, offset + CHUNK_BYTES) };
      if (this.#breaking > 0) {
        this.#breaking -= 1;
        throw new GridsweepError('unavailable', 'The test ended it.');
      }
    }
  }

  async #converse(session: CoordinatorSession): Promise<void> {
    for await (const message of session.messages) {
      this.messages.push(message);
      if (message.type === 'hello') {
        if (this.#refusing !== null) throw this.#refusing;
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
    fetchDataset: (name) => coordinator().fetch(`dataset ${name}`),
    fetchCheckpoint: ({ checkpointId }) => coordinator().fetch(`checkpoint ${checkpointId}`),
    fetchCode: (sha256) => coordinator().fetch(`code ${sha256}`),
  };
  const nobodyAsks = () => Promise.reject(new GridsweepError('internal', 'Not part of this coordinator.'));
  const sweeps = new Proxy({}, { get: () => nobodyAsks }) as SweepHandlers;
  return listen({ sweeps, agents }, { host: '127.0.0.1', port });
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function keyOf({ trialId, attempt }: Lease): string {
  return `${trialId}/${attempt}`;
}
