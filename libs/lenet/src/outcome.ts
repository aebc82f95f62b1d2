import type { Outcome } from '@gridsweep/sweep';
import { CLASSES } from './architecture.ts';
import type { Position } from './position.ts';

/** The last epoch's mean loss must be at most this part of the first's. */
const PROGRESS = 0.95;
/** Cross-entropy of a network that gives every class the same probability. */
const UNINFORMED_LOSS = Math.log(CLASSES);

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
