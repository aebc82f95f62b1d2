import type { DeviceMetrics } from '@gridsweep/devices';
import type { FailureKind, MetricPoint, Outcome, Parameters, Provenance, Trial, TrialState } from '@gridsweep/sweep';

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
  readonly endedAt?: number;
}

/** How far a running trial is. Shown, never stored. */
export interface Progress {
  readonly step: number;
  readonly totalSteps: number;
  /** Training throughput of the last report. */
  readonly imagesPerSecond: number;
}

/** A trial as it stands, without its history of points. */
export interface TrialStatus extends Trial {
  readonly sweepId: string;
  readonly parameters: Parameters;
  readonly state: TrialState;
  /** Set when finished. */
  readonly outcome?: Outcome;
  /** Set when failed. */
  readonly failure?: { readonly kind: FailureKind; readonly detail: string };
  /** Leases taken so far; the newest is the fencing token (I2). */
  readonly attempts: number;
  /** Agent that holds or last held the lease. */
  readonly agentId?: string;
  readonly progress?: Progress;
  /** Newest value of each metric. */
  readonly latest: readonly MetricPoint[];
  readonly provenance?: Provenance;
  /** Milliseconds since 1970. */
  readonly startedAt?: number;
  readonly endedAt?: number;
}

/** A sweep with trials: all of them, or in a later update of a watch those that changed. */
export interface SweepUpdate {
  readonly sweep: Sweep;
  readonly trials: readonly TrialStatus[];
}

/** One part of a sweep's results: the sweep, then each trial followed by its points in order. */
export type ResultPart =
  | { readonly type: 'sweep'; readonly sweep: Sweep }
  | { readonly type: 'trial'; readonly trial: TrialStatus }
  /** Points of the trial named last. */
  | { readonly type: 'points'; readonly points: readonly MetricPoint[] };

export const LOG_LEVELS = ['info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** A line that an agent wrote about a trial. */
export interface LogRecord {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly level: LogLevel;
  readonly trialId: string;
  readonly attempt: number;
  readonly agentId: string;
  readonly message: string;
}

export const AGENT_STATES = ['connected', 'draining', 'gone'] as const;
export type AgentState = (typeof AGENT_STATES)[number];

/** An agent as the coordinator knows it. */
export interface AgentInfo {
  readonly id: string;
  readonly host: string;
  readonly state: AgentState;
  readonly provenance: Provenance;
  /** Trials trained at once. */
  readonly slots: number;
  /** Trials that it holds leases of. */
  readonly trialIds: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly lastSeenAt: number;
  /** Of a connected agent with a GPU. Shown, never stored. */
  readonly device?: DeviceMetrics;
}
