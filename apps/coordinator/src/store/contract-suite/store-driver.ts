import type { Assignment, Lease, ReportBody, Sweep, TrialStatus } from '@gridsweep/protocol';
import { GridsweepError, type MetricPoint, type Trial } from '@gridsweep/sweep';

import type { NewSweep, ReportOutcome, Store } from '../contract.ts';

export const PROVENANCE = {
  version: '0.1.0',
  engine: 'wasm',
  engineVariant: 'simd',
  device: 'CPU',
  nodeVersion: 'v20',
};
export const NOW = 1_700_000_000_000;
export const TTL = 15_000;
export const STORED: ReportOutcome = { type: 'stored' };
export const FENCED: ReportOutcome = { type: 'fenced' };

/** A sweep of so many trials, ids made from its own. */
export function newSweep(id: string, trials: number, overrides: Partial<NewSweep> = {}): NewSweep {
  return {
    id,
    name: `sweep ${id}`,
    spec: { name: `sweep ${id}`, parameters: { lr: { values: [0.1, 0.01] } } },
    workload: 'lenet-cifar10',
    maxRetries: 2,
    maxParallel: undefined,
    trials: Array.from({ length: trials }, (_, index): Trial => ({
      id: `${id}-${index}`,
      index,
      cellId: `cell-${index >> 1}`,
      parameters: { lr: 0.1 / (index + 1), betas: [0.9, 0.999], limit: null, optimizer: 'adam' },
      seed: index === 0 ? 2 ** 32 - 1 : index & 1,
    })),
    ...overrides,
  };
}

export function loss(step: number, value = step / 7): MetricPoint {
  return { name: 'train/loss', step, epoch: step / 782, value };
}

export function metrics(...points: MetricPoint[]): ReportBody {
  return { type: 'metrics', points };
}

/** The code that a promise rejects with, or 'none'. */
export function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'none',
    (thrown: unknown) => GridsweepError.from(thrown).code,
  );
}

/** What a test says to a store, in few words. */
export interface StoreDriver {
  readonly store: Store;
  /** Id of the test's own sweep; one database serves all tests. */
  readonly prefix: string;
  readonly create: (trials: number, overrides?: Partial<NewSweep>, id?: string) => Promise<Sweep>;
  readonly lease: (
    limit: number,
    agentId?: string,
    now?: number,
    instanceId?: string,
  ) => Promise<readonly Assignment[]>;
  readonly leaseOne: (agentId?: string) => Promise<Assignment>;
  readonly report: (held: Lease, seq: number, body: ReportBody, agentId?: string) => Promise<ReportOutcome>;
  readonly trialOf: (held: Lease) => Promise<TrialStatus>;
  readonly pointsOf: (trialId: string) => Promise<MetricPoint[]>;
}

export function storeDriver(store: Store, prefix: string): StoreDriver {
  const lease: StoreDriver['lease'] = (limit, agentId = 'agent-1', now = NOW, instanceId = `${agentId}/1`) =>
    store.leaseTrials({ agentId, instanceId, provenance: PROVENANCE, limit, now, expiresAt: now + TTL });
  return {
    store,
    prefix,
    lease,
    create: async (trials, overrides = {}, id = prefix) =>
      (await store.createSweep(newSweep(id, trials, overrides), NOW)).sweep,
    leaseOne: async (agentId) => (await lease(1, agentId))[0]!,
    async report({ trialId, attempt }, seq, body, agentId = 'agent-1') {
      const { outcomes } = await store.storeReports([{ agentId, report: { trialId, attempt, seq, body } }], NOW);
      return outcomes[0]!;
    },
    trialOf: async (held) => (await store.readTrials(prefix, [held.trialId]))[0]!,
    async pointsOf(trialId) {
      const all: MetricPoint[] = [];
      for await (const page of store.readPoints(trialId)) all.push(...page);
      return all;
    },
  };
}
