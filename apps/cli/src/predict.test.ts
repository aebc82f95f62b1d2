import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadDataset } from '@gridsweep/cifar10';
import { readWeightsWithOrigin } from '@gridsweep/lenet';
import { connect, type SweepUpdate } from '@gridsweep/protocol';
import { collectRecord } from './collect-record.ts';
import { withPredictions } from './record-predictions.ts';
import { memoryTerminal } from './testing/memory-terminal.ts';
import { Processes, type Running } from './testing/program.ts';
import { WORKLOADS } from './workloads.ts';

const SPEC = {
  name: 'kept',
  keep_weights: 'best',
  parameters: {
    optimizer: { values: ['adam'] },
    epochs: { value: 2 },
    limit: { value: 1280 },
    validation: { value: 500 },
  },
};

interface Tested {
  readonly trial: string;
  readonly step: number;
  readonly accuracy: number;
  readonly confusion: readonly (readonly number[])[];
  readonly mistakes: readonly { readonly index: number; readonly probability: number }[];
}

interface Named {
  readonly pictures: readonly { readonly file: string; readonly class: string; readonly probabilities: object }[];
}

describe('predict, by what a trained sweep has kept [network]', () => {
  let processes: Processes;
  let coordinator: Running;
  let address: string;
  let trial: SweepUpdate['trials'][number];

  beforeAll(async () => {
    processes = await Processes.create();
    expect((await processes.run('dataset', 'fetch')).code).toBe(0);
    coordinator = processes.start(['coordinator', '--port', '0', '--log-format', 'json']);
    address = (await coordinator.said(/"address":"(127\.0\.0\.1:\d+)"/))[1]!;
    processes.start(['agent', '--coordinator', address, '--log-format', 'json']);
    await writeFile(join(processes.folder, 'kept.json'), JSON.stringify(SPEC));
    expect((await start('submit', 'kept.json', '--watch').ended).code).toBe(0);
    [trial] = (await json<SweepUpdate>('status', 'kept')).trials as [typeof trial];
  }, 300_000);

  afterAll(() => processes.dispose());

  function start(...args: string[]): Running {
    return processes.start([...args, '--coordinator', address]);
  }

  async function json<Value>(...args: string[]): Promise<Value> {
    const { code, stdout, stderr } = await start(...args, '--json').ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return JSON.parse(stdout) as Value;
  }

  test('the test set: as accurate as the trial was then, by its sweep and index, its id, or its file', async () => {
    const file = join(processes.folder, 'kept.safetensors');
    const tested = await json<Tested>('predict', 'kept#0', '--save', file);
    const { origin } = readWeightsWithOrigin(await readFile(file));
    expect(tested).toMatchObject({
      trial: trial.id,
      step: trial.weights!.step,
      accuracy: origin!.metrics['test/accuracy'],
    });
    expect(origin!.metrics).toHaveProperty(['validation/accuracy']);
    expect(tested.confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(10_000);
    expect(tested.mistakes[0]!.probability).toBeGreaterThan(0.1);
    const { confusion } = await json<Tested>('predict', trial.id.slice(0, -2));
    expect(confusion).toEqual(tested.confusion);
    // Of a file no coordinator is asked.
    const offline = await processes.run('predict', '--weights', file, '--json');
    expect(JSON.parse(offline.stdout)).toMatchObject({ accuracy: tested.accuracy, weights: file });
    const { stdout } = await start('predict', 'kept#0').ended;
    expect(stdout).toMatch(/% of the test set is recognised/);
    expect(stdout).toMatch(/^airplane +\d+\.\d % /m);
    expect(stdout).toMatch(/Its surest mistakes/);
  });

  test("a person's own picture: one of the test set as a PNG is taken for what it is there", async () => {
    const { test: images } = await loadDataset();
    const picture = new PNG({ width: 32, height: 32 });
    for (let at = 0; at < 1024; at++) {
      const pixel = [0, 1, 2].map((plane) => images.images[7 * 3072 + plane * 1024 + at]!);
      picture.data.set([...pixel, 255], at * 4);
    }
    const file = join(processes.folder, 'seven.png');
    await writeFile(file, PNG.sync.write(picture));
    const { pictures } = await json<Named>('predict', 'kept#0', file, file);
    expect(pictures.map((each) => each.file)).toEqual([file, file]);
    const probabilities = Object.values(pictures[0]!.probabilities) as number[];
    expect(probabilities.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 6);
    expect(pictures[0]!.probabilities).toHaveProperty(pictures[0]!.class, Math.max(...probabilities));
    const { stdout } = await start('predict', 'kept#0', file).ended;
    expect(stdout).toContain(`${pictures[0]!.class} ${(100 * Math.max(...probabilities)).toFixed(1)} %`);
    expect(stdout).toContain('averaged to 32 × 32 pixels');
  });

  test('a report has what the best network says of the test set', async () => {
    const client = connect(address);
    const { sweeps } = client;
    const { terminal, written } = memoryTerminal();
    const context = { terminal, workloads: WORKLOADS, interrupt: new AbortController().signal };
    const record = await withPredictions(await collectRecord(sweeps, 'kept', context), sweeps, context);
    client.close();
    expect(written.err).toBe('');
    expect(record.metric).toMatchObject({ name: 'test/accuracy', chooseBy: 'validation/accuracy' });
    expect(record.method!.network!.layers).toHaveLength(7);
    expect(record.predictions).toMatchObject({ trialId: trial.id, step: trial.weights!.step });
    const { confusion } = await json<Tested>('predict', 'kept#0');
    expect(record.predictions!.confusion).toEqual(confusion);
  });

  test('what cannot be done is one sentence', async () => {
    for (const [args, message] of [
      [['predict', 'kept#1'], /has no trial "1"/],
      [['predict', 'nothing'], /There is no trial "nothing"/],
      [['predict', 'kept#0', 'nowhere.png'], /The picture nowhere\.png cannot be used: /],
      [['predict'], /Name a trial, such as optimizers#3, or a file with --weights FILE/],
      [['predict', '--weights', 'kept.json'], /The safetensors file cannot be used/],
      [['predict', '--weights', 'kept.safetensors', '--activation', 'tanh'], /trained with activation relu, not tanh/],
    ] as const) {
      const { code, stderr } = await start(...args).ended;
      expect(code).not.toBe(0);
      expect(stderr).toMatch(message);
      expect(stderr.trim().split('\n')).toHaveLength(1);
    }
  });
});
