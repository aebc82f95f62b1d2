// A made-up network, sweeps and predictions for the tests of pictures.
import type { Network } from '@gridsweep/sweep';
import { summarize, type Summary } from '../aggregate.ts';
import { seededRecord, type ExampleCell } from '../example-seeds.ts';
import type { Sensitivity } from '../profile/profile.ts';
import { cellLabel } from '../parameter-label.ts';
import { groupBy } from '../statistics.ts';
import type { PredictedPicture, Predictions } from '../record.ts';

const square = (side: number, channels: number) => ({ channels, height: side, width: side });

export const EXAMPLE_NETWORK: Network = {
  name: 'Small_net & co',
  input: square(32, 3),
  layers: [
    { kind: 'convolution', name: 'conv1', kernel: 5, output: square(28, 6) },
    { kind: 'pooling', name: 'pool1', kernel: 2, output: square(14, 6) },
    { kind: 'convolution', name: 'conv2', kernel: 5, output: square(10, 16) },
    { kind: 'pooling', name: 'pool2', kernel: 2, output: square(5, 16) },
    { kind: 'dense', name: 'fc1', units: 120 },
    { kind: 'dense', name: 'fc2', units: 84 },
    { kind: 'dense', name: 'fc3', units: 10 },
  ],
};

/** 36 layers of 224 pixels and 512 maps. */
export const DEEP_NETWORK: Network = {
  name: 'Deep',
  input: square(224, 3),
  layers: [
    ...Array.from({ length: 16 }, (_, at) => 2 ** Math.floor(at / 4)).flatMap((shrunk, at): Network['layers'] => [
      { kind: 'convolution', name: `convolution${at + 1}`, kernel: 3, output: square(224 / shrunk, 64 * shrunk) },
      { kind: 'pooling', name: `pool${at + 1}`, kernel: 2, output: square(112 / shrunk, 64 * shrunk) },
    ]),
    ...[4096, 4096, 1000].map((units, at) => ({ kind: 'dense' as const, name: `dense${at + 1}`, units })),
  ],
};

/** A sweep of learning rates × batch sizes: levels fall from the middle, one in eleven cells diverges with one or all seeds. */
export function gridOf(count: number, seeds = 3): Summary {
  const rows = Math.max(1, Math.round(Math.sqrt(count / 2)));
  const columns = Math.ceil(count / rows);
  const cells = Array.from({ length: count }, (_, at): ExampleCell => {
    const [x, y] = [(at % columns) / columns, Math.floor(at / columns) / rows];
    return {
      parameters: { lr: Number((10 ** (-4 + 4 * x)).toPrecision(3)), batch_size: 16 * (1 + Math.floor(at / columns)) },
      level: 0.25 + 0.4 * Math.exp(-3 * ((x - 0.5) ** 2 + (y - 0.4) ** 2)),
      ...(at % 11 === 7 && { diverges: at % 2 === 0 ? Array.from({ length: seeds }, (_, seed) => seed) : [1] }),
    };
  });
  return summarize(seededRecord('pictures', ['lr', 'batch_size'], cells, { seeds, noise: 0.008 }));
}

/** The metric against an axis, a group for each setting of the others. */
export function sensitivityOf({ cells }: Summary, axis: string, by: readonly string[], isLine = true): Sensitivity {
  const groups = groupBy(cells, ({ parameters }) => (by.length === 0 ? '' : cellLabel(parameters, by)));
  return {
    axis,
    logarithmic: true,
    groups: [...groups].map(([label, members]) => ({
      ...{ label, isLine },
      points: members
        .map(({ parameters, cellId, final, outcomes }) => ({
          ...{ value: parameters[axis] as number, cellId, diverged: outcomes.diverged },
          ...(final !== undefined && { final }),
        }))
        .sort((a, b) => a.value - b.value),
    })),
  };
}

const CLASSES = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'];

/** A picture of one colour, taken for a class with a probability. */
export function pictureOf(index: number, label: number, taken: number, probability: number): PredictedPicture {
  const rgb = Uint8Array.from({ length: 32 * 32 * 3 }, (_, at) => [200, 40 + 8 * (index % 20), 90][at % 3]!);
  const rest = (1 - probability) / (CLASSES.length - 1);
  const probabilities = CLASSES.map((_, at) => (at === taken ? probability : rest));
  return { index, width: 32, height: 32, rgb, label, probabilities };
}

/** Ten classes of 1,000 pictures each; 12 examples, of which the odd ones are mistakes. */
export const EXAMPLE_PREDICTIONS: Predictions = {
  trialId: 'trial-1',
  step: 11_730,
  classes: CLASSES,
  confusion: CLASSES.map((_, row) =>
    CLASSES.map((__, column) => (row === column ? 550 + 40 * row : column === (row + 1) % 10 ? 450 - 40 * row : 0)),
  ),
  examples: Array.from({ length: 12 }, (_, at) => pictureOf(at, at % 10, (at + (at % 2)) % 10, 0.4 + 0.04 * at)),
};
