import { appendFile, cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect, type CoordinatorClient, type Sweep, type TrialView } from '@gridsweep/protocol';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { commandsOf } from './testing/alive.ts';
import { Processes, type Running } from './testing/program.ts';

const EXAMPLE = fileURLToPath(new URL('../../../examples/any-language', import.meta.url));
const STEPS = 500;
/** Two trials of some seconds each: a step is a process of its own. */
const SPEC = {
  name: 'parabola',
  command: ['sh', 'train.sh', '${args}'],
  code: '.',
  metric: { name: 'loss', goal: 'minimize' },
  parameters: { lr: { values: [0.01, 0.1] }, momentum: { value: 0.9 }, steps: { value: STEPS } },
};

/** What is found out about it. */
const CLAIM = { resume: { type: 'same-points' }, undeterministic: [], stop: { inTime: true } };

/** One point as `results --list points` prints it. */
interface Row {
  readonly lr: number;
  readonly metric: string;
  readonly step: number;
  readonly value: number;
}

/** The example in a shell, by the packed program; which processes a command has is read from /proc. */
describe.skipIf(process.platform !== 'linux')('a sweep of a command', () => {
  let processes: Processes;
  let coordinator: Running;
  let address: string;
  let client: CoordinatorClient;
  let first: Running;
  let undisturbed: readonly Row[];

  beforeAll(async () => {
    processes = await Processes.create();
    await cp(EXAMPLE, join(processes.folder, 'mine'), { recursive: true });
    await writeFile(join(processes.folder, 'mine/sweep.json'), JSON.stringify(SPEC));
    const quick = ['--lease-ttl-ms', '3000', '--heartbeat-ms', '500'];
    coordinator = processes.start(['coordinator', '--port', '0', '--log-format', 'json', ...quick]);
    [, address = ''] = await coordinator.said(/"address":"(127\.0\.0\.1:\d+)"/);
    client = connect(address);
  });
  afterAll(async () => {
    client.close();
    await processes.dispose();
  });

  const start = (...args: string[]) => processes.start([...args, '--coordinator', address]);
  async function startAgent(id: string): Promise<Running> {
    const agent = start('agent', '--id', id, '--workload', 'command', '--allow-command', '--log-format', 'json');
    await agent.said(/"trainer":\d+/);
    return agent;
  }
  async function submit(...options: string[]) {
    const { code, stdout, stderr } = await start('submit', 'mine/sweep.json', '--json', ...options).ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return JSON.parse(stdout) as { readonly sweep: Sweep; readonly created: boolean };
  }
  async function rowsOf(sweep: string): Promise<Row[]> {
    const { code, stdout } = await start('results', sweep, '--list', 'points', '--format', 'jsonl').ended;
    expect(code).toBe(0);
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Row);
    return rows.map(({ lr, metric, step, value }) => ({ lr, metric, step, value }));
  }

  test('submit --dry-run says what code travels', async () => {
    const { code, stdout } = await processes.run('submit', 'mine/sweep.json', '--dry-run');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^parabola \w+: 2 trials, none submitted$/m);
    expect(stdout).toMatch(/^code: \d files, \d+\.\d KB, [0-9a-f]{12}$/m);
  });

  test('try says what the command can do, which its sweep then claims', async () => {
    const { code, stdout } = await processes.run('try', 'mine/sweep.json', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ ...CLAIM, problem: null, metrics: { names: ['loss'] } });
    const { stdout: told } = await processes.run('try', 'mine/sweep.json');
    expect(told).toMatch(/^✓ It is deterministic/m);

    // Beside the code, not in it: with another file there it would be other code.
    const other = { ...SPEC, code: 'mine', command: ['sh', 'no.sh'] };
    await writeFile(join(processes.folder, 'broken.json'), JSON.stringify(other));
    const broken = await processes.run('try', 'broken.json');
    expect(broken.code).toBe(1);
    expect(broken.stdout).toContain('no.sh');
    const lenet = await processes.run('try', join(EXAMPLE, '../optimizers.yaml'));
    expect(lenet.stderr).toMatch(
      /trains lenet-cifar10, which Gridsweep brings; `try` is for sweeps with a command of their own/,
    );
    expect(lenet.code).toBe(2);
  });

  test('submit --watch runs it at two agents, results lists its points', async () => {
    first = await startAgent('first');
    const second = await startAgent('second');
    const { code, stdout, stderr } = await start('submit', 'mine/sweep.json', '--watch').ended;
    expect(code, stderr).toBe(0);
    expect(stderr).not.toContain('It was not tried here');
    expect(stderr).toMatch(/^Its code: \d files, /m);
    expect(stderr).toMatch(/^parabola: lr 0\.1: finished, loss \S+$/m);
    expect(stdout).toContain('loss');
    expect((await client.sweeps.get('parabola')).claim).toMatchObject(CLAIM);
    const { trials } = await client.sweeps.listTrials({ sweep: 'parabola', fromIndex: 0, limit: 2 });
    expect(trials.map(({ agentId }) => agentId).sort()).toEqual(['first', 'second']);
    undisturbed = await rowsOf('parabola');
    for (const lr of [0.01, 0.1]) expect(undisturbed.filter((row) => row.lr === lr)).toHaveLength(STEPS);
    expect(undisturbed.every(({ metric, value }) => metric === 'loss' && Number.isFinite(value))).toBe(true);
    second.child.kill('SIGTERM');
    expect((await second.ended).code).toBe(0);
  });

  test('an edited script is another sweep, the same again is not', async () => {
    expect((await submit()).created).toBe(false);
    const script = join(processes.folder, 'mine/train.sh');
    const before = await readFile(script);
    await appendFile(script, '# edited\n');
    const edited = await start('submit', 'mine/sweep.json').ended;
    expect((await client.sweeps.get('parabola')).claim).toBeUndefined();
    expect(edited.stdout).toMatch(/^Submitted: parabola/);
    expect(edited.stderr).toContain('It was not tried here; ');
    expect(edited.stderr).not.toContain('gridsweep extend');
    expect(edited.stderr).toMatch(/It is another sweep than parabola \w+, which differs:\n {2}code: /);
    await start('cancel', 'parabola').ended;
    await writeFile(script, before);
    expect((await submit()).created).toBe(false);
  });

  test('an agent killed midway leaves no process behind; another goes on and comes to the same points (I5)', async () => {
    const { sweep } = await submit('--new');
    const trial = await seen(sweep.id, ({ state, agentId, latest: [newest] }) => {
      const step = newest?.step ?? 0;
      return state === 'running' && agentId === 'first' && step > 0.2 * STEPS && step < 0.6 * STEPS;
    });
    expect(await commandsOf(trial.id)).not.toEqual([]);
    first.child.kill('SIGKILL');
    await vi.waitFor(async () => expect(await commandsOf(trial.id)).toEqual([]), { timeout: 30_000, interval: 50 });
    const second = await startAgent('second');
    expect((await start('watch', sweep.id).ended).code).toBe(0);
    expect(await rowsOf(sweep.id)).toEqual(undisturbed);
    const { stdout } = await start('logs', sweep.id, '--trial', trial.id).ended;
    expect(stdout).toMatch(/attempt 2 second Training goes on from step [1-9]/);

    second.child.kill('SIGTERM');
    expect((await second.ended).code).toBe(0);
    coordinator.child.kill('SIGTERM');
    expect((await coordinator.ended).code).toBe(0);
  });

  /** The first trial that a watch tells of and that meets the condition. */
  async function seen(sweep: string, meets: (trial: TrialView) => boolean): Promise<TrialView> {
    for await (const { trials } of client.sweeps.watch(sweep)) {
      const found = trials.find(meets);
      if (found !== undefined) return found;
    }
    throw new Error('The sweep ended before any trial met the condition.');
  }
});
