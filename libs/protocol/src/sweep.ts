import type { DeviceMetrics } from '@gridsweep/devices';
import type {
  Failure,
  LogLevel,
  MetricPoint,
  Outcome,
  Progress,
  Provenance,
  Trial,
  TrialState,
} from '@gridsweep/sweep';

export const SWEEP_STATES = ['active', 'paused', 'ended', 'cancelled'] as const;
/** `ended`: every trial has ended, at least one not by being cancelled. */
export type SweepState = (typeof SWEEP_STATES)[number];

/** Always: total = pending + running + finished + failed + cancelled (I4). */
export interface TrialCounts {
  readonly total: number;
  readonly pending: number;
  readonly running: number;
  readonly finished: number;
  readonly failed: number;
  readonly cancelled: number;
}

/** A sweep as it stands. */
export interface Sweep {
  readonly id: string;
  readonly name: string;
  readonly state: SweepState;
  readonly counts: TrialCounts;
  /** The normalised specification, as JSON gives it. */
  readonly spec: Readonly<Record<string, unknown>>;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** Milliseconds since 1970; absent until it has ended. */
  readonly endedAt?: number | undefined;
  /** Why pending trials wait though slots may be free, for people; absent where nothing keeps them. Not stored. */
  readonly waitingFor?: string | undefined;
  /** What `gridsweep try` found out about the sweep's command; absent where it was not tried. */
  readonly claim?: Readonly<Record<string, unknown>> | undefined;
}

/** The weights that are kept of a trial. */
export interface WeightsInfo {
  /** Optimizer updates made before them. */
  readonly step: number;
  readonly sizeBytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** A trial as people see it: how it stands, without its history of points. */
export interface TrialView extends Trial {
  readonly sweepId: string;
  readonly state: TrialState;
  /** Set when finished. */
  readonly outcome?: Outcome | undefined;
  /** Set when failed. */
  readonly failure?: Failure | undefined;
  /** Leases taken so far; the newest is the fencing token (I2). */
  readonly attempts: number;
  /** Agent that holds or last held the lease. */
  readonly agentId?: string | undefined;
  readonly progress?: Progress | undefined;
  /** Newest value of each metric. */
  readonly latest: readonly MetricPoint[];
  /** What computed it; several where attempts on different engines or devices went on from each other (I5). */
  readonly provenance: readonly Provenance[];
  /** Milliseconds since 1970. */
  readonly startedAt?: number | undefined;
  readonly endedAt?: number | undefined;
  /** Those that are kept; absent where none are. */
  readonly weights?: WeightsInfo | undefined;
}

/** Trials of a page at most. */
export const TRIALS_PER_PAGE = 1000;

/** Some of a sweep's trials, in its order. */
export interface TrialPage {
  readonly trials: readonly TrialView[];
  /** Index to go on from; absent at the end. */
  readonly nextIndex?: number | undefined;
}

/** What a watch tells: first all trials, a page an update, then those that changed. */
export interface SweepUpdate {
  readonly sweep: Sweep;
  readonly trials: readonly TrialView[];
  /** Whether every trial has been told at least once, this update included. */
  readonly complete: boolean;
}

/** One part of a sweep's results: the sweep, then each trial followed by its points in order. */
export type ResultPart =
  | { readonly type: 'sweep'; readonly sweep: Sweep }
  | { readonly type: 'trial'; readonly trial: TrialView }
  | { readonly type: 'points'; readonly trialId: string; readonly points: readonly MetricPoint[] };

/** A line that an agent wrote about a trial. */
export interface LogRecord {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly level: LogLevel;
  readonly trialId: string;
  /** Position of the trial in the sweep's order, from 0. */
  readonly trialIndex: number;
  readonly attempt: number;
  readonly agentId: string;
  readonly message: string;
}

export const AGENT_STATES = ['connected', 'draining', 'gone'] as const;
export type AgentState = (typeof AGENT_STATES)[number];

/** A workload that an agent can train, and with what. */
export interface OfferedWorkload {
  readonly name: string;
  readonly engine: string;
  /** What the engine chose on this machine; may be empty. */
  readonly engineVariant: string;
}

/** An agent as the coordinator knows it. */
export interface AgentInfo {
  readonly id: string;
  readonly host: string;
  readonly state: AgentState;
  /** Version of gridsweep. */
  readonly version: string;
  readonly nodeVersion: string;
  /** Processor or GPU model. */
  readonly device: string;
  readonly workloads: readonly OfferedWorkload[];
  /** Trials trained at once. */
  readonly slots: number;
  /** Trials that it holds leases of. */
  readonly trialIds: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly lastSeenAt: number;
  /** Of a connected agent with a GPU. Shown, never stored. */
  readonly deviceMetrics?: DeviceMetrics | undefined;
}
