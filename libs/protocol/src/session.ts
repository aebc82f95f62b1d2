import type { DeviceMetrics } from '@gridsweep/devices';
import type { Failure, LogLevel, MetricPoint, Outcome, Parameters, Progress } from '@gridsweep/sweep';
import type { OfferedWorkload } from './sweep.ts';

/** Trials that an agent trains at once, at most. */
export const MOST_SLOTS = 1024;

/** One lease: the attempt is its fencing token (I2). */
export interface Lease {
  readonly trialId: string;
  readonly attempt: number;
}

/** First message of every session. */
export interface Hello {
  readonly agentId: string;
  /** New for every agent process: tells a restart from a reconnect. */
  readonly instanceId: string;
  /** Version of gridsweep. */
  readonly version: string;
  readonly nodeVersion: string;
  /** Processor or GPU model. */
  readonly device: string;
  readonly host: string;
  /** Trials trained at once. */
  readonly slots: number;
  readonly labels: Readonly<Record<string, string>>;
  /** Only trials of these are given to the agent. */
  readonly workloads: readonly OfferedWorkload[];
  /** Leases still worked on after a lost connection, each with the newest sequence number known to be acknowledged. */
  readonly resuming: readonly (Lease & { readonly lastSeq: number })[];
}

/** A piece of a file. Each says what the whole is, so that none needs another to be understood. */
export interface Chunk {
  readonly totalBytes: number;
  /** SHA-256 of the whole, lower-case hexadecimal. */
  readonly sha256: string;
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** Bytes of a chunk at most. */
export const CHUNK_BYTES = 2 ** 20;

/** What a report says. */
export type ReportBody =
  | { readonly type: 'metrics'; readonly points: readonly MetricPoint[] }
  /** A piece of the checkpoint after `step` optimizer updates; it counts once its last piece is durable. */
  | { readonly type: 'checkpoint'; readonly step: number; readonly chunk: Chunk }
  /** A piece of weights to keep, in place of those before; they count once their last piece is durable. */
  | { readonly type: 'weights'; readonly step: number; readonly chunk: Chunk }
  | { readonly type: 'finished'; readonly outcome: Outcome }
  | ({ readonly type: 'failed' } & Failure)
  /** The trial returns to pending, to go on from its newest checkpoint. */
  | { readonly type: 'handed-back' };

/** Durable news of one attempt, acknowledged by `ack`. Sequence numbers start at 1 and have no gaps. */
export interface Report extends Lease {
  readonly seq: number;
  readonly body: ReportBody;
}

export type AgentMessage =
  | ({ readonly type: 'hello' } & Hello)
  | ({ readonly type: 'report' } & Report)
  | ({ readonly type: 'progress'; readonly progress: Progress } & Lease)
  /** The trial's slot is free soon: its next trial may be given now, so that it never waits for one. */
  | ({ readonly type: 'ending' } & Lease)
  /** Renews every lease of the agent. */
  | {
      readonly type: 'heartbeat';
      readonly freeSlots: number;
      /** Trials trained at once, where that is fewer than Hello said. */
      readonly slots?: number | undefined;
      readonly device?: DeviceMetrics | undefined;
    }
  /** The agent takes no more trials and hands back what it has. */
  | { readonly type: 'draining' }
  | ({ readonly type: 'log'; readonly level: LogLevel; readonly message: string } & Lease);

/** A checkpoint that the coordinator has. */
export interface CheckpointInfo {
  /** Identifies it among those of its trial. */
  readonly id: number;
  readonly step: number;
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** A trial to start. */
export interface Assignment extends Lease {
  readonly sweepId: string;
  readonly cellId: string;
  readonly workload: string;
  /** Every hyperparameter, defaults included. */
  readonly parameters: Parameters;
  readonly seed: number;
  /** What the sweep says beside parameters, for the workload to read. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** SHA-256 of the code that the sweep brought. */
  readonly codeSha256?: string | undefined;
  /** Those there are, the newest first; none to start from the beginning. */
  readonly checkpoints: readonly CheckpointInfo[];
}

export type CoordinatorMessage =
  /** First answer of every session. A lease not renewed for `leaseTtlMs` is taken back. */
  | { readonly type: 'welcome'; readonly leaseTtlMs: number; readonly heartbeatEveryMs: number }
  | ({ readonly type: 'assignment' } & Assignment)
  /** Everything up to `seq` is durable (I3). */
  | ({ readonly type: 'ack'; readonly seq: number } & Lease)
  /** Stop the trial; nothing of it is wanted any more. */
  | ({ readonly type: 'cancel' } & Lease)
  | { readonly type: 'drain' }
  /** The lease is lost: stop and forget the attempt. */
  | ({ readonly type: 'fenced' } & Lease);
