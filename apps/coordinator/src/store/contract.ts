import type {
  AgentInfo,
  Assignment,
  Hello,
  Lease,
  LogLevel,
  LogRecord,
  Report,
  Sweep,
  TrialStatus,
} from '@gridsweep/protocol';
import type { MetricPoint, Provenance, Trial } from '@gridsweep/sweep';

export interface NewSweep {
  readonly id: string;
  readonly name: string;
  /** The normalised specification. */
  readonly spec: Readonly<Record<string, unknown>>;
  readonly workload: string;
  /** Failures that a trial survives. */
  readonly maxRetries: number;
  /** Most trials running at once; undefined: no limit. */
  readonly maxParallel: number | undefined;
  /** One per (cell, seed) (I1). */
  readonly trials: readonly Trial[];
}

/** Who takes trials. */
export interface LeaseRequest {
  readonly agentId: string;
  readonly instanceId: string;
  readonly provenance: Provenance;
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
  /** A report before it is missing: nothing was written, and the attempt has ended as lost, for it cannot go on. */
  | { readonly type: 'gap'; readonly expectedSeq: number };

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
  readonly state: TrialStatus['state'];
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
 * What the coordinator remembers. Every method is one transaction: durable when it resolves, without effect when it rejects.
 * Times are milliseconds since 1970. `selector` is a sweep's id, a unique beginning of one, or the name of a sweep
 * (the newest of that name); 'not-found' or 'conflict' (several match) otherwise.
 */
export interface Store {
  /** Stores a sweep with all its trials pending, unless one with that id is there (I1). */
  createSweep(sweep: NewSweep, now: number): Promise<{ readonly sweep: Sweep; readonly created: boolean }>;
  findSweep(selector: string): Promise<Sweep>;
  /** Newest first. */
  listSweeps(): Promise<readonly Sweep[]>;
  /** In the sweep's order; only those named where `trialIds` is given. Without progress, which is not stored. */
  readTrials(sweepId: string, trialIds?: readonly string[]): Promise<readonly TrialStatus[]>;
  /** All points of a trial by name, then step, a page at a time. */
  readPoints(trialId: string): AsyncIterable<readonly MetricPoint[]>;

  /**
   * Takes pending trials of active sweeps, oldest sweep first and within it in its order, never more of a sweep than its
   * max_parallel. No trial is given to two (I2).
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

  /** Ends every trial of a sweep that has not ended. */
  cancelSweep(selector: string, now: number): Promise<SweepChange>;
  pauseSweep(selector: string): Promise<Sweep>;
  resumeSweep(selector: string): Promise<Sweep>;
  /** Returns failed trials, and cancelled ones if asked, to pending. */
  retryTrials(selector: string, options: { readonly includeCancelled: boolean }): Promise<SweepChange>;
  /** Removes a sweep with everything stored of it. Leases that this took away are in `changes`. */
  deleteSweep(selector: string): Promise<SweepChange>;

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
