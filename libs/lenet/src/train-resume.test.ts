import type { TrainEvent } from '@gridsweep/sweep';
import { describe, expect, test } from 'vitest';
import { initialParameters } from './seed.ts';
import { train } from './train.ts';
import {
  calling,
  checkpointsOf,
  collect,
  lastCheckpointOf,
  observed,
  options,
  pointsOf,
  small,
} from './train.fixture.ts';
import { readWeights } from './weights.ts';

describe('I5: the same bits', () => {
  const given = { ...small, log_every: 1 };

  test('when run twice; others with another seed', async () => {
    const points = pointsOf(await collect(train(options(given))));
    expect(pointsOf(await collect(train(options(given))))).toEqual(points);
    expect(pointsOf(await collect(train(options(given, { seed: 2 }))))).not.toEqual(points);
  });

  test.each([{ log_every: 1 }, { log_every: 3 }, { log_every: 3, validation: 3 }])(
    'when resumed from any epoch (%j)',
    async (changed) => {
      const events = await collect(train(options({ ...small, ...changed })));
      for (const { step, content } of checkpointsOf(events)) {
        const rest = await collect(train(options({ ...small, ...changed }, { checkpoint: content })));
        expect(pointsOf(rest)).toEqual(pointsOf(events).filter((point) => point.step > step));
        expect(rest.at(-1)).toEqual(events.at(-1));
        expect(lastCheckpointOf(rest)).toEqual(rest.length === 1 ? undefined : lastCheckpointOf(events));
      }
    },
  );

  test('when drained after every chunk of steps and resumed', async () => {
    const whole = await collect(train(options(small)));
    const pieces: TrainEvent[] = [];
    const stops: number[] = [];
    let checkpoint: Uint8Array | undefined;
    while (pieces.at(-1)?.type !== 'finished') {
      const drain = new AbortController();
      const engine = calling(() => drain.abort());
      const events = await collect(train(options(small, { engine, checkpoint, drain: drain.signal })));
      pieces.push(...events);
      if (events.at(-1)?.type === 'drained') {
        const saved = events.at(-2)!;
        if (saved.type !== 'checkpoint') throw new Error('A drained run saves last.');
        stops.push(saved.step);
        checkpoint = saved.content as Uint8Array;
      }
    }
    // Each attempt trains one chunk of one step, or evaluates.
    expect(stops).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(pointsOf(pieces)).toEqual(pointsOf(whole));
    expect(pieces.at(-1)).toEqual(whole.at(-1));
    expect(lastCheckpointOf(pieces)).toEqual(lastCheckpointOf(whole));
  });

  test('when a diverged run is drained and resumed', async () => {
    const wild = { optimizer: 'sgd', lr: 1e20, activation: 'none', batch_size: 4, log_every: 3 };
    const whole = await collect(train(options(wild)));
    const drain = new AbortController();
    let calls = 0;
    const engine = calling(() => {
      if (++calls === 2) drain.abort();
    });
    const before = await collect(train(options(wild, { engine, drain: drain.signal })));
    const after = await collect(train(options(wild, { checkpoint: checkpointsOf(before).at(-1)!.content })));
    expect(before.at(-1)).toEqual({ type: 'drained' });
    expect(pointsOf([...before, ...after])).toEqual(pointsOf(whole));
    expect(after.at(-1)).toEqual(whole.at(-1));
  });
});

describe('stopping', () => {
  test('a drain before the first step saves the initial state', async () => {
    const events = await collect(train(options(small, { drain: AbortSignal.abort() })));
    expect(events.map(({ type }) => type)).toEqual(['checkpoint', 'drained']);
    const { content } = checkpointsOf(events)[0];
    expect(readWeights(content)).toEqual(initialParameters(1));
    const rest = await collect(train(options(small, { checkpoint: content })));
    expect(pointsOf(rest)).toEqual(pointsOf(await collect(train(options(small)))));
  });

  test('cancelling throws at the next chunk and frees the model', async () => {
    const controller = new AbortController();
    const { engine, batches, disposed } = observed();
    const run = train(options({ ...small, log_every: 1 }, { engine, signal: controller.signal }));
    await run.next();
    controller.abort();
    await expect(run.next()).rejects.toMatchObject({ name: 'GridsweepError', code: 'cancelled' });
    expect(batches).toHaveLength(1);
    expect(disposed()).toBe(1);
  });

  test('a consumer that stops early frees the model', async () => {
    const { engine, disposed } = observed();
    for await (const event of train(options(small, { engine }))) if (event.type === 'metrics') break;
    expect(disposed()).toBe(1);
  });

  test('the event loop gets its turn between chunks of steps', async () => {
    const { engine, batches } = observed();
    const seen: number[] = [];
    const tick = () => {
      seen.push(batches.length);
      pending = setImmediate(tick);
    };
    let pending = setImmediate(tick);
    await collect(train(options(small, { engine })));
    clearImmediate(pending);
    expect(new Set(seen).size).toBeGreaterThan(3);
  });
});
