import {
  connect,
  type Assignment,
  type CoordinatorClient,
  type Hello,
  type TrialPage,
  type TrialView,
} from '@gridsweep/protocol';
import { GridsweepError, type MetricPoint } from '@gridsweep/sweep';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest';

import { serveStore, type Coordinator, type CoordinatorOptions } from '../coordinator.ts';
import type { Store } from '../store/contract.ts';
import { whole } from '../store/contract-suite/store-driver.ts';
import { openPgliteInMemory } from '../store/pglite.ts';
import { openStore } from '../store/sql-store.ts';
import { WireAgent } from './wire-agent.ts';
import { HINTS, WORKLOADS } from './workloads.ts';

/** Three trials, one retry. */
export const SPEC =
  'name: rates\nworkload: quadratic\nparameters:\n  optimizer: { value: sgd }\n  lr: { values: [0.1, 0.01, 0.001] }\nmax_retries: 1\n';
/** One trial. */
export const ONE = 'name: one\nworkload: quadratic\nparameters: { optimizer: { value: sgd }, lr: { value: 0.1 } }\n';
/** Long: no lease expires by itself on a slow machine. */
export const TTL = 60_000;
export const FINISHED = { type: 'finished', outcome: 'completed' } as const;

export function loss(step: number): MetricPoint {
  return { name: 'train/loss', step, epoch: step / 782, value: 1 / step };
}

/** What a promise rejects with. */
export function failure(promise: Promise<unknown>): Promise<GridsweepError> {
  return promise.then(
    () => expect.unreachable('it succeeded'),
    (thrown: unknown) => GridsweepError.from(thrown),
  );
}

/** As it comes over the wire. */
export async function* stream<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  for (const item of items) yield await Promise.resolve(item);
}

/** Waits until a check passes. */
export function until(check: () => Promise<void> | void): Promise<void> {
  return vi.waitFor(check, { timeout: 10_000, interval: 10 });
}

/** A coordinator for each test of a file, its client, and agents by hand; all are gone after the test. */
export class Served {
  store!: Store;
  coordinator!: Coordinator;
  client!: CoordinatorClient;
  #agents: WireAgent[] = [];

  static forEachTest(): Served {
    const served = new Served();
    // One database for all tests: making one takes longer than any of them.
    beforeAll(async () => {
      served.store = await openStore(await openPgliteInMemory());
    });
    afterAll(() => served.store.close());
    beforeEach(async () => {
      served.coordinator = await served.start();
      served.client = connect(served.coordinator.address);
    });
    afterEach(async () => {
      for (const agent of served.#agents.splice(0)) agent.vanish();
      served.client.close();
      await served.coordinator.close();
      for (const { id } of await served.store.listSweeps()) await served.store.deleteSweep(id, 0);
    });
    return served;
  }

  /** Another coordinator on the same store, changed as `on` says; closing it leaves the store open. */
  start(options: Partial<CoordinatorOptions> = {}, on: Partial<Store> = {}): Promise<Coordinator> {
    return serveStore(
      { ...this.store, ...on, close: () => Promise.resolve() },
      {
        host: '127.0.0.1',
        port: 0,
        leaseTtlMs: TTL,
        heartbeatEveryMs: 100,
        workloads: WORKLOADS,
        hints: HINTS,
        logger: pino({ level: 'silent' }),
        ...options,
      },
    );
  }

  /** Closes the coordinator of this test and serves its store by another. */
  async restart(options: Partial<CoordinatorOptions>, on: Partial<Store> = {}): Promise<void> {
    this.client.close();
    await this.coordinator.close();
    this.coordinator = await this.start(options, on);
    this.client = connect(this.coordinator.address);
  }

  async join(hello: Partial<Hello> | 'none' = {}): Promise<WireAgent> {
    const agent = await WireAgent.connect(this.client, hello);
    this.#agents.push(agent);
    return agent;
  }

  async submit(spec = SPEC) {
    return (await this.client.sweeps.submit({ spec, newSweep: false })).sweep;
  }

  async trialsOf(sweep: string): Promise<TrialView[]> {
    const trials: TrialView[] = [];
    for (let fromIndex: number | undefined = 0; fromIndex !== undefined;) {
      const page: TrialPage = await this.client.sweeps.listTrials({ sweep, fromIndex, limit: 1000 });
      trials.push(...page.trials);
      fromIndex = page.nextIndex;
    }
    return trials;
  }

  /** The newest checkpoint that a trial was assigned with. */
  async checkpointOf({ trialId, attempt, checkpoints }: Assignment): Promise<Buffer> {
    return whole(this.client.agents.fetchCheckpoint({ trialId, attempt, checkpointId: checkpoints[0]!.id }));
  }

  async pointsOf(sweep: string): Promise<MetricPoint[]> {
    const points: MetricPoint[] = [];
    for await (const part of this.client.sweeps.streamResults(sweep)) {
      if (part.type === 'points') points.push(...part.points);
    }
    return points;
  }
}
