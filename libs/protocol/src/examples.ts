import type { DeviceMetrics } from '@gridsweep/devices';
import type { MetricPoint, Provenance } from '@gridsweep/sweep';
import type { AgentHandlers, SweepHandlers } from './service.ts';
import type { Chunk } from './session.ts';
import type { AgentInfo, Sweep, TrialView } from './sweep.ts';

/** Messages with every field set, and services to stand in for those that a test does not look at. For tests only. */
export const provenance: Provenance = {
  version: '0.1.0',
  engine: 'wasm',
  engineVariant: 'relaxed-simd',
  device: 'Example CPU @ 3 GHz',
  nodeVersion: 'v20.19.0',
};

export const points: readonly MetricPoint[] = [
  { name: 'train/loss', step: 100, epoch: 0.1278772378516624, value: 2.302585092994046 },
  { name: 'train/loss', step: 200, epoch: 0.2557544757033248, value: Number.NaN },
  { name: 'test/loss', step: 782, epoch: 1, value: Number.POSITIVE_INFINITY },
  { name: 'test/accuracy', step: 782, epoch: 1, value: 0.1 },
  // Of no workload that the wire would know, without epochs, after more steps than 32 bits count.
  { name: 'Rückgewinn [dB]', step: 2 ** 40, value: -0 },
];

export const sweep: Sweep = {
  id: 'a1b2c3d4e5f6',
  name: 'optimizers – Größe',
  state: 'active',
  counts: { total: 15, pending: 5, running: 4, finished: 3, failed: 2, cancelled: 1 },
  spec: { name: 'optimizers', parameters: { lr: { values: [0.001, 0.1] } }, seeds: [1, 2] },
  createdAt: 1_760_000_000_123,
  endedAt: 1_760_000_100_456,
  waitingFor: 'no agent trains command; 2 agents train lenet-cifar10',
  claim: { resumes: 'same points' },
};

export const trial: TrialView = {
  id: 'f00d',
  sweepId: sweep.id,
  index: 3,
  cellId: 'ce11',
  parameters: { optimizer: 'adam', lr: 0.001, betas: [0.9, 0.999], shuffle: true, limit: null },
  seed: 4_294_967_295,
  state: 'finished',
  outcome: 'completed',
  failure: { kind: 'out-of-memory', detail: 'The trainer was killed.' },
  attempts: 2,
  agentId: 'agent-1',
  progress: { step: 782, totalSteps: 11_730, rate: { value: 5512.25, unit: 'images/s' } },
  latest: points,
  provenance: [provenance, { ...provenance, engine: 'tensorflow' }],
  startedAt: 1_760_000_000_200,
  endedAt: 1_760_000_000_300,
  weights: { step: 782, sizeBytes: 248_640, sha256: 'cd'.repeat(32) },
};

/** A trial with nothing that may be absent. */
export const pendingTrial: TrialView = {
  id: 'f00e',
  sweepId: sweep.id,
  index: 0,
  cellId: 'ce12',
  parameters: {},
  seed: 0,
  state: 'pending',
  attempts: 0,
  latest: [],
  provenance: [],
};

/** Of a MIG instance: the driver does not tell how busy it is. */
export const deviceMetrics: DeviceMetrics = {
  uuid: 'MIG-0f0f',
  name: 'Example 80GB MIG 3g.40gb',
  utilization: null,
  memory: { usedBytes: 12_884_901_888, totalBytes: 42_949_672_960 },
  powerWatts: 0,
  temperatureCelsius: 61,
};

export const agent: AgentInfo = {
  id: 'agent-1',
  host: 'node-7',
  state: 'draining',
  version: '0.1.0',
  nodeVersion: 'v20.19.0',
  device: 'Example CPU @ 3 GHz',
  workloads: [
    { name: 'lenet-cifar10', engine: 'wasm', engineVariant: 'relaxed-simd' },
    { name: 'command', engine: 'command', engineVariant: '' },
  ],
  slots: 2,
  trialIds: ['f00d', 'f00e'],
  labels: { zone: 'a', gpu: 'none' },
  lastSeenAt: 1_760_000_000_999,
  deviceMetrics,
};

export const chunk: Chunk = { totalBytes: 5, sha256: 'ab'.repeat(32), offset: 2, bytes: Buffer.from([0, 255, 7]) };

const unused = () => {
  throw new Error('This test does not expect the call.');
};

export const unusedSweeps: SweepHandlers = {
  submit: unused,
  extend: unused,
  uploadCode: unused,
  get: unused,
  listTrials: unused,
  list: unused,
  watch: unused,
  cancel: unused,
  pause: unused,
  resume: unused,
  retryFailed: unused,
  delete: unused,
  streamResults: unused,
  fetchWeights: unused,
  streamLogs: unused,
  listAgents: unused,
  drainAgent: unused,
};

export const unusedAgents: AgentHandlers = {
  connect: unused,
  fetchDataset: unused,
  fetchCheckpoint: unused,
  fetchCode: unused,
};
