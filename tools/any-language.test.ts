import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Parameters } from '@gridsweep/sweep';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { Processes } from '../apps/cli/src/testing/program.ts';
import { CommandTrial } from './command-trial.ts';

const run = promisify(execFile);
const SWEEP = fileURLToPath(new URL('../examples/any-language/sweep.yaml', import.meta.url));
/** dash is the strictest, and what /bin/sh is on Debian. */
const SHELLS = ['dash', 'bash'].filter((shell) => spawnSync(shell, ['-c', ':']).status === 0);

describe.each(SHELLS)('examples/any-language by %s', (shell) => {
  const trials: CommandTrial[] = [];
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gridsweep-any-language-'));
  });
  afterAll(async () => {
    await Promise.all(trials.map((trial) => trial.dispose()));
    await rm(folder, { recursive: true, force: true });
  });

  async function trialOf(parameters: Parameters): Promise<CommandTrial> {
    const own = await mkdtemp(join(folder, 'trial-'));
    const trial = new CommandTrial({ sweep: SWEEP, parameters, seed: 7, folder: own, program: shell });
    trials.push(trial);
    return trial;
  }

  /** Long enough to be stopped in its middle. */
  const LONG = { lr: 0.0001, momentum: 0.5, steps: 400, log_every: 1 };
  const MIDDLE = LONG.log_every * 15;

  describe('a trial', () => {
    let undisturbed: Awaited<ReturnType<CommandTrial['points']>>;
    beforeAll(async () => {
      const trial = await trialOf(LONG);
      const attempt = await trial.start();
      expect(await attempt.ended).toEqual({ code: 0, signal: null, output: '' });
      expect(await attempt.isDone()).toBe(true);
      undisturbed = await trial.points();
      expect([...undisturbed.values()].map(({ name, step }) => [name, step])).toEqual(
        Array.from({ length: LONG.steps }, (_, at) => ['loss', at + 1]),
      );
    });

    test('asked to stop it hands back with a checkpoint, and goes on from there with the same bits', async () => {
      const trial = await trialOf(LONG);
      const first = await trial.start();
      await first.until((lines) => lines.some(({ step }) => Number(step) >= MIDDLE));
      expect(await first.stop()).toMatchObject({ code: 75 });
      expect((await first.checkpoints()).at(-1)).toBe(`step-${(await first.points()).at(-1)?.step}`);

      const second = await trial.start();
      expect(await second.ended).toMatchObject({ code: 0 });
      expect((await second.points()).length).toBe(LONG.steps - (await first.points()).length);
      expect(await trial.points()).toEqual(undisturbed);
    });

    test('killed it goes on from its last checkpoint, with the same bits', async () => {
      const trial = await trialOf(LONG);
      const first = await trial.start();
      await first.until((lines) => lines.some(({ step }) => Number(step) >= MIDDLE));
      expect(await first.kill()).toMatchObject({ signal: 'SIGKILL' });
      expect((await first.checkpoints()).at(-1)).toMatch(/^step-\d+0$/);

      const second = await trial.start();
      expect(await second.ended).toMatchObject({ code: 0 });
      expect((await second.points()).length).toBeLessThan(LONG.steps);
      expect(await trial.points()).toEqual(undisturbed);
    });
  });

  test('a setting that diverges is a result', async () => {
    const trial = await trialOf({ lr: 1.1, steps: 5000, log_every: 1000 });
    const attempt = await trial.start();
    expect(await attempt.ended).toMatchObject({ code: 0 });
    expect((await attempt.points()).at(-1)).toMatchObject({ step: 2000, value: Infinity });
    expect(await attempt.isDone()).toBe(true);
  });

  test('a parameter that it does not know is refused for good', async () => {
    const { ended } = await (await trialOf({ rate: 0.1 })).start();
    expect(await ended).toEqual({
      code: 78,
      signal: null,
      output: '--rate=0.1 is not accepted; give --lr=, --momentum=, --steps= or --log_every=\n',
    });
  });

  test('`gridsweep try` finds nothing wrong with it', async () => {
    const processes = await Processes.create();
    onTestFinished(() => processes.dispose());
    const { code, stdout, stderr } = await processes.run('try', SWEEP, '--steps', '60');
    expect(code, stderr).toBe(0);
    expect(stdout.trim().split('\n')).toEqual([
      expect.stringMatching(/^✓ It reports loss/),
      expect.stringMatching(/^✓ It stops in time/),
      expect.stringMatching(/^✓ It writes checkpoints/),
      expect.stringMatching(/^✓ It resumes: from step \d+ on it has reported the same \d+ points/),
      expect.stringMatching(/^✓ It is deterministic/),
    ]);
  });

  test('outside of Gridsweep it is an ordinary script that prints its metrics', async () => {
    const { stdout } = await run(shell, ['train.sh', '--steps=20', '--log_every=10'], { cwd: dirname(SWEEP) });
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual([
      { step: 10, loss: expect.any(Number) as number },
      { step: 20, loss: expect.any(Number) as number },
      { done: true },
    ]);
  });
});
