import { z } from 'zod';

import { GOALS, type Goal } from './metric.ts';
import { MAX_TRIALS } from './size.ts';
import type { ParameterValue } from './trial.ts';

/** How a number is drawn from [min, max], by W&B's names. `q_uniform` rounds to a multiple of q (default 1). */
export const DISTRIBUTIONS = ['uniform', 'log_uniform_values', 'int_uniform', 'q_uniform'] as const;
export type Distribution = (typeof DISTRIBUTIONS)[number];

/** A range to draw from; both ends can be drawn by `int_uniform`, the upper not quite by the others. */
export interface RangeSpec {
  readonly distribution: Distribution;
  readonly min: number;
  readonly max: number;
  readonly q?: number | undefined;
}

/** What a sweep tries of one hyperparameter: at least one value, all different, or a range. */
export type ParameterSpec = ({ readonly values: readonly ParameterValue[] } | RangeSpec) & {
  /** Only in cells where each of these other parameters has one of the values; absent: in all. */
  readonly when?: Readonly<Record<string, readonly ParameterValue[]>> | undefined;
};

/** The code that a sweep brings, packed when it is submitted. */
export interface CodeSpec {
  /** SHA-256 of the tar file, lower-case hexadecimal. */
  readonly sha256: string;
  readonly sizeBytes: number;
  /** Commit that was checked out, and whether files of it were changed; absent outside of a git repository. */
  readonly git?: { readonly commit: string; readonly dirty: boolean } | undefined;
}

/**
 * A sweep as asked for, defaults filled in. The keys are those of the file, so a SweepSpec written as JSON is a spec again.
 * The names and meanings that W&B's sweep files share are W&B's.
 */
export interface SweepSpec {
  readonly name: string;
  readonly workload: string;
  /** grid: every combination, the last parameter varying fastest. random: `run_cap` different combinations drawn at random. */
  readonly method: 'grid' | 'random';
  /** What "best" means in the results. */
  readonly metric: { readonly name: string; readonly goal: Goal };
  /** Of workload `command`: program and arguments, with macros; never given to a shell. */
  readonly command?: readonly string[] | undefined;
  /** What the macro ${program} stands for. */
  readonly program?: string | undefined;
  /** Of workload `command`: as written a folder; once submitted what it held. 'none': what is needed is there already. */
  readonly code?: string | CodeSpec | undefined;
  /** Labels that an agent must have to be given trials of this sweep. */
  readonly require?: Readonly<Record<string, string>> | undefined;
  /** In the author's order. A hyperparameter that is not named has the workload's default. */
  readonly parameters: Readonly<Record<string, ParameterSpec>>;
  /** Most cells; a grid then takes its first ones. Each cell is run with every seed. */
  readonly run_cap?: number | undefined;
  /** Each cell is run once with each; in the file also a count n for 0 … n-1. All different. */
  readonly seeds: readonly number[];
  /** Failed attempts that a trial survives. */
  readonly max_retries: number;
  /** Most trials of this sweep at once; without it, as many as there are slots. */
  readonly max_parallel?: number | undefined;
  /** Of method random: the same seed draws the same cells. */
  readonly random_seed: number;
}

const MAX_SEED = 2 ** 32 - 1;
const seed = z.int().min(0).max(MAX_SEED);

const seeds = z.union([z.int().min(1).max(MAX_TRIALS), z.array(seed).min(1).max(MAX_TRIALS)], {
  error: (issue) =>
    Array.isArray(issue.input)
      ? `expected at least 1 seed, each a whole number from 0 to ${MAX_SEED}`
      : `expected how many seeds (1 to ${MAX_TRIALS}) or a list of them`,
});

/** The file's top level as its author may write it. Parameters have their own schema, to be read one by one. */
export const specSchema = z
  .strictObject({
    // How JSON, which has no comments, names its schema to editors. Otherwise without meaning.
    $schema: z.string().optional(),
    name: z
      .string()
      .min(1)
      .max(100)
      .regex(/^[^\p{Cc}\s](?:[^\p{Cc}]*[^\p{Cc}\s])?$/u, 'expected one line of text without spaces around it')
      .describe('What the sweep is called in lists and reports.'),
    workload: z.string().default('lenet-cifar10').describe('What each trial trains.'),
    method: z
      .enum(['grid', 'random'])
      .default('grid')
      .describe('grid: every combination; random: run_cap combinations drawn at random.'),
    metric: z
      .strictObject({
        name: z.string().min(1).max(200).default('test/accuracy'),
        goal: z.enum(GOALS).optional().describe('Default: maximize accuracy, minimize losses.'),
      })
      .prefault({})
      .describe('What "best" means in the results.'),
    parameters: z
      .record(z.string(), z.unknown())
      .default({})
      .describe('Hyperparameters to try; those not named have the defaults of the workload.'),
    run_cap: z.int().min(1).optional().describe('Most cells; each is run with every seed.'),
    seeds: seeds.default(1).describe('How many seeds, or a list of them.'),
    max_retries: z.int().min(0).max(100).default(3).describe('Failed attempts that a trial survives.'),
    max_parallel: z.int().min(1).optional().describe('Most trials of this sweep at once.'),
    random_seed: seed.default(0).describe('Of method random: the same seed draws the same cells.'),
  })
  .describe('A Gridsweep hyperparameter sweep.');

/** One hyperparameter as its author may write it. Which keys go together is checked where it is read. */
export const parameterSchema = z.strictObject({
  value: z.unknown().optional(),
  values: z.array(z.unknown()).min(1).optional(),
  distribution: z.enum([...DISTRIBUTIONS, 'constant', 'categorical']).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  q: z.number().positive().optional(),
});

/** The metric's goal where the author names none. */
export function defaultGoal(name: string): 'maximize' | 'minimize' {
  return name === 'test/accuracy' ? 'maximize' : 'minimize';
}

/** Names of the parameters with more than one value, in the spec's order: the axes of its tables and plots. */
export function axes(spec: SweepSpec): string[] {
  return Object.entries(spec.parameters).flatMap(([name, parameter]) =>
    'values' in parameter && parameter.values.length === 1 ? [] : [name],
  );
}
