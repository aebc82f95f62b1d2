import { cp, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect, type CoordinatorClient, type TrialView } from '@gridsweep/protocol';
import type { MetricPoint } from '@gridsweep/sweep';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { commandsOf } from '../apps/cli/src/testing/alive.ts';
import { Processes, type Ended, type Running } from '../apps/cli/src/testing/program.ts';
import { pythonEnvironment, pythonTestsRun } from './python-env.ts';

const EXAMPLE = fileURLToPath(new URL('../examples/pytorch-lenet/sweep.yaml', import.meta.url));
const STEPS_PER_EPOCH = 100;
const EPOCHS = 5;
const LOG_EVERY = 10;
const SEEDS = 4;
/** The example's sweep, made so small that a trial takes some seconds. */
const SMALL = {
  parameters: {
    optimizer: { value: 'adam' },
    lr: { value: 0.001 },
    epochs: { value: EPOCHS },
    limit: { value: 64 * STEPS_PER_EPOCH },
    log_every: { value: LOG_EVERY },
  },
  seeds: SEEDS,
};
/** Of means over so many seeds, from seed to seed by about a point different: four times the standard error of their difference. */
const TOLERANCE = 0.03;
/** Past the first checkpoint, between two of them. */
const MIDDLE = 1.2 * STEPS_PER_EPOCH;
const PATIENT = { timeout: 120_000, interval: 100 };
const TEN_MINUTES = 600_000;

/** One point as `results --list points` prints it. */
type Row = Readonly<Record<string, string | number>>;

// Which processes a command has is read from /proc.
const runs = pythonTestsRun() && process.platform === 'linux';

describe.skipIf(!runs)('a sweep of examples/pytorch-lenet [python] [network]', { timeout: TEN_MINUTES }, () => {
  let processes: Processes;
  let env: NodeJS.ProcessEnv;
  let undisturbed: readonly Row[];
  let wasm: readonly Row[];

  beforeAll(async () => {
    ({ env } = await pythonEnvironment());
    processes = await Processes.create();
    expect((await processes.run('dataset', 'fetch')).code).toBe(0);
    await cp(dirname(EXAMPLE), join(processes.folder, 'example'), { recursive: true });
    const example = parse(await readFile(EXAMPLE, 'utf8')) as object;
    await writeFile(join(processes.folder, 'example/sweep.yaml'), JSON.stringify({ ...example, ...SMALL }));
    await writeFile(join(processes.folder, 'lenet.json'), JSON.stringify({ name: 'lenet', ...SMALL }));

    const { process, client, address } = await startCoordinator('undisturbed');
    const agent = await startAgent(address, 'both', 2, 'lenet-cifar10');
    const submitted = await Promise.all(
      ['example/sweep.yaml', 'lenet.json'].map((file) => submit(address, file).ended),
    );
    expect(submitted.map(({ code }) => code)).toEqual([0, 0]);
    undisturbed = await rowsOf(address, 'pytorch-lenet');
    wasm = await rowsOf(address, 'lenet');
    await end(agent);
    client.close();
    await end(process);
  }, 2 * TEN_MINUTES);

  afterAll(() => processes.dispose());

  async function startCoordinator(folder: string) {
    const process = processes.start(['coordinator', '--port', '0', '--data-dir', folder, '--log-format', 'json']);
    const [, address = ''] = await process.said(/"address":"(127\.0\.0\.1:\d+)"/);
    return { process, address, client: connect(address) };
  }

  /** An agent that trains commands, with the environment's python3. */
  async function startAgent(address: string, id: string, slots: number, ...others: string[]): Promise<Running> {
    const workloads = ['command', ...others].flatMap((name) => ['--workload', name]);
    const place = ['--coordinator', address, '--id', id, '--slots', String(slots), '--log-format', 'json'];
    const allowed = ['--allow-command'];
    const agent = processes.start(['agent', ...place, ...allowed, ...workloads], env);
    await agent.said(/"trainer":\d+/);
    return agent;
  }

  function submit(address: string, file: string): Running {
    return processes.start(['submit', file, '--coordinator', address, '--watch']);
  }

  async function rowsOf(address: string, sweep: string): Promise<Row[]> {
    const list = ['results', sweep, '--list', 'points', '--format', 'jsonl', '--coordinator', address];
    const { code, stdout } = await processes.run(...list);
    expect(code).toBe(0);
    return stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Row);
  }

  test("measures what Gridsweep's own LeNet does at the same steps, and learns as it does", () => {
    const places = (rows: readonly Row[]) =>
      rows.map(({ seed, metric, step, epoch }) => ({ seed, metric, step, epoch }));
    expect(places(undisturbed)).toEqual(places(wasm));
    // Initial weights and order are drawn otherwise, so that only means agree.
    const [torch, own] = [meanAccuracy(undisturbed), meanAccuracy(wasm)];
    expect(torch).toBeGreaterThan(0.4);
    expect(Math.abs(torch - own), `PyTorch ${torch}, wasm ${own}`).toBeLessThan(TOLERANCE);
  });

  test('I3, I4, I5: an agent is killed, then a command, then an agent is drained; the points are those of an undisturbed run', async () => {
    const { process: coordinator, client, address } = await startCoordinator('disturbed');
    const first = await startAgent(address, 'first', 1);
    const second = await startAgent(address, 'second', 1);
    const watching = submit(address, 'example/sweep.yaml');
    await watching.said(/^Submitted: /m);

    const lost = await trialOf(client, 'first', MIDDLE);
    expect(await commandsOf(lost.id)).not.toEqual([]);
    await kill(first);
    await vi.waitFor(async () => expect(await commandsOf(lost.id)).toEqual([]), PATIENT);

    const crashed = await trialOf(client, 'second', MIDDLE);
    for (const pid of await commandsOf(crashed.id)) process.kill(pid, 'SIGKILL');
    const again = await trial(client, ({ id, attempts }) => id === crashed.id && attempts > crashed.attempts);
    expect(again.agentId).toBe('second');

    // A point that is new: what the attempt before has reported is in `latest`, too.
    await trialOf(client, 'second', stepOf(again) + LOG_EVERY);
    await end(second);
    const third = await startAgent(address, 'third', 2);

    const watched = await watching.ended;
    expect(watched.code, watched.stderr).toBe(0);
    expect(watched.stderr).toContain('4 trials = 0 pending + 0 running + 4 finished + 0 failed + 0 cancelled');
    expect(await rowsOf(address, 'pytorch-lenet')).toEqual(undisturbed);
    // No attempt more than the three that were interrupted, and each of these was gone on from.
    const { trials } = await client.sweeps.listTrials({ sweep: 'pytorch-lenet', fromIndex: 0, limit: SEEDS });
    expect(trials.reduce((sum, { attempts }) => sum + attempts, 0)).toBe(SEEDS + 3);
    const { stdout: logs } = await processes.run('logs', 'pytorch-lenet', '--coordinator', address);
    expect(logs.match(/Training goes on from step [1-9]/g)).toHaveLength(3);

    client.close();
    await end(third);
    await end(coordinator);
  });
});

/** Test accuracy after the last epoch, over the seeds. */
function meanAccuracy(rows: readonly Row[]): number {
  const last = rows.filter(({ metric, epoch }) => metric === 'test/accuracy' && epoch === EPOCHS);
  expect(last).toHaveLength(SEEDS);
  return last.reduce((sum, { value }) => sum + Number(value), 0) / SEEDS;
}

async function kill({ child, ended }: Running): Promise<void> {
  child.kill('SIGKILL');
  await ended;
}

/** Asks a process to end, which it does successfully. */
async function end({ child, ended }: Running): Promise<Ended> {
  child.kill('SIGTERM');
  const how = await ended;
  expect(how, how.stderr).toMatchObject({ code: 0, stdout: '' });
  return how;
}

/** The first trial seen that meets the condition. */
async function trial(client: CoordinatorClient, meets: (trial: TrialView) => boolean): Promise<TrialView> {
  for await (const { trials } of client.sweeps.watch('pytorch-lenet')) {
    const found = trials.find(meets);
    if (found !== undefined) return found;
  }
  throw new Error('The sweep ended before any trial met the condition.');
}

/** A trial that an agent trains, once a point of at least this step is stored; not one that may end meanwhile. */
function trialOf(client: CoordinatorClient, agentId: string, step: number): Promise<TrialView> {
  return trial(client, (view) => {
    const isWithin = stepOf(view) >= step && stepOf(view) <= (EPOCHS - 1) * STEPS_PER_EPOCH;
    return view.state === 'running' && view.agentId === agentId && isWithin;
  });
}

function stepOf({ latest }: { readonly latest: readonly MetricPoint[] }): number {
  return Math.max(0, ...latest.map(({ step }) => step));
}
