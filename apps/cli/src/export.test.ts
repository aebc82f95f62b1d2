import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { startAgent, type Agent } from '@gridsweep/agent';
import { takeProcessLock } from '@gridsweep/devices';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { EXIT } from './exit-code.ts';
import { bundleTrainer, ROOT } from './testing/bundle-trainer.ts';
import { quadraticWorkload } from './testing/quadratic.ts';
import { Service, SILENT, type Line } from './testing/service.ts';
import { WorkloadList } from './workload-list.ts';

const TRAINER = join(ROOT, 'apps/cli/dist/testing/quadratic-trainer.js');
const STEPS = 20;
const SPEC = { name: 'slopes', parameters: { lr: { values: [0.1, 0.5] }, steps: { value: STEPS } }, seeds: 2 };

let service: Service;
let agent: Agent | undefined;
beforeAll(async () => {
  service = await Service.start(new WorkloadList([quadraticWorkload]));
  await bundleTrainer('quadratic-trainer', TRAINER);
  agent = train();
  expect((await service.run('submit', await service.file('slopes.json', SPEC), '--watch')).code).toBe(EXIT.ok);
});
afterAll(async () => {
  await agent?.stop();
  await service.close();
});

function train(): Agent {
  return startAgent({
    ...{ coordinator: service.address, id: 'only', version: 'test', slots: 2, labels: {}, logger: SILENT },
    trainerPath: TRAINER,
    workloads: [{ name: quadraticWorkload.name, setup: {} }],
  });
}

const place = (...names: readonly string[]) => join(service.folder, ...names);

describe('tables', () => {
  test.each(['csv', 'json', 'jsonl', 'parquet'])('as %s are three files, whole', async (format) => {
    const { code, out } = await service.run('export', 'slopes', '--format', format, '-o', place(format));
    expect(code).toBe(EXIT.ok);
    const files = ['cells', 'points', 'trials'].map((list) => `${list}.${format}`);
    expect((await readdir(place(format))).sort()).toEqual(files);
    for (const file of files) expect(out).toContain(place(format, file));
    const points = await readFile(place(format, `points.${format}`), 'latin1');
    if (format === 'parquet') expect([points.slice(0, 4), points.slice(-4)]).toEqual(['PAR1', 'PAR1']);
    else expect(points.match(/distance/g)!.length).toBeGreaterThanOrEqual(4 * (STEPS + 1));
  });

  test('results writes one of them into a file, the same as it prints', async () => {
    const args = ['results', 'slopes', '--list', 'trials', '--format', 'csv'];
    const printed = await service.run(...args);
    const written = await service.run(...args, '-o', place('trials.csv'));
    expect(written).toEqual({ code: EXIT.ok, out: '', err: '' });
    expect(await readFile(place('trials.csv'), 'utf8')).toBe(printed.out);
  });

  test('binary goes into a pipe or a file, never to a terminal', async () => {
    const args = ['results', 'slopes', '--format', 'parquet'];
    const refused = await service.start(args, { columns: 80, rows: 24 }).ended;
    expect(refused).toMatchObject({ code: EXIT.usage, out: '' });
    expect(refused.err).toContain('Parquet is binary, nothing for a terminal; write it with -o FILE.');
    expect((await service.run(...args)).out).toMatch(/^PAR1/);
    await service.run(...args, '-o', place('cells.parquet'));
    expect(await readFile(place('cells.parquet'), 'latin1')).toMatch(/^PAR1[^]*PAR1$/);
  });

  test.each([
    [['results', 'slopes', '-o', 'nowhere/x.csv'], /nowhere\/x\.csv cannot be written: /],
    [
      ['results', 'slopes', '--format', 'tensorboard'],
      /TensorBoard reads a folder of files; name one with -o FOLDER\./,
    ],
    [
      ['results', 'slopes', '--format', 'tensorboard', '--list', 'points', '-o', 'x'],
      /Event files have all trials and points; leave out --list points\./,
    ],
    [['export', 'slopes', '-o', 'x', '--follow'], /--follow goes with --format tensorboard, not with csv\./],
    [['export', 'slopes'], /required option '-o, --output <folder>' not specified/],
  ])('%j is refused and says why', async (args, message) => {
    const { code, err } = await service.run(...args);
    expect(code).toBe(EXIT.usage);
    expect(err).toMatch(message);
  });
});

describe('event files for TensorBoard', () => {
  let followed: Line | undefined;
  afterEach(async () => {
    followed?.interrupt();
    await followed?.ended;
  });

  const exported = (sweep: string, folder: string) => ['export', sweep, '--format', 'tensorboard', '-o', place(folder)];

  /** How often each run's file has the metric's tag, by run: once for each value. */
  async function valuesOf(folder: string): Promise<Record<string, number>> {
    const runs = (await readdir(place(folder))).filter((name) => /^\d{5}-/.test(name)).sort();
    const counts = runs.map(async (run) => {
      const [file, ...others] = await readdir(place(folder, run));
      expect(others).toEqual([]);
      return [run, (await readFile(place(folder, run, file!), 'latin1')).split('\n\bdistance\x15').length - 1] as const;
    });
    return Object.fromEntries(await Promise.all(counts));
  }

  test('have a run for each trial, and the same when they are written again', async () => {
    const { code, out, err } = await service.run(...exported('slopes', 'board'));
    expect({ code, err }).toEqual({ code: EXIT.ok, err: '' });
    expect(out).toBe(`Wrote 4 of 4 trials to ${place('board')}. Look with: tensorboard --logdir ${place('board')}\n`);
    const wanted = { '00000-lr=0.1-seed=0': STEPS + 1, '00001-lr=0.1-seed=1': STEPS + 1 };
    expect(await valuesOf('board')).toEqual({
      ...{ ...wanted, '00002-lr=0.5-seed=0': STEPS + 1, '00003-lr=0.5-seed=1': STEPS + 1 },
    });
    const before = await stat(place('board', '00000-lr=0.1-seed=0'));
    const args = ['results', 'slopes', '--format', 'tensorboard', '-o', place('board')];
    expect((await service.run(...args)).code).toBe(EXIT.ok);
    expect(await stat(place('board', '00000-lr=0.1-seed=0'))).toEqual(before);
    expect(await service.json(...exported('slopes', 'board'))).toMatchObject({ folder: place('board'), runs: 4 });
  });

  test('of another sweep, or that another process writes, are left alone', async () => {
    const spec = { ...SPEC, name: 'other', parameters: { ...SPEC.parameters, lr: { value: 0.2 } } };
    await service.run('submit', await service.file('other.json', spec), '--watch');
    await service.run(...exported('slopes', 'mine'));
    const { code, err } = await service.run(...exported('other', 'mine'));
    expect(code).toBe(EXIT.error);
    expect(err).toMatch(/has the event files of sweep \w+; name another folder for sweep \w+\./);
    const lock = await takeProcessLock(place('mine', '.gridsweep.lock'));
    expect((await service.run(...exported('slopes', 'mine'))).err).toContain(`Process ${process.pid} on `);
    if (lock.type === 'taken') await lock.release();
    expect((await service.run(...exported('slopes', 'mine'))).code).toBe(EXIT.ok);
  });

  test('are followed while they train, over a restart of the coordinator and of the command, and nothing is there twice', async () => {
    const steps = 4_000;
    const parameters = { lr: { values: [0.01, 0.02] }, steps: { value: steps } };
    const spec = { name: 'long', parameters, seeds: 2, max_parallel: 1 };
    expect((await service.run('submit', await service.file('long.json', spec))).code).toBe(EXIT.ok);
    followed = service.start([...exported('long', 'live'), '--follow']);
    await followed.printed(/Writes until the sweep has ended\. Look with: tensorboard --logdir /);
    // The first trial alone comes to its end, so that there is something to write and something to wait for.
    for await (const { trials } of service.client.sweeps.watch('long')) {
      if (trials.some(({ state }) => state === 'running')) break;
    }
    expect((await service.run('pause', 'long')).code).toBe(EXIT.ok);
    const someValues = async () => Object.values(await valuesOf('live').catch(() => ({}))).reduce((a, b) => a + b, 0);
    await vi.waitFor(async () => expect(await someValues()).toBeGreaterThan(0), { timeout: 30_000 });

    followed.interrupt();
    const stopped = await followed.ended;
    expect(stopped.code).toBe(EXIT.interrupted);
    expect(stopped.err).toContain('Stopped. The same command goes on from here.');

    followed = service.start([...exported('long', 'live'), '--follow']);
    await vi.waitFor(() => stat(place('live', '.gridsweep.lock')), { timeout: 30_000 });
    const startAgain = await service.stop();
    await followed.printed(/The coordinator is gone\. Waiting for it to come back\./);
    await startAgain();
    await service.client.ready({ withinMs: 10_000 });
    expect(await service.run('resume', 'long')).toMatchObject({ code: EXIT.ok, err: '' });
    const { code, out } = await followed.ended;
    expect(code).toBe(EXIT.ok);
    expect(out).toContain('Wrote 4 of 4 trials to ');

    const live = await valuesOf('live');
    expect(Object.values(live)).toEqual([steps + 1, steps + 1, steps + 1, steps + 1]);
    await service.run(...exported('long', 'once'));
    expect(await valuesOf('once')).toEqual(live);
  });
});
