import type { TrainEvent } from '@gridsweep/sweep';
import { describe, expect, test } from 'vitest';
import { parseHyperparameters } from './hyperparameters.ts';
import { train } from './train.ts';
import { checkpointsOf, collect, options, pointsOf, small } from './train.fixture.ts';
import { readWeights, readWeightsWithOrigin } from './weights.ts';

/** Its test loss rises and falls: the highest stands for the best. */
const wavy = { optimizer: 'momentum', lr: 0.05, batch_size: 4, epochs: 6 };

describe('weights to keep', () => {
  const best = { which: 'best', metric: 'test/loss', goal: 'maximize' } as const;
  const weightsOf = (events: readonly TrainEvent[]) =>
    events.flatMap((event) => {
      if (event.type !== 'weights') return [];
      return [{ step: event.step, ...readWeightsWithOrigin(event.content as Uint8Array) }];
    });

  test('none where none are wanted', async () => {
    expect(weightsOf(await collect(train(options(small))))).toEqual([]);
  });

  test('the last: those of the end, with where they come from', async () => {
    const events = await collect(train(options(small, { keep: { which: 'last' } })));
    const [kept, ...more] = weightsOf(events);
    expect(more).toEqual([]);
    expect(kept.parameters).toEqual(readWeights(checkpointsOf(events).at(-1)!.content));
    expect(kept.origin).toEqual({
      hyperparameters: parseHyperparameters(small),
      ...{ seed: 1, step: 12, epoch: 3 },
      metrics: {
        'test/loss': pointsOf(events, 'test/loss')[2].value,
        'test/accuracy': pointsOf(events, 'test/accuracy')[2].value,
      },
    });
    expect(events.slice(-3).map(({ type }) => type)).toEqual(['weights', 'checkpoint', 'finished']);
  });

  test('the best: at each improvement, before the checkpoint that remembers it', async () => {
    const events = await collect(train(options(wavy, { keep: best })));
    const losses = pointsOf(events, 'test/loss').map(({ value }) => value);
    const improving = losses.flatMap((loss, at) =>
      loss > Math.max(-Infinity, ...losses.slice(0, at)) ? [at + 1] : [],
    );
    expect(improving.length).toBeGreaterThan(1);
    expect(improving.length).toBeLessThan(losses.length);
    expect(weightsOf(events).map(({ origin }) => origin!.epoch)).toEqual(improving);
    for (const [at, event] of events.entries()) {
      if (event.type === 'weights') expect(events[at + 1]).toMatchObject({ type: 'checkpoint', step: event.step });
    }
  });

  test('I5: resumed from any epoch, the same follow', async () => {
    for (const keep of [best, { which: 'last' } as const]) {
      const events = await collect(train(options(wavy, { keep })));
      for (const { step, content } of checkpointsOf(events)) {
        const rest = await collect(train(options(wavy, { keep, checkpoint: content })));
        expect(weightsOf(rest)).toEqual(weightsOf(events).filter((kept) => kept.step > step));
      }
    }
  });

  test('none of an epoch in which it diverged', async () => {
    const wild = { ...small, optimizer: 'sgd', lr: 1e20, activation: 'none' };
    for (const keep of [{ ...best, metric: 'test/accuracy' } as const, { which: 'last' } as const]) {
      expect(weightsOf(await collect(train(options(wild, { keep }))))).toEqual([]);
    }
  });
});
