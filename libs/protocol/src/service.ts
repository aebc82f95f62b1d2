import type { AgentMessage, Chunk, CoordinatorMessage, Lease } from './session.ts';
import type { AgentInfo, LogRecord, ResultPart, Sweep, SweepUpdate, TrialPage, TrialView } from './sweep.ts';

export interface SubmitRequest {
  /** YAML or JSON text. */
  readonly spec: string;
  /** Makes a new sweep even where the same specification was submitted before. */
  readonly newSweep: boolean;
  /** What `gridsweep try` found out about the sweep's command. */
  readonly claim?: Readonly<Record<string, unknown>> | undefined;
}

export interface SubmitAnswer {
  readonly sweep: Sweep;
  /** False where the sweep was there already. */
  readonly created: boolean;
  /** Newest other sweep of the same name with another specification. */
  readonly namesake?: Sweep | undefined;
}

export interface ExtendRequest {
  readonly sweep: string;
  /** The whole changed specification, YAML or JSON text. */
  readonly spec: string;
}

export interface ExtendAnswer {
  readonly sweep: Sweep;
  /** Trials that were added. */
  readonly added: number;
}

export interface TrialsRequest {
  readonly sweep: string;
  readonly fromIndex: number;
  /** 1 to TRIALS_PER_PAGE. */
  readonly limit: number;
}

export interface RetryRequest {
  readonly sweep: string;
  readonly includeCancelled: boolean;
}

export interface RetryAnswer {
  readonly sweep: Sweep;
  readonly retried: number;
}

export interface LogsRequest {
  readonly sweep: string;
  /** A trial's id, a unique beginning of one, or its index in the sweep; absent for all. */
  readonly trial?: string | undefined;
  /** Goes on with new lines until the sweep has ended. */
  readonly follow: boolean;
}

export interface WeightsRequest {
  /** Absent: the trial is named by its id or a unique beginning of it. */
  readonly sweep?: string | undefined;
  /** A trial's id, a unique beginning of one, or with a sweep its index there. */
  readonly trial: string;
}

/** A piece of weights. */
export interface WeightsPart {
  /** The trial that was meant; with the first piece. */
  readonly trial?: TrialView | undefined;
  readonly chunk: Chunk;
}

/**
 * What people and their tools call, once for both sides: `Call` is what goes with a call besides its request
 * (`[options?: CallOptions]` for a client, `[context: CallContext]` for a server).
 * A sweep is named by its id, a unique beginning of it, or its name (the newest of that name).
 */
export interface SweepService<Call extends unknown[]> {
  /** Stores a sweep and its trials. The same specification again is the same sweep, unless `newSweep` (I1). */
  submit(request: SubmitRequest, ...call: Call): Promise<SubmitAnswer>;
  /** Adds the trials that a changed specification asks for beyond the sweep's own; those that are there stay as they are. */
  extend(request: ExtendRequest, ...call: Call): Promise<ExtendAnswer>;
  /** Stores the code that a sweep is submitted with: a tar file, in order. @returns its SHA-256 */
  uploadCode(chunks: AsyncIterable<Chunk>, ...call: Call): Promise<string>;
  get(sweep: string, ...call: Call): Promise<Sweep>;
  listTrials(request: TrialsRequest, ...call: Call): Promise<TrialPage>;
  /** Newest first. */
  list(...call: Call): Promise<readonly Sweep[]>;
  /** The sweep with all its trials, a page an update; then the changes, until it has ended. */
  watch(sweep: string, ...call: Call): AsyncIterable<SweepUpdate>;
  /** Ends every trial that has not ended. */
  cancel(sweep: string, ...call: Call): Promise<Sweep>;
  /** Hands out no more trials; running ones go on. */
  pause(sweep: string, ...call: Call): Promise<Sweep>;
  resume(sweep: string, ...call: Call): Promise<Sweep>;
  /** Returns failed (and, if asked, cancelled) trials to pending. */
  retryFailed(request: RetryRequest, ...call: Call): Promise<RetryAnswer>;
  /** Removes the sweep and all its records. */
  delete(sweep: string, ...call: Call): Promise<void>;
  streamResults(sweep: string, ...call: Call): AsyncIterable<ResultPart>;
  /** The weights kept of a trial, in order. */
  fetchWeights(request: WeightsRequest, ...call: Call): AsyncIterable<WeightsPart>;
  streamLogs(request: LogsRequest, ...call: Call): AsyncIterable<LogRecord>;
  listAgents(...call: Call): Promise<readonly AgentInfo[]>;
  /** The agent checkpoints, hands back and leaves. */
  drainAgent(agentId: string, ...call: Call): Promise<AgentInfo>;
}

export interface CheckpointRequest extends Lease {
  /** As the assignment named it. */
  readonly checkpointId: number;
}

/** One side of a stream of messages in both directions. */
export interface Session<Sent, Received> {
  /** Resolves when another message may be sent (backpressure, I6). Rejects with 'unavailable' once the stream is over. */
  send(message: Sent): Promise<void>;
  /** Messages of the other side, read only as fast as they are taken. One iteration. */
  readonly messages: AsyncIterable<Received>;
}

/** The agent's side. `messages` ends when the coordinator ends the session and throws 'unavailable' when it is lost. */
export interface AgentSession extends Session<AgentMessage, CoordinatorMessage> {
  /** Says that nothing more will be sent; the coordinator then ends the session. */
  end(): void;
}

/** The coordinator's side. `messages` ends when the agent ends the session or is gone; `context.signal` tells which. */
export type CoordinatorSession = Session<CoordinatorMessage, AgentMessage>;

/** What goes with a call on the client's side. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Time for a call with one answer, milliseconds. */
  readonly timeoutMs?: number;
}

/** What goes with a call on the server's side. */
export interface CallContext {
  /** Aborts when the caller has cancelled or is gone. */
  readonly signal: AbortSignal;
  /** Address of the caller. */
  readonly peer: string;
}

export type SweepClient = SweepService<[options?: CallOptions]>;
export type SweepHandlers = SweepService<[context: CallContext]>;

export interface AgentClient {
  /** Opens a session. It is closed by the signal, by `end`, or by leaving the iteration of its messages. */
  connect(options?: CallOptions): AgentSession;
  /** The coordinator's verified copy of a data set. */
  fetchDataset(name: string, options?: CallOptions): AsyncIterable<Chunk>;
  /** A checkpoint of a trial that the agent has a lease of. */
  fetchCheckpoint(request: CheckpointRequest, options?: CallOptions): AsyncIterable<Chunk>;
  /** The code of a sweep: a tar file. */
  fetchCode(sha256: string, options?: CallOptions): AsyncIterable<Chunk>;
}

export interface AgentHandlers {
  /** Serves one session; it ends when the promise settles, with an error where it rejects. */
  connect(session: CoordinatorSession, context: CallContext): Promise<void>;
  fetchDataset(name: string, context: CallContext): AsyncIterable<Chunk>;
  fetchCheckpoint(request: CheckpointRequest, context: CallContext): AsyncIterable<Chunk>;
  fetchCode(sha256: string, context: CallContext): AsyncIterable<Chunk>;
}
