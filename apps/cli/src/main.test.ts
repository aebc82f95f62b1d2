import { once } from 'node:events';
import { createServer } from 'node:net';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Processes } from './testing/program.ts';

let processes: Processes;
beforeAll(async () => {
  processes = await Processes.create();
});
afterAll(() => processes.dispose());

describe('what goes wrong is one sentence and the right exit code', () => {
  const nobody = '127.0.0.1:1';

  test('a coordinator that is not there', async () => {
    const { code, stdout, stderr } = await processes.run('status', '--coordinator', nobody);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(
      `error: No coordinator answers at ${nobody} (ECONNREFUSED). Start one with: gridsweep coordinator\n`,
    );
  });

  test('the same with --json, the address from the environment', async () => {
    const { ended } = processes.start(['list', '--json'], { GRIDSWEEP_COORDINATOR: nobody });
    const { code, stderr } = await ended;
    expect(code).toBe(1);
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'unavailable' } });
  });

  test('GRIDSWEEP_DEBUG adds where it happened', async () => {
    const { stderr } = await processes.start(['list', '--coordinator', nobody], { GRIDSWEEP_DEBUG: '1' }).ended;
    expect(stderr).toMatch(/\n\s+at .*\ncaused by/s);
  });

  test.each([
    [['frobnicate'], /unknown command 'frobnicate'/],
    [['list', '--colour'], /unknown option '--colour'/],
    [['results', 'x', '--format', 'xml'], /Allowed choices are table, csv/],
    [['train', '--optimizer', 'adan'], /Allowed choices are sgd, momentum/],
    [['train', '--lr', 'fast'], /'fast' is invalid. Give a number/],
    [['train', '--lr', '-1'], /lr: expected a positive number, got -1/],
    [['train', '--init', 'nowhere.safetensors'], /nowhere\.safetensors cannot be read/],
    [['train', '--save', 'no/such/folder/w.safetensors'], /w\.safetensors cannot be written/],
    [['list', '--coordinator', 'nowhere'], /"nowhere" is not the address of a coordinator/],
    [['submit', 'nothing.yaml'], /There is no file nothing\.yaml/],
    [['agent', '--label', 'x'], /Give name=value/],
    [['agent', '--workload', 'x'], /--workload x: there is no such workload; expected lenet-cifar10 or command\./],
    [['agent', '--workload', 'command'], /--workload command: .* add --allow-command to allow that\./],
    [
      ['agent', '--workload', 'command', '--device', 'all'],
      /--workload command: .* add --allow-command to allow that\./,
    ],
    [['coordinator', '--lease-ttl-ms', '1000'], /at least two heartbeats must fit/],
  ])('%j', async (args, sentence) => {
    const { code, stdout, stderr } = await processes.run(...args);
    expect(stderr).toMatch(sentence);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test('a wrong option with --json is one JSON object', async () => {
    const { code, stderr } = await processes.run('list', '--json', '--colour');
    expect(code).toBe(2);
    expect(JSON.parse(stderr)).toEqual({ error: { code: 'invalid', message: "unknown option '--colour'" } });
  });

  test('a sweep file: every problem at once, each with its line and column', async () => {
    const path = join(processes.folder, 'wrong.yaml');
    await writeFile(
      path,
      'name: wrong\nparameters:\n  optimiser: { value: adam }\n  lr: { values: [0.1, fast] }\n  batch_size: { value: 0.5 }\n',
    );
    const { code, stderr } = await processes.run('submit', path, '--dry-run');
    expect(code).toBe(2);
    expect(stderr).toContain('wrong.yaml:3:3: optimiser: unknown parameter, did you mean optimizer?');
    expect(stderr).toMatch(/wrong\.yaml:4:\d+: lr/);
    expect(
      stderr.match(/wrong\.yaml:5:\d+: batch_size: expected a whole number from 1 to 8192, got 0\.5/g),
    ).toHaveLength(1);
  });

  test('a sweep of ten million cells', async () => {
    const values = (count: number) => Array.from({ length: count }, (_, at) => (at + 1) / 1000);
    const path = join(processes.folder, 'huge.json');
    const parameters = { optimizer: { value: 'adam' }, lr: { values: values(3200) }, eps: { values: values(3200) } };
    await writeFile(path, JSON.stringify({ name: 'huge', parameters }));
    const { code, stderr } = await processes.run('submit', path, '--dry-run');
    expect(code).toBe(2);
    expect(stderr).toMatch(/10,240,000 cells .* at most 100,000 trials/);
  });

  test('a port in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    try {
      const { code, stderr } = await processes.run('coordinator', '--port', String(port), '--log-level', 'silent');
      expect(stderr).toMatch(new RegExp(`^error: Port ${port} is in use by another program .*\n$`));
      expect(code).toBe(1);
    } finally {
      other.close();
      await once(other, 'close');
    }
  });

  test('a data folder that is a file', async () => {
    const path = join(processes.folder, 'file');
    await writeFile(path, '');
    const { code, stderr } = await processes.run(
      'coordinator',
      '--port=0',
      '--data-dir',
      path,
      '--log-level',
      'silent',
    );
    expect(stderr).toBe(`error: The data folder ${path} is or lies in a file; name a folder.\n`);
    expect(code).toBe(2);
  });
});

describe('commands without a coordinator', () => {
  test('help says what the exit codes mean, and each command has examples', async () => {
    const { code, stdout } = await processes.run('--help');
    expect(code).toBe(0);
    for (const line of ['0    done', '2    wrong usage', '3    some trials failed', '130  interrupted']) {
      expect(stdout).toContain(line);
    }
    expect((await processes.run('submit', '--help')).stdout).toContain('$ gridsweep submit examples/optimizers.yaml');
  });

  test('--dry-run prints the trials', async () => {
    const path = join(processes.folder, 'grid.json');
    const parameters = { optimizer: { values: ['sgd', 'adam'] }, lr: { values: [0.1, 0.01] } };
    await writeFile(path, JSON.stringify({ name: 'grid', parameters, seeds: 2 }));
    const { code, stdout } = await processes.run('submit', path, '--dry-run', '--json');
    expect(code).toBe(0);
    const { trials } = JSON.parse(stdout) as { trials: { id: string; parameters: { lr: number }; seed: number }[] };
    expect(new Set(trials.map(({ id }) => id)).size).toBe(8);
    expect(trials.map(({ parameters: { lr }, seed }) => [lr, seed]).slice(0, 3)).toEqual([
      [0.1, 0],
      [0.1, 1],
      [0.01, 0],
    ]);
  });

  test('--dry-run tells what differs between cells though nobody asked for it', async () => {
    const path = join(processes.folder, 'defaults.json');
    await writeFile(
      path,
      JSON.stringify({ name: 'defaults', parameters: { optimizer: { values: ['adam', 'rmsprop'] } } }),
    );
    const { code, stdout } = await processes.run('submit', path, '--dry-run');
    expect(code).toBe(0);
    expect(stdout).toContain('Beware: lr differs too, by default: 0.001 for adam and 0.01 for rmsprop.');
    expect(stdout).toContain('To hold it fixed write lr: { value: 0.001 }');
    const json = JSON.parse((await processes.run('submit', path, '--dry-run', '--json')).stdout) as {
      confounders: object[];
    };
    expect(json.confounders).toMatchObject([{ parameter: 'lr', values: [{ value: 0.001 }, { value: 0.01 }] }]);
  });

  test('a reader that stops reading is no error', async () => {
    const { child, ended } = processes.start(['schema']);
    child.stdout.destroy();
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
  });

  test.each([
    ['schema > /dev/full', 'error: The output cannot be written: the disk is full.\n'],
    ['train --lr fast 2> /dev/full', ''],
  ])('gridsweep %s: output that cannot be written', async (line, stderr) => {
    expect(await processes.shell(`gridsweep ${line}`)).toEqual({ code: 1, stdout: '', stderr });
  });

  test.each(['bash', 'zsh', 'fish'])('completion for %s knows commands and options', async (shell) => {
    const { code, stdout } = await processes.run('completion', shell);
    expect(code).toBe(0);
    for (const word of ['quickstart', 'dataset', 'verify', 'weight-decay']) expect(stdout).toContain(word);
  });
});

describe('train [network]', () => {
  test('writes points and weights, which are then a start', async () => {
    const limited = ['train', '--limit', '640', '--batch-size', '64', '--log-every', '5', '--no-shuffle'];
    const first = await processes.run(
      ...limited,
      '--metrics',
      'points.jsonl',
      '--save',
      'weights.safetensors',
      '--json',
    );
    expect(first).toMatchObject({ code: 0 });
    const trained = JSON.parse(first.stdout) as { steps: number; metrics: Record<string, number> };
    expect(trained.steps).toBe(10);
    const lines = (await readFile(join(processes.folder, 'points.jsonl'), 'utf8')).trim().split('\n');
    const points = lines.map(
      (line) => JSON.parse(line) as { name: string; step: number; epoch: number; value: number },
    );
    expect(points.map(({ name, step }) => [name, step])).toEqual([
      ['train/loss', 5],
      ['train/loss', 10],
      ['test/loss', 10],
      ['test/accuracy', 10],
    ]);
    expect(Object.keys(points[0]!)).toEqual(['name', 'step', 'epoch', 'value']);
    expect(points[3]).toMatchObject({ epoch: 1, value: trained.metrics['test/accuracy'] });
    const second = await processes.run(...limited, '--init', 'weights.safetensors', '--metrics', 'more.jsonl');
    expect(second.code).toBe(0);
    expect(second.stdout).toMatch(/test accuracy \d+\.\d %, test loss \d\.\d+ after 1 epoch \(10 steps\)/);
    const more = JSON.parse((await readFile(join(processes.folder, 'more.jsonl'), 'utf8')).split('\n')[0]!) as {
      value: number;
    };
    // It goes on from where the first run came to.
    expect(more.value).toBeLessThan(points[0]!.value);
  }, 120_000);

  test('a loss that is not finite is a result, written as a string', async () => {
    const run = ['train', '--optimizer', 'momentum', '--activation', 'none', '--lr', '1', '--limit', '640'];
    const { code, stdout } = await processes.run(...run, '--metrics', 'diverged.jsonl', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'diverged', metrics: { 'test/loss': 'NaN' } });
    expect(await readFile(join(processes.folder, 'diverged.jsonl'), 'utf8')).toContain('"value":"NaN"');
  }, 120_000);

  test('Ctrl-C ends it with 130', async () => {
    const training = processes.start(['train', '--limit', '640', '--epochs', '10000']);
    await training.said(/epoch 1,/);
    training.child.kill('SIGINT');
    expect((await training.ended).code).toBe(130);
  }, 120_000);
});
