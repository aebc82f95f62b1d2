import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { PARAMETER_TENSORS } from '../../architecture.ts';
import { parseHyperparameters, type Hyperparameters } from '../../hyperparameters.ts';
import { readSafetensors } from '../../safetensors.ts';

/**
 * A number that PyTorch arrives at in float64, and how far PyTorch itself is from it in float32: what an engine may be off by is
 * a multiple of that.
 */
export interface Golden {
  readonly value: number;
  readonly spread: number;
}

export interface GoldenEvaluation {
  readonly loss: Golden;
  readonly accuracy: Golden;
}

/** All tensors after some steps. */
export interface GoldenSnapshot {
  readonly step: number;
  readonly weights: readonly GoldenTensor[];
}

interface GoldenTensor {
  readonly name: string;
  readonly offset: number;
  readonly length: number;
  /** Every `stride`-th weight, from the first on. */
  readonly stride: number;
  readonly values: Float32Array;
  readonly norm: number;
  readonly sum: number;
  /** Root mean square over all the tensor's weights. */
  readonly spread: number;
}

/** One training run of tools/golden/generate.py, from `syntheticParameters` on `syntheticBatches`. */
interface GoldenTrajectory {
  readonly name: string;
  readonly steps: number;
  readonly hyperparameters: Hyperparameters;
  readonly losses: readonly Golden[];
  /** On the test images, before the first and after the last step. */
  readonly evaluations: readonly GoldenEvaluation[];
  /** Weights on the way, the last after all steps. */
  readonly snapshots: readonly GoldenSnapshot[];
}

interface GoldenFile {
  /** Up to here rounding rarely decides anything, so that engines are compared tightly. */
  readonly tightSteps: number;
  readonly trajectories: readonly GoldenTrajectory[];
  /** torch.optim's default hyperparameters by optimizer. */
  readonly defaults: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const casesSchema = z.array(
  z.object({ name: z.string(), steps: z.number(), hyperparameters: z.record(z.string(), z.unknown()) }),
);
const defaultsSchema = z.record(z.string(), z.record(z.string(), z.unknown()));

export async function readGolden(): Promise<GoldenFile> {
  const { tensors, metadata } = readSafetensors(await readFile(new URL('trajectories.safetensors', import.meta.url)));
  const stride = Number(metadata.stride);
  const whole = Number(metadata.whole);
  const tightSteps = Number(metadata.tight_steps);
  const trajectories = casesSchema.parse(JSON.parse(metadata.cases)).map(({ name, steps, hyperparameters }) => {
    const valuesOf = (key: string) => tensors.get(`${name}/${key}`)!.values;
    const goldenOf = (key: string, at: number) => ({ value: valuesOf(key)[at], spread: valuesOf(`${key}.spread`)[at] });
    return {
      name,
      steps,
      hyperparameters: parseHyperparameters(hyperparameters),
      losses: Array.from({ length: steps }, (_, step) => goldenOf('losses', step)),
      evaluations: [0, 1].map((row) => ({
        loss: goldenOf('evaluations', 2 * row),
        accuracy: goldenOf('evaluations', 2 * row + 1),
      })),
      snapshots: [...new Set([tightSteps, steps])].map((step) => ({
        step,
        weights: PARAMETER_TENSORS.map((tensor) => {
          const key = `step-${step}/${tensor.name}`;
          return {
            name: tensor.name,
            offset: tensor.offset,
            length: tensor.length,
            stride: tensor.length <= whole ? 1 : stride,
            values: valuesOf(key),
            norm: valuesOf(`${key}.norm`)[0],
            sum: valuesOf(`${key}.sum`)[0],
            spread: valuesOf(`${key}.spread`)[0],
          };
        }),
      })),
    };
  });
  return { trajectories, tightSteps, defaults: defaultsSchema.parse(JSON.parse(metadata.defaults)) };
}
