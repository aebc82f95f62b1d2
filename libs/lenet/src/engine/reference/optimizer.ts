import type { Hyperparameters } from '../../hyperparameters.ts';
import type { Floats } from './layer.ts';

/**
 * Makes one update of `parameters`, in place, by the formulas of torch.optim (documented there, algorithm by algorithm).
 * @param step updates made before this one.
 * @param slots the optimizer's vectors by name, as in `OPTIMIZER_SLOTS`; updated in place.
 * @param gradient of the loss; with weight decay, weight_decay × parameter is added to it first.
 */
export function updateParameters(
  hyperparameters: Hyperparameters,
  step: number,
  parameters: Floats,
  slots: Readonly<Record<string, Floats>>,
  gradient: Floats,
): void {
  const { lr, weight_decay: weightDecay } = hyperparameters;
  switch (hyperparameters.optimizer) {
    case 'sgd':
    case 'momentum': {
      const { momentum } = hyperparameters;
      const velocity = slots.momentum_buffer;
      for (let i = 0; i < parameters.length; i++) {
        const g = gradient[i] + weightDecay * parameters[i];
        velocity[i] = momentum * velocity[i] + g;
        parameters[i] -= lr * velocity[i];
      }
      return;
    }
    case 'rmsprop': {
      const { alpha, eps } = hyperparameters;
      const squareMean = slots.square_avg;
      for (let i = 0; i < parameters.length; i++) {
        const g = gradient[i] + weightDecay * parameters[i];
        squareMean[i] = alpha * squareMean[i] + (1 - alpha) * g * g;
        parameters[i] -= (lr * g) / (Math.sqrt(squareMean[i]) + eps);
      }
      return;
    }
    case 'adam': {
      const { betas, eps } = hyperparameters;
      const [beta1, beta2] = betas;
      const mean = slots.exp_avg;
      const squareMean = slots.exp_avg_sq;
      // Both averages start at zero; these undo their pull towards it.
      const meanCorrection = 1 - beta1 ** (step + 1);
      const squareCorrection = Math.sqrt(1 - beta2 ** (step + 1));
      for (let i = 0; i < parameters.length; i++) {
        const g = gradient[i] + weightDecay * parameters[i];
        mean[i] += (1 - beta1) * (g - mean[i]);
        squareMean[i] = beta2 * squareMean[i] + (1 - beta2) * g * g;
        parameters[i] -= ((lr / meanCorrection) * mean[i]) / (Math.sqrt(squareMean[i]) / squareCorrection + eps);
      }
      return;
    }
    case 'adagrad': {
      const { eps } = hyperparameters;
      const squareSum = slots.sum;
      for (let i = 0; i < parameters.length; i++) {
        const g = gradient[i] + weightDecay * parameters[i];
        squareSum[i] += g * g;
        parameters[i] -= (lr * g) / (Math.sqrt(squareSum[i]) + eps);
      }
      return;
    }
  }
}
