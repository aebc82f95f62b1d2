import { GridsweepError } from '@gridsweep/sweep';
import { prepareTensorflow } from '@gridsweep/tensorflow';
import type { DeviceChoice, Engine, EngineName } from './contract.ts';
import { referenceEngine } from './reference/engine.ts';
import { createTensorflowEngine } from './tensorflow/engine.ts';
import { createWasmEngine } from './wasm/engine.ts';

/**
 * Makes an engine ready: the WebAssembly one is compiled for this machine's instructions, TensorFlow is loaded.
 * @throws GridsweepError 'not-found' if the engine is not set up, 'unavailable' if it cannot run here or not on that device.
 */
export async function createEngine(name: EngineName, device: DeviceChoice = 'auto'): Promise<Engine> {
  if (name === 'tensorflow') return createTensorflowEngine({ device });
  if (device === 'gpu') {
    throw new GridsweepError(
      'unavailable',
      `The ${name} engine computes on the CPU only; the tensorflow engine can use a GPU.`,
    );
  }
  switch (name) {
    case 'reference':
      return referenceEngine;
    case 'wasm':
      return createWasmEngine();
  }
}

/**
 * Sets up this process for an engine. Must be called in the main thread before the first thread that creates the engine is
 * started; where only the main thread creates engines it need not be called.
 */
export function prepareProcess(engine: EngineName): void {
  if (engine === 'tensorflow') prepareTensorflow();
}
