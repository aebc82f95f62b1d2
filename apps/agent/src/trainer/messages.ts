import type { ErrorCode, FailureKind, Outcome, Parameters } from '@gridsweep/sweep';
import type { DeviceChoice, EngineName, TrainEvent } from '@gridsweep/lenet';

/** Where the trainer process finds the data set. */
export type DatasetSource =
  /** Gridsweep's cache, `cacheDir` as `loadDataset` takes it. */
  | { readonly type: 'cache'; readonly cacheDir?: string }
  /** A person's folder with the data set's own files. */
  | { readonly type: 'folder'; readonly folder: string };

/** What a worker thread needs to train one trial. */
export interface TrialInput {
  readonly workload: string;
  readonly parameters: Parameters;
  readonly seed: number;
  /** Safetensors file to go on from; null: from the beginning. */
  readonly checkpoint: Uint8Array | null;
}

export interface Failure {
  readonly kind: FailureKind;
  readonly detail: string;
}

/** How one run of a trial ended. */
export type RunEnd =
  | { readonly type: 'finished'; readonly outcome: Outcome }
  /** Stopped early as asked; its last checkpoint was reported before. */
  | { readonly type: 'drained' }
  | { readonly type: 'cancelled' }
  | ({ readonly type: 'failed' } & Failure);

/** What a run reports before its end. */
export type RunEvent = Extract<TrainEvent, { readonly type: 'metrics' | 'progress' | 'checkpoint' | 'ending' }>;

/** Numbers a run among all of one agent process, so that late messages about an earlier run of a slot are recognised. */
export type RunId = number;

/** Agent → trainer process. The first is `start`. */
export type ToTrainer =
  | {
      readonly type: 'start';
      readonly engine: EngineName;
      readonly device: DeviceChoice;
      readonly slots: number;
      readonly dataset: DatasetSource;
    }
  | {
      readonly type: 'train';
      readonly slot: number;
      readonly run: RunId;
      readonly trial: TrialInput;
      /** Metric points that the run may report before it waits for more credits (I6). */
      readonly credits: number;
    }
  | { readonly type: 'credits'; readonly slot: number; readonly run: RunId; readonly credits: number }
  | { readonly type: 'cancel'; readonly slot: number; readonly run: RunId }
  | { readonly type: 'drain'; readonly slot: number; readonly run: RunId };

/** Trainer process → agent. The first is `ready` or `unable`. */
export type FromTrainer =
  /** Every slot is warm. */
  | { readonly type: 'ready'; readonly engineVariant: string }
  /** The process cannot train at all and is about to exit. */
  | { readonly type: 'unable'; readonly code: ErrorCode; readonly message: string }
  | { readonly type: 'event'; readonly run: RunId; readonly event: RunEvent }
  | { readonly type: 'ended'; readonly run: RunId; readonly end: RunEnd };

/** Trainer process → worker thread. */
export type ToWorker =
  | { readonly type: 'train'; readonly run: RunId; readonly trial: TrialInput; readonly credits: number }
  | { readonly type: 'credits'; readonly run: RunId; readonly credits: number }
  | { readonly type: 'cancel'; readonly run: RunId }
  | { readonly type: 'drain'; readonly run: RunId };

/** Worker thread → trainer process. The first is `ready`, or the thread exits with an error. */
export type FromWorker =
  | { readonly type: 'ready'; readonly engineVariant: string }
  | { readonly type: 'event'; readonly run: RunId; readonly event: RunEvent }
  | {
      readonly type: 'ended';
      readonly run: RunId;
      readonly end: RunEnd;
      /** False: what was thrown may have left the engine broken, so the thread must be replaced. */
      readonly reusable: boolean;
    };
