import type { DeviceMetrics } from '@gridsweep/devices';
import type { FailureKind, MetricPoint, Outcome, Parameters, Provenance } from '@gridsweep/sweep';
import type { LogLevel, Progress } from './sweep.ts';

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
  readonly provenance: Provenance;
  readonly host: string;
  /** Trials trained at once. */
  readonly slots: number;
  readonly labels: Readonly<Record<string, string>>;
  /** Leases still worked on after a lost connection, each with the newest sequence number known to be acknowledged. */
  readonly resuming: readonly (Lease & { readonly lastSeq: number })[];
}

/** What a report says. */
export type ReportBody =
  | { readonly type: 'metrics'; readonly points: readonly MetricPoint[] }
  /** A safetensors file: weights, optimizer state and position in the data order after `step` optimizer updates. */
  | { readonly type: 'checkpoint'; readonly step: number; readonly bytes: Uint8Array }
  | { readonly type: 'finished'; readonly outcome: Outcome }
  | { readonly type: 'failed'; readonly kind: FailureKind; readonly detail: string }
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
      readonly slots?: number;
      readonly device?: DeviceMetrics;
    }
  /** The agent takes no more trials and hands back what it has. */
  | { readonly type: 'draining' }
  | ({ readonly type: 'log'; readonly level: LogLevel; readonly message: string } & Lease);

/** A trial to start. */
export interface Assignment extends Lease {
  readonly sweepId: string;
  readonly workload: string;
  /** Every hyperparameter, defaults included. */
  readonly parameters: Parameters;
  readonly seed: number;
  /** Newest checkpoint; absent to start from the beginning. */
  readonly checkpoint?: Uint8Array;
}

export type CoordinatorMessage =
  /** First answer of every session. A lease not renewed for `leaseTtlMs` is taken back. */
  | { readonly type: 'welcome'; readonly leaseTtlMs: number; readonly heartbeatEveryMs: number }
  | { readonly type: 'assign'; readonly trials: readonly Assignment[] }
  /** Everything up to `seq` is durable (I3). */
  | ({ readonly type: 'ack'; readonly seq: number } & Lease)
  /** Stop the trial; nothing of it is wanted any more. */
  | ({ readonly type: 'cancel' } & Lease)
  | { readonly type: 'drain' }
  /** The lease is lost: stop and forget the attempt. */
  | ({ readonly type: 'fenced' } & Lease);

/** The coordinator's copy of a data set: a header, then the file's bytes in order. */
export type DatasetPart =
  | {
      readonly type: 'header';
      readonly name: string;
      readonly sizeBytes: number;
      /** Lower-case hexadecimal. */
      readonly sha256: string;
    }
  | { readonly type: 'chunk'; readonly bytes: Uint8Array };
