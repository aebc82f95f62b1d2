import { IMAGE_BYTES, type Split } from '@gridsweep/cifar10';
import type { Evaluation, Model } from './engine/contract.ts';

/**
 * Images evaluated in one go. Fixed, not timed: it decides the order of the summation and so the result's last bits.
 */
const PIECE = 256;

/** Images of a split: those at these places, or all. */
export interface Selection {
  readonly split: Split;
  readonly places?: Uint32Array | undefined;
}

/**
 * `model.evaluate` in pieces, so that an evaluation does not hold up everything else; of images that do not lie side by side only one
 * piece is copied at a time.
 * @param mayGoOn asked before each piece.
 * @returns null if it was told to stop.
 */
export async function evaluateInPieces(
  model: Model,
  selection: Selection,
  classWeights: readonly number[] | null,
  mayGoOn: () => Promise<boolean>,
): Promise<Evaluation | null> {
  let totalLoss = 0;
  let totalWeight = 0;
  let correct = 0;
  const count = countOf(selection);
  for (let start = 0; start < count; start += PIECE) {
    if (!(await mayGoOn())) return null;
    const piece = pieceOf(selection, start, Math.min(start + PIECE, count));
    const { loss, accuracy } = await model.evaluate(piece);
    const weight = classWeights === null ? piece.count : sumOfWeights(piece.labels, classWeights);
    totalLoss += loss * weight;
    totalWeight += weight;
    correct += Math.round(accuracy * piece.count);
  }
  return { loss: totalLoss / totalWeight, accuracy: correct / count };
}

function countOf({ split, places }: Selection): number {
  return places?.length ?? split.count;
}

function pieceOf({ split, places }: Selection, start: number, end: number): Split {
  const { images, labels } = split;
  if (places === undefined) {
    const bytes = images.subarray(start * IMAGE_BYTES, end * IMAGE_BYTES);
    return { count: end - start, images: bytes, labels: labels.subarray(start, end) };
  }
  const gathered = new Uint8Array((end - start) * IMAGE_BYTES);
  places.subarray(start, end).forEach((place, at) => {
    gathered.set(images.subarray(place * IMAGE_BYTES, (place + 1) * IMAGE_BYTES), at * IMAGE_BYTES);
  });
  return {
    count: end - start,
    images: gathered,
    labels: Uint8Array.from(places.subarray(start, end), (place) => labels[place]),
  };
}

function sumOfWeights(labels: Uint8Array, classWeights: readonly number[]): number {
  return labels.reduce((sum, label) => sum + classWeights[label], 0);
}
