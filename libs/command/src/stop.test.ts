import { expect, test } from 'vitest';
import { readdir, readFile } from 'node:fs/promises';
import { attempt, processesWith, runToEnd, testFolder, TestRun, until } from './attempt.fixture.ts';

const ON_TERM = (what: string) => `trap '${what}' TERM; echo ready; while :; do sleep 0.05; done`;

/** Drains, or cancels, a run at its first line of log. */
function stopping(script: string, signal: 'drained' | 'cancelled', stopWithinMs = 10_000) {
  const run = new TestRun();
  const onEvent = () => run[signal].abort();
  return { run, ended: runToEnd({ script, setup: { stopWithinMs }, run, onEvent }) };
}

test.each([
  ['exit 0', 'exit 0', { type: 'drained' }],
  [
    'exit 0, having done all',
    `echo "@gridsweep {\\"done\\":true}"; exit 0`,
    { type: 'finished', outcome: 'completed' },
  ],
  ['exit 1', 'exit 1', { type: 'drained' }],
  ['exit 75', 'exit 75', { type: 'drained' }],
  ['exit 78', 'exit 78', { type: 'failed', kind: 'bad-config' }],
])('asked to stop, a command that ends with %s', async (_, what, expected) => {
  const { ended } = stopping(ON_TERM(what), 'drained');
  expect((await ended).end).toMatchObject(expected);
});

test('one that does not know the signal is ended by it and handed back', async () => {
  const { ended } = stopping('echo ready; sleep 1000', 'drained');
  expect((await ended).end).toEqual({ type: 'drained' });
});

test.each(['drained', 'cancelled'] as const)('a command that is %s can read why', async (signal) => {
  const marker = `${await testFolder()}/why`;
  const { ended } = stopping(ON_TERM(`cp "$GRIDSWEEP_STOP_FILE" ${marker}; exit 0`), signal);
  await ended.catch(() => undefined);

  expect(await readFile(marker, 'utf8')).toBe(`${signal}\n`);
});

test('a cancelled run throws, reports no more, and may take its time to end', async () => {
  const { run, ended } = stopping(ON_TERM('echo bye; exit 0'), 'cancelled');
  await expect(ended).rejects.toMatchObject({ code: 'cancelled' });
  expect(run.log).toEqual(['ready']);
});

test('a run that is drained can still be cancelled', async () => {
  const run = new TestRun();
  const ended = runToEnd({
    script: ON_TERM('echo stopping; sleep 0.3; exit 0'),
    run,
    onEvent: (event) => {
      if (event.type !== 'log') return;
      (event.message === 'ready' ? run.drained : run.cancelled).abort();
    },
  });
  await expect(ended).rejects.toMatchObject({ code: 'cancelled' });
});

test('before it starts, a drained run is handed back and a cancelled one throws', async () => {
  const drained = new TestRun();
  drained.drained.abort();
  expect((await runToEnd({ script: 'echo started', run: drained })).end).toEqual({ type: 'drained' });
  expect(drained.log).toEqual([]);
  const cancelled = new TestRun();
  cancelled.cancelled.abort();
  await expect(runToEnd({ script: 'echo started', run: cancelled })).rejects.toMatchObject({ code: 'cancelled' });
});

test('a run whose consumer leaves is ended at once', async () => {
  const scratchFolder = await testFolder();
  const events = attempt(
    { scratchFolder, script: `trap '' TERM; echo ready; while :; do sleep 1; done` },
    new TestRun(),
  );
  await events.next();
  expect(await processesWith(scratchFolder)).not.toEqual([]);
  await events.return();
  expect(await processesWith(scratchFolder)).toEqual([]);
  expect(await readdir(scratchFolder)).toEqual([]);
});

test('while nobody takes its events, a drained command is stopped all the same', async () => {
  const scratchFolder = await testFolder();
  const run = new TestRun();
  const events = attempt({ scratchFolder, script: 'echo ready; sleep 1000' }, run);
  await events.next();
  run.drained.abort();
  await until(async () => (await processesWith(scratchFolder)).length === 0);
  expect(await events.next()).toEqual({ done: false, value: { type: 'drained' } });
  expect(await readdir(scratchFolder)).toEqual([]);
  await events.return();
});
