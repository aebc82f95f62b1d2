import { stripVTControlCharacters } from 'node:util';
import { createColors } from 'picocolors';
import { describe, expect, test } from 'vitest';
import { exampleSweep, exampleTrial, exampleView } from './example-views.ts';
import { renderProgress, type Frame } from './render.ts';

const mark = { time: 0, done: 0 };
const frame: Frame = {
  width: 120,
  height: 40,
  colors: createColors(false),
  now: 65_000,
  pace: { start: mark, last: mark },
};

const running = exampleTrial(1, {
  state: 'running',
  attempts: 1,
  progress: { step: 782, totalSteps: 1564, rate: { value: 5000, unit: 'images/s' } },
  latest: [
    { name: 'train/loss', step: 700, epoch: 0.9, value: 1.5 },
    { name: 'test/accuracy', step: 782, epoch: 1, value: 0.4567 },
  ],
});

describe('live progress', () => {
  test('a bar for each trial, loss, accuracy, images/s, time left, the counts (I4) and the whole', () => {
    const finished = exampleTrial(0, {
      state: 'finished',
      outcome: 'completed',
      latest: [{ name: 'test/accuracy', step: 1564, epoch: 2, value: 0.1 }],
    });
    expect(renderProgress([exampleView([finished, running])], frame)).toEqual([
      'optimizers a1b2c3',
      '  sgd   ████████████████████████ 100 %  test accuracy 10.0 %  finished',
      '  adam  ████████████░░░░░░░░░░░░  50 %  test accuracy 45.7 %  training loss 1.500  5,000 images/s  10 s left',
      '  2 trials = 0 pending + 1 running + 1 finished + 0 failed + 0 cancelled',
      '75 %  5,000 images/s  1 min 05 s so far',
    ]);
  });

  test('a failure says why', () => {
    const failed = exampleTrial(0, { state: 'failed', failure: { kind: 'crash', detail: 'The trainer ended.' } });
    const lines = renderProgress([exampleView([failed])], frame);
    expect(lines[1]).toBe('  sgd  ░░░░░░░░░░░░░░░░░░░░░░░░   0 %  failed: crash. The trainer ended.');
  });

  test('a trial that does not say how many steps it takes has no bar, but says where it is', () => {
    const spec = { ...exampleSweep([]).spec, workload: 'command', metric: { name: 'score', goal: 'maximize' } };
    const progress = { step: 1200, rate: { value: 0.42, unit: 'steps/s' } };
    const latest = [{ name: 'score', step: 1000, value: 12.34 }];
    const trial = exampleTrial(0, { state: 'running', attempts: 1, progress, latest });
    expect(renderProgress([exampleView([trial, exampleTrial(1)], { spec })], frame)).toEqual([
      'optimizers a1b2c3',
      '  sgd   ░░░░░░░░░░░░░░░░░░░░░░░░        score 12.34  step 1200  0.4 steps/s',
      '  adam  ░░░░░░░░░░░░░░░░░░░░░░░░        waiting',
      '  2 trials = 1 pending + 1 running + 0 finished + 0 failed + 0 cancelled',
      '0 %  0.4 steps/s  1 min 05 s so far',
    ]);
  });

  test('what a sweep waits for stands below its counts, also where there is room for one trial only', () => {
    const waitingFor = 'No agent is connected; start one with: gridsweep agent';
    const view = exampleView([exampleTrial(0), exampleTrial(1)], { waitingFor });
    for (const height of [40, 6]) {
      const lines = renderProgress([view], { ...frame, height });
      expect(lines.length).toBeLessThanOrEqual(height);
      expect(lines.at(-2)).toBe(`  waiting: ${waitingFor}`);
    }
  });

  test('labels that are cut keep what tells them apart', () => {
    const parameters = (weight_decay: number) => ({
      ...{ optimizer: 'adam', lr: 0.001, activation: 'none', weight_decay },
    });
    const spec = {
      ...exampleSweep([]).spec,
      parameters: {
        ...{ optimizer: { values: ['adam', 'sgd'] }, lr: { values: [0.001, 0.01] } },
        ...{ activation: { values: ['none', 'relu'] }, weight_decay: { values: [0.1, 0.2] } },
      },
    };
    const trials = [0.1, 0.2].map((decay, at) => exampleTrial(at, { parameters: parameters(decay) }));
    const labels = renderProgress([exampleView(trials, { spec })], { ...frame, width: 80 })
      .slice(1, 3)
      .map((line) => line.slice(2, line.indexOf('░')).trim());
    for (const label of labels) expect(label.length).toBeLessThanOrEqual(80 / 3);
    expect(labels[0]).toMatch(/….*0\.1$/);
    expect(labels[1]).toMatch(/….*0\.2$/);
  });

  test.each([20, 40, 60, 80, 200])('no line is longer than %i columns', (width) => {
    const views = [exampleView([running, exampleTrial(2), exampleTrial(3, { state: 'cancelled' })])];
    for (const line of renderProgress(views, { ...frame, width })) expect(line.length).toBeLessThanOrEqual(width);
  });

  test('where not all trials fit, the running ones are shown and the others counted (I6)', () => {
    const trials = Array.from({ length: 1000 }, (_, at) =>
      exampleTrial(at, at % 100 === 99 ? { state: 'running' } : {}),
    );
    const lines = renderProgress([exampleView(trials)], { ...frame, height: 20 });
    expect(lines.length).toBeLessThanOrEqual(20);
    expect(lines.filter((line) => line.includes('starting'))).toHaveLength(10);
    expect(lines.at(-3)).toMatch(/… 98\d more trials/);
  });

  test('colours change nothing but the colours', () => {
    const views = [exampleView([running])];
    const plain = renderProgress(views, frame);
    const colored = renderProgress(views, { ...frame, colors: createColors(true) });
    expect(colored).not.toEqual(plain);
    expect(colored.map(stripVTControlCharacters)).toEqual(plain);
  });
});
