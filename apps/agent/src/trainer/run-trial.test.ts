import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { misbehavingTrainable } from '../testing/misbehaving.ts';
import { quadraticTrainable } from '../testing/quadratic.ts';
import { misbehaving, opening } from '../testing/trial.ts';
import type { FromRun, Up } from './channel.ts';
import { POINTS_IN_FLIGHT, RunControl } from './run-control.ts';
import { runTrial } from './run-trial.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridsweep-run-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Everything that a run of four chunks says; `onEvent` is told each. */
async function run(onEvent: (event: Up, control: RunControl) => void, parameters = {}, control = new RunControl()) {
  const events: Up[] = [];
  const slots = new Map([['quadratic', await quadraticTrainable.open({ folder }, 0)]]);
  const postMessage = ({ up }: FromRun) => {
    events.push(up);
    onEvent(up, control);
  };
  await runTrial(slots, { run: 1, opening: opening(parameters), control, port: { postMessage } });
  const saved = events.flatMap((event) => (event.type === 'checkpoint' ? [event.step] : []));
  return { over: events.at(-1)!, saved, events };
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
  expect((await run(() => undefined, {}, control)).events).toEqual([{ type: 'drained' }]);
});

test('I6: a run that talks to nobody stands still, drained it may say as much again, cancelled it is not heard any more', async () => {
  const control = new RunControl();
  const slots = new Map([['misbehaving', await misbehavingTrainable.open(null, 0)]]);
  let said = 0;
  const port = { postMessage: () => (said += 1) };
  const opened = misbehaving('talk', { lines: 100_000 });
  const whole = runTrial(slots, { run: 1, opening: opened, control, port });
  const standsAt = async (count: number) => {
    await vi.waitFor(() => expect(said).toBe(count));
    for (let turn = 0; turn < 100; turn += 1) await nextTurn();
    expect(said).toBe(count);
  };
  await standsAt(POINTS_IN_FLIGHT);
  control.received({ type: 'drain' });
  await standsAt(2 * POINTS_IN_FLIGHT);
  control.received({ type: 'cancel' });
  await whole;
  expect(said).toBe(2 * POINTS_IN_FLIGHT + 1);
});
