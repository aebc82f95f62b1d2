import type { MetricPoint } from '@gridsweep/sweep';

/** Where a training run stands between two steps: everything beside the model that its further metrics depend on. */
export interface Position {
  /** Epochs completed, their evaluation included. */
  readonly epoch: number;
  /** Batches trained on in the epoch after those. */
  readonly batch: number;
  /** Sum of the batch losses since the last train/loss point. */
  readonly windowLoss: number;
  /** Whether a loss or a weight was seen that is not finite. */
  readonly diverged: boolean;
  /** Of the best epoch so far by the metric that chooses; null before one, or where the best weights are not kept. */
  readonly best: number | null;
}

/** How a run's steps are counted. */
export interface Schedule {
  readonly epochs: number;
  readonly batchesPerEpoch: number;
  readonly logEvery: number;
}

export const START: Position = { epoch: 0, batch: 0, windowLoss: 0, diverged: false, best: null };

/** Optimizer updates made. */
export function stepOf({ epoch, batch }: Position, { batchesPerEpoch }: Schedule): number {
  return epoch * batchesPerEpoch + batch;
}

/** A run is over after its epochs, or after the epoch in which it diverged. */
export function isComplete({ epoch, batch, diverged }: Position, { epochs }: Schedule): boolean {
  return batch === 0 && (epoch === epochs || diverged);
}

/** Whether a run is over after the evaluation of the epoch it is in, as far as is known before it. */
export function isLastEpoch({ epoch, diverged }: Position, { epochs }: Schedule): boolean {
  return epoch + 1 === epochs || diverged;
}

/**
 * The position after one more batch, and the train/loss point that is then due: the mean of the batch losses over the last
 * `logEvery` steps, at every multiple of it. These windows run on from one epoch into the next.
 */
export function afterBatch(
  before: Position,
  loss: number,
  schedule: Schedule,
): { position: Position; point?: MetricPoint } {
  const position = {
    ...before,
    batch: before.batch + 1,
    windowLoss: before.windowLoss + loss,
    diverged: before.diverged || !Number.isFinite(loss),
  };
  const step = stepOf(position, schedule);
  if (step % schedule.logEvery !== 0) return { position };
  const value = position.windowLoss / schedule.logEvery;
  return {
    position: { ...position, windowLoss: 0 },
    point: { name: 'train/loss', step, epoch: step / schedule.batchesPerEpoch, value },
  };
}

/**
 * The position after an epoch's evaluation.
 * @param isFinite whether the weights and the test loss are.
 */
export function afterEpoch(before: Position, isFinite: boolean): Position {
  return { ...before, epoch: before.epoch + 1, batch: 0, diverged: before.diverged || !isFinite };
}
