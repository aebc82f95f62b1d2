import { CLASSES } from '@gridsweep/cifar10';
import type { MetricPoint, Outcome } from '@gridsweep/sweep';

/** The last epoch's mean loss must be at most this part of the first's. */
const PROGRESS = 0.95;
/** Cross-entropy of a network that gives every class the same probability. */
const UNINFORMED_LOSS = Math.log(CLASSES);

/** Where a training run stands between two steps: everything beside the model that its further metrics depend on. */
export interface Position {
  /** Epochs completed, their evaluation included. */
  readonly epoch: number;
  /** Batches trained on in the epoch after those. */
  readonly batch: number;
  /** Sum of the batch losses since the last train/loss point. */
  readonly windowLoss: number;
  /** Sum of the batch losses of the epoch that is under way. */
  readonly epochLoss: number;
  /** Mean batch loss of the first and of the newest complete epoch; null before there is one. */
  readonly firstEpochLoss: number | null;
  readonly lastEpochLoss: number | null;
  /** Whether a loss or a weight was seen that is not finite. */
  readonly diverged: boolean;
}

/** How a run's steps are counted. */
export interface Schedule {
  readonly epochs: number;
  readonly batchesPerEpoch: number;
  readonly logEvery: number;
}

export const START: Position = {
  epoch: 0,
  batch: 0,
  windowLoss: 0,
  epochLoss: 0,
  firstEpochLoss: null,
  lastEpochLoss: null,
  diverged: false,
};

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
    epochLoss: before.epochLoss + loss,
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
export function afterEpoch(before: Position, isFinite: boolean, { batchesPerEpoch }: Schedule): Position {
  const lastEpochLoss = before.epochLoss / batchesPerEpoch;
  return {
    ...before,
    epoch: before.epoch + 1,
    batch: 0,
    epochLoss: 0,
    firstEpochLoss: before.firstEpochLoss ?? lastEpochLoss,
    lastEpochLoss,
    diverged: before.diverged || !isFinite,
  };
}

/**
 * What a training run's setting did: diverged where a loss or weight was not finite; no-progress where the mean training loss of
 * the last epoch is not at least 5 % below the first epoch's (with one epoch: below ln 10).
 */
export function outcomeOf({ epoch, firstEpochLoss, lastEpochLoss, diverged }: Position): Outcome {
  if (diverged) return 'diverged';
  if (firstEpochLoss === null || lastEpochLoss === null) throw new RangeError('No epoch is complete.');
  const madeProgress = epoch === 1 ? lastEpochLoss < UNINFORMED_LOSS : lastEpochLoss <= PROGRESS * firstEpochLoss;
  return madeProgress ? 'converged' : 'no-progress';
}
