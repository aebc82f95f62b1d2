import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { connect, type CoordinatorClient } from '@gridsweep/protocol';
import type { MetricPoint } from '@gridsweep/sweep';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { WireAgent } from './testing/wire-agent.ts';

const SPEC =
  'name: crash\nworkload: quadratic\nparameters:\n  optimizer: { value: sgd }\n  lr: { values: [0.1, 0.01] }\n';
const KILLS = 3;

interface Running {
  readonly child: ChildProcess;
  readonly client: CoordinatorClient;
}

let parent: string;
let children: ChildProcess[];
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'gridsweep-crash-'));
  children = [];
});
afterEach(async () => {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await rm(parent, { recursive: true, force: true });
});

/** A coordinator as a process of its own, so that it can be killed. Prints its address. */
const PROGRAM = `
  import { pino } from 'pino';
  import { startCoordinator } from './coordinator.ts';
  import { WORKLOADS } from './testing/workloads.ts';
  const coordinator = await startCoordinator({
    host: '127.0.0.1',
    port: 0,
    store: { kind: 'pglite', directory: process.argv[1] },
    leaseTtlMs: 60_000,
    workloads: WORKLOADS,
    logger: pino({ level: 'warn' }, process.stderr),
  });
  process.stdout.write(coordinator.address + '\\n');
  process.once('SIGTERM', () => coordinator.close());
`;

async function startProcess(directory: string): Promise<Running> {
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', PROGRAM, directory], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [address] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { child, client: connect(address) };
}

async function kill({ child, client }: Running): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
  client.close();
}

const point = (step: number): MetricPoint => ({ name: 'train/loss', step, epoch: step / 782, value: Math.sin(step) });

test('I3: killed again and again, the coordinator has every point that it acknowledged, and the trials go on', async () => {
  const directory = join(parent, 'data');
  let running = await startProcess(directory);
  const { sweep } = await running.client.sweeps.submit({ spec: SPEC, newSweep: false });
  let agent = await WireAgent.connect(running.client);
  const [held] = await agent.assignments(1);
  let seq = 0;
  let acknowledged = 0;
  for (let round = 0; round < KILLS; round++) {
    // Reports flow without a pause; the process dies somewhere among them.
    const wanted = acknowledged + 20 + 30 * round;
    const sending = (async () => {
      for (;;) {
        seq++;
        await agent.report(held!, seq, { type: 'metrics', points: [point(2 * seq), point(2 * seq + 1)] });
      }
    })().catch(() => undefined);
    await vi.waitFor(() => expect(agent.of('ack').at(-1)?.seq ?? 0).toBeGreaterThan(wanted), {
      timeout: 20_000,
      interval: 1,
    });
    await kill(running);
    await sending;
    acknowledged = agent.of('ack').at(-1)!.seq;
    running = await startProcess(directory);
    agent = await WireAgent.connect(running.client, { resuming: [{ ...held!, lastSeq: acknowledged }] });
    await agent.message({ type: 'welcome' });
    const steps: number[] = [];
    for await (const part of running.client.sweeps.streamResults(sweep.id)) {
      if (part.type === 'points') steps.push(...part.points.map(({ step }) => step));
    }
    expect(steps.slice(0, 2 * acknowledged)).toEqual(Array.from({ length: 2 * acknowledged }, (_, at) => at + 2));
    // Goes on behind what is known to be durable; what was stored without being acknowledged is sent twice.
    seq = acknowledged;
  }
  expect(agent.of('fenced')).toEqual([]);
  await agent.report(held!, acknowledged + 1, { type: 'metrics', points: [point(2 * acknowledged + 2)] });
  const after = await running.client.sweeps.get(sweep.id);
  const { trials } = await running.client.sweeps.listTrials({ sweep: sweep.id, fromIndex: 0, limit: 10 });
  expect(after.counts).toMatchObject({ total: 2, running: 1, pending: 1 });
  expect(trials[0]).toMatchObject({ state: 'running', attempts: 1 });
  const exited = once(running.child, 'exit');
  running.child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
  running.client.close();
  expect(existsSync(join(directory, 'coordinator.lock'))).toBe(false);
}, 180_000);
