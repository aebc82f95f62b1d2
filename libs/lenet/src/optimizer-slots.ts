import type { OptimizerName } from './hyperparameters.ts';

/** The vectors that an optimizer keeps, by torch.optim's names, each as long as the parameters. All start at zero. */
export const OPTIMIZER_SLOTS = {
  sgd: ['momentum_buffer'],
  momentum: ['momentum_buffer'],
  rmsprop: ['square_avg'],
  adam: ['exp_avg', 'exp_avg_sq'],
  adagrad: ['sum'],
} as const satisfies Record<OptimizerName, readonly string[]>;
