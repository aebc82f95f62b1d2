import { createHash } from 'node:crypto';
import type { Assignment, Chunk, Hello, Lease, ReportBody, Sweep, TrialView } from '@gridsweep/protocol';
import { GridsweepError, type MetricPoint, type Trial } from '@gridsweep/sweep';

import type { NewSweep, ReportOutcome, Store } from '../contract.ts';

/** An agent that trains the workload of every sweep that these tests make. */
export function agent(agentId: string, overrides: Partial<Hello> = {}): Hello {
  return {
    agentId,
    instanceId: `${agentId}/1`,
    version: '0.1.0',
    nodeVersion: 'v20',
    device: 'CPU',
    host: 'machine',
    slots: 4,
    labels: {},
    workloads: [{ name: 'quadratic', engine: 'wasm', engineVariant: 'simd' }],
    resuming: [],
    ...overrides,
  };
}

/** What its numbers are known by. */
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
    workload: 'quadratic',
    settings: {},
    codeSha256: undefined,
    require: {},
    maxRetries: 2,
    maxParallel: undefined,
    claim: undefined,
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

/** A file in pieces of so many bytes. */
export function pieces(content: Uint8Array, size = 2 ** 20): Chunk[] {
  const whole = { totalBytes: content.byteLength, sha256: createHash('sha256').update(content).digest('hex') };
  return Array.from({ length: Math.max(1, Math.ceil(content.byteLength / size)) }, (_, at) => ({
    ...whole,
    offset: at * size,
    bytes: content.subarray(at * size, (at + 1) * size),
  }));
}

/** A checkpoint in one piece. */
export function checkpoint(step: number, content: Uint8Array): ReportBody {
  return { type: 'checkpoint', step, chunk: pieces(content)[0]! };
}

/** A file put together from its pieces. */
export async function whole(chunks: AsyncIterable<Chunk>): Promise<Buffer> {
  const bytes: Uint8Array[] = [];
  for await (const chunk of chunks) bytes.push(chunk.bytes);
  return Buffer.concat(bytes);
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
    overrides?: Partial<Hello>,
  ) => Promise<readonly Assignment[]>;
  readonly leaseOne: (agentId?: string) => Promise<Assignment>;
  readonly report: (held: Lease, seq: number, body: ReportBody, agentId?: string) => Promise<ReportOutcome>;
  readonly trialOf: (held: Lease) => Promise<TrialView>;
  /** Of the test's own sweep. */
  readonly trials: () => Promise<readonly TrialView[]>;
  readonly pointsOf: (trialId: string) => Promise<MetricPoint[]>;
}

export function storeDriver(store: Store, prefix: string): StoreDriver {
  const lease: StoreDriver['lease'] = (limit, agentId = 'agent-1', now = NOW, overrides = {}) =>
    store.leaseTrials({ agent: agent(agentId, overrides), limit, now, expiresAt: now + TTL });
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
    trialOf: async (held) => (await store.readTrials(prefix, { ids: [held.trialId] }))[0]!,
    trials: () => store.readTrials(prefix, { fromIndex: 0, limit: 1000 }),
    async pointsOf(trialId) {
      const all: MetricPoint[] = [];
      for await (const page of store.readPoints(trialId)) all.push(...page);
      return all;
    },
  };
}
