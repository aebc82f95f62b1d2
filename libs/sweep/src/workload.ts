import type { z } from 'zod';

/**
 * What a sweep trains, as far as a sweep needs to know it: a name and the hyperparameters with their defaults.
 * `libs/lenet` provides one; this library knows none.
 */
export interface Workload {
  readonly name: string;
  /** Parses one cell's parameters into the full configuration; unknown keys are errors. Keys are snake_case, as torch.optim's. */
  readonly schema: z.ZodType<Record<string, unknown>>;
  /** Names of all hyperparameters, for "did you mean". */
  readonly parameterNames: readonly string[];
}
