import type { MetricPoint, Outcome } from '@gridsweep/sweep';

/** What a training run reports, in order. */
export type TrainEvent =
  | { readonly type: 'metrics'; readonly points: readonly MetricPoint[] }
  | { readonly type: 'progress'; readonly step: number; readonly totalSteps: number; readonly imagesPerSecond: number }
  /** After each epoch (the last included) and when drained: a safetensors file from which `train` goes on with the same bits. */
  | { readonly type: 'checkpoint'; readonly step: number; readonly bytes: Uint8Array }
  /** Only the last evaluation is left: what follows this run can be got ready meanwhile. */
  | { readonly type: 'ending' }
  /** Last event of a run that was asked to stop early; a checkpoint came before it. */
  | { readonly type: 'drained' }
  /** Last event of a complete run. */
  | { readonly type: 'finished'; readonly outcome: Outcome };
