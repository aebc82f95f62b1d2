import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect, fetchWeights, TRIALS_PER_PAGE, type CoordinatorClient, type TrialView } from '@gridsweep/protocol';
import type { MetricPoint, Outcome } from '@gridsweep/sweep';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { isAlive } from './testing/alive.ts';
import { Processes, type Ended, type Running } from './testing/program.ts';

const STEPS_PER_EPOCH = 80;
const EPOCHS = 8;
const LOG_EVERY = 5;
/** Four trials of some seconds each: long enough to be interrupted in their middle. */
const SWEEP = {
  name: 'crash',
  seeds: 2,
  keep_weights: 'best',
  parameters: {
    optimizer: { values: ['rmsprop', 'adam'] },
    epochs: { value: EPOCHS },
    limit: { value: 64 * STEPS_PER_EPOCH },
    log_every: { value: LOG_EVERY },
    validation: { value: 640 },
  },
};
const TRIALS = 4;
/** Past the first checkpoint, between two of them. */
const MIDDLE = 1.2 * STEPS_PER_EPOCH;

/** What a trial came to: all that may not depend on what happened on the way. */
interface Result {
  readonly outcome: Outcome | undefined;
  readonly points: readonly MetricPoint[];
  /** Hash of what is kept of it. */
  readonly weights: string | undefined;
}

interface Agent {
  readonly process: Running;
  /** The process that trains for it. */
  readonly trainer: number;
}

describe('killed at any moment and started again [network]', () => {
  let processes: Processes;
  let undisturbed: ReadonlyMap<string, Result>;
  const trainers: number[] = [];

  beforeAll(async () => {
    processes = await Processes.create();
    expect((await processes.run('dataset', 'fetch')).code).toBe(0);
    await writeFile(join(processes.folder, 'sweep.json'), JSON.stringify(SWEEP));
    const { process, client, address } = await startCoordinator('undisturbed');
    const [agent, { code }] = await Promise.all([startAgent(address, 'only', 2), submit(address).ended]);
    expect(code).toBe(0);
    undisturbed = await resultsOf(client);
    await end(agent.process);
    client.close();
    await end(process);
  }, 300_000);

  afterAll(() => processes.dispose());

  async function startCoordinator(folder: string, port = '0') {
    const process = processes.start(['coordinator', '--port', port, '--data-dir', folder, '--log-format', 'json']);
    const [, address = ''] = await process.said(/"address":"(127\.0\.0\.1:\d+)"/);
    return { process, address, client: connect(address) };
  }

  async function startAgent(address: string, id: string, slots: number): Promise<Agent> {
    const args = ['agent', '--coordinator', address, '--id', id, '--slots', String(slots), '--log-format', 'json'];
    const process = processes.start(args);
    const trainer = Number((await process.said(/"trainer":(\d+)/))[1]);
    trainers.push(trainer);
    return { process, trainer };
  }

  function submit(address: string): Running {
    return processes.start(['submit', 'sweep.json', '--coordinator', address, '--watch']);
  }

  test('I3, I4, I5: coordinator and agents are killed, restarted, join and leave; every trial ends once with the same bits', async () => {
    const started = await startCoordinator('disturbed');
    const { address } = started;
    let { process: coordinator, client } = started;
    const restartCoordinator = async () => {
      await kill(coordinator);
      client.close();
      ({ process: coordinator, client } = await startCoordinator('disturbed', address.split(':')[1]));
    };
    let first = await startAgent(address, 'first', 1);
    const watching = submit(address);
    await watching.said(/^Submitted: /m);

    const held = await trialOf(client, 'first', 20);
    await restartCoordinator();
    // The agent trained on meanwhile, and kept its lease.
    const after = await trial(client, held.id, ({ state, latest }) => state === 'finished' || stepOf(latest) > MIDDLE);
    expect(after).toMatchObject({ attempts: 1, agentId: 'first' });

    const second = await startAgent(address, 'second', 1);
    const lost = await trialOf(client, 'first', MIDDLE);
    await kill(first.process);
    await vi.waitFor(() => expect(isAlive(first.trainer)).toBe(false), { timeout: 10_000 });
    const handedBack = await trialOf(client, 'second', MIDDLE);
    const left = await end(second.process);
    first = await startAgent(address, 'first', 2);
    for (const { id, attempts: before } of [lost, handedBack]) {
      expect(await trial(client, id, ({ attempts }) => attempts > before)).toMatchObject({ agentId: 'first' });
    }
    // Once more, while those go on.
    await restartCoordinator();

    // Who watched saw it all.
    const watched = await watching.ended;
    expect(watched.code, watched.stderr).toBe(0);
    expect(watched.stderr.match(/Waiting for it to come back/g)).toHaveLength(2);
    expect(watched.stderr).toContain('4 trials = 0 pending + 0 running + 4 finished + 0 failed + 0 cancelled');
    const results = await resultsOf(client);
    for (const { points } of results.values()) expect(points.map(({ name, step }) => [name, step])).toEqual(WANTED);
    expect(results).toEqual(undisturbed);
    for (const [id, { weights }] of results) {
      const { bytes } = await fetchWeights(client.sweeps, { trial: id });
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(weights);
    }
    // No attempt more than the two that were interrupted, and both went on from a checkpoint.
    const { trials } = await client.sweeps.listTrials({ sweep: 'crash', fromIndex: 0, limit: TRIALS_PER_PAGE });
    expect(trials.reduce((sum, { attempts }) => sum + attempts, 0)).toBe(TRIALS + 2);
    const stayed = await end(first.process);
    expect(`${left.stderr}${stayed.stderr}`.match(/Training goes on from step [1-9]/g)).toHaveLength(2);

    client.close();
    await end(coordinator);
    expect(trainers.filter(isAlive)).toEqual([]);
  }, 120_000);
});

/** Names and steps of all points of a trial, in the order in which results come. */
const WANTED = [
  ...afterEpochs('test/accuracy', 'test/loss'),
  ...multiples(LOG_EVERY).map((step) => ['train/loss', step]),
  ...afterEpochs('validation/accuracy', 'validation/loss'),
];

function afterEpochs(...names: string[]): [string, number][] {
  return names.flatMap((name) => multiples(STEPS_PER_EPOCH).map((step): [string, number] => [name, step]));
}

function multiples(of: number): number[] {
  return Array.from({ length: (EPOCHS * STEPS_PER_EPOCH) / of }, (_, at) => (at + 1) * of);
}

async function kill({ child, ended }: Running): Promise<void> {
  child.kill('SIGKILL');
  await ended;
}

/** Asks a process to end, which it does successfully. */
async function end({ child, ended }: Running): Promise<Ended> {
  child.kill('SIGTERM');
  const how = await ended;
  expect(how).toMatchObject({ code: 0, stdout: '' });
  return how;
}

/** The first trial seen that meets the condition. */
async function anyTrial(client: CoordinatorClient, meets: (trial: TrialView) => boolean): Promise<TrialView> {
  for await (const { trials } of client.sweeps.watch('crash')) {
    const found = trials.find(meets);
    if (found !== undefined) return found;
  }
  throw new Error('The sweep ended before any trial met the condition.');
}

function trial(client: CoordinatorClient, id: string, meets: (trial: TrialView) => boolean): Promise<TrialView> {
  return anyTrial(client, (status) => status.id === id && meets(status));
}

/** A trial that an agent trains, once a point of at least this step is stored; not one that may end meanwhile. */
function trialOf(client: CoordinatorClient, agentId: string, step: number): Promise<TrialView> {
  return anyTrial(client, (status) => {
    const stored = stepOf(status.latest);
    const isWithin = stored >= step && stored <= (EPOCHS - 3) * STEPS_PER_EPOCH;
    return status.state === 'running' && status.agentId === agentId && isWithin;
  });
}

function stepOf(points: readonly MetricPoint[]): number {
  return Math.max(0, ...points.map(({ step }) => step));
}

/** By trial id. */
async function resultsOf(client: CoordinatorClient): Promise<ReadonlyMap<string, Result>> {
  const results = new Map<string, Result>();
  let points: MetricPoint[] = [];
  for await (const part of client.sweeps.streamResults('crash')) {
    if (part.type === 'trial') {
      const { id, outcome, weights } = part.trial;
      results.set(id, { outcome, points: (points = []), weights: weights?.sha256 });
    }
    if (part.type === 'points') points.push(...part.points);
  }
  expect(results.size).toBe(TRIALS);
  return results;
}
