import { shuffledOrder, initialParameters } from '../../libs/lenet/src/seed.ts';
import type { Dataset } from '../../libs/cifar10/src/dataset.ts';
import { gatherImages } from '../../libs/lenet/src/engine/wasm/gather.ts';
import { WasmModel } from '../../libs/lenet/src/engine/wasm/model.ts';
import { compileModule, type Variant } from '../../libs/lenet/src/engine/wasm/module.ts';
import { ACTIVATIONS, parseHyperparameters } from '../../libs/lenet/src/hyperparameters.ts';

export interface KernelFigures {
  readonly name: string;
  readonly microsecondsPerImage: number;
  /** Of the step, 0 to 1. */
  readonly share: number;
  /** Two operations for each multiply-add done (transforms, pooling and activations not counted); null: not arithmetic. */
  readonly gflops: number | null;
  /** Of what the same instructions reach on registers alone, 0 to 1. */
  readonly shareOfPeak: number | null;
}

export interface StepFigures {
  readonly variant: Variant;
  readonly peakGflops: number;
  readonly microsecondsPerImage: number;
  readonly evaluationMicrosecondsPerImage: number;
  /** Positions per image that the backward pass visits, of 1,176 and 400. */
  readonly survivors: { readonly conv1: number; readonly conv2: number };
  readonly kernels: readonly KernelFigures[];
}

const BATCH = 64;
const ROUNDS = 1000;
/** In the order of `runKernel`. */
const KERNELS = [
  'standardise',
  'conv1 + pool, forward',
  'conv2 + pool, forward',
  'dense, forward',
  'cross-entropy',
  'dense, backward',
  'conv2 weight gradient',
  'conv2 input gradient',
  'conv1 weight gradient',
] as const;

/**
 * Times each kernel on tiles it has not seen, one after another as in a step, with a trained network. Lower quartiles are taken:
 * whatever else the machine does only adds.
 */
export async function measureStep(dataset: Dataset, variant?: Variant): Promise<StepFigures> {
  const compiled = await compileModule(variant);
  const hyperparameters = parseHyperparameters({ optimizer: 'adam', batch_size: BATCH });
  const state = { step: 0, parameters: initialParameters(1), slots: {} };
  const model = new WasmModel(compiled.module, hyperparameters, dataset, state);
  const wasm = model.exports;
  const activation = ACTIVATIONS.indexOf(hyperparameters.activation);
  const tile = wasm.tile.value;
  const order = shuffledOrder(dataset.train.count, 1, 0);
  const batches = Array.from({ length: Math.floor(order.length / BATCH) }, (_, batch) =>
    order.subarray(batch * BATCH, (batch + 1) * BATCH),
  );
  for (let warmUp = 0; warmUp < 4; warmUp++) model.train(batches.slice(0, 128));

  const survivors = { conv1: wasm.survivorsOfConvolution1(), conv2: wasm.survivorsOfConvolution2(tile) / tile };
  const step = lowerQuartile(ROUNDS, (round) => model.train([batches[round % batches.length]])) / BATCH;
  const images = { ...dataset.test, count: 256 };
  const evaluation = lowerQuartile(ROUNDS / 4, () => model.evaluate(images)) / images.count;
  const peak = lowerQuartile(ROUNDS / 4, () => wasm.multiplyAddInRegisters(20_000)) / 20_000;

  const bytes = new Uint8Array(wasm.memory.buffer, wasm.bytes.value, tile * 3072);
  const gathering: number[] = [];
  const times = KERNELS.map(() => [] as number[]);
  for (let round = 0; round < ROUNDS; round++) {
    const first = (round * tile) % (order.length - tile);
    gathering.push(microseconds(() => gatherImages(dataset.train.images, order, first, first + tile, bytes)));
    wasm.startBatch();
    times.forEach((ofKernel, kernel) => ofKernel.push(microseconds(() => wasm.runKernel(kernel, tile, activation))));
  }
  const best = times.map((ofKernel) => quartileOf(ofKernel) / tile);

  const peakGflops = (2 * 48) / (peak * 1000);
  const multiplyAdds = multiplyAddsOf(survivors);
  const kernels = KERNELS.map((name, kernel) => {
    const time = best[kernel];
    const gflops = multiplyAdds[kernel] === null ? null : (2 * multiplyAdds[kernel]) / (time * 1000);
    const shareOfPeak = gflops === null ? null : gflops / peakGflops;
    return { name, microsecondsPerImage: time, share: time / step, gflops, shareOfPeak };
  });
  const gather = quartileOf(gathering) / tile;
  const rest = step - best.reduce((sum, time) => sum + time, gather);
  const figure = (name: string, time: number): KernelFigures => {
    return { name, microsecondsPerImage: time, share: time / step, gflops: null, shareOfPeak: null };
  };
  return {
    variant: compiled.variant,
    peakGflops,
    microsecondsPerImage: step,
    evaluationMicrosecondsPerImage: evaluation,
    survivors,
    kernels: [figure('gathering images', gather), ...kernels, figure('Adam, rearranging, the rest', rest)],
  };
}

/** Multiply-adds an image that each kernel does, lanes that are thrown away not counted. */
function multiplyAddsOf({ conv1, conv2 }: StepFigures['survivors']): readonly (number | null)[] {
  const dense = 400 * 120 + 120 * 84 + 84 * 10;
  return [
    null,
    // F(4, 5): eight products for four outputs; three tiles for conv2's ten columns.
    6 * 28 * 7 * 8 * 3 * 5,
    16 * 10 * 3 * 8 * 6 * 5,
    dense,
    null,
    // Skips what relu stopped, which is not counted.
    null,
    conv2 * 6 * 25,
    conv2 * 6 * 25,
    conv1 * 3 * 25,
  ];
}

function lowerQuartile(rounds: number, work: (round: number) => unknown): number {
  return quartileOf(Array.from({ length: rounds }, (_, round) => microseconds(() => work(round))));
}

function quartileOf(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 2];
}

function microseconds(work: () => unknown): number {
  const start = performance.now();
  work();
  return (performance.now() - start) * 1000;
}
