export const OPTIMIZERS = ['sgd', 'momentum', 'rmsprop', 'adam', 'adagrad'] as const;
export type OptimizerName = (typeof OPTIMIZERS)[number];

export const ACTIVATIONS = ['relu', 'tanh', 'none'] as const;
export type Activation = (typeof ACTIVATIONS)[number];

/** One trial's full configuration. Names and defaults of the optimizer's are torch.optim's. */
export interface Hyperparameters {
  readonly optimizer: OptimizerName;
  readonly lr: number;
  /** Of SGD ("momentum": 0.9 unless given). */
  readonly momentum: number;
  /** Of RMSprop. */
  readonly alpha: number;
  /** Of Adam. */
  readonly betas: readonly [number, number];
  /** Of RMSprop, Adam, Adagrad. */
  readonly eps: number;
  /** Added to the gradient as weight_decay × weight, as torch.optim does. */
  readonly weight_decay: number;
  readonly activation: Activation;
  readonly epochs: number;
  readonly batch_size: number;
  /** Steps over which one train/loss point is the mean. */
  readonly log_every: number;
  /** False: the training set in its own order every epoch. */
  readonly shuffle: boolean;
  /** First so many training images only; null: all. */
  readonly limit: number | null;
  /** Ten weights of the cross-entropy, as PyTorch's `weight`; null: all 1. */
  readonly class_weights: readonly number[] | null;
}
