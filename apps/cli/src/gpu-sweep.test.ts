import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentInfo, SweepUpdate } from '@gridsweep/protocol';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Processes, type Running } from './testing/program.ts';

const PATIENT = { timeout: 180_000, interval: 500 };
const SWEEP = {
  name: 'on-gpus',
  seeds: 2,
  parameters: { optimizer: { values: ['sgd', 'adam'] }, epochs: { value: 1 }, limit: { value: 6_400 } },
};
const LONG = { name: 'long', parameters: { optimizer: { value: 'adam' }, epochs: { value: 1_000 } } };

/** What only a machine with an NVIDIA GPU can show, after `gridsweep setup tensorflow --gpu`: `npm run test:gpu`. */
describe.skipIf(process.env['GRIDSWEEP_TEST_GPU'] !== '1')('a sweep on the GPUs of this machine [gpu]', () => {
  let processes: Processes;
  let coordinator: Running;
  let agents: Running;
  let address: string;
  beforeAll(async () => {
    processes = await Processes.create();
    coordinator = processes.start(['coordinator', '--port', '0', '--log-format', 'json']);
    address = (await coordinator.said(/"address":"(127\.0\.0\.1:\d+)"/))[1]!;
    agents = processes.start(['agent', '--device', 'all', '--coordinator', address, '--id', 'box', '--fetch']);
    await writeFile(join(processes.folder, 'sweep.json'), JSON.stringify(SWEEP));
    await writeFile(join(processes.folder, 'long.json'), JSON.stringify(LONG));
  }, 300_000);
  afterAll(() => processes.dispose());

  const start = (...args: string[]) => processes.start([...args, '--coordinator', address]);
  async function connected(): Promise<AgentInfo[]> {
    const { stdout } = await start('agents', '--json').ended;
    return (JSON.parse(stdout) as AgentInfo[]).filter(({ state }) => state === 'connected');
  }

  test('an agent for each GPU, which TensorFlow truly computes on', async () => {
    await vi.waitFor(async () => expect((await connected()).length).toBeGreaterThan(0), PATIENT);
    for (const { workloads, device, deviceMetrics } of await connected()) {
      expect(workloads).toMatchObject([{ name: 'lenet-cifar10', engine: 'tensorflow' }]);
      expect(workloads[0]!.engineVariant).toMatch(/gpu/);
      expect(deviceMetrics!.name).toBe(device);
      expect(deviceMetrics!.memory.usedBytes).toBeGreaterThan(2 ** 28);
    }
    expect((await start('submit', 'sweep.json', '--watch').ended).code).toBe(0);
    const { stdout } = await start('status', 'on-gpus', '--json').ended;
    const { trials } = JSON.parse(stdout) as Pick<SweepUpdate, 'trials'>;
    expect(trials.map(({ state }) => state)).toEqual(['finished', 'finished', 'finished', 'finished']);
  }, 400_000);

  test('a trial that is cancelled leaves its memory behind no longer than its slot', async () => {
    expect((await start('submit', 'long.json').ended).code).toBe(0);
    const busy = async () => (await connected()).find(({ trialIds }) => trialIds.length > 0);
    await vi.waitFor(async () => expect(await busy()).toBeDefined(), PATIENT);
    const before = (await busy())!;
    expect((await start('cancel', 'long').ended).code).toBe(0);
    const again = start('submit', 'sweep.json', '--new', '--watch');
    expect((await again.ended).code).toBe(0);
    const after = (await connected()).find(({ id }) => id === before.id)!;
    expect(after.deviceMetrics!.memory.usedBytes).toBeLessThan(2 * before.deviceMetrics!.memory.usedBytes);
  }, 400_000);

  test('drained, they free the GPUs', async () => {
    agents.child.kill('SIGTERM');
    expect((await agents.ended).code).toBe(0);
    coordinator.child.kill('SIGTERM');
    await coordinator.ended;
  });
});
