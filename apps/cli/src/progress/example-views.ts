import type { Sweep, TrialCounts, TrialView } from '@gridsweep/protocol';
import { WORKLOADS } from '../workloads.ts';
import { SweepView } from './sweep-view.ts';

/** Views for tests of what is drawn from them. */
export function exampleTrial(index: number, fields: Partial<TrialView> = {}): TrialView {
  return {
    id: `trial-${index}`,
    sweepId: 'a1b2c3',
    index,
    cellId: `cell-${index}`,
    parameters: { optimizer: ['sgd', 'adam'][index % 2]!, lr: 0.001, epochs: 2, batch_size: 64, limit: null },
    seed: 0,
    state: 'pending',
    attempts: 0,
    latest: [],
    provenance: [],
    ...fields,
  };
}

export function exampleSweep(trials: readonly TrialView[], fields: Partial<Sweep> = {}): Sweep {
  const counts: { -readonly [K in keyof TrialCounts]: number } = {
    ...{ total: trials.length, pending: 0, running: 0, finished: 0, failed: 0, cancelled: 0 },
  };
  for (const { state } of trials) counts[state]++;
  return {
    id: 'a1b2c3',
    name: 'optimizers',
    state: 'active',
    counts,
    spec: {
      workload: 'lenet-cifar10',
      metric: { name: 'test/accuracy', goal: 'maximize' },
      parameters: { optimizer: { values: ['sgd', 'adam'] } },
      seeds: [0],
    },
    createdAt: 0,
    ...fields,
  };
}

export function exampleView(trials: readonly TrialView[], fields: Partial<Sweep> = {}): SweepView {
  const sweep = exampleSweep(trials, fields);
  const view = new SweepView(sweep, WORKLOADS);
  view.update({ sweep, trials });
  return view;
}
