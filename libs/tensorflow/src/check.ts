import type { CacheOptions } from '@gridsweep/devices';
import { GridsweepError } from '@gridsweep/sweep';
import { findTensorflow, tensorflowFolder, type TensorflowHome } from './home.ts';
import { whyNoGpu } from './no-gpu.ts';
import { TFJS_NODE, type TensorflowEdition } from './setup/pins.ts';
import { tryBinding } from './binding.ts';

/** What is set up and what it computes on. */
export interface TensorflowFacts extends TensorflowHome {
  /** Of TensorFlow, as it says itself. */
  readonly version: string;
  /** The package whose binding it is: name@version. */
  readonly tfjsNode: string;
  readonly device: 'cpu' | 'gpu';
  /** Why it is not a GPU; null if it is. */
  readonly noGpu: string | null;
}

/**
 * Loads an edition in a process of its own and tells what it is.
 * @throws GridsweepError 'not-found' if it is not set up, 'unavailable' if it cannot be loaded.
 */
export async function checkTensorflow(
  edition: TensorflowEdition,
  options: CacheOptions = {},
  signal?: AbortSignal,
): Promise<TensorflowFacts> {
  const home = findTensorflow(edition, options);
  if (home === null) {
    throw new GridsweepError('not-found', `There is no TensorFlow in ${tensorflowFolder(edition, options)}. ${HOW}`);
  }
  const { version, usesGpu, messages } = await tryBinding(home.folder, process.env, signal);
  return {
    ...home,
    version,
    tfjsNode: TFJS_NODE.spec,
    device: usesGpu ? 'gpu' : 'cpu',
    noGpu: usesGpu ? null : whyNoGpu(home, messages),
  };
}

/** How to get what is missing. */
export const HOW = 'Run `gridsweep setup tensorflow`, or with --gpu for NVIDIA GPUs.';
