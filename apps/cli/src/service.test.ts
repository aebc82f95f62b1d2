import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AgentInfo, Sweep, SweepUpdate } from '@gridsweep/protocol';
import { Processes, type Running } from './testing/program.ts';

/** Two cells of 10 steps each on real CIFAR-10. */
const SMALL = {
  name: 'small',
  parameters: { optimizer: { values: ['adam', 'sgd'] }, epochs: { value: 1 }, limit: { value: 640 } },
};
/** One cell that trains for hours unless somebody ends it. */
const LONG = {
  name: 'long',
  max_retries: 0,
  parameters: { optimizer: { value: 'sgd' }, epochs: { value: 1000 } },
};

describe('coordinator, agent and commands as processes [network]', () => {
  let processes: Processes;
  let coordinator: Running;
  let agent: Running;
  let address: string;

  beforeAll(async () => {
    processes = await Processes.create();
    expect((await processes.run('dataset', 'fetch')).code).toBe(0);
    coordinator = processes.start(['coordinator', '--port', '0', '--log-format', 'json']);
    address = (await coordinator.said(/"address":"(127\.0\.0\.1:\d+)"/))[1]!;
    agent = startAgent('first');
    await agent.said(/Ready to train/);
    await writeFile(join(processes.folder, 'small.json'), JSON.stringify(SMALL));
    await writeFile(join(processes.folder, 'long.json'), JSON.stringify(LONG));
  }, 300_000);

  afterAll(() => processes.dispose());

  function startAgent(id: string): Running {
    return processes.start(['agent', '--coordinator', address, '--id', id, '--slots', '2', '--log-format', 'json']);
  }

  function start(...args: string[]): Running {
    return processes.start([...args, '--coordinator', address]);
  }

  async function json<Value>(...args: string[]): Promise<Value> {
    const { code, stdout, stderr } = await start(...args, '--json').ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return JSON.parse(stdout) as Value;
  }

  test('submit --watch trains a sweep, shows lines of progress and prints the comparison', async () => {
    const { code, stdout, stderr } = await start('submit', 'small.json', '--watch').ended;
    expect(code).toBe(0);
    expect(stderr).toMatch(/^Submitted: small \w+, 2 trials = 2 pending/m);
    expect(stderr).toMatch(/^small: adam: finished, test accuracy/m);
    expect(stderr).toContain('2 trials = 0 pending + 0 running + 2 finished + 0 failed + 0 cancelled');
    expect(stdout).toMatch(/adam/);
    expect(stdout).toMatch(/2 finished/);
  });

  test('submitted again, it is the same sweep (I1) and over at once; --new makes another', async () => {
    const again = await json<{ sweep: Sweep; created: boolean }>('submit', 'small.json');
    expect(again).toMatchObject({ created: false, sweep: { state: 'ended' } });
    const { code, stderr } = await start('submit', 'small.json', '--watch').ended;
    expect(code).toBe(0);
    expect(stderr).toContain('Submitted before (--new makes another)');
    const other = await json<{ sweep: Sweep; created: boolean }>('submit', 'small.json', '--new');
    expect(other.created).toBe(true);
    expect(other.sweep.id).not.toBe(again.sweep.id);
    expect((await start('watch', other.sweep.id).ended).code).toBe(0);
    expect(await json<Sweep[]>('list')).toHaveLength(2);
    expect((await start('delete', other.sweep.id).ended).code).toBe(2);
    expect(await json('delete', other.sweep.id, '--yes')).toEqual({ deleted: other.sweep.id });
    expect(await json<Sweep[]>('list')).toHaveLength(1);
  });

  test('status, results, report and logs of the finished sweep', async () => {
    const { trials } = await json<Pick<SweepUpdate, 'trials'>>('status', 'small');
    expect(trials.map(({ state }) => state)).toEqual(['finished', 'finished']);
    const status = await start('status', 'small').ended;
    expect(status.stdout).toMatch(/0\s+adam\s+finished/);
    const csv = await start('results', 'small', '--format', 'csv').ended;
    expect(csv.stdout.trim().split('\n')).toHaveLength(3);
    expect(await json('results', 'small')).toMatchObject({ counts: { total: 2, finished: 2 } });
    const report = await json<{ files: string[] }>('report', 'small', '-o', 'out');
    expect(await readdir(join(processes.folder, 'out'))).toEqual([...report.files].sort());
    expect(report.files).toContain('index.html');
    const logs = await start('logs', 'small').ended;
    expect(logs.code).toBe(0);
    expect(logs.stderr).toBe('');
  });

  test('agents lists the agent, with its engine', async () => {
    const [first] = await json<AgentInfo[]>('agents');
    expect(first).toMatchObject({ id: 'first', state: 'connected', slots: 2, workloads: [{ engine: 'wasm' }] });
    expect((await start('agents').ended).stdout).toMatch(/first\s+connected\s+0\/2/);
  });

  test('a sweep of a command waits where no agent allows that, and says so', async () => {
    const mine = {
      name: 'mine',
      command: ['true'],
      code: 'none',
      metric: { name: 'loss', goal: 'minimize' },
      parameters: {},
    };
    await writeFile(join(processes.folder, 'mine.json'), JSON.stringify(mine));
    const waiting =
      'No agent trains command (agents run commands only when started with --allow-command); 1 agent trains lenet-cifar10.';
    expect((await start('submit', 'mine.json').ended).stderr).toContain(`Waiting: ${waiting}\n`);
    expect((await start('status', 'mine').ended).stdout).toContain(`Waiting: ${waiting}\n`);
    const watched = start('watch', 'mine');
    await watched.printed(/^mine: waiting: No agent trains command/m);
    expect((await start('cancel', 'mine').ended).code).toBe(0);
    expect((await watched.ended).code).toBe(4);
  });

  test('Ctrl-C while watching ends the watching only, with 130; cancelling the sweep ends another watch with 4', async () => {
    const watched = start('submit', 'long.json', '--watch');
    await watched.said(/long: .*running on first/);
    const other = start('watch', 'long');
    await other.printed(/running on first/);
    watched.child.kill('SIGINT');
    const { code, stderr } = await watched.ended;
    expect(code).toBe(130);
    expect(stderr).toContain('The sweep goes on without you');
    expect(await json('status', 'long')).toMatchObject({ sweep: { state: 'active' } });
    expect(await json<Sweep>('pause', 'long')).toMatchObject({ state: 'paused' });
    expect(await json<Sweep>('resume', 'long')).toMatchObject({ state: 'active' });
    const cancelled = await start('cancel', 'long').ended;
    expect(cancelled.stdout).toMatch(/^long \w+ is cancelled: 1 trial = 0 pending/);
    expect((await other.ended).code).toBe(4);
  });

  test('a trial that fails ends the watch with 3; retry returns it to pending', async () => {
    const [, trainer] = await agent.said(/"trainer":(\d+)/);
    const watched = start('submit', 'long.json', '--new', '--watch');
    await watched.said(/running on first/);
    process.kill(Number(trainer), 'SIGKILL');
    const { code, stderr } = await watched.ended;
    expect(code).toBe(3);
    expect(stderr).toMatch(/failed \(crash\)/);
    const retried = await json<{ sweep: Sweep; retried: number }>('retry', 'long');
    expect(retried.retried).toBe(1);
    expect((await start('cancel', 'long').ended).code).toBe(0);
  });

  test('a drained agent leaves with 0, and so do the processes that are told to end', async () => {
    expect(await json<AgentInfo>('drain', 'first')).toMatchObject({ id: 'first' });
    expect((await agent.ended).code).toBe(0);
    const second = startAgent('second');
    await second.said(/Ready to train/);
    second.child.kill('SIGTERM');
    expect((await second.ended).code).toBe(0);
    coordinator.child.kill('SIGTERM');
    const { code, stdout } = await coordinator.ended;
    expect(code).toBe(0);
    expect(stdout).toBe('');
  });
});
