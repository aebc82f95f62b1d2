import type { Sweep, TrialView } from '@gridsweep/protocol';
import { expect, test } from 'vitest';
import { WORKLOADS } from '../workloads.ts';
import { changes } from './changes.ts';
import { exampleSweep, exampleTrial } from './example-views.ts';
import { SweepView } from './sweep-view.ts';

/** Says what each update changed in the sweep as it was before. */
function teller(first: Sweep) {
  const view = new SweepView(first, WORKLOADS);
  let told: Sweep | undefined;
  return (trials: readonly TrialView[], sweep = first) => {
    const lines = changes(told, view, view.update({ sweep, trials }));
    told = sweep;
    return lines;
  };
}

test('one line for each thing that happened, none for what did not change', () => {
  const pending = [exampleTrial(0), exampleTrial(1)];
  const sweep = exampleSweep(pending);
  const told = teller(sweep);
  expect(told(pending)).toEqual([]);
  const running = exampleTrial(0, { state: 'running', attempts: 1, agentId: 'agent-1' });
  expect(told([running])).toEqual(['optimizers: sgd: running on agent-1']);

  const accuracy = { name: 'test/accuracy', step: 782, epoch: 1, value: 0.25 };
  const evaluated = { ...running, latest: [accuracy] };
  expect(told([evaluated])).toEqual(['optimizers: sgd: epoch 1, test accuracy 25.0 %']);
  expect(told([evaluated])).toEqual([]);

  expect(told([exampleTrial(0, { attempts: 1 })])).toEqual([
    'optimizers: sgd: back to pending, to go on from its newest checkpoint',
  ]);
  const value = { name: 'test/accuracy', step: 1564, epoch: 2, value: 0.3 };
  const finished = exampleTrial(1, { state: 'finished', attempts: 1, outcome: 'completed', latest: [value] });
  expect(told([finished])).toEqual(['optimizers: adam: finished, test accuracy 30.0 %']);
  expect(told([exampleTrial(0, { state: 'finished', attempts: 1, outcome: 'diverged' })])).toEqual([
    'optimizers: sgd: finished, diverged',
  ]);
  const failed = exampleTrial(0, { state: 'failed', attempts: 2, failure: { kind: 'data', detail: 'No data.' } });
  expect(told([failed], { ...sweep, state: 'ended' })).toEqual([
    'optimizers: sgd: failed (data): No data.',
    'optimizers: ended',
  ]);
});

test('a metric that counts no epochs is told by its step', () => {
  const metric = { name: 'score', goal: 'maximize' };
  const told = teller(
    exampleSweep([exampleTrial(0)], { spec: { ...exampleSweep([]).spec, workload: 'command', metric } }),
  );
  told([exampleTrial(0, { state: 'running', attempts: 1 })]);
  const latest = [{ name: 'score', step: 40, value: 1.5 }];
  expect(told([exampleTrial(0, { state: 'running', attempts: 1, latest })])).toEqual([
    'optimizers: sgd: step 40, score 1.500',
  ]);
});

test('what a sweep waits for is told once, and again where it changes', () => {
  const sweep = exampleSweep([exampleTrial(0)]);
  const waiting = { ...sweep, waitingFor: 'No agent is connected.' };
  const told = teller(sweep);
  expect(told([exampleTrial(0)], waiting)).toEqual(['optimizers: waiting: No agent is connected.']);
  expect(told([], waiting)).toEqual([]);
  const other = { ...sweep, waitingFor: 'No agent trains it.' };
  expect(told([], other)).toEqual(['optimizers: waiting: No agent trains it.']);
  expect(told([], sweep)).toEqual([]);
});
