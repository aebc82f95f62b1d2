import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChosenDevice } from '@gridsweep/devices';
import type { AgentInfo } from '@gridsweep/protocol';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { childArguments, type AgentCommandOptions } from './supervise-agents.ts';
import { makeNvmlFolder } from './testing/nvml-folder.ts';
import { makeProgramWithTrainer } from './testing/program-with-trainer.ts';
import { Processes, type Running } from './testing/program.ts';

const PATIENT = { timeout: 40_000, interval: 100 };
const gpu = (index: number) => `GPU-00000000-0000-0000-0000-${String(index).padStart(12, '0')}`;
const instance = (index: number) => `MIG-00000000-0000-0000-0000-0000000007${String(index).padStart(2, '0')}`;

describe('agent --device [cc]', () => {
  let processes: Processes;
  let nvml: string;
  let env: NodeJS.ProcessEnv;
  beforeAll(async () => {
    processes = await Processes.create();
    nvml = await makeNvmlFolder(processes.folder);
    env = { LD_LIBRARY_PATH: nvml, XDG_RUNTIME_DIR: processes.folder };
  });
  afterAll(() => processes.dispose());

  test.each([
    [['--device', '9'], /--device 9: there is no such GPU\. There are: 0 \(GPU-/],
    [['--device', 'all', '--engine', 'wasm'], /--device all: the wasm engine computes on the CPU only/],
    [['--device', 'all', '--slots', '0'], /Give a whole number from 1 to 1024/],
  ])('%j is a wrong usage', async (options, sentence) => {
    const { code, stderr } = await processes.start(['agent', ...options, '--log-level', 'silent'], env).ended;
    expect(stderr).toMatch(sentence);
    expect(code).toBe(2);
  });

  test('what CUDA_VISIBLE_DEVICES hides is not to be had', async () => {
    const hidden = { ...env, CUDA_VISIBLE_DEVICES: '1' };
    const { code, stderr } = await processes.start(['agent', '--device', '0'], hidden).ended;
    expect(stderr).toContain('CUDA_VISIBLE_DEVICES hides it');
    expect(code).toBe(2);
  });

  test('without GPUs, the reasons', async () => {
    const { code, stderr } = await processes.start(['agent', '--device', 'all'], { PATH: '/nowhere' }).ended;
    expect(stderr).toMatch(
      /^error: --device all: no NVIDIA GPU was found\. NVML .* There is no nvidia-smi on PATH\.$/m,
    );
    expect(code).toBe(1);
  });

  test('an agent that cannot train at all ends the whole with its reason', async () => {
    const options = ['--device', '0,1', '--data', '/nowhere/at/all', '--log-level', 'silent'];
    const { code, stderr } = await processes.start(['agent', ...options], env).ended;
    expect(stderr).toMatch(/^error: .*\/nowhere\/at\/all/m);
    expect(code).toBe(1);
  });

  describe('on four devices, with a trainer that tells what it sees', () => {
    let program: string;
    let coordinator: Running;
    let address: string;
    let agents: Running;
    beforeAll(async () => {
      program = await makeProgramWithTrainer(processes.folder);
      coordinator = processes.start(['coordinator', '--port', '0', '--log-format', 'json', '--heartbeat-ms', '200']);
      address = (await coordinator.said(/"address":"(127\.0\.0\.1:\d+)"/))[1]!;
      agents = start('0,5,7');
    });

    function start(device: string): Running {
      const options = ['--device', device, '--id', 'box', '--data', '/not/looked/at', '--slots', '2'];
      return processes.start(['agent', '--coordinator', address, ...options, '--log-format', 'json'], env, program);
    }
    async function connected(): Promise<AgentInfo[]> {
      const { stdout } = await processes.start(['agents', '--json', '--coordinator', address]).ended;
      return (JSON.parse(stdout) as AgentInfo[]).filter(({ state }) => state === 'connected');
    }
    const allOf = (...ids: string[]) =>
      vi.waitFor(async () => expect((await connected()).map(({ id }) => id)).toEqual(ids), PATIENT);

    test('an agent for each, which sees its device and tells of it', async () => {
      await allOf('box-gpu0', 'box-gpu5', 'box-gpu7.0', 'box-gpu7.1');
      const known = await connected();
      expect(known.map(({ workloads }) => workloads)).toEqual(
        [gpu(0), gpu(5), instance(0), instance(1)].map((uuid) => [
          { name: 'lenet-cifar10', engine: 'tensorflow', engineVariant: `gpu ${uuid}` },
        ]),
      );
      expect(known.map(({ deviceMetrics: device }) => [device?.uuid, device?.utilization])).toEqual([
        [gpu(0), 0],
        [gpu(5), 0.5],
        [instance(0), null],
        [instance(1), null],
      ]);
      expect(known[1]).toMatchObject({ slots: 2, labels: { gpu: '5' }, device: 'NVIDIA Test 80GB' });
      const table = await processes.start(['agents', '--coordinator', address]).ended;
      expect(table.stdout).toMatch(/box-gpu5 .* 50 %, 6\.0\/80\.0 GiB, 251 W, 45 °C/);
    });

    test('two agents never take one GPU', async () => {
      const { code, stderr } = await start('5').ended;
      expect(stderr).toMatch(/error: GPU GPU-\S+5 is in use by process \d+: one agent has it alone/);
      expect(code).toBe(1);
    });

    test('one that is killed is started again', async () => {
      const [, pid] = await agents.said(/"device":"0"[^\n]*"process":(\d+)/);
      process.kill(Number(pid), 'SIGKILL');
      await agents.said(/"device":"0"[^\n]*The agent ended by SIGKILL/);
      await agents.said(new RegExp(`"device":"0"[^\\n]*"process":(?!${pid}\\b)\\d+`));
      await allOf('box-gpu0', 'box-gpu5', 'box-gpu7.0', 'box-gpu7.1');
    });

    test('a lost GPU loses its agent, and gets one when it is back', async () => {
      await writeFile(join(nvml, 'state'), 'lost 5\n');
      await agents.said(/"device":"5"[^\n]*unhealthy/);
      await allOf('box-gpu0', 'box-gpu7.0', 'box-gpu7.1');
      await writeFile(join(nvml, 'state'), '');
      await agents.said(/"device":"5"[^\n]*The GPU is back/);
      await allOf('box-gpu0', 'box-gpu5', 'box-gpu7.0', 'box-gpu7.1');
    });

    test('a second Ctrl-C stops them at once', async () => {
      const others = start('1,2');
      await allOf('box-gpu0', 'box-gpu1', 'box-gpu2', 'box-gpu5', 'box-gpu7.0', 'box-gpu7.1');
      // A coordinator that does not answer keeps the agents from leaving.
      coordinator.child.kill('SIGSTOP');
      others.child.kill('SIGINT');
      await others.said(/Draining/);
      others.child.kill('SIGINT');
      // Its output ends when no process has it open any more.
      expect(await others.ended).toMatchObject({ code: 130 });
      coordinator.child.kill('SIGCONT');
    });

    test('SIGTERM drains them all', async () => {
      agents.child.kill('SIGTERM');
      expect(await agents.ended).toMatchObject({ code: 0 });
      await allOf();
      coordinator.child.kill('SIGTERM');
      await coordinator.ended;
    });
  });
});

test('an agent of its own gets what was said to all, with a name, a label and a port of its own', () => {
  const device = { uuid: 'MIG-1', label: '7:1' } as ChosenDevice;
  const options: AgentCommandOptions = {
    ...{ id: 'box', slots: 3, data: 'd', fetch: true, label: { zone: 'a' }, httpPort: 9000 },
    ...{ workload: ['lenet-cifar10', 'command'], allowCommand: true, passEnv: ['HF_HOME', 'LANG'] },
    ...{ maxCheckpointBytes: 1e9, sharedDir: '/mnt/all' },
    logLevel: 'warn',
    logFormat: 'json',
  };
  const all = childArguments(options, 'head:50051', device, 2);
  expect(all.join(' ')).toBe(
    'agent --pinned-to MIG-1 --coordinator head:50051 --id box-gpu7.1 --engine tensorflow --log-level warn --slots 3 ' +
      '--data d --fetch --allow-command --workload lenet-cifar10 --workload command --pass-env HF_HOME --pass-env LANG ' +
      '--max-checkpoint-bytes 1000000000 --shared-dir /mnt/all --label zone=a --label gpu=7:1 --http-port 9002 ' +
      '--log-format json',
  );
  const few = childArguments({ id: 'box', label: {}, httpPort: 0, logLevel: 'info' }, 'head:1', device, 2);
  expect(few.slice(few.indexOf('--engine')).join(' ')).toBe(
    '--engine tensorflow --log-level info --label gpu=7:1 --http-port 0',
  );
});
