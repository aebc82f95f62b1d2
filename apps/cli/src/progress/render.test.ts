import { stripVTControlCharacters } from 'node:util';
import { createColors } from 'picocolors';
import { describe, expect, test } from 'vitest';
import { exampleTrial, exampleView } from './example-views.ts';
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
      outcome: 'no-progress',
      latest: [{ name: 'test/accuracy', step: 1564, epoch: 2, value: 0.1 }],
    });
    expect(renderProgress([exampleView([finished, running])], frame)).toEqual([
      'optimizers a1b2c3',
      '  sgd   ████████████████████████ 100 %  accuracy 10.0 %  no-progress',
      '  adam  ████████████░░░░░░░░░░░░  50 %  loss 1.500  accuracy 45.7 %  5,000 images/s  10 s left',
      '  2 trials = 0 pending + 1 running + 1 finished + 0 failed + 0 cancelled',
      '75 %  5,000 images/s  1 min 05 s so far',
    ]);
  });

  test('a failure says why', () => {
    const failed = exampleTrial(0, { state: 'failed', failure: { kind: 'crash', detail: 'The trainer ended.' } });
    const lines = renderProgress([exampleView([failed])], frame);
    expect(lines[1]).toBe('  sgd  ░░░░░░░░░░░░░░░░░░░░░░░░   0 %  failed: crash. The trainer ended.');
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
