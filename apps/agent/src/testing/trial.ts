import { parseHyperparameters } from '@gridsweep/lenet';
import type { Assignment } from '@gridsweep/protocol';
import type { Parameters } from '@gridsweep/sweep';
import type { TrialInput } from '../trainer/messages.ts';

/** A small trial on real data: two epochs of 20 steps, a point every 3 of them. */
const SMALL = { optimizer: 'adam', lr: 0.001, epochs: 2, batch_size: 50, limit: 1_000, log_every: 3 };

/** Goes on for longer than any test. */
export const ENDLESS = { epochs: 1_000, limit: 50_000 };

export function trialInput(parameters: Parameters = {}, checkpoint: Uint8Array | null = null): TrialInput {
  const full = parseHyperparameters({ ...SMALL, ...parameters }) as unknown as Parameters;
  return { workload: 'lenet-cifar10', parameters: full, seed: 7, checkpoint };
}

export function assignment(trialId: string, attempt: number, parameters: Parameters = {}, checkpoint?: Uint8Array) {
  const { workload, seed, parameters: full } = trialInput(parameters);
  const trial = { trialId, attempt, sweepId: 'sweep', workload, parameters: full, seed };
  return (checkpoint === undefined ? trial : { ...trial, checkpoint }) satisfies Assignment;
}
