import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { GridsweepError } from '@gridsweep/sweep';
import { webAssembly, type WasmGlobal, type WasmMemory, type WasmModule } from './web-assembly.ts';

/** What assembly/index.ts exports. Places are byte addresses in `memory`; what they hold is described in assembly/layout.ts. */
export interface LenetExports {
  readonly memory: WasmMemory;
  /** Images in a tile at most. */
  readonly tile: WasmGlobal;
  readonly parameters: WasmGlobal;
  readonly slot0: WasmGlobal;
  readonly slot1: WasmGlobal;
  readonly classWeights: WasmGlobal;
  readonly pixelScale: WasmGlobal;
  readonly bytes: WasmGlobal;
  readonly labels: WasmGlobal;
  readonly logits: WasmGlobal;
  roundsOnce(): number;
  rearrangeParameters(): void;
  startBatch(): void;
  trainTile(images: number, activation: number, scale: number): number;
  finishBatch(): void;
  evaluateTile(images: number, activation: number): number;
  correct(images: number): number;
  /** For measurement, as are the three after it: see assembly/kernels.ts. */
  runKernel(kernel: number, images: number, activation: number): void;
  survivorsOfConvolution1(): number;
  survivorsOfConvolution2(images: number): number;
  multiplyAddInRegisters(rounds: number): number;
  sgd(lr: number, weightDecay: number, momentum: number): void;
  rmsprop(lr: number, weightDecay: number, alpha: number, fresh: number, eps: number): void;
  adam(weightDecay: number, fresh1: number, beta2: number, fresh2: number, eps: number, stepSize: number): void;
  adagrad(lr: number, weightDecay: number, eps: number): void;
}

export const VARIANTS = ['relaxed-simd', 'simd'] as const;
/** "relaxed-simd" multiplies and adds with one rounding, "simd" with two: each has its own bits, the same on every machine. */
export type Variant = (typeof VARIANTS)[number];

export interface CompiledModule {
  readonly variant: Variant;
  readonly module: WasmModule;
}

/**
 * Compiles the fastest variant that this machine has, decided by its features alone: a choice by measured time would
 * not be the same on every run, and so neither would the bits (I5).
 * @param only no other variant than this.
 * @throws GridsweepError 'unavailable' where `only` cannot run here.
 */
export async function compileModule(only?: Variant): Promise<CompiledModule> {
  for (const variant of VARIANTS) {
    if (only !== undefined && only !== variant) continue;
    const module = await (variant === 'simd' ? compileSimd() : compileRelaxed());
    if (module !== null) return { variant, module };
  }
  throw new GridsweepError(
    'unavailable',
    'The wasm engine needs relaxed SIMD with fused multiply-add, which is not here.',
  );
}

/** A new instance with its own memory. */
export function instantiate(module: WasmModule): LenetExports {
  return new webAssembly.Instance(module).exports as LenetExports;
}

async function compileSimd(): Promise<WasmModule> {
  return webAssembly.compile(await readFile(new URL('./lenet.wasm', import.meta.url)));
}

/** Null where the runtime lacks relaxed SIMD or the processor a fused multiply-add. */
async function compileRelaxed(): Promise<WasmModule | null> {
  const bytes = await readFile(new URL('./lenet-relaxed.wasm', import.meta.url));
  if (!webAssembly.validate(bytes)) {
    // Node 20 has the instructions behind a flag; later versions have them without, and none knows fewer flags for it.
    setFlagsFromString('--experimental-wasm-relaxed-simd');
    if (!webAssembly.validate(bytes)) return null;
  }
  const module = await webAssembly.compile(bytes);
  return instantiate(module).roundsOnce() === 1 ? module : null;
}
