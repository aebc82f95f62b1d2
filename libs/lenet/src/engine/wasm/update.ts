import type { Hyperparameters } from '../../hyperparameters.ts';
import type { LenetExports } from './module.ts';

/**
 * One update of all parameters by torch.optim's formulas. What depends on the step alone is computed here in float64, as
 * PyTorch does.
 * @param step the update's number, from 1.
 */
export function updateParameters(wasm: LenetExports, hyperparameters: Hyperparameters, step: number): void {
  const { lr, weight_decay: weightDecay } = hyperparameters;
  switch (hyperparameters.optimizer) {
    case 'sgd':
    case 'momentum':
      wasm.sgd(lr, weightDecay, hyperparameters.momentum);
      return;
    case 'rmsprop': {
      const { alpha, eps } = hyperparameters;
      wasm.rmsprop(lr, weightDecay, alpha, 1 - alpha, eps);
      return;
    }
    case 'adam': {
      const { betas, eps } = hyperparameters;
      const [beta1, beta2] = betas;
      const stepSize = lr / (1 - power(beta1, step));
      const correction = Math.sqrt(1 - power(beta2, step));
      wasm.adam(weightDecay, 1 - beta1, beta2, 1 - beta2, eps * correction, stepSize * correction);
      return;
    }
    case 'adagrad':
      wasm.adagrad(lr, weightDecay, hyperparameters.eps);
      return;
  }
}

/** base to a whole exponent, by products alone: `**` may differ in its last bit between versions of V8. */
function power(base: number, exponent: number): number {
  let result = 1;
  let square = base;
  for (let bits = exponent; bits > 0; bits = Math.floor(bits / 2)) {
    if (bits % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}
