import { lenetWorkload } from '@gridsweep/lenet';
import type { TrialView } from '@gridsweep/protocol';
import { describe, expect, test } from 'vitest';
import { exampleTrial, exampleView } from './example-views.ts';
import { Tally } from './tally.ts';
import { measured, throughput, timeLeft, workOf } from './work.ts';

const images = (value: number) => ({ value, unit: 'images/s' });
const { sweep, tally } = exampleView([]);
const stepsOf = (trial: TrialView) => tally.stepsOf(trial);
/** Its workload does not know how many steps a trial takes. */
const command = { spec: { ...sweep.spec, workload: 'command' } };

describe('how much is to do', () => {
  test('a trial that has not begun: epochs × batches, the incomplete one included', () => {
    expect(stepsOf(exampleTrial(0))).toEqual({ done: 0, total: 2 * 782 });
    const parameters = { ...exampleTrial(0).parameters, epochs: 3, limit: 100 };
    expect(stepsOf(exampleTrial(1, { parameters }))).toEqual({ done: 0, total: 6 });
  });

  test('a trial that has ended has nothing left, however it ended', () => {
    for (const state of ['finished', 'failed', 'cancelled'] as const) {
      const { done, total } = stepsOf(exampleTrial(0, { state }));
      expect(done).toBe(total);
    }
  });

  test('a resumed trial that has not reported yet is as far as its newest point', () => {
    const latest = [{ name: 'test/loss', step: 782, epoch: 1, value: 1 }];
    expect(stepsOf(exampleTrial(0, { state: 'running', latest })).done).toBe(782);
  });

  test('where one trial does not say how many steps it takes, trials are counted', () => {
    const said = { progress: { step: 5, totalSteps: 10 } };
    const trials = [
      exampleTrial(0, { state: 'running', ...said }),
      exampleTrial(1, { state: 'finished', ...said }),
      exampleTrial(2, { state: 'running', progress: { step: 70 } }),
    ];
    expect(workOf([exampleView(trials.slice(0, 2), command)])).toEqual({ done: 15 * 64, total: 20 * 64 });
    expect(workOf([exampleView(trials, command)])).toEqual({ done: 1, total: 3 });
  });

  test("trials' parameters are looked at once, and a sweep of another version of the program does not mind", () => {
    let looked = 0;
    const workload = {
      ...lenetWorkload,
      plannedSteps: () => {
        looked += 1;
        return looked === 1 ? 10 : null;
      },
    };
    const own = new Tally(workload);
    const trials = [exampleTrial(0), exampleTrial(1)];
    for (const after of trials) own.take({ before: undefined, after });
    const running = exampleTrial(0, { state: 'running', progress: { step: 5 } });
    own.take({ before: trials[0], after: running });
    expect([looked, own.work, own.stepsOf(running)]).toEqual([2, undefined, { done: 5, total: 10 }]);

    const unknown = exampleTrial(2, { parameters: { optimizer: 'one of next year' } });
    expect(tally.stepsOf(unknown)).toEqual({ done: 0, total: 0 });
  });

  test('time left by the pace since the start, counted down between news', () => {
    const progress = { step: 782, totalSteps: 1564, rate: images(1) };
    const views = [exampleView([exampleTrial(0, { state: 'running', progress })])];
    const start = measured(undefined, { done: 0, total: 100 }, 0);
    const pace = measured(start, workOf(views), 20_000);
    expect(timeLeft(views, pace, 20_000)).toBeCloseTo(20_000, 6);
    expect(timeLeft(views, measured(pace, workOf(views), 25_000), 25_000)).toBeCloseTo(15_000, 6);
  });

  test('in the first seconds by the throughput of the trials; before anything runs not at all', () => {
    const progress = { step: 782, totalSteps: 1564, rate: images((782 * 64) / 10) };
    const views = [exampleView([exampleTrial(0, { state: 'running', progress })])];
    const pace = measured(undefined, workOf(views), 1000);
    expect(timeLeft(views, pace, 1000)).toBeCloseTo(10_000, 6);
    expect(timeLeft([exampleView([exampleTrial(0)])], pace, 1000)).toBeUndefined();
    // Steps a second do not say how long a trial takes that does not say how many it makes.
    const unplanned = { step: 5, rate: { value: 10, unit: 'steps/s' } };
    const counted = [exampleView([exampleTrial(0, { state: 'running', progress: unplanned })], command)];
    expect(timeLeft(counted, measured(undefined, workOf(counted), 1000), 1000)).toBeUndefined();
  });

  test('what trials do a second is added up where it is one thing', () => {
    const running = (index: number, rate?: { value: number; unit: string }) =>
      exampleTrial(index, { state: 'running', progress: { step: 1, rate } });
    const two = [running(0, images(100)), running(1, images(50)), running(2)];
    expect(throughput([exampleView(two)])).toEqual(images(150));
    expect(throughput([exampleView([...two, running(3, { value: 7, unit: 'tokens/s' })])])).toBeUndefined();
    expect(throughput([exampleView([running(2)])])).toBeUndefined();
  });
});
