import { CHANNELS, CLASS_NAMES, CLASSES, IMAGE_BYTES, SIDE, type Split } from '@gridsweep/cifar10';
import { predict, type Engine, type TrainedNetwork } from '@gridsweep/lenet';
import type { PredictedPicture, Predictions } from '@gridsweep/results';

const PLANE = SIDE * SIDE;
/** Of the first pictures, and of the surest mistakes. */
const MOST_EXAMPLES = 16;

/** The most likely class: of equals the first. */
export function mostLikely(probabilities: ArrayLike<number>): number {
  let best = 0;
  for (let of = 1; of < CLASSES; of++) if (probabilities[of]! > probabilities[best]!) best = of;
  return best;
}

/** What a network says of the whole test set. */
export async function testPredictions(
  engine: Engine,
  network: TrainedNetwork,
  test: Split,
  { trialId, step, signal }: { readonly trialId: string; readonly step: number; readonly signal: AbortSignal },
): Promise<Predictions> {
  const all = await predict(engine, network, test, signal);
  const of = (index: number) => all.subarray(index * CLASSES, (index + 1) * CLASSES);
  const confusion = Array.from({ length: CLASSES }, () => Array.from({ length: CLASSES }, () => 0));
  const mistakes: { readonly index: number; readonly probability: number }[] = [];
  for (let index = 0; index < test.count; index++) {
    const [label, taken] = [test.labels[index]!, mostLikely(of(index))];
    confusion[label]![taken]! += 1;
    if (taken !== label) mistakes.push({ index, probability: of(index)[taken]! });
  }
  const first = Array.from({ length: Math.min(MOST_EXAMPLES, test.count) }, (_, index) => index);
  const surest = mistakes.sort((a, b) => b.probability - a.probability || a.index - b.index).slice(0, MOST_EXAMPLES);
  const shown = new Set([...first, ...surest.map(({ index }) => index)]);
  const examples = [...shown].map((index) => pictureOf(test, index, of(index)));
  return { trialId, step, classes: CLASS_NAMES, confusion, examples };
}

/** Share of pictures that were taken for what they are. */
export function accuracyOf({ confusion }: Pick<Predictions, 'confusion'>): number {
  const right = confusion.reduce((sum, row, label) => sum + row[label]!, 0);
  return right / confusion.flat().reduce((sum, count) => sum + count, 0);
}

function pictureOf({ images, labels }: Split, index: number, probabilities: Float32Array): PredictedPicture {
  const planes = images.subarray(index * IMAGE_BYTES, (index + 1) * IMAGE_BYTES);
  const rgb = new Uint8Array(IMAGE_BYTES);
  for (let at = 0; at < PLANE; at++) {
    for (let colour = 0; colour < CHANNELS; colour++) rgb[at * CHANNELS + colour] = planes[colour * PLANE + at]!;
  }
  return { index, width: SIDE, height: SIDE, rgb, label: labels[index]!, probabilities: [...probabilities] };
}
