import type { Assignment } from '@gridsweep/protocol';
import type { Parameters } from '@gridsweep/sweep';
import type { Opening } from '../trainer/channel.ts';
import { quadraticWorkload } from './quadratic.ts';

/** Goes on for longer than any test. */
export const ENDLESS = { steps: 2 ** 40 };

/** A lease of a small trial. */
export function assignment(trialId: string, attempt: number, parameters: Parameters = {}): Assignment {
  return {
    trialId,
    attempt,
    sweepId: 'sweep',
    cellId: 'cell',
    workload: quadraticWorkload.name,
    parameters: quadraticWorkload.schema.parse(parameters) as Parameters,
    seed: 7,
    settings: {},
    checkpoints: [],
  };
}

/** The same as a run is opened with it. */
export function opening(parameters: Parameters = {}, checkpoint: Uint8Array | null = null): Opening {
  const trial = assignment('trial', 1, parameters);
  return { workload: trial.workload, trial, checkpoint };
}

/** A run of a workload that does not behave. */
export function misbehaving(how: string, more: Parameters = {}): Opening {
  const { trial, checkpoint } = opening();
  return { workload: 'misbehaving', trial: { ...trial, parameters: { how, ...more } }, checkpoint };
}
