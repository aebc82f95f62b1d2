import { GridsweepError } from '@gridsweep/sweep';

/** Return codes of NVML that are told apart, by their names in nvml.h. */
export const NVML = {
  success: 0,
  invalidArgument: 2,
  notSupported: 3,
  notFound: 6,
  insufficientSize: 7,
  driverNotLoaded: 9,
  timeout: 10,
  functionNotFound: 13,
  gpuIsLost: 15,
  resetRequired: 16,
  versionMismatch: 18,
  inUse: 19,
} as const;

const SENTENCES: Readonly<Record<number, string>> = {
  [NVML.notSupported]: 'The GPU does not support it.',
  [NVML.driverNotLoaded]: 'The NVIDIA driver is not loaded.',
  [NVML.functionNotFound]: 'The NVIDIA driver is too old for it.',
  [NVML.gpuIsLost]: 'The GPU has fallen off the bus or is otherwise out of reach.',
  [NVML.resetRequired]: 'The GPU must be reset before it can be used.',
  [NVML.versionMismatch]:
    'The NVIDIA driver in memory is of another version than its library; restart the machine after an update.',
};

/** A call of NVML that did not succeed. */
export class NvmlError extends GridsweepError {
  readonly status: number;

  constructor(status: number, call: string) {
    super('unavailable', SENTENCES[status] ?? `${call} failed with NVML's code ${status}.`);
    this.status = status;
  }

  /** Nothing computes on the GPU any more. */
  get lost(): boolean {
    return this.status === NVML.gpuIsLost || this.status === NVML.resetRequired;
  }
}
