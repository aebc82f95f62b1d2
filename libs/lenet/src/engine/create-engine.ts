import type { Engine, EngineName } from './contract.ts';
import { referenceEngine } from './reference/engine.ts';
import { createTensorflowEngine } from './tensorflow/engine.ts';
import { createWasmEngine } from './wasm/engine.ts';

/** Makes an engine ready: the WebAssembly one is compiled for this machine's instructions. */
export function createEngine(name: EngineName): Promise<Engine> {
  switch (name) {
    case 'reference':
      return Promise.resolve(referenceEngine);
    case 'wasm':
      return createWasmEngine();
    case 'tensorflow':
      return createTensorflowEngine();
  }
}
