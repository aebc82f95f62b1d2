import { IMAGE_BYTES, type Split } from '@gridsweep/cifar10';
import type { Evaluation, Model } from './engine/contract.ts';

/**
 * Images evaluated in one go. Fixed, not timed: it decides the order of the summation and so the result's last bits.
 */
const PIECE = 256;

/**
 * `model.evaluate` in pieces, so that an evaluation does not hold up everything else.
 * @param mayGoOn asked before each piece.
 * @returns null if it was told to stop.
 */
export async function evaluateInPieces(
  model: Model,
  split: Split,
  classWeights: readonly number[] | null,
  mayGoOn: () => Promise<boolean>,
): Promise<Evaluation | null> {
  let totalLoss = 0;
  let totalWeight = 0;
  let correct = 0;
  for (let start = 0; start < split.count; start += PIECE) {
    if (!(await mayGoOn())) return null;
    const piece = pieceOf(split, start, Math.min(start + PIECE, split.count));
    const { loss, accuracy } = await model.evaluate(piece);
    const weight = classWeights === null ? piece.count : sumOfWeights(piece.labels, classWeights);
    totalLoss += loss * weight;
    totalWeight += weight;
    correct += Math.round(accuracy * piece.count);
  }
  return { loss: totalLoss / totalWeight, accuracy: correct / split.count };
}

function pieceOf({ images, labels }: Split, start: number, end: number): Split {
  return {
    count: end - start,
    images: images.subarray(start * IMAGE_BYTES, end * IMAGE_BYTES),
    labels: labels.subarray(start, end),
  };
}

function sumOfWeights(labels: Uint8Array, classWeights: readonly number[]): number {
  return labels.reduce((sum, label) => sum + classWeights[label], 0);
}
