import { setTimeout as sleep } from 'node:timers/promises';
import { GridsweepError } from '@gridsweep/sweep';
import type { SweepUpdate } from '@gridsweep/protocol';
import { expect, test } from 'vitest';
import { watchThrough } from './watch-through.ts';

const UPDATE = { sweep: { id: 'a1b2' }, trials: [] } as unknown as SweepUpdate;
const LOST = new GridsweepError('unavailable', 'The connection is lost.');
const QUICK = { patienceMs: 50, retryEveryMs: 1 };

/** Answers each call by the next of these; the last again and again. `watched` is what it was asked for. */
function coordinator(...answers: readonly (readonly (SweepUpdate | GridsweepError)[])[]) {
  const watched: string[] = [];
  async function* watch(name: string): AsyncGenerator<SweepUpdate> {
    watched.push(name);
    await sleep(0);
    for (const part of answers[Math.min(watched.length, answers.length) - 1]!) {
      if (part instanceof GridsweepError) throw part;
      yield part;
    }
  }
  return { watch, watched };
}

async function follow(sweeps: ReturnType<typeof coordinator>, signal = new AbortController().signal) {
  const seen: (SweepUpdate | string)[] = [];
  const options = { ...QUICK, signal, onLost: ({ message }: Error) => seen.push(message) };
  const failure = await (async () => {
    for await (const update of watchThrough(sweeps, 'mine', options)) seen.push(update);
  })().catch((thrown: unknown) => thrown);
  return { seen, failure };
}

test('goes on where a lost coordinator is there again, by the id of the sweep', async () => {
  const sweeps = coordinator([UPDATE, LOST], [LOST], [LOST], [UPDATE, LOST], [UPDATE]);
  const { seen, failure } = await follow(sweeps);
  expect(failure).toBeUndefined();
  expect(seen).toEqual([UPDATE, LOST.message, UPDATE, LOST.message, UPDATE]);
  expect(sweeps.watched).toEqual(['mine', 'a1b2', 'a1b2', 'a1b2', 'a1b2']);
});

test('gives up in the end', async () => {
  const sweeps = coordinator([UPDATE, LOST], [LOST]);
  expect(await follow(sweeps)).toEqual({ seen: [UPDATE, LOST.message], failure: LOST });
  expect(sweeps.watched.length).toBeGreaterThan(2);
});

test('waits for no coordinator that never answered, and for nothing that waiting does not help', async () => {
  const none = coordinator([LOST]);
  expect(await follow(none)).toEqual({ seen: [], failure: LOST });
  const gone = new GridsweepError('not-found', 'There is no such sweep.');
  const deleted = coordinator([UPDATE, gone]);
  expect(await follow(deleted)).toEqual({ seen: [UPDATE], failure: gone });
});

test('waits from the start for one that is known', async () => {
  const sweeps = coordinator([LOST], [LOST], [UPDATE]);
  const seen: unknown[] = [];
  const options = { ...QUICK, isKnown: true, signal: new AbortController().signal, onLost: () => seen.push('lost') };
  for await (const update of watchThrough(sweeps, 'a1b2', options)) seen.push(update);
  expect(seen).toEqual(['lost', UPDATE]);
});

test('a user who asks to stop is not kept waiting', async () => {
  const controller = new AbortController();
  const sweeps = coordinator([UPDATE, LOST], [LOST]);
  const options = { signal: controller.signal, onLost: () => controller.abort() };
  const watching = watchThrough(sweeps, 'mine', options);
  await watching.next();
  await expect(watching.next()).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }) as Error);
});
