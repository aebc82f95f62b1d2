// Made-up sweeps of several seeds, in which each value is a cell's level, a seed's luck that all cells share, and chance.
import type { MetricPoint, Parameters } from '@gridsweep/sweep';
import { divergedPoints, finished, METRICS, OPTIMIZERS, STEPS_PER_EPOCH, sweep, trial } from './example-records.ts';
import type { SweepRecord } from './record.ts';

/** One cell of a made-up sweep. */
export interface ExampleCell {
  readonly parameters: Parameters;
  /** Test accuracy that its trials end at, on average. */
  readonly level: number;
  /** Seeds, from 0, with which it diverges. */
  readonly diverges?: readonly number[];
  /** Epochs to two thirds of the way; 1 unless given. */
  readonly epochs?: number;
}

export interface Spread {
  readonly seeds: number;
  /** Standard deviation of a single run. */
  readonly noise: number;
  /** Of what all cells have in common with one seed. */
  readonly shared?: number;
  readonly epochs?: number;
  /** Whether trials report validation metrics too. */
  readonly validation?: boolean;
}

/** Trials of every cell with every seed, all finished. */
export function seededRecord(
  name: string,
  axes: readonly string[],
  cells: readonly ExampleCell[],
  { seeds, noise, shared = 0, epochs = 10, validation = false }: Spread,
): SweepRecord {
  const random = normals(7);
  const luck = Array.from({ length: seeds }, () => shared * random());
  const trials = cells.flatMap((cell, at) =>
    luck.map((lucky, seed) => {
      const index = at * seeds + seed;
      const end = cell.level + lucky + noise * random();
      const validated = validation ? end + 0.005 + 0.6 * noise * random() : undefined;
      const points = cell.diverges?.includes(seed) ? divergedPoints() : climb(end, validated, epochs, cell.epochs ?? 1);
      const outcome = cell.diverges?.includes(seed) ? 'diverged' : 'completed';
      return trial(index, cell.parameters, { seed, ...finished(points, index, outcome) });
    }),
  );
  return sweep(name, axes, trials);
}

/** A curve that ends at a value exactly, rounded to four places as an accuracy over 10,000 pictures is. */
function climb(end: number, validated: number | undefined, epochs: number, pace: number): MetricPoint[] {
  const share = (epoch: number) => (1 - Math.exp(-epoch / pace)) / (1 - Math.exp(-epochs / pace));
  const points: MetricPoint[] = [];
  for (let epoch = 1; epoch <= epochs; epoch += 1) {
    const at = { step: epoch * STEPS_PER_EPOCH, epoch };
    const on = (final: number) => Math.round((0.1 + (final - 0.1) * share(epoch)) * 1e4) / 1e4;
    points.push({ name: 'train/loss', ...at, value: 2.3 - 1.5 * share(epoch) * end });
    points.push({ name: 'test/accuracy', ...at, value: on(end) });
    if (validated !== undefined) points.push({ name: 'validation/accuracy', ...at, value: on(validated) });
  }
  return points;
}

/** Five optimizers, as far apart as they are, with the spread that seeds have. */
export function seededOptimizersRecord(spread: Partial<Spread> = {}): SweepRecord {
  const cells = Object.entries(OPTIMIZERS).map(([optimizer, { accuracy, epochs }]) => ({
    ...{ parameters: { optimizer }, level: accuracy - 0.005, epochs },
  }));
  return seededRecord('optimizers', ['optimizer'], cells, {
    seeds: 10,
    noise: 0.006,
    shared: 0.003,
    epochs: 15,
    ...spread,
  });
}

/** 20 cells × 3 seeds: five learning rates × four batch sizes; several cells are about as good as the best. */
export function gridRecord(seeds = 3): SweepRecord {
  const rates = [0.001, 0.003, 0.01, 0.03, 0.1];
  const cells = rates.flatMap((lr, at) =>
    [16, 32, 64, 128].map((batch_size, size) => ({
      parameters: { lr, batch_size },
      level: 0.63 - 0.03 * (at - 1 - size / 3) ** 2,
    })),
  );
  return seededRecord('grid', ['lr', 'batch_size'], cells, { seeds, noise: 0.006, shared: 0.003 });
}

/** Of five seeds one cell diverges with two, one with all; the first reaches more with the others than any cell that is compared. */
export function divergedSeedsRecord(): SweepRecord {
  const cells = [
    { parameters: { lr: 0.001 }, level: 0.55 },
    { parameters: { lr: 0.01 }, level: 0.62 },
    { parameters: { lr: 0.03 }, level: 0.66, diverges: [1, 3] },
    { parameters: { lr: 0.1 }, level: 0.1, diverges: [0, 1, 2, 3, 4] },
  ];
  return seededRecord('diverged', ['lr'], cells, { seeds: 5, noise: 0.005 });
}

/** Learning rates drawn at random on a logarithmic scale, weight decays beside them; one seed each. */
export function randomSearchRecord(cells = 30): SweepRecord {
  const random = normals(11);
  const drawn = Array.from({ length: cells }, () => {
    const lr = 10 ** (-2.3 + 0.7 * random());
    const level = Math.max(0.1, 0.63 - 0.12 * (Math.log10(lr) + 2.2) ** 2);
    return { parameters: { lr, weight_decay: 10 ** (-4 + 0.5 * random()) }, level };
  });
  const record = seededRecord('random-search', ['lr', 'weight_decay'], drawn, { seeds: 1, noise: 0.004 });
  const range = { distribution: 'log_uniform_values' } as const;
  const parameters = { lr: { ...range, min: 1e-4, max: 0.1 }, weight_decay: { ...range, min: 1e-6, max: 1e-2 } };
  return { ...record, spec: { ...record.spec, method: 'random', run_cap: cells, parameters } };
}

/** A sweep as large as they come: cells × seeds, so many points of one metric each. */
export function largeRecord({
  cells,
  seeds,
  points,
}: Readonly<Record<'cells' | 'seeds' | 'points', number>>): SweepRecord {
  const side = Math.ceil(Math.sqrt(cells));
  const settings = Array.from({ length: cells }, (_, at) => ({
    parameters: { lr: Number((0.001 * 1.1 ** (at % side)).toPrecision(6)), batch_size: 1 + Math.floor(at / side) },
    level: 0.3 + 0.3 * Math.sin(at / 37) ** 2,
  }));
  const random = normals(3);
  const trials = settings.flatMap(({ parameters, level }, at) =>
    Array.from({ length: seeds }, (_, seed) => {
      const index = at * seeds + seed;
      const end = level + 0.006 * random();
      const curve = Array.from({ length: points }, (_point, nth): MetricPoint => {
        const epoch = nth + 1;
        return { name: 'test/accuracy', step: epoch * STEPS_PER_EPOCH, epoch, value: end * (1 - Math.exp(-epoch / 3)) };
      });
      return trial(index, parameters, { seed, ...finished(curve, index, 'completed') });
    }),
  );
  return { ...sweep('large', ['lr', 'batch_size'], trials), metrics: METRICS };
}

/** Normally distributed numbers, the same ones for the same seed (mulberry32, then Box and Muller's transform). */
export function normals(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}
