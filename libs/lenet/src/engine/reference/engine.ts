import { CHANNEL_MEAN, CHANNEL_STD, IMAGE_BYTES, CLASSES, type Dataset, type Split } from '@gridsweep/cifar10';
import { INPUT, PARAMETER_COUNT } from '../../architecture.ts';
import type { Hyperparameters } from '../../hyperparameters.ts';
import {
  OPTIMIZER_SLOTS,
  type Engine,
  type Evaluation,
  type Images,
  type Model,
  type ModelState,
} from '../contract.ts';
import { crossEntropy, crossEntropyGradient, predictedClass, weightOf } from './cross-entropy.ts';
import { Network } from './network.ts';
import { updateParameters } from './optimizer.ts';
import type { Floats } from './layer.ts';

const PLANE = INPUT.height * INPUT.width;

/** The specification: every formula written out plainly, image by image. The fast engines are proven against it. */
export const referenceEngine: Engine = {
  name: 'reference',
  variant: 'plain',
  createModel: (hyperparameters, dataset, state) => new ReferenceModel(hyperparameters, dataset, state),
};

class ReferenceModel implements Model {
  readonly #hyperparameters: Hyperparameters;
  readonly #training: Split;
  readonly #network: Network;
  #step: number;
  readonly #parameters: Float32Array;
  readonly #slots: Record<string, Float32Array> = {};
  readonly #gradient = new Float64Array(PARAMETER_COUNT);
  readonly #logitsGradient = new Float64Array(CLASSES);
  readonly #image = new Float32Array(IMAGE_BYTES);

  constructor(hyperparameters: Hyperparameters, dataset: Dataset, state: ModelState) {
    this.#hyperparameters = hyperparameters;
    this.#training = dataset.train;
    this.#step = state.step;
    this.#parameters = state.parameters.slice();
    for (const name of OPTIMIZER_SLOTS[hyperparameters.optimizer]) {
      this.#slots[name] = name in state.slots ? state.slots[name].slice() : new Float32Array(PARAMETER_COUNT);
    }
    this.#network = new Network(hyperparameters.activation, this.#parameters, this.#gradient);
  }

  train(batches: readonly Uint32Array[]): Float64Array {
    return Float64Array.from(batches, (batch) => this.#trainOn(batch));
  }

  /** The batch's loss is Σ w_y · l / Σ w_y over its images, w_y being the class weight of an image's label. */
  #trainOn(batch: Uint32Array): number {
    const { labels } = this.#training;
    const weights = this.#hyperparameters.class_weights;
    let totalWeight = 0;
    for (const index of batch) totalWeight += weightOf(weights, labels[index]);

    this.#gradient.fill(0);
    let loss = 0;
    for (const index of batch) {
      const label = labels[index];
      const share = weightOf(weights, label) / totalWeight;
      standardise(this.#training, index, this.#image);
      const logits = this.#network.forward(this.#image);
      loss += share * crossEntropy(logits, label);
      crossEntropyGradient(logits, label, share, this.#logitsGradient);
      this.#network.backward(this.#logitsGradient);
    }
    updateParameters(this.#hyperparameters, this.#step, this.#parameters, this.#slots, this.#gradient);
    this.#step++;
    return loss;
  }

  evaluate(split: Split): Evaluation {
    const weights = this.#hyperparameters.class_weights;
    let totalWeight = 0;
    let totalLoss = 0;
    let correct = 0;
    for (let index = 0; index < split.count; index++) {
      const label = split.labels[index];
      const weight = weightOf(weights, label);
      standardise(split, index, this.#image);
      const logits = this.#network.forward(this.#image);
      totalWeight += weight;
      totalLoss += weight * crossEntropy(logits, label);
      if (predictedClass(logits) === label) correct++;
    }
    return { loss: totalLoss / totalWeight, accuracy: correct / split.count };
  }

  predict(images: Images): Float32Array {
    const logits = new Float32Array(images.count * CLASSES);
    for (let index = 0; index < images.count; index++) {
      standardise(images, index, this.#image);
      logits.set(this.#network.forward(this.#image), index * CLASSES);
    }
    return logits;
  }

  save(): ModelState {
    const slots = Object.entries(this.#slots).map(([name, values]) => [name, values.slice()] as const);
    return { step: this.#step, parameters: this.#parameters.slice(), slots: Object.fromEntries(slots) };
  }

  dispose(): void {
    // Everything is left to the garbage collector.
  }
}

/** Writes one image as the network takes it: (byte / 255 − mean) / standard deviation, channel by channel. */
export function standardise(images: Images, index: number, image: Floats): void {
  for (let channel = 0; channel < INPUT.channels; channel++) {
    for (let at = channel * PLANE; at < (channel + 1) * PLANE; at++) {
      const byte = images.images[index * INPUT.channels * PLANE + at];
      image[at] = (byte / 255 - CHANNEL_MEAN[channel]) / CHANNEL_STD[channel];
    }
  }
}
