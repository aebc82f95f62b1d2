// Made-up sweeps for the tests, in the shapes that real ones have.
import type {
  MetricDeclaration,
  MetricPoint,
  Outcome,
  Parameters,
  ParameterValue,
  Provenance,
  SweepSpec,
} from '@gridsweep/sweep';
import type { SweepRecord, TrialRecord } from './record.ts';

export const STEPS_PER_EPOCH = 782;
const LOG_EVERY = 100;
const STARTED = Date.UTC(2025, 0, 15, 9, 30);

export const PROVENANCE: Provenance = {
  version: '0.1.0',
  engine: 'wasm',
  engineVariant: 'simd',
  device: 'Example CPU @ 2.50GHz',
  nodeVersion: 'v20.19.0',
};

/** As a workload that trains a classifier declares them. */
export const METRICS: readonly MetricDeclaration[] = [
  {
    ...{ name: 'test/accuracy', unit: 'fraction', goal: 'maximize', label: 'test accuracy' },
    ...{ chance: 0.1, chooseBy: 'validation/accuracy' },
  },
  { name: 'train/loss', unit: 'nats', goal: 'minimize', label: 'training loss' },
  { name: 'test/loss', unit: 'nats', goal: 'minimize', label: 'test loss', chooseBy: 'validation/loss' },
  { name: 'validation/accuracy', unit: 'fraction', goal: 'maximize', label: 'validation accuracy', chance: 0.1 },
  { name: 'validation/loss', unit: 'nats', goal: 'minimize', label: 'validation loss' },
];

const DEFAULTS: Parameters = {
  ...{ optimizer: 'momentum', lr: 0.001, momentum: 0.9, alpha: 0.99, betas: [0.9, 0.999], eps: 1e-8 },
  ...{ weight_decay: 0, activation: 'relu', epochs: 15, batch_size: 64, log_every: 100 },
  ...{ shuffle: true, limit: null, class_weights: null },
};

/** An exponential approach with a deterministic ripple. */
export interface Shape {
  /** Test accuracy approached, and how many epochs it takes to get two thirds of the way. */
  readonly accuracy: number;
  readonly epochs: number;
  readonly ripple: number;
  readonly loss: number;
}

export function curvePoints(shape: Shape, epochs: number, phase: number): MetricPoint[] {
  const noise = (at: number) => shape.ripple * Math.sin(12.9898 * at + phase) * Math.cos(4.1414 * at * at);
  const points: MetricPoint[] = [];
  for (let step = LOG_EVERY; step <= epochs * STEPS_PER_EPOCH; step += LOG_EVERY) {
    const epoch = step / STEPS_PER_EPOCH;
    const value = shape.loss + (2.3 - shape.loss) * Math.exp(-epoch / shape.epochs) + 2 * noise(step / 100);
    points.push({ name: 'train/loss', step, epoch, value });
  }
  for (let epoch = 1; epoch <= epochs; epoch += 1) {
    const share = 1 - Math.exp(-epoch / shape.epochs);
    const accuracy = 0.1 + (shape.accuracy - 0.1) * share + noise(epoch);
    const at = { step: epoch * STEPS_PER_EPOCH, epoch };
    points.push({ name: 'test/loss', ...at, value: shape.loss + 0.1 + (2.2 - shape.loss) * (1 - share) });
    points.push({ name: 'test/accuracy', ...at, value: Math.round(accuracy * 1e4) / 1e4 });
  }
  return points;
}

/** A trial whose loss is NaN from some step on: it ends after that epoch. */
export function divergedPoints(): MetricPoint[] {
  const steps = [100, 200, 300, 400, 500, 600, 700];
  const losses = [2.31, 4.8, 1.3e5, NaN, NaN, NaN, NaN];
  return [
    ...steps.map((step, at) => ({
      ...{ name: 'train/loss', step, epoch: step / STEPS_PER_EPOCH, value: losses[at]! },
    })),
    { name: 'test/loss', step: STEPS_PER_EPOCH, epoch: 1, value: NaN },
    { name: 'test/accuracy', step: STEPS_PER_EPOCH, epoch: 1, value: 0.1 },
  ];
}

export function trial(index: number, parameters: Parameters, rest: Partial<TrialRecord> = {}): TrialRecord {
  const cell = JSON.stringify(parameters);
  return {
    ...{ id: `trial-${index}`, index, cellId: `cell-${cell.replace(/[^a-z0-9.]+/gi, '-')}`, seed: 1, attempts: 1 },
    ...{ parameters: { ...DEFAULTS, ...parameters }, provenance: [PROVENANCE], points: [] },
    ...rest,
    state: rest.state ?? 'pending',
  };
}

export function finished(points: readonly MetricPoint[], index: number, outcome: Outcome): Partial<TrialRecord> {
  const startedAt = STARTED + index * 60_000;
  return { state: 'finished', outcome, points, startedAt, endedAt: startedAt + 90_000 + 1_500 * index };
}

/** A sweep of these trials, whose spec names the values that the axes have. */
export function sweep(name: string, axes: readonly string[], trials: readonly TrialRecord[]): SweepRecord {
  const metric = { name: 'test/accuracy', goal: 'maximize' } as const;
  const spec: SweepSpec = {
    ...{ name, workload: 'lenet-cifar10', method: 'grid', metric, max_retries: 3, random_seed: 0 },
    parameters: Object.fromEntries(axes.map((axis) => [axis, { values: valuesOf(trials, axis) }])),
    seeds: [...new Set(trials.map(({ seed }) => seed))],
  };
  const createdAt = STARTED - 5_000;
  return { id: `${name}-0123456789`, name, metric, metrics: METRICS, axes, createdAt, spec, trials };
}

function valuesOf(trials: readonly TrialRecord[], axis: string): ParameterValue[] {
  return [...new Set(trials.flatMap(({ parameters }) => parameters[axis] ?? []))];
}

export const OPTIMIZERS: Readonly<Record<string, Shape>> = {
  sgd: { accuracy: 0.34, epochs: 9, ripple: 0.004, loss: 1.7 },
  momentum: { accuracy: 0.6, epochs: 3.5, ripple: 0.006, loss: 1.0 },
  rmsprop: { accuracy: 0.62, epochs: 1, ripple: 0.02, loss: 0.75 },
  adam: { accuracy: 0.65, epochs: 1.1, ripple: 0.006, loss: 0.7 },
  adagrad: { accuracy: 0.45, epochs: 2.5, ripple: 0.003, loss: 1.45 },
};

/** Five optimizers, one seed each, all finished. */
export function optimizersRecord(epochs = 15): SweepRecord {
  const trials = Object.entries(OPTIMIZERS).map(([optimizer, shape], index) =>
    trial(index, { optimizer }, finished(curvePoints(shape, epochs, index), index, 'completed')),
  );
  return sweep('optimizers', ['optimizer'], trials);
}

/** Four learning rates × two activations: one cell's loss does not fall, one diverges. */
export function learningRatesRecord(epochs = 10): SweepRecord {
  const cells: [number, string, Shape | undefined][] = [
    [0.001, 'relu', { accuracy: 0.57, epochs: 3.3, ripple: 0.006, loss: 1.1 }],
    [0.001, 'none', { accuracy: 0.585, epochs: 2.6, ripple: 0.006, loss: 1.15 }],
    [0.005, 'relu', { accuracy: 0.63, epochs: 1.7, ripple: 0.008, loss: 0.8 }],
    [0.005, 'none', { accuracy: 0.605, epochs: 1.6, ripple: 0.008, loss: 1.05 }],
    [0.01, 'relu', { accuracy: 0.632, epochs: 1.3, ripple: 0.01, loss: 0.78 }],
    [0.01, 'none', { accuracy: 0.58, epochs: 1.2, ripple: 0.012, loss: 1.13 }],
    [0.1, 'relu', { accuracy: 0.2, epochs: 0.05, ripple: 0.03, loss: 2.05 }],
    [0.1, 'none', undefined],
  ];
  const trials = cells.map(([lr, activation, shape], index) => {
    const points = shape === undefined ? divergedPoints() : curvePoints(shape, epochs, index);
    return trial(index, { lr, activation }, finished(points, index, shape === undefined ? 'diverged' : 'completed'));
  });
  return sweep('learning-rates', ['lr', 'activation'], trials);
}

/** Three seeds a cell, caught in the middle: every state, outcome and kind of number occurs. */
export function mixedRecord(): SweepRecord {
  const steady = { accuracy: 0.6, epochs: 2, ripple: 0.01, loss: 0.9 };
  const close = { ...steady, accuracy: 0.605 };
  const done = (shape: Shape, index: number) => finished(curvePoints(shape, 6, index), index, 'completed');
  const failure = { kind: 'out-of-memory', detail: 'The trainer needed more than 512 MiB.' } as const;
  const states: [string, (index: number) => Partial<TrialRecord>][] = [
    ['sgd', () => ({ state: 'failed', failure, attempts: 3 })],
    ['momentum', (index) => done(steady, index)],
    ['rmsprop', (index) => (index % 3 === 2 ? finished(divergedPoints(), index, 'diverged') : done(close, index))],
    ['adam', (index) => done(close, index)],
    [
      'adagrad',
      (index) => (index % 3 === 0 ? { state: 'running', points: curvePoints(steady, 2, index) } : { state: 'pending' }),
    ],
  ];
  const trials = states.flatMap(([optimizer, rest], cell) =>
    [1, 2, 3].map((seed, at) => trial(cell * 3 + at, { optimizer }, { seed, ...rest(cell * 3 + at) })),
  );
  const cancelled = trial(trials.length, { optimizer: 'adam' }, { seed: 4, state: 'cancelled' });
  return sweep('mixed', ['optimizer'], [...trials, cancelled]);
}

/**
 * A person's own command: nothing is declared, no epochs, trials that only end. One parameter belongs to one optimizer only, one
 * cell diverges with one of its seeds, and one trial was gone on with on another machine.
 */
export function commandRecord(): SweepRecord {
  const settings: readonly Parameters[] = [
    { optimizer: 'momentum', momentum: 0.8 },
    { optimizer: 'momentum', momentum: 0.9 },
    { optimizer: 'adam' },
  ];
  const cells = settings.flatMap((parameters) => [0.01, 0.1].map((lr) => ({ ...parameters, lr })));
  const computed: Provenance = { ...PROVENANCE, engine: 'command', engineVariant: '' };
  const trials = cells.flatMap((parameters, cell) =>
    [0, 1].map((seed): TrialRecord => {
      const index = 2 * cell + seed;
      const diverged = cell === 3 && seed === 1;
      const points = [25, 50, 75, 100].flatMap((step): MetricPoint[] => [
        {
          name: 'objective',
          step,
          value: diverged && step > 50 ? NaN : 40 / step + cell / 10 + (seed * (1 + (cell % 3))) / 100,
        },
        { name: 'gradient/norm', step, value: 1 / step },
      ]);
      const other = { ...computed, device: 'Another CPU', engine: 'wasm' };
      return {
        ...trial(index, {}, finished(points, index, diverged ? 'diverged' : 'completed')),
        ...{ cellId: `cell-${cell}`, parameters, seed, provenance: index === 5 ? [computed, other] : [computed] },
      };
    }),
  );
  const axes = ['optimizer', 'momentum', 'lr'];
  const metric = { name: 'objective', goal: 'minimize' } as const;
  const record = sweep('command', axes, trials);
  return { ...record, metric, metrics: [], spec: { ...record.spec, workload: 'command', metric } };
}
