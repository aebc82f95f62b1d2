import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseCpuList, type DeviceReading } from '@gridsweep/devices';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SYSTEM_TIMING } from '../backoff.ts';
import type { SupervisedAgent } from './device-keeper.ts';
import { pinnedTo } from './pin.ts';
import { supervise, type Supervisor } from './supervisor.ts';

const PATIENT = { timeout: 20_000, interval: 10 };
const AGENT = fileURLToPath(new URL('../testing/reporting-agent.js', import.meta.url));
const HEALTHY: DeviceReading = {
  type: 'ok',
  metrics: {
    uuid: '',
    name: '',
    utilization: null,
    memory: { usedBytes: 0, totalBytes: 1 },
    powerWatts: null,
    temperatureCelsius: null,
  },
};

/** Waits that take seconds take a hundredth of them. */
const HURRIED = {
  ...SYSTEM_TIMING,
  sleep: (ms: number, signal: AbortSignal) => SYSTEM_TIMING.sleep(ms / 100, signal),
};

let folder: string;
let supervisor: Supervisor | undefined;
const lost = new Set<string>();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridsweep-supervisor-'));
});
afterEach(async () => {
  await supervisor?.stop();
  supervisor = undefined;
  lost.clear();
  await rm(folder, { recursive: true });
});

function start(...devices: (string | SupervisedAgent)[]): Supervisor {
  supervisor = supervise({
    agents: devices.map((device) => (typeof device === 'string' ? agentOn(device) : device)),
    health: (uuid) => Promise.resolve(lost.has(uuid) ? { type: 'lost', reason: 'XID 79.' } : HEALTHY),
    logger: pino({ level: 'silent' }),
    timing: HURRIED,
  });
  return supervisor;
}

function agentOn(label: string): SupervisedAgent {
  return {
    uuid: `GPU-${label}`,
    label,
    command: [process.execPath, AGENT, folder, label],
    env: { ...process.env, CUDA_VISIBLE_DEVICES: `GPU-${label}` },
  };
}

interface Life {
  readonly pid: number;
  readonly device: string;
  readonly cpus: string;
}
type Said = Life | string;

async function said(label: string): Promise<Said[]> {
  const text = await readFile(join(folder, `said-${label}`), 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Said);
}
const lives = async (label: string) => (await said(label)).filter((line): line is Life => typeof line !== 'string');
const readies = async (label: string) => (await said(label)).filter((line) => line === 'ready').length;
const ready = (label: string, times = 1) =>
  vi.waitFor(async () => expect(await readies(label)).toBeGreaterThanOrEqual(times), PATIENT);
const order = (label: string, what: string) => writeFile(join(folder, `orders-${label}`), what);
const allowedCpus = () => {
  const [, list] = /^Cpus_allowed_list:\s*(.*)$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return parseCpuList(list!);
};
const runs = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test('one process for each device, which sees that device only; drained, all leave with 0', async () => {
  const { drain } = start('0', '1', '7:1');
  for (const label of ['0', '1', '7:1']) await ready(label);
  expect((await lives('7:1')).map(({ device }) => device)).toEqual(['GPU-7:1']);
  expect(await drain()).toBe(0);
  for (const label of ['0', '1', '7:1']) {
    expect((await said(label)).slice(1)).toEqual(['ready', 'SIGTERM']);
  }
});

test('one that crashes is started again, the others go on', async () => {
  const { drain } = start('0', '1');
  await ready('0');
  await ready('1');
  const [first] = await lives('0');
  process.kill(first!.pid, 'SIGKILL');
  await ready('0', 2);
  expect(await lives('0')).toHaveLength(2);
  expect(await lives('1')).toHaveLength(1);
  expect(await drain()).toBe(0);
});

test('one that crashes again and again is started again and again', async () => {
  const { drain } = start('0', '1');
  await ready('0');
  await ready('1');
  await order('0', 'crash');
  process.kill((await lives('0'))[0]!.pid, 'SIGKILL');
  await vi.waitFor(async () => expect((await lives('0')).length).toBeGreaterThan(3), PATIENT);
  expect(await lives('1')).toHaveLength(1);
  await order('0', 'work');
  await vi.waitFor(async () => expect(runs((await lives('0')).at(-1)!.pid)).toBe(true), PATIENT);
  await drain();
});

test('where none can start all are given up, with the status of the first', async () => {
  await order('0', 'crash-early');
  await order('1', 'crash-early');
  expect(await start('0', '1').done).toBe(1);
  for (const label of ['0', '1']) expect((await lives(label)).length).toBeLessThanOrEqual(1);
});

test('one that the coordinator refuses is not started again', async () => {
  const { done, drain } = start('0', '1');
  await ready('1');
  await ready('0');
  await order('0', 'refuse');
  process.kill((await lives('0'))[0]!.pid, 'SIGKILL');
  await vi.waitFor(async () => expect(await lives('0')).toHaveLength(2), PATIENT);
  await drain();
  expect(await done).toBe(2);
  expect(await lives('0')).toHaveLength(2);
});

test('one that leaves by itself was drained by the coordinator: it stays away', async () => {
  await order('0', 'leave');
  expect(await start('0').done).toBe(0);
  expect(await lives('0')).toHaveLength(1);
});

test('a lost GPU drains its agent, and gets the next when it is back', async () => {
  const { drain } = start('0', '1');
  await ready('0');
  await ready('1');
  lost.add('GPU-0');
  const [first] = await lives('0');
  await vi.waitFor(async () => expect(await said('0')).toContain('SIGTERM'), PATIENT);
  await vi.waitFor(() => expect(runs(first!.pid)).toBe(false), PATIENT);
  expect(await lives('0')).toHaveLength(1);
  lost.delete('GPU-0');
  await ready('0', 2);
  expect(await lives('1')).toHaveLength(1);
  expect(await drain()).toBe(0);
});

test('an agent that does not leave its lost GPU is killed', async () => {
  start('0');
  await ready('0');
  await order('0', 'hang');
  lost.add('GPU-0');
  const [first] = await lives('0');
  await vi.waitFor(async () => expect(await said('0')).toContain('SIGTERM'), PATIENT);
  await vi.waitFor(() => expect(runs(first!.pid)).toBe(false), PATIENT);
});

test('a GPU that is lost in the beginning gets no agent; the supervisor can be drained meanwhile', async () => {
  lost.add('GPU-0');
  const { drain } = start('0', '1');
  await ready('1');
  expect(await drain()).toBe(0);
  expect(await lives('0')).toEqual([]);
});

test('stopped at once, also while it drains', async () => {
  await order('0', 'hang');
  const { drain, stop } = start('0');
  await ready('0');
  const drained = drain();
  await vi.waitFor(async () => expect(await said('0')).toContain('SIGTERM'), PATIENT);
  expect(await stop()).toBe(1);
  expect(await drained).toBe(1);
  expect(runs((await lives('0'))[0]!.pid)).toBe(false);
});

test.each(['exit', 'SIGKILL'] as const)('no agent outlives a supervisor that ends by %s', async (how) => {
  const program = fileURLToPath(new URL('../testing/supervising.ts', import.meta.url));
  const parent = fork(program, [AGENT, folder], { execArgv: ['--import', 'tsx'] });
  const ended = once(parent, 'exit');
  await ready('0');
  if (how === 'exit') parent.send('exit');
  else parent.kill('SIGKILL');
  await ended;
  const [life] = await lives('0');
  await vi.waitFor(() => expect(runs(life!.pid)).toBe(false), PATIENT);
});

test('an agent near its device uses the processors there only [taskset]', async () => {
  const cpus = [allowedCpus()[0]!];
  const command = await pinnedTo([process.execPath, AGENT, folder, '0'], { cpus, env: process.env });
  start({ uuid: 'GPU-0', label: '0', command, env: process.env });
  await ready('0');
  expect(await lives('0')).toMatchObject([{ cpus: String(cpus[0]) }]);
});

test('no devices', () => {
  expect(() => start()).toThrow(/there is none/);
});
