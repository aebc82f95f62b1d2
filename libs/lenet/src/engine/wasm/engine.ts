import type { Engine } from '../contract.ts';
import { WasmModel } from './model.ts';
import { compileModule, type Variant } from './module.ts';

/**
 * The fastest engine on a processor: WebAssembly SIMD kernels (assembly/), one core a model. Bit-deterministic for each variant.
 * @param variant to run this one, whatever is fastest here.
 * @throws GridsweepError 'unavailable' where the variant asked for cannot run here.
 */
export async function createWasmEngine(variant?: Variant): Promise<Engine> {
  const compiled = await compileModule(variant);
  return {
    name: 'wasm',
    variant: compiled.variant,
    createModel: (hyperparameters, dataset, state) => new WasmModel(compiled.module, hyperparameters, dataset, state),
  };
}
