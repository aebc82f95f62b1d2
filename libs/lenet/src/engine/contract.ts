import type { Dataset, Split } from '@gridsweep/cifar10';
import type { Hyperparameters, OptimizerName } from '../hyperparameters.ts';

export const ENGINES = ['wasm', 'reference', 'tensorflow'] as const;
export type EngineName = (typeof ENGINES)[number];

/** auto: a GPU where the engine finds one; cpu: no GPU; gpu: a GPU or nothing. */
export const DEVICES = ['auto', 'cpu', 'gpu'] as const;
export type DeviceChoice = (typeof DEVICES)[number];

/** The vectors that an optimizer keeps, by torch.optim's names, each as long as the parameters. All start at zero. */
export const OPTIMIZER_SLOTS = {
  sgd: ['momentum_buffer'],
  momentum: ['momentum_buffer'],
  rmsprop: ['square_avg'],
  adam: ['exp_avg', 'exp_avg_sq'],
  adagrad: ['sum'],
} as const satisfies Record<OptimizerName, readonly string[]>;

/** What of a network's training must be kept to go on from it, in PyTorch's layout. */
export interface ModelState {
  /** Optimizer updates made. */
  readonly step: number;
  /** PARAMETER_COUNT floats, tensors as laid out in `PARAMETER_TENSORS`. */
  readonly parameters: Float32Array;
  /**
   * The optimizer's vectors by their names in `OPTIMIZER_SLOTS`, laid out like the parameters. Empty before the first step
   * means zeros.
   */
  readonly slots: Readonly<Record<string, Float32Array>>;
}

/** Images without labels: [count][3][32][32] bytes. */
export type Images = Pick<Split, 'count' | 'images'>;

export interface Evaluation {
  /** Mean cross-entropy (weighted as in training where class weights are given), in nats. */
  readonly loss: number;
  /** Fraction of images whose largest logit (the first of equals; a NaN counts as largest, as in torch.argmax) is their label's. */
  readonly accuracy: number;
}

/** An engine whose work may be asynchronous (a GPU's) or not (a thread's own). */
export type MaybePromise<T> = T | Promise<T>;

/** One network being trained by one engine on one data set. Not for use from two places at once. */
export interface Model {
  /**
   * Makes one optimizer update per batch, in order.
   * @param batches indices into the training split, each batch at most `batch_size` long.
   * @returns the mean loss of each batch before its update. Not finite where training diverged.
   */
  train(batches: readonly Uint32Array[]): MaybePromise<Float64Array>;
  evaluate(split: Split): MaybePromise<Evaluation>;
  /** @returns the ten logits of each image, image after image, from which `evaluate` gets what it says; changes nothing. */
  predict(images: Images): MaybePromise<Float32Array>;
  /** A copy of the state now. Saving, then `createModel` with it, then training gives the bits that going on gives. */
  save(): MaybePromise<ModelState>;
  /** Frees what the model holds. The model must not be used afterwards. */
  dispose(): void;
}

export interface Engine {
  readonly name: EngineName;
  /** What the engine chose on this machine, kept in the provenance ("simd", "relaxed-simd", "plain"). */
  readonly variant: string;
  createModel(hyperparameters: Hyperparameters, dataset: Dataset, state: ModelState): MaybePromise<Model>;
}
