import type { Sweep, TrialStatus } from '@gridsweep/protocol';
import { updated, type SweepView } from './sweep-view.ts';

/** Views for tests of what is drawn from them. */
export function exampleTrial(index: number, fields: Partial<TrialStatus> = {}): TrialStatus {
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
    ...fields,
  };
}

export function exampleView(trials: readonly TrialStatus[], fields: Partial<Sweep> = {}): SweepView {
  const counts = { total: trials.length, pending: 0, running: 0, finished: 0, failed: 0, cancelled: 0 };
  for (const { state } of trials) counts[state]++;
  const sweep: Sweep = {
    id: 'a1b2c3',
    name: 'optimizers',
    state: 'active',
    counts,
    spec: { parameters: { optimizer: { values: ['sgd', 'adam'] } }, seeds: [0] },
    createdAt: 0,
    ...fields,
  };
  return updated(undefined, { sweep, trials });
}
