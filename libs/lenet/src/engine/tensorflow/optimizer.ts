import type { Operations, Tensor } from '@gridsweep/tensorflow';
import type { Hyperparameters } from '../../hyperparameters.ts';

/** What one step leaves: the parameters and the optimizer's vectors in the order of `OPTIMIZER_SLOTS`. */
export interface Updated {
  readonly parameters: Tensor;
  readonly slots: readonly Tensor[];
}

/** What changes from step to step in an update, two numbers. */
export const CORRECTIONS = 2;

/**
 * @param step updates made before this one.
 * @returns `CORRECTIONS` numbers for `update`. For adam the step size and √(1 − β₂ᵗ), which undo the pull of the averages
 * towards the zero they start at.
 */
export function corrections(hyperparameters: Hyperparameters, step: number): readonly [number, number] {
  if (hyperparameters.optimizer !== 'adam') return [0, 0];
  const [beta1, beta2] = hyperparameters.betas;
  return [hyperparameters.lr / (1 - beta1 ** (step + 1)), Math.sqrt(1 - beta2 ** (step + 1))];
}

/**
 * Adds one update by the formulas of torch.optim (documented there, algorithm by algorithm) to the graph, over all parameters
 * at once.
 * @param correction the step's `corrections`, a vector.
 * @param gradient of the loss; with weight decay, weight_decay × parameter is added to it first.
 */
export function update(
  ops: Operations,
  hyperparameters: Hyperparameters,
  { parameters, slots }: Updated,
  correction: Tensor,
  gradient: Tensor,
): Updated {
  const { add, subtract, multiply, divide, square, squareRoot } = ops;
  const times = (factor: number, values: Tensor) => multiply(ops.scalar(factor), values);
  const { lr, weight_decay: weightDecay } = hyperparameters;
  const g = weightDecay === 0 ? gradient : add(gradient, times(weightDecay, parameters));
  switch (hyperparameters.optimizer) {
    case 'sgd':
    case 'momentum': {
      const { momentum } = hyperparameters;
      const velocity = momentum === 0 ? g : add(times(momentum, slots[0]), g);
      return { parameters: subtract(parameters, times(lr, velocity)), slots: [velocity] };
    }
    case 'rmsprop': {
      const { alpha, eps } = hyperparameters;
      const squareMean = add(times(alpha, slots[0]), times(1 - alpha, square(g)));
      const change = divide(times(lr, g), add(squareRoot(squareMean), ops.scalar(eps)));
      return { parameters: subtract(parameters, change), slots: [squareMean] };
    }
    case 'adam': {
      const { betas, eps } = hyperparameters;
      const stepSize = ops.row(correction, ops.graph.constant('int32', 0));
      const squareCorrection = ops.row(correction, ops.graph.constant('int32', 1));
      const mean = add(slots[0], times(1 - betas[0], subtract(g, slots[0])));
      const squareMean = add(times(betas[1], slots[1]), times(1 - betas[1], square(g)));
      const denominator = add(divide(squareRoot(squareMean), squareCorrection), ops.scalar(eps));
      return {
        parameters: subtract(parameters, divide(multiply(stepSize, mean), denominator)),
        slots: [mean, squareMean],
      };
    }
    case 'adagrad': {
      const { eps } = hyperparameters;
      const squareSum = add(slots[0], square(g));
      const change = divide(times(lr, g), add(squareRoot(squareSum), ops.scalar(eps)));
      return { parameters: subtract(parameters, change), slots: [squareSum] };
    }
  }
}
