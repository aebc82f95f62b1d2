import type { MetricPoint } from './metric.ts';
import type { FailureKind, Outcome, Parameters } from './trial.ts';

/**
 * The half of a workload that trains. Only agents see it: `prepare` runs once in the trainer process, `open` once in each
 * slot's thread, `train` once for each attempt that the slot makes.
 */
export interface Trainable<Setup = never, Prepared = unknown> {
  /** Name of the workload. */
  readonly workload: string;
  /**
   * Loads what all slots share (a data set) and checks that the workload can be trained here.
   * @param setup what the agent was told, as JSON
   * @returns what threads can be given: plain data and shared memory
   * @throws GridsweepError where it cannot be trained here
   */
  prepare(setup: Setup): Promise<Prepared>;
  /** Makes a slot ready, warm where that takes time. */
  open(prepared: Prepared, slot: number): Promise<TrainingSlot>;
}

/** One slot's share of a workload. */
export interface TrainingSlot {
  /** What computes, for a trial's provenance: "wasm", "command". */
  readonly engine: string;
  /** What the engine chose on this machine, for example "simd"; may be empty. */
  readonly engineVariant: string;
  /** A cancelled run may take so long to end; then its thread is ended. */
  readonly cancelWithinMs: number;
  /**
   * Trains one trial. The last event is 'finished', 'failed' or 'drained'. It may throw: GridsweepError 'invalid' is the
   * trial's own fault, 'data' the data set's, 'checkpoint' says that the checkpoint cannot be used (before any other event), and
   * 'cancelled' answers `control.cancelled`.
   */
  train(trial: TrialInput, options: TrainOptions): AsyncGenerator<TrainEvent, void, undefined>;
}

/** One attempt of a trial, as an agent is given it. */
export interface TrialInput {
  readonly trialId: string;
  readonly sweepId: string;
  readonly cellId: string;
  readonly attempt: number;
  /** Every hyperparameter, defaults included. */
  readonly parameters: Parameters;
  readonly seed: number;
  /** What the sweep says beside parameters, for the workload to read, for example the command. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Folder with the code that the sweep brought, not to be written to; absent where it brought none. */
  readonly codeFolder?: string | undefined;
}

export interface TrainOptions {
  /** To go on from; null: from the beginning. */
  readonly checkpoint: CheckpointContent | null;
  readonly control: Control;
}

/** What a run is told while it trains. */
export interface Control {
  /** Raised when nothing of the run is wanted any more. */
  readonly cancelled: AbortSignal;
  /** Raised when the run shall stop early with a checkpoint. */
  readonly drained: AbortSignal;
}

/** A checkpoint: bytes in memory, or a file that belongs to whoever has it last. */
export type CheckpointContent =
  | Uint8Array
  | { readonly path: string; readonly sizeBytes: number; /** Lower-case hexadecimal. */ readonly sha256: string };

export const LOG_LEVELS = ['info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** How far a running trial is. Shown, never stored. */
export interface Progress {
  readonly step: number;
  /** Absent where it is not known. */
  readonly totalSteps?: number | undefined;
  /** Throughput, for example 5,500 "images/s". */
  readonly rate?: { readonly value: number; readonly unit: string } | undefined;
}

/** What a run reports, in order. */
export type RunEvent =
  | { readonly type: 'metrics'; readonly points: readonly MetricPoint[] }
  | ({ readonly type: 'progress' } & Progress)
  | { readonly type: 'log'; readonly level: LogLevel; readonly message: string }
  /** Everything up to it can be gone on from with the same bits, by a workload that is deterministic. */
  | { readonly type: 'checkpoint'; readonly step: number; readonly content: CheckpointContent }
  /** What the trial is worth keeping for; takes the place of the weights before it and stays when the trial has finished. */
  | { readonly type: 'weights'; readonly step: number; readonly content: CheckpointContent }
  /** The slot is free soon: what follows this run can be got ready meanwhile. */
  | { readonly type: 'ending' };

/** How a run ended. */
export type RunEnd =
  | { readonly type: 'finished'; readonly outcome: Outcome }
  /** Stopped early as asked; its last checkpoint came before. */
  | { readonly type: 'drained' }
  | ({ readonly type: 'failed' } & Failure);

export interface Failure {
  readonly kind: FailureKind;
  readonly detail: string;
}

export type TrainEvent = RunEvent | RunEnd;
