import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lenetWorkload } from '@gridsweep/lenet';
import { parseSpec, type SweepSpec } from '@gridsweep/sweep';
import { EXIT } from './exit-code.ts';
import { runQuickstart } from './quickstart.ts';
import { quickstartSpecs } from './quickstart-specs.ts';
import { WORKLOADS } from './workloads.ts';
import { memoryTerminal } from './testing/memory-terminal.ts';

const trainerPath = fileURLToPath(new URL('../../../dist/trainer.js', import.meta.url));

/** The quickstart's shape with little to train; the first long enough to be far from its end when its first epoch is shown. */
const specs = [
  specOf('first', { optimizer: { values: ['adam', 'momentum'] }, epochs: { value: 12 }, limit: { value: 3200 } }),
  specOf('second', {
    optimizer: { value: 'sgd' },
    lr: { values: [0.01, 0.1] },
    epochs: { value: 1 },
    limit: { value: 640 },
  }),
];

function specOf(name: string, parameters: object): SweepSpec {
  const parsed = parseSpec(JSON.stringify({ name, parameters }), [lenetWorkload]);
  if (!parsed.ok) throw new Error(parsed.problems[0]!.message);
  return parsed.spec;
}

describe('quickstart [network]', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gridsweep-quickstart-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function run(options: { new?: boolean; interruptAt?: RegExp } = {}) {
    const interrupt = new AbortController();
    const { terminal, written } = memoryTerminal((text) => {
      if (options.interruptAt?.test(text)) interrupt.abort('SIGINT');
    });
    const context = {
      terminal,
      env: { GRIDSWEEP_DATA_DIR: folder },
      interrupt: interrupt.signal,
      stdin: process.stdin,
      workloads: WORKLOADS,
      exitCode: EXIT.ok,
    };
    const given = { output: join(folder, 'report'), json: true, ...options };
    const ended = await runQuickstart(context, given, { specs, trainerPath }).then(
      () => undefined,
      (error: unknown) => error,
    );
    return { ended, ...written };
  }

  /** What a run printed, without its own figures: those of time and of the folder. */
  function resultsOf(out: string): unknown {
    const { results } = JSON.parse(out) as { results: { cells: Record<string, unknown>[] }[] };
    return results.map(({ cells }) => cells.map(({ optimizer, lr, final, best }) => ({ optimizer, lr, final, best })));
  }

  test('an interrupt stops cleanly, the next run goes on, the one after shows the results at once (I1, I5)', async () => {
    const stopped = await run({ interruptAt: /: epoch 1/ });
    expect(stopped.ended).toMatchObject({ code: 'cancelled' });
    expect(stopped.err).toContain('run quickstart again to go on from there');
    expect(stopped.out).toBe('');

    const resumed = await run();
    expect(resumed.ended).toBeUndefined();
    expect(resumed.err).toContain('attempt 2');
    expect(await readdir(join(folder, 'report'))).toContain('index.html');

    const shown = await run();
    expect(shown.ended).toBeUndefined();
    expect(shown.err).toBe('');
    expect(resultsOf(shown.out)).toEqual(resultsOf(resumed.out));

    const anew = await run({ new: true, interruptAt: /: epoch 1/ });
    expect(anew.err).not.toContain('attempt 2');
    expect(anew.out).toBe('');
    const resumedAnew = await run();
    expect(resumedAnew.err).toContain('attempt 2');
    expect(resultsOf(resumedAnew.out)).toEqual(resultsOf(resumed.out));
  }, 180_000);

  test('the experiments are those of examples/, with fewer epochs and one seed unless at full length', async () => {
    const few = await quickstartSpecs(false);
    const full = await quickstartSpecs(true);
    expect(few.map(({ parameters }) => parameters['epochs'])).toEqual([{ values: [3] }, { values: [2] }]);
    expect(full.map(({ parameters }) => parameters['epochs'])).toEqual([{ values: [15] }, { values: [10] }]);
    expect(few.map(({ seeds }) => seeds)).toEqual([[0], [0]]);
    expect(full.map(({ seeds }) => seeds)).toEqual([
      [0, 1, 2],
      [0, 1, 2],
    ]);
    expect(full.map(({ name }) => name)).toEqual(['optimizers', 'learning-rates']);
  });
});
