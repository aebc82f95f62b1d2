import { expect, test } from 'vitest';
import { changes } from './changes.ts';
import { exampleTrial, exampleView } from './example-views.ts';
import { updated } from './sweep-view.ts';

test('one line for each thing that happened, none for what did not change', () => {
  const before = exampleView([exampleTrial(0), exampleTrial(1)]);
  expect(changes(undefined, before)).toEqual([]);
  const running = exampleTrial(0, { state: 'running', attempts: 1, agentId: 'agent-1' });
  const started = updated(before, { sweep: before.sweep, trials: [running] });
  expect(changes(before, started)).toEqual(['optimizers: sgd: running on agent-1']);

  const accuracy = { name: 'test/accuracy', step: 782, epoch: 1, value: 0.25 } as const;
  const evaluated = updated(started, { sweep: before.sweep, trials: [{ ...running, latest: [accuracy] }] });
  expect(changes(started, evaluated)).toEqual(['optimizers: sgd: epoch 1, test accuracy 25.0 %']);
  expect(changes(evaluated, evaluated)).toEqual([]);

  const lost = updated(evaluated, { sweep: before.sweep, trials: [exampleTrial(0, { attempts: 1 })] });
  expect(changes(evaluated, lost)).toEqual(['optimizers: sgd: back to pending, to go on from its newest checkpoint']);
  const failed = exampleTrial(0, { state: 'failed', attempts: 2, failure: { kind: 'data', detail: 'No data.' } });
  const ended = updated(lost, { sweep: { ...before.sweep, state: 'ended' }, trials: [failed] });
  expect(changes(lost, ended)).toEqual(['optimizers: sgd: failed (data): No data.', 'optimizers: ended']);
});
