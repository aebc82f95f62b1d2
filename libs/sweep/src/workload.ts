import type { z } from 'zod';
import type { Method } from './method.ts';
import type { MetricDeclaration } from './metric.ts';
import type { Finding } from './problem.ts';
import type { SweepSpec } from './spec.ts';
import type { Parameters } from './trial.ts';

/**
 * What a sweep trains, as far as everybody but an agent needs to know it. What trains is its other half, `Trainable`.
 * This library knows none; the program composes those that there are.
 */
export interface Workload {
  readonly name: string;
  /** Parses one cell's parameters into the full configuration; unknown keys are errors. Keys are snake_case, as torch.optim's. */
  readonly schema: z.ZodType<Record<string, unknown>>;
  /** Names of all hyperparameters, for "did you mean"; 'any' where a sweep makes them up. */
  readonly parameterNames: readonly string[] | 'any';
  /** What its trials report, the default metric first; empty where a sweep must name its metric. Others are not refused. */
  readonly metrics: readonly MetricDeclaration[];
  /** Optimizer updates of a trial with these (full) parameters; null where that cannot be told. */
  plannedSteps(parameters: Parameters): number | null;
  /** What a paper says of it beside its hyperparameters. @param shared those that are the same in all cells. */
  method?(shared: Parameters): Method;
  /** What is wrong with a spec beside its parameters, for example with its command. Paths start at the spec's top. */
  check?(spec: SweepSpec): readonly Finding[];
}
