import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { fetchDataset } from '@gridsweep/cifar10';
import type { Parameters } from '@gridsweep/sweep';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CommandTrial, type Line } from './command-trial.ts';
import { pythonEnvironment, pythonTestsRun } from './python-env.ts';

const run = promisify(execFile);
const SWEEP = fileURLToPath(new URL('../examples/pytorch-lenet/sweep.yaml', import.meta.url));
const STEPS_PER_EPOCH = 40;
const EPOCHS = 2;
const LOG_EVERY = 7;
const SMALL = { lr: 0.001, epochs: EPOCHS, limit: 64 * STEPS_PER_EPOCH - 10, log_every: LOG_EVERY };

describe.skipIf(!pythonTestsRun())('examples/pytorch-lenet [python] [network]', { timeout: 300_000 }, () => {
  let env: NodeJS.ProcessEnv;
  let python: string;
  let dataset: string;
  let folder: string;
  const trials: CommandTrial[] = [];

  beforeAll(async () => {
    ({ env, python } = await pythonEnvironment());
    dataset = await fetchDataset();
    folder = await mkdtemp(join(tmpdir(), 'gridsweep-pytorch-'));
  }, 900_000);
  afterAll(async () => {
    await Promise.all(trials.map((trial) => trial.dispose()));
    await rm(folder, { recursive: true, force: true });
  });

  async function trialOf(parameters: Parameters, more: NodeJS.ProcessEnv = {}): Promise<CommandTrial> {
    const own = await mkdtemp(join(folder, 'trial-'));
    const trial = new CommandTrial({ sweep: SWEEP, parameters, seed: 3, folder: own, env: { ...env, ...more } });
    trials.push(trial);
    return trial;
  }

  describe('a trial', () => {
    // Adam's is the largest state that a checkpoint must keep.
    const optimizer = 'adam';
    let undisturbed: Awaited<ReturnType<CommandTrial['points']>>;
    beforeAll(async () => {
      const trial = await trialOf({ optimizer, ...SMALL });
      const attempt = await trial.start();
      expect(await attempt.ended).toEqual({ code: 0, signal: null, output: '' });
      expect(await attempt.isDone()).toBe(true);
      undisturbed = await trial.points();
    });

    test("reports what Gridsweep's own LeNet does, at the same steps", () => {
      const epochs = Array.from({ length: EPOCHS }, (_, at) => ({ step: (at + 1) * STEPS_PER_EPOCH, epoch: at + 1 }));
      const logged = Array.from(
        { length: Math.floor((EPOCHS * STEPS_PER_EPOCH) / LOG_EVERY) },
        (_, at) => (at + 1) * LOG_EVERY,
      );
      const value = expect.any(Number) as number;
      const wanted = [
        ...logged.map((step) => ({ name: 'train/loss', step, epoch: step / STEPS_PER_EPOCH, value })),
        ...epochs.map((at) => ({ name: 'test/loss', ...at, value })),
        ...epochs.map((at) => ({ name: 'test/accuracy', ...at, value })),
      ];
      expect([...undisturbed.values()]).toHaveLength(wanted.length);
      expect([...undisturbed.values()]).toEqual(expect.arrayContaining(wanted));
    });

    test('asked to stop within an epoch it hands back with a checkpoint, and goes on from there with the same bits', async () => {
      const trial = await trialOf({ optimizer, ...SMALL });
      const first = await trial.start();
      await first.until((lines) => lines.some(({ step }) => Number(step) > STEPS_PER_EPOCH + LOG_EVERY));
      expect(await first.stop()).toEqual({ code: 75, signal: null, output: '' });
      const stopped = stepOf(await first.checkpoints());
      expect(stopped).toBeGreaterThan(STEPS_PER_EPOCH);
      expect(await first.isDone()).toBe(false);

      const second = await trial.start();
      expect(await second.ended).toMatchObject({ code: 0 });
      expect(Math.min(...(await second.points()).map(({ step }) => step))).toBeGreaterThan(stopped);
      expect(await trial.points()).toEqual(undisturbed);
    });

    test('asked to stop while PyTorch is still being loaded it hands back, too', async () => {
      const attempt = await (await trialOf({ optimizer, ...SMALL })).start();
      await attempt.until((lines, isOpen) => isOpen);
      expect(await attempt.stop()).toEqual({ code: 75, signal: null, output: '' });
      expect(await attempt.points()).toEqual([]);
    });

    test('killed it goes on from its last checkpoint, measures again what was measured after it, and gets the same bits', async () => {
      const trial = await trialOf({ optimizer, ...SMALL });
      const first = await trial.start();
      await first.until((lines) => lines.some(({ step }) => Number(step) > STEPS_PER_EPOCH + LOG_EVERY));
      expect(await first.kill()).toMatchObject({ signal: 'SIGKILL' });
      const kept = stepOf(await first.checkpoints());
      expect(kept % STEPS_PER_EPOCH).toBe(0);
      expect(lastStep(await first.lines())).toBeGreaterThan(kept);

      const second = await trial.start();
      expect(await second.ended).toMatchObject({ code: 0 });
      expect(Math.min(...(await second.points()).map(({ step }) => step))).toBeLessThan(kept + STEPS_PER_EPOCH);
      expect(await trial.points()).toEqual(undisturbed);
    });
  });

  test('a setting that diverges ends with the epoch in which it does, and is a result', async () => {
    const trial = await trialOf({ ...SMALL, optimizer: 'momentum', lr: 1000 });
    const attempt = await trial.start();
    expect(await attempt.ended).toMatchObject({ code: 0 });
    expect(await attempt.isDone()).toBe(true);
    const points = await trial.points();
    expect(points.get(`test/loss ${STEPS_PER_EPOCH}`)).toMatchObject({ epoch: 1, value: NaN });
    expect(points.get(`test/accuracy ${STEPS_PER_EPOCH}`)).toMatchObject({ value: 0.1 });
    expect(lastStep(await attempt.lines())).toBe(STEPS_PER_EPOCH);
  });

  test.each([
    [{ optimizer: 'adam', epochs: 0 }, /argument --epochs: 0 is not accepted; give a whole number of at least 1/],
    [{ optimizer: 'sgd', alpha: 0.9 }, /The optimizer sgd cannot be used so: .*'alpha'/],
  ])('refuses %j for good', async (parameters, message) => {
    const { ended } = await (await trialOf(parameters)).start();
    expect(await ended).toMatchObject({ code: 78, output: expect.stringMatching(message) as string });
  });

  test('without the data set it fails and says where it looked and what to do', async () => {
    const { ended } = await (await trialOf({ optimizer: 'sgd' }, { GRIDSWEEP_CACHE_DIR: folder })).start();
    const output = `There is no ${join(folder, 'cifar10.bin')}. Get CIFAR-10 with \`gridsweep dataset fetch\``;
    expect(await ended).toMatchObject({ code: 1, output: expect.stringContaining(output) as string });
  });

  describe('outside of Gridsweep', () => {
    /** Runs it as a person would, and resolves with what it printed, line by line. */
    async function script(...args: string[]): Promise<unknown[]> {
      const place = await mkdtemp(join(folder, 'script-'));
      await cp(dirname(SWEEP), place, { recursive: true });
      const { stdout } = await run(python, ['train.py', ...args, '--epochs', '1', '--limit', '640'], {
        cwd: place,
        env,
      });
      // Nothing but Python's own cache is left behind.
      expect((await readdir(place)).filter((name) => name !== '__pycache__')).toEqual(await readdir(dirname(SWEEP)));
      return stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown);
    }

    test("it is an ordinary script that prints its metrics, and takes the six files of CIFAR-10's own archive as well", async () => {
      const seen = [
        { step: 5, epoch: 0.5, 'train/loss': expect.any(Number) as number },
        { step: 10, epoch: 1, 'train/loss': expect.any(Number) as number },
        {
          step: 10,
          epoch: 1,
          'test/loss': expect.any(Number) as number,
          'test/accuracy': expect.any(Number) as number,
        },
        { done: true },
      ];
      const args = ['--log_every', '5', '--betas', '[0.8,0.9]', '--shuffle', 'false'];
      const printed = await script(...args);
      expect(printed).toEqual(seen);
      const batches = await mkdtemp(join(folder, 'batches-'));
      await split(dataset, batches);
      expect(await script(...args, '--data', batches)).toEqual(printed);
    });
  });

  test('its requirements are what this was tested with', async () => {
    const tested = await readFile(new URL('python-env.txt', import.meta.url), 'utf8');
    const required = (await readFile(join(dirname(SWEEP), 'requirements.txt'), 'utf8')).trim().split('\n');
    expect(required).toContainEqual(expect.stringMatching(/^torch==/));
    expect(tested.split('\n')).toEqual(expect.arrayContaining(required));
  });
});

/** Writes the records of cifar10.bin as the six files that the official archive has. */
async function split(file: string, folder: string): Promise<void> {
  const names = [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}.bin`).concat('test_batch.bin');
  const bytes = await readFile(file);
  const length = bytes.length / names.length;
  await Promise.all(
    names.map((name, at) => writeFile(join(folder, name), bytes.subarray(at * length, (at + 1) * length))),
  );
}

function stepOf(checkpoints: readonly string[]): number {
  return Number(checkpoints.at(-1)?.replace(/^step-/, ''));
}

function lastStep(lines: readonly Line[]): number {
  return Math.max(...lines.map(({ step }) => Number(step ?? 0)));
}
