import type { OfferedWorkload } from '@gridsweep/protocol';
import type { CheckpointContent, ErrorCode, RunEnd, RunEvent, TrialInput } from '@gridsweep/sweep';

// A run is a channel between an attempt in the agent and the training in a slot's thread. `Down` and `Up` are what its two ends
// say to each other; who stands between them reads the envelopes alone.

/** Numbers a run among all of one trainer process, so that nothing late is taken for news of a slot's next run. */
export type RunId = number;

/** What a run begins with. */
export interface Opening {
  readonly workload: string;
  readonly trial: TrialInput;
  /** To go on from; null: from the beginning. */
  readonly checkpoint: CheckpointContent | null;
}

/** Said to a run. */
export type Down =
  /** It may report so many metric points more (I6). */
  | { readonly type: 'credits'; readonly credits: number }
  /** Stop early, with a checkpoint. */
  | { readonly type: 'drain' }
  /** Stop: nothing of it is wanted any more. */
  | { readonly type: 'cancel' };

/** How a run ended: the last that it says. */
export type RunOver =
  | RunEnd
  | { readonly type: 'cancelled' }
  /** It has done nothing, as it could not go on from the checkpoint that it was given. */
  | { readonly type: 'unusable-checkpoint'; readonly reason: string };

/** Said by a run. */
export type Up = RunEvent | RunOver;

/** To the thread of a slot. */
export type ToSlot =
  | { readonly type: 'open'; readonly run: RunId; readonly opening: Opening }
  | { readonly type: 'down'; readonly run: RunId; readonly down: Down };

/** A run's news on its way to the agent. */
export interface FromRun {
  readonly type: 'up';
  readonly run: RunId;
  readonly up: Up;
}

/** From the thread of a slot. The first is `ready` or `unable`. */
export type FromSlot =
  | { readonly type: 'ready'; readonly workloads: readonly OpenWorkload[] }
  | Unable
  /** `leaves` marks a run's last message: whether the thread is as good as new, or may be broken by what was thrown. */
  | (FromRun & { readonly leaves?: 'reusable' | 'broken' });

/** To the trainer process. The first is `start`. */
export type ToTrainer =
  | { readonly type: 'start'; readonly slots: number; readonly workloads: readonly WorkloadSetup[] }
  | { readonly type: 'slot'; readonly slot: number; readonly message: ToSlot }
  /** Ends the slot's thread with this run, which does not obey, and starts the slot's next. */
  | { readonly type: 'replace'; readonly slot: number; readonly run: RunId };

/** From the trainer process. The first is `ready`, when every slot is warm, or `unable`. */
export type FromTrainer = { readonly type: 'ready'; readonly workloads: readonly OpenWorkload[] } | Unable | FromRun;

/** It cannot train at all, and is about to end. */
export interface Unable {
  readonly type: 'unable';
  readonly code: ErrorCode;
  readonly message: string;
}

/** A workload that is to be trained, and what its `prepare` is given. */
export interface WorkloadSetup {
  readonly name: string;
  readonly setup: unknown;
}

/** A workload that a slot trains. */
export interface OpenWorkload extends OfferedWorkload {
  readonly cancelWithinMs: number;
}

/** A workload as its `prepare` left it, for the threads. */
export interface PreparedWorkload {
  readonly name: string;
  readonly prepared: unknown;
}
