import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunEvent } from '@gridsweep/sweep';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { quadraticTrainable } from '../testing/quadratic.ts';
import { opening } from '../testing/trial.ts';
import { RunControl } from './run-control.ts';
import { trainToEnd } from './run-trial.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridsweep-run-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Everything that a run of four chunks reports; `onEvent` is told each event. */
async function run(onEvent: (event: RunEvent, control: RunControl) => void, parameters = {}) {
  const events: RunEvent[] = [];
  const control = new RunControl();
  const slots = new Map([['quadratic', await quadraticTrainable.open({ folder }, 0)]]);
  const { over } = await trainToEnd(slots, opening(parameters), control, (event) => {
    events.push(event);
    onEvent(event, control);
  });
  const saved = events.flatMap((event) => (event.type === 'checkpoint' ? [event.step] : []));
  return { over, saved, events };
}

test('a finished run leaves out the checkpoint that nobody goes on from, and its file', async () => {
  const { over, saved } = await run(() => undefined, { ballast: 100 });
  expect(saved).toEqual([20]);
  expect(over.type).toBe('finished');
  expect(await readdir(folder)).toHaveLength(1);
});

test('a run drained in its last evaluation is saved', async () => {
  const { over, saved } = await run((event, control) => {
    if (event.type === 'ending') control.received({ type: 'drain' });
  });
  expect(saved).toEqual([20, 40]);
  expect(over.type).toBe('drained');
});

test('progress is told once a second at most', async () => {
  const { events } = await run(() => undefined);
  expect(events.filter(({ type }) => type === 'progress')).toHaveLength(1);
});

test('a run that is drained before it begins does nothing', async () => {
  const control = new RunControl();
  control.received({ type: 'drain' });
  const slots = new Map([['quadratic', await quadraticTrainable.open({ folder }, 0)]]);
  const result = await trainToEnd(slots, opening(), control, () => expect.fail('It reported.'));
  expect(result).toEqual({ over: { type: 'drained' }, leaves: 'reusable' });
});
