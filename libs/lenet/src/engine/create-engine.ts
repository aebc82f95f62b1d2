import { GridsweepError } from '@gridsweep/sweep';
import type { Engine, EngineName } from './contract.ts';
import { referenceEngine } from './reference/engine.ts';

/** Makes an engine ready: the WebAssembly one is compiled for this machine's instructions. */
export function createEngine(name: EngineName): Promise<Engine> {
  switch (name) {
    case 'reference':
      return Promise.resolve(referenceEngine);
    case 'wasm':
      return Promise.reject(
        new GridsweepError('invalid', 'The engine "wasm" is not part of this build; use "reference".'),
      );
  }
}
