import { z } from 'zod';

import { expected, show } from './issue.ts';
import { GOALS, PRINTABLE_NAME } from './metric.ts';
import { DISTRIBUTIONS, MAX_SEED, MAX_TRIALS } from './spec.ts';

const seed = z.int().min(0).max(MAX_SEED);

const seeds = z.union([z.int().min(1).max(MAX_TRIALS), z.array(seed).min(1).max(MAX_TRIALS)], {
  error: (issue) =>
    Array.isArray(issue.input)
      ? `expected at least 1 seed, each a whole number from 0 to ${MAX_SEED}`
      : `expected how many seeds (1 to ${MAX_TRIALS}) or a list of them`,
});

/** As in `SweepSpec.keep_weights`, which has none by being absent. */
const KEPT_WEIGHTS = ['best', 'last', 'none'] as const;

const printable = z
  .string()
  .refine((text) => PRINTABLE_NAME.test(text), expected('1 to 200 printable characters'))
  .meta({ minLength: 1, maxLength: 200 });
// An argument or a path with a NUL in it cannot be given to a program.
const argument = z
  .string()
  .min(1)
  .regex(/^[^\0]*$/, 'expected text without NUL characters');

const packedCode = z.strictObject({
  sha256: z.string().regex(/^[0-9a-f]{64}$/, expected('64 hexadecimal digits, lower case')),
  sizeBytes: z.int().min(1),
  git: z.strictObject({ commit: z.string().min(1).max(100), dirty: z.boolean() }).optional(),
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
    workload: z.string().optional().describe('What each trial trains; "command" where the spec has a command.'),
    method: z
      .enum(['grid', 'random', 'list'])
      .default('grid')
      .describe('grid: every combination; random: run_cap combinations drawn at random; list: those of cells.'),
    metric: z
      .strictObject({
        name: printable.optional().describe('Default: the first one that the workload declares.'),
        goal: z.enum(GOALS).optional().describe('Default: as the workload declares it.'),
        unit: printable
          .optional()
          .describe(
            'Of a metric that the workload does not declare; "fraction" is shown as per cent, "nats" as a loss.',
          ),
        choose_by: printable
          .optional()
          .describe(
            'The metric by which epochs and cells are chosen, on data that training and claim do not use. Default: as the workload declares it.',
          ),
      })
      .prefault({})
      .describe('What "best" means in the results.'),
    keep_weights: z
      .enum(KEPT_WEIGHTS)
      .default('none')
      .describe('Weights of each trial that stay when it has finished: of its best epoch, the last, or none.'),
    command: z
      .array(argument, {
        error: ({ input }) =>
          typeof input === 'string'
            ? `expected a list of the program and its arguments, such as [python3, train.py, "\${args}"], got ${show(input)}`
            : undefined,
      })
      .min(1)
      .optional()
      .describe('The program to run for each trial and its arguments, with macros such as ${args}; no shell is used.'),
    program: argument.optional().describe('What the macro ${program} stands for.'),
    code: z
      .union([argument, packedCode])
      .optional()
      .describe('Folder with the code that the command needs (default: that of this file), or none.'),
    require: z
      .record(printable, printable)
      .optional()
      .describe('Labels that an agent must have to be given trials of this sweep.'),
    parameters: z
      .record(z.string(), z.unknown())
      .default({})
      .describe('Hyperparameters to try; those not named have the defaults of the workload.'),
    cells: z
      .array(z.record(z.string(), z.unknown()))
      .min(1)
      .max(MAX_TRIALS)
      .optional()
      .describe(
        'Of method list: the cells, each what it has beside parameters, such as { optimizer: adam, lr: 0.001 }.',
      ),
    confirms: z
      .string()
      .regex(/^[0-9a-v]{12}$/, expected('the 12 characters of the id of a sweep'))
      .optional()
      .describe('Id of the sweep whose answer this one tests with fresh seeds.'),
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
  when: z.unknown().optional(),
});
