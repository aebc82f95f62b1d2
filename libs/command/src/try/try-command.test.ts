import { expect, test } from 'vitest';
import { testFolder, TRIAL, writeFiles } from '../attempt.fixture.ts';
import { commandTrainable } from '../trainable.ts';
import { TRAINING, TRAINING_SETTINGS } from '../training.fixture.ts';
import { describeTry } from './describe-try.ts';
import { tryCommand, type TryResult } from './try-command.ts';
import { readdir } from 'node:fs/promises';

async function tried(parameters: Record<string, string | number>, stopWithinMs = 20_000): Promise<TryResult> {
  const [codeFolder, scratchFolder] = [await testFolder(), await testFolder()];
  await writeFiles(codeFolder, { 'train.js': TRAINING });
  const slot = await commandTrainable.open(await commandTrainable.prepare({ scratchFolder, stopWithinMs }), 0);
  const trial = {
    ...TRIAL,
    codeFolder,
    settings: TRAINING_SETTINGS,
    parameters: { lr: 0.01, steps: 100_000, ...parameters },
  };
  const result = await tryCommand({ slot, trial, steps: 20, metric: 'loss', stopWithinMs, withinMs: 20_000 });
  expect(await readdir(scratchFolder)).toEqual([]);
  expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  return result;
}

const sentences = (result: TryResult) =>
  describeTry(result, 'loss').map(({ isGood, sentence }) => `${isGood ? '+' : '-'} ${sentence}`);

test('a command that does all it should', async () => {
  const result = await tried({});
  expect(result).toMatchObject({
    problem: null,
    metrics: { names: ['loss'], hasSweeps: true },
    stop: { inTime: true },
    resume: { type: 'same-points' },
    undeterministic: [],
    warnings: [],
  });
  expect(result.checkpoint!.step).toBeGreaterThanOrEqual(10);
  expect(sentences(result)).toEqual([
    expect.stringMatching(/^\+ It reports loss, up to step \d+\.$/),
    expect.stringMatching(/^\+ It stops in time, after \d\.\d s\.$/),
    expect.stringMatching(/^\+ It writes checkpoints, the newest at step \d+ \(3 KiB\)\.$/),
    expect.stringMatching(
      /^\+ It resumes: from step \d+ on it has reported the same \d+ points as an undisturbed run\.$/,
    ),
    '+ It is deterministic: two runs have reported the same.',
  ]);
});

test('a command that resumes without all of its state', async () => {
  const result = await tried({ mode: 'loses-momentum' });
  const { resume, checkpoint } = result;
  expect(resume).toMatchObject({
    type: 'different-points',
    fromStep: checkpoint!.step,
    first: { name: 'loss', step: checkpoint!.step + 1 },
  });
  expect(sentences(result)).toContainEqual(
    expect.stringMatching(
      /^- It resumes at step \d+, but differs from an undisturbed run in loss \(step \d+: [\d.e-]+ and [\d.e-]+\)\.$/,
    ),
  );
});

test('a command that does not read its checkpoint', async () => {
  const result = await tried({ mode: 'forgets' });
  expect(result.resume).toEqual({ type: 'starts-anew', fromStep: result.checkpoint!.step });
});

test('a command without checkpoints', async () => {
  const result = await tried({ mode: 'never-saves' });
  expect(result).toMatchObject({
    checkpoint: null,
    resume: { type: 'starts-anew', fromStep: null },
    undeterministic: [],
  });
  expect(sentences(result)).toContain('- It has no checkpoint: a trial that is stopped or crashes begins anew.');
});

test('a command that is not deterministic: whether it resumes cannot be told', async () => {
  const result = await tried({ mode: 'random' });
  expect(result.undeterministic).toEqual([expect.objectContaining({ name: 'loss', step: 1 })]);
  expect(result.resume).toEqual({ type: 'unknown', why: 'no two runs of it report the same' });
});

test('a metric that measures time says nothing of how it resumes', async () => {
  const result = await tried({ mode: 'times' });
  expect(result.undeterministic).toEqual([expect.objectContaining({ name: 'seconds' })]);
  expect(result.resume.type).toBe('same-points');
});

test('a command that ignores the request to stop', async () => {
  const result = await tried({ mode: 'ignores-stop' }, 1_000);
  expect(result).toMatchObject({ stop: { inTime: false }, checkpoint: null });
  expect(sentences(result)).toContainEqual(
    expect.stringMatching(/^- It does not stop by itself: it was killed after [1-9]\.\d s\.$/),
  );
});

test('a command that ends before the steps asked for, and one that fails', async () => {
  const short = await tried({ steps: 6 });
  expect(short).toMatchObject({ problem: null, lastStep: 6, stop: null });
  const failing = await tried({ steps: 6, crash_at: 3 });
  expect(failing.problem).toMatch(/^It failed \(crash\): The command was ended by SIGKILL\. It printed nothing\.$/);
  expect(sentences(failing)[0]).toBe(`- ${failing.problem}`);
});
