import type {
  AgentInfo,
  Assignment,
  CheckpointRequest,
  Chunk,
  Hello,
  Lease,
  LogRecord,
  Report,
  Sweep,
  TrialView,
} from '@gridsweep/protocol';
import type { LogLevel, MetricPoint, Trial } from '@gridsweep/sweep';

/** What a sweep asks for, beside what cannot change. */
export interface SweepContent {
  readonly name: string;
  /** The normalised specification. */
  readonly spec: Readonly<Record<string, unknown>>;
  readonly workload: string;
  /** What the workload reads beside parameters. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** SHA-256 of the code that it brings. */
  readonly codeSha256: string | undefined;
  /** Labels that an agent must have. */
  readonly require: Readonly<Record<string, string>>;
  /** Failures that a trial survives. */
  readonly maxRetries: number;
  /** Most trials running at once; undefined: no limit. */
  readonly maxParallel: number | undefined;
  /** One per (cell, seed) (I1). */
  readonly trials: readonly Trial[];
}

export interface NewSweep extends SweepContent {
  /** The specification's, unless a new sweep of it was asked for. */
  readonly id: string;
  /** What a trial run found out. */
  readonly claim: Readonly<Record<string, unknown>> | undefined;
}

/** A changed specification of a sweep that is there. */
export interface Extension extends SweepContent {
  /** The sweep answers to it from here on, unless another does. */
  readonly specId: string;
}

/** Which of a sweep's trials to read. */
export type TrialChoice =
  { readonly ids: readonly string[] } | { readonly fromIndex: number; /** Most trials. */ readonly limit: number };

/** Who takes trials. */
export type LeasingAgent = Pick<
  Hello,
  'agentId' | 'instanceId' | 'version' | 'nodeVersion' | 'device' | 'labels' | 'workloads'
>;

export interface LeaseRequest {
  readonly agent: LeasingAgent;
  /** Most trials to lease. */
  readonly limit: number;
  readonly now: number;
  readonly expiresAt: number;
}

/** A report and the agent that sent it. */
export interface ReceivedReport {
  readonly agentId: string;
  readonly report: Report;
}

/** What became of a report. */
export type ReportOutcome =
  /** It is durable, from this sending or an earlier one (I3). */
  | { readonly type: 'stored' }
  /** The attempt does not hold the trial's lease; nothing was written (I2). */
  | { readonly type: 'fenced' }
  /** It cannot be taken, and so none after it: nothing was written, and the attempt has ended as a failure. */
  | { readonly type: 'refused'; readonly reason: string };

export interface StoredReports {
  /** One for each report, in the same order. */
  readonly outcomes: readonly ReportOutcome[];
  /** Trials with something new. */
  readonly touched: readonly { readonly sweepId: string; readonly trialId: string }[];
  /** Those of them that changed state. */
  readonly changes: readonly Change[];
}

/** A trial that changed state, with the lease that it held before, if any. */
export interface Change {
  readonly sweepId: string;
  readonly trialId: string;
  readonly state: TrialView['state'];
  /** Set where a lease was taken away. */
  readonly lost?: Lease & { readonly agentId: string };
}

export interface SweepChange {
  readonly sweep: Sweep;
  readonly changes: readonly Change[];
}

export interface LogLine extends Lease {
  readonly agentId: string;
  readonly time: number;
  readonly level: LogLevel;
  readonly message: string;
}

/**
 * What the coordinator remembers. Every method with one answer is one transaction: durable when it resolves, without effect
 * when it rejects. What gives or takes a stream holds no transaction between two pieces.
 * Times are milliseconds since 1970. `selector` is a sweep's id, a unique beginning of one, or the name of a sweep
 * (the newest of that name); 'not-found' or 'conflict' (several match) otherwise.
 */
export interface Store {
  /**
   * Stores a sweep with all its trials pending, unless one answers to that id (I1); that one gets the claim, if there is any.
   * Rejects with 'not-found' where its code is not there.
   */
  createSweep(sweep: NewSweep, now: number): Promise<{ readonly sweep: Sweep; readonly created: boolean }>;
  /**
   * Adds the trials that a sweep lacks, behind its own, pending; a sweep that has ended is active again. Rejects with 'conflict'
   * where the extension would change what is there: its workload, settings or code, or would lack a trial.
   */
  extendSweep(
    sweepId: string,
    extension: Extension,
  ): Promise<{ readonly sweep: Sweep; readonly added: readonly string[] }>;
  /** The newest other sweep of a name whose specification differs. */
  findNamesake(sweep: Pick<Sweep, 'id' | 'name' | 'spec'>): Promise<Sweep | undefined>;
  findSweep(selector: string): Promise<Sweep>;
  /** As findSweep, without counting its trials. */
  findSweepId(selector: string): Promise<string>;
  /** Newest first. */
  listSweeps(): Promise<readonly Sweep[]>;
  /** In the sweep's order. Without progress, which is not stored. */
  readTrials(sweepId: string, choice: TrialChoice): Promise<readonly TrialView[]>;
  /** The id of a trial, by that, a unique beginning of it, or its index. 'not-found' otherwise. */
  findTrial(sweepId: string, selector: string): Promise<string>;
  /** The same without knowing its sweep: by its id or a unique beginning of it. 'not-found' or 'conflict' (several match) otherwise. */
  locateTrial(selector: string): Promise<{ readonly sweepId: string; readonly trialId: string }>;
  /** All points of a trial by name, then step, a page at a time. */
  readPoints(trialId: string): AsyncIterable<readonly MetricPoint[]>;

  /**
   * Takes pending trials of active sweeps, oldest sweep first and within it in its order, never more of a sweep than its
   * max_parallel, and only of sweeps whose workload the agent offers and whose required labels it has. No trial is given to
   * two (I2). What computes a trial is noted: beside what did before, if anything of that is left (I5).
   */
  leaseTrials(request: LeaseRequest): Promise<readonly Assignment[]>;
  /** Which of an agent's leases are its own still; those get the new time, the others are lost. */
  renewLeases(
    agentId: string,
    leases: readonly Lease[],
    expiresAt: number,
  ): Promise<{
    readonly kept: readonly (Lease & { readonly sweepId: string })[];
    readonly lost: readonly Lease[];
  }>;
  /** Gives every lease more time: after a stop of the coordinator nobody could renew. */
  extendLeases(expiresAt: number): Promise<void>;
  /** Ends the attempts whose lease has run out, as failures of kind lost. */
  expireLeases(now: number): Promise<readonly Change[]>;
  /**
   * An agent is back and tells which leases it works on. Those it does not know of are taken from it: of an earlier process
   * of the agent as failures of kind lost, of this one (an assignment that never arrived) as handed back.
   */
  reclaimLeases(agentId: string, instanceId: string, known: readonly Lease[], now: number): Promise<readonly Change[]>;
  /** Stores reports in the order given. */
  storeReports(reports: readonly ReceivedReport[], now: number): Promise<StoredReports>;
  /** A complete checkpoint. Throws 'fenced' where the attempt does not hold the trial's lease (I2), 'not-found' without it. */
  readCheckpoint(request: CheckpointRequest): AsyncIterable<Chunk>;
  /** The weights kept of a trial. Throws 'not-found' where there are none, 'conflict' where newer ones took their place meanwhile. */
  readWeights(trialId: string): AsyncIterable<Chunk>;

  /**
   * Stores code, verified against its size and hash; it counts once it is complete, and twice the same is stored once.
   * Returns its hash. Rejects with 'invalid' where the pieces are not what they say, or more than CODE_BYTES.
   */
  storeCode(chunks: AsyncIterable<Chunk>, now: () => number): Promise<string>;
  /** Throws 'not-found' where there is no such code. */
  readCode(sha256: string): AsyncIterable<Chunk>;

  /** Ends every trial of a sweep that has not ended. */
  cancelSweep(selector: string, now: number): Promise<SweepChange>;
  pauseSweep(selector: string): Promise<Sweep>;
  resumeSweep(selector: string): Promise<Sweep>;
  /** Returns failed trials, and cancelled ones if asked, to pending. */
  retryTrials(selector: string, options: { readonly includeCancelled: boolean }): Promise<SweepChange>;
  /**
   * Removes a sweep with everything stored of it, and code that no sweep has and was not sent lately. Leases that this took
   * away are in `changes`.
   */
  deleteSweep(selector: string, now: number): Promise<SweepChange>;

  /** Keeps the newest lines of each trial (LOG_LINES_PER_TRIAL); those of unknown trials are dropped. Returns the sweeps. */
  appendLogs(lines: readonly LogLine[]): Promise<readonly string[]>;
  /** Lines of a sweep in order, a page after `after`; of one trial where given. */
  readLogs(
    sweepId: string,
    options: { readonly trialId?: string | undefined; readonly after: number; readonly limit: number },
  ): Promise<readonly (LogRecord & { readonly id: number })[]>;

  saveAgent(hello: Hello, now: number): Promise<void>;
  agentSeen(agentId: string, now: number): Promise<void>;
  /** Every agent ever seen (the newest AGENTS_KEPT of them), all as 'gone': who is connected the store cannot know. */
  listAgents(): Promise<readonly AgentInfo[]>;

  close(): Promise<void>;
}
