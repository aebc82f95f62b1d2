import type { MetricPoint } from '../../libs/sweep/src/index.ts';
import type { SweepRecord, TrialRecord } from '../../libs/results/src/index.ts';

export interface SweepShape {
  readonly cells: number;
  readonly seeds: number;
  /** Parameters drawn at random, so that no two cells share a value; else a grid of two axes. */
  readonly random?: boolean;
}

/** 10,000 trials each. */
export const REPORT_SHAPES = {
  '1,000 × 10': { cells: 1000, seeds: 10 },
  '10,000 × 1': { cells: 10_000, seeds: 1 },
  '10 × 1,000': { cells: 10, seeds: 1000 },
  'random 10,000': { cells: 10_000, seeds: 1, random: true },
} as const satisfies Readonly<Record<string, SweepShape>>;
export type ReportShape = keyof typeof REPORT_SHAPES;

const EPOCHS = 10;
const STEPS_PER_EPOCH = 782;
const STARTED = Date.UTC(2026, 0, 15);

/** A finished sweep with two metrics after each of ten epochs: 20 points a trial; at high learning rates some trials diverge. */
export function sweepOf({ cells, seeds, random = false }: SweepShape): SweepRecord {
  const draw = uniform(1);
  const side = Math.ceil(Math.sqrt(cells));
  const trials = Array.from({ length: cells }, (_, cell) => {
    const [across, down] = random ? [draw(), draw()] : [(cell % side) / side, Math.floor(cell / side) / side];
    const parameters = {
      optimizer: 'adam',
      lr: Number((10 ** (3 * across - 4)).toPrecision(4)),
      weight_decay: Number((10 ** (5 * down - 6)).toPrecision(4)),
      epochs: EPOCHS,
    };
    return Array.from({ length: seeds }, (__, seed): TrialRecord => {
      const index = cell * seeds + seed;
      const diverged = parameters.lr > 0.05 && draw() < 0.3;
      const startedAt = STARTED + index * 1000;
      return {
        ...{ id: `trial-${index}`, index, cellId: `cell-${cell}`, seed, parameters, attempts: 1 },
        ...{ state: 'finished', outcome: diverged ? 'diverged' : 'completed', startedAt, endedAt: startedAt + 30_000 },
        provenance: [{ version: '0', engine: 'wasm', engineVariant: 'simd', device: 'none', nodeVersion: 'v0' }],
        points: points(parameters.lr, diverged, draw),
      };
    });
  }).flat();
  const metric = { name: 'test/accuracy', goal: 'maximize' } as const;
  const valuesOf = (name: string) => ({ values: [...new Set(trials.map(({ parameters }) => parameters[name]!))] });
  return {
    ...{ id: 'bench-0123456789', name: 'bench', metric, axes: ['lr', 'weight_decay'], createdAt: STARTED, trials },
    metrics: [
      { ...metric, unit: 'fraction', label: 'test accuracy', chance: 0.1 },
      { name: 'train/loss', goal: 'minimize', unit: 'nats', label: 'training loss' },
    ],
    spec: {
      ...{
        name: 'bench',
        workload: 'lenet-cifar10',
        method: random ? 'random' : 'grid',
        metric,
        max_retries: 0,
        random_seed: 0,
      },
      parameters: { lr: valuesOf('lr'), weight_decay: valuesOf('weight_decay') },
      seeds: Array.from({ length: seeds }, (_, seed) => seed),
    },
  };
}

function points(lr: number, diverged: boolean, draw: () => number): MetricPoint[] {
  const noise = (size: number) => size * (draw() + draw() - 1);
  const best = 0.65 - 0.05 * (Math.log10(lr) + 2.5) ** 2 + noise(0.02);
  return Array.from({ length: EPOCHS }, (_, at) => {
    const epoch = at + 1;
    const share = 1 - Math.exp(-epoch / 2);
    const where = { step: epoch * STEPS_PER_EPOCH, epoch };
    const loss = diverged && epoch > 5 ? NaN : 2.3 - (0.7 + best) * share + noise(0.05);
    return [
      { name: 'train/loss', ...where, value: loss },
      { name: 'test/accuracy', ...where, value: 0.1 + (best - 0.1) * share + noise(0.01) },
    ];
  }).flat();
}

/** Numbers from 0 up to 1, the same each time (Park and Miller's generator, CACM 31, 1988, p. 1192–1201). */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
