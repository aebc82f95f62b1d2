import { CHANNEL_MEAN, CHANNEL_STD, CLASSES, IMAGE_BYTES, type Dataset, type Split } from '@gridsweep/cifar10';
import { PARAMETER_COUNT } from '../../architecture.ts';
import { ACTIVATIONS, type Hyperparameters } from '../../hyperparameters.ts';
import { OPTIMIZER_SLOTS, type Evaluation, type Images, type Model, type ModelState } from '../contract.ts';
import { gatherImages } from './gather.ts';
import { instantiate, type LenetExports } from './module.ts';
import { updateParameters } from './update.ts';
import type { WasmGlobal, WasmModule } from './web-assembly.ts';

/** (byte / 255 − mean) / std as byte × scale + shift: scale and shift of each channel. */
const PIXEL_SCALE = CHANNEL_MEAN.flatMap((mean, channel) => [
  1 / (255 * CHANNEL_STD[channel]),
  -mean / CHANNEL_STD[channel],
]);

/** Floats from one image's logits to the next. */
const LOGITS_ROW = 12;

/** One instance of the module: copies images in tile by tile, and state in and out; everything else is in WebAssembly. */
export class WasmModel implements Model {
  /** For measurement only. */
  readonly exports: LenetExports;
  readonly #hyperparameters: Hyperparameters;
  readonly #training: Split;
  readonly #activation: number;
  readonly #tile: number;
  readonly #bytes: Uint8Array;
  readonly #labels: Uint8Array;
  /** Of the tile evaluated last, in rows of LOGITS_ROW. */
  readonly #logits: Float32Array;
  readonly #parameters: Float32Array;
  /** By torch.optim's names. */
  readonly #slots: Readonly<Record<string, Float32Array>>;
  readonly #classWeights: Float32Array;
  #step: number;

  constructor(module: WasmModule, hyperparameters: Hyperparameters, dataset: Dataset, state: ModelState) {
    const wasm = instantiate(module);
    const floats = (place: WasmGlobal, count: number) => new Float32Array(wasm.memory.buffer, place.value, count);
    this.exports = wasm;
    this.#hyperparameters = hyperparameters;
    this.#training = dataset.train;
    this.#activation = ACTIVATIONS.indexOf(hyperparameters.activation);
    this.#tile = wasm.tile.value;
    this.#bytes = new Uint8Array(wasm.memory.buffer, wasm.bytes.value, this.#tile * IMAGE_BYTES);
    this.#labels = new Uint8Array(wasm.memory.buffer, wasm.labels.value, this.#tile);
    this.#logits = floats(wasm.logits, this.#tile * LOGITS_ROW);
    this.#parameters = floats(wasm.parameters, PARAMETER_COUNT);
    const places = [wasm.slot0, wasm.slot1];
    this.#slots = Object.fromEntries(
      OPTIMIZER_SLOTS[hyperparameters.optimizer].map((name, at) => [name, floats(places[at], PARAMETER_COUNT)]),
    );
    this.#classWeights = floats(wasm.classWeights, 10);

    this.#classWeights.set(hyperparameters.class_weights ?? new Array<number>(10).fill(1));
    floats(wasm.pixelScale, 6).set(PIXEL_SCALE);
    this.#parameters.set(state.parameters);
    for (const [name, values] of Object.entries(this.#slots)) if (name in state.slots) values.set(state.slots[name]);
    this.#step = state.step;
    wasm.rearrangeParameters();
  }

  train(batches: readonly Uint32Array[]): Float64Array {
    return Float64Array.from(batches, (batch) => this.#trainOn(batch));
  }

  #trainOn(batch: Uint32Array): number {
    const totalWeight = this.#weightOf(batch);
    this.exports.startBatch();
    let loss = 0;
    for (let first = 0; first < batch.length; first += this.#tile) {
      const count = Math.min(this.#tile, batch.length - first);
      gatherImages(this.#training.images, batch, first, first + count, this.#bytes);
      for (let at = 0; at < count; at++) this.#labels[at] = this.#training.labels[batch[first + at]];
      loss += this.exports.trainTile(count, this.#activation, 1 / totalWeight);
    }
    this.exports.finishBatch();
    this.#step++;
    updateParameters(this.exports, this.#hyperparameters, this.#step);
    this.exports.rearrangeParameters();
    return loss / totalWeight;
  }

  evaluate(split: Split): Evaluation {
    let totalWeight = 0;
    let loss = 0;
    let correct = 0;
    for (let first = 0; first < split.count; first += this.#tile) {
      const count = Math.min(this.#tile, split.count - first);
      this.#bytes.set(split.images.subarray(first * IMAGE_BYTES, (first + count) * IMAGE_BYTES));
      this.#labels.set(split.labels.subarray(first, first + count));
      for (let at = 0; at < count; at++) totalWeight += this.#classWeights[this.#labels[at]];
      loss += this.exports.evaluateTile(count, this.#activation);
      correct += this.exports.correct(count);
    }
    return { loss: loss / totalWeight, accuracy: correct / split.count };
  }

  predict({ count: total, images }: Images): Float32Array {
    const logits = new Float32Array(total * CLASSES);
    for (let first = 0; first < total; first += this.#tile) {
      const count = Math.min(this.#tile, total - first);
      this.#bytes.set(images.subarray(first * IMAGE_BYTES, (first + count) * IMAGE_BYTES));
      // For a loss that nobody asks for.
      this.#labels.fill(0);
      this.exports.evaluateTile(count, this.#activation);
      for (let at = 0; at < count; at++) {
        logits.set(this.#logits.subarray(at * LOGITS_ROW, at * LOGITS_ROW + CLASSES), (first + at) * CLASSES);
      }
    }
    return logits;
  }

  save(): ModelState {
    const slots = Object.entries(this.#slots).map(([name, values]) => [name, values.slice()] as const);
    return { step: this.#step, parameters: this.#parameters.slice(), slots: Object.fromEntries(slots) };
  }

  dispose(): void {
    // The instance and its memory are left to the garbage collector.
  }

  /** Sum of the class weights of a batch's labels, in float64. */
  #weightOf(batch: Uint32Array): number {
    let sum = 0;
    for (const index of batch) sum += this.#classWeights[this.#training.labels[index]];
    return sum;
  }
}
