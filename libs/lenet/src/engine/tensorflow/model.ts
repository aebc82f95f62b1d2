import { IMAGE_BYTES, CLASSES, type Dataset, type Split } from '@gridsweep/cifar10';
import { Session, type Binding } from '@gridsweep/tensorflow';
import { PARAMETER_COUNT } from '../../architecture.ts';
import type { Hyperparameters } from '../../hyperparameters.ts';
import { OPTIMIZER_SLOTS, type Evaluation, type Images, type Model, type ModelState } from '../contract.ts';
import { crossEntropy, predictedClass, weightOf } from './logits.ts';
import { CORRECTIONS, corrections } from './optimizer.ts';
import { fromEngine, toEngine } from './parameter-layout.ts';
import { SIGNATURE, trainingGraph } from './training-graph.ts';

/** Images evaluated in one call at most: their activations must fit into the device's memory. */
const PIECE = 1024;

/** One network on the device, with the training images and the optimizer's vectors beside it. */
export class TensorflowModel implements Model {
  readonly #session: Session;
  readonly #hyperparameters: Hyperparameters;
  readonly #slotNames: readonly string[];
  #step: number;

  private constructor(session: Session, hyperparameters: Hyperparameters, step: number) {
    this.#session = session;
    this.#hyperparameters = hyperparameters;
    this.#slotNames = OPTIMIZER_SLOTS[hyperparameters.optimizer];
    this.#step = step;
  }

  static async create(
    binding: Binding,
    hyperparameters: Hyperparameters,
    dataset: Dataset,
    state: ModelState,
  ): Promise<TensorflowModel> {
    const session = await Session.open(binding, trainingGraph(hyperparameters).toBytes());
    const model = new TensorflowModel(session, hyperparameters, state.step);
    model.#load(dataset.train);
    model.#restore(state);
    return model;
  }

  train(batches: readonly Uint32Array[]): Float64Array {
    const losses = new Float64Array(batches.length);
    for (let start = 0; start < batches.length;) {
      const size = batches[start].length;
      const different = batches.findIndex((batch, at) => at > start && batch.length !== size);
      const end = different < 0 ? batches.length : different;
      losses.set(this.#trainOn(batches.slice(start, end), size), start);
      start = end;
    }
    return losses;
  }

  #trainOn(batches: readonly Uint32Array[], size: number): Float32Array {
    const indices = new Int32Array(batches.length * size);
    const steps = new Float32Array(batches.length * CORRECTIONS);
    batches.forEach((batch, at) => {
      indices.set(batch, at * size);
      steps.set(corrections(this.#hyperparameters, this.#step + at), at * CORRECTIONS);
    });
    const [losses] = this.#session.run(SIGNATURE.train, [
      { shape: [batches.length, size], values: indices },
      { shape: [batches.length, CORRECTIONS], values: steps },
    ]);
    this.#step += batches.length;
    return losses;
  }

  evaluate({ count, images, labels }: Split): Evaluation {
    const weights = this.#hyperparameters.class_weights;
    let totalWeight = 0;
    let totalLoss = 0;
    let correct = 0;
    for (const { start, logits } of this.#logitsOf({ count, images })) {
      for (let at = 0; at < logits.length / CLASSES; at++) {
        const label = labels[start + at];
        const own = logits.subarray(at * CLASSES, (at + 1) * CLASSES);
        const weight = weightOf(weights, label);
        totalWeight += weight;
        totalLoss += weight * crossEntropy(own, label);
        if (predictedClass(own) === label) correct++;
      }
    }
    return { loss: totalLoss / totalWeight, accuracy: correct / count };
  }

  predict(images: Images): Float32Array {
    const all = new Float32Array(images.count * CLASSES);
    for (const { start, logits } of this.#logitsOf(images)) all.set(logits, start * CLASSES);
    return all;
  }

  /** A piece of images at a time. */
  *#logitsOf({ count, images }: Images): Generator<{ readonly start: number; readonly logits: Float32Array }> {
    for (let start = 0; start < count; start += PIECE) {
      const size = Math.min(PIECE, count - start);
      const piece = images.subarray(start * IMAGE_BYTES, (start + size) * IMAGE_BYTES);
      const [logits] = this.#session.run(SIGNATURE.evaluate, [{ shape: [size, IMAGE_BYTES], values: piece }]);
      yield { start, logits };
    }
  }

  save(): ModelState {
    const [state] = this.#session.run(SIGNATURE.save, []);
    const row = (at: number) => fromEngine(state.subarray(at * PARAMETER_COUNT, (at + 1) * PARAMETER_COUNT));
    return {
      step: this.#step,
      parameters: row(0),
      slots: Object.fromEntries(this.#slotNames.map((name, at) => [name, row(at + 1)])),
    };
  }

  dispose(): void {
    this.#session.close();
  }

  #load({ count, images, labels }: Split): void {
    const weights = this.#hyperparameters.class_weights;
    this.#session.run(SIGNATURE.load, [
      { shape: [count, IMAGE_BYTES], values: images },
      { shape: [count], values: Int32Array.from(labels) },
      { shape: [count], values: Float32Array.from(labels, (label) => weightOf(weights, label)) },
    ]);
  }

  #restore({ parameters, slots }: ModelState): void {
    const rows = 1 + this.#slotNames.length;
    const state = new Float32Array(rows * PARAMETER_COUNT);
    state.set(toEngine(parameters));
    this.#slotNames.forEach((name, at) => {
      if (name in slots) state.set(toEngine(slots[name]), (at + 1) * PARAMETER_COUNT);
    });
    this.#session.run(SIGNATURE.restore, [{ shape: [rows, PARAMETER_COUNT], values: state }]);
  }
}
