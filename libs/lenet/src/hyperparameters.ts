import { CLASSES, TRAINING_IMAGES } from '@gridsweep/cifar10';
import { alternatives, describeIssue, expected, GridsweepError, show } from '@gridsweep/sweep';
import { z } from 'zod';

export const OPTIMIZERS = ['sgd', 'momentum', 'rmsprop', 'adam', 'adagrad'] as const;
export type OptimizerName = (typeof OPTIMIZERS)[number];

export const ACTIVATIONS = ['relu', 'tanh', 'none'] as const;
export type Activation = (typeof ACTIVATIONS)[number];

/** What an optimizer has beside lr and weight_decay. Names and meanings are torch.optim's. */
export type OptimizerSettings =
  | { readonly optimizer: 'sgd' | 'momentum'; readonly momentum: number }
  | { readonly optimizer: 'rmsprop'; readonly alpha: number; readonly eps: number }
  | { readonly optimizer: 'adam'; readonly betas: readonly [number, number]; readonly eps: number }
  | { readonly optimizer: 'adagrad'; readonly eps: number };

type TrainingSettings = {
  /** Learning rate. */
  readonly lr: number;
  /** Added to the gradient as weight_decay × weight, as torch.optim does. */
  readonly weight_decay: number;
  readonly activation: Activation;
  readonly epochs: number;
  readonly batch_size: number;
  /** Steps over which one train/loss point is the mean. */
  readonly log_every: number;
  /** False: the training set in its own order every epoch. */
  readonly shuffle: boolean;
  /** First so many training images only, of those that are left beside `validation`; null: all. */
  readonly limit: number | null;
  /** So many training images, drawn by the trial's seed, are kept apart to choose by; absent: none. */
  readonly validation?: number;
  /** Ten weights of the cross-entropy, as PyTorch's `weight`; null: all 1. */
  readonly class_weights: readonly number[] | null;
};

/**
 * One trial's full configuration: every hyperparameter that the optimizer uses has its value, and one that it does not use is
 * absent. So a configuration can be hashed, and parsing it again gives it back.
 */
export type Hyperparameters = TrainingSettings & OptimizerSettings;

/** torch.optim's defaults. "momentum" is SGD with momentum 0.9, which torch has no name for. */
const OPTIMIZER_DEFAULTS = {
  sgd: { lr: 1e-3, momentum: 0 },
  momentum: { lr: 1e-3, momentum: 0.9 },
  rmsprop: { lr: 1e-2, alpha: 0.99, eps: 1e-8 },
  adam: { lr: 1e-3, betas: [0.9, 0.999], eps: 1e-8 },
  adagrad: { lr: 1e-2, eps: 1e-10 },
} as const satisfies Record<OptimizerName, object>;

const TRAINING_DEFAULTS = {
  weight_decay: 0,
  activation: 'relu',
  epochs: 10,
  batch_size: 64,
  log_every: 100,
  shuffle: true,
  limit: null,
  class_weights: null,
} as const;

/** Keeps the activations of one batch within an engine's memory. */
const LARGEST_BATCH = 8192;

const POSITIVE = expected('a positive number');
const NOT_NEGATIVE = expected('a number of at least 0');
const DECAY = expected('a number of at least 0 and below 1');
const TWO_DECAYS = expected('a list of two numbers, each of at least 0 and below 1');
const CLASS_WEIGHTS = expected(`a list of ${CLASSES} positive numbers or null`);
const positive = z.number(POSITIVE).gt(0, POSITIVE);
const notNegative = z.number(NOT_NEGATIVE).min(0, NOT_NEGATIVE);
const decay = z.number(DECAY).min(0, DECAY).lt(1, DECAY);

/** Each hyperparameter as given, before defaults. */
export const GIVEN = {
  optimizer: z.enum(OPTIMIZERS),
  lr: positive.optional(),
  momentum: decay.optional(),
  alpha: decay.optional(),
  betas: z.tuple([decay, decay], TWO_DECAYS).optional(),
  eps: notNegative.optional(),
  weight_decay: notNegative.optional(),
  activation: z.enum(ACTIVATIONS).optional(),
  epochs: wholeNumber(1, 100_000).optional(),
  batch_size: wholeNumber(1, LARGEST_BATCH).optional(),
  log_every: wholeNumber(1, 1_000_000_000).optional(),
  shuffle: z.boolean().optional(),
  limit: wholeNumber(1, TRAINING_IMAGES, ' or null').nullable().optional(),
  validation: wholeNumber(1, TRAINING_IMAGES - 1).optional(),
  class_weights: z.array(positive, CLASS_WEIGHTS).length(CLASSES, CLASS_WEIGHTS).nullable().optional(),
};

type Given = z.output<z.ZodObject<typeof GIVEN>>;
type OptimizerSetting = 'momentum' | 'alpha' | 'betas' | 'eps';

/**
 * Parses one cell's parameters, filling in defaults. Unknown hyperparameters, and those that the optimizer does not use, are
 * errors; all errors are reported at once.
 */
export const hyperparametersSchema = z
  .strictObject(GIVEN, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `${issue.keys.join(', ')}: unknown hyperparameter, expected ${alternatives(Object.keys(GIVEN))}`
        : undefined,
  })
  .check(refuseUnused('momentum'), refuseUnused('alpha'), refuseUnused('betas'), refuseUnused('eps'))
  .refine(({ limit, validation }) => (limit ?? 0) + (validation ?? 0) <= TRAINING_IMAGES, {
    path: ['limit'],
    error: ({ input }) => {
      const { limit, validation } = input as { readonly limit: number; readonly validation: number };
      return `${limit} is more than the ${TRAINING_IMAGES - validation} training images that validation: ${validation} leaves`;
    },
  })
  .transform(withDefaults);

/**
 * One trial's parameters as its full configuration.
 * @throws GridsweepError 'invalid', naming every hyperparameter that is wrong, its value and what is accepted.
 */
export function parseHyperparameters(parameters: unknown): Hyperparameters {
  const result = hyperparametersSchema.safeParse(parameters, { error: describeIssue });
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => {
    const name = path.join('.');
    return name === '' ? message : `${name}: ${message}`;
  });
  throw new GridsweepError('invalid', `The hyperparameters cannot be used: ${problems.join('; ')}.`);
}

function withDefaults(given: Given): Hyperparameters {
  const { optimizer, momentum, alpha, betas, eps, lr, ...training } = given;
  const shared = { ...TRAINING_DEFAULTS, ...withoutUndefined(training) };
  switch (optimizer) {
    case 'sgd':
    case 'momentum': {
      const defaults = OPTIMIZER_DEFAULTS[optimizer];
      return { optimizer, lr: lr ?? defaults.lr, momentum: momentum ?? defaults.momentum, ...shared };
    }
    case 'rmsprop': {
      const defaults = OPTIMIZER_DEFAULTS[optimizer];
      return { optimizer, lr: lr ?? defaults.lr, alpha: alpha ?? defaults.alpha, eps: eps ?? defaults.eps, ...shared };
    }
    case 'adam': {
      const defaults = OPTIMIZER_DEFAULTS[optimizer];
      return { optimizer, lr: lr ?? defaults.lr, betas: betas ?? defaults.betas, eps: eps ?? defaults.eps, ...shared };
    }
    case 'adagrad': {
      const defaults = OPTIMIZER_DEFAULTS[optimizer];
      return { optimizer, lr: lr ?? defaults.lr, eps: eps ?? defaults.eps, ...shared };
    }
  }
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** `{ ...defaults, ...given }` would let a key that is there but undefined hide the default. */
function withoutUndefined<T extends object>(given: T): Partial<Defined<T>> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<Defined<T>>;
}

/** Refuses a setting of another optimizer, also when other hyperparameters are wrong. */
function refuseUnused(setting: OptimizerSetting) {
  const users = OPTIMIZERS.filter((optimizer) => setting in OPTIMIZER_DEFAULTS[optimizer]);
  return z.refine<Partial<Given>>(
    ({ optimizer, [setting]: value }) =>
      value === undefined || !OPTIMIZERS.includes(optimizer!) || users.includes(optimizer!),
    {
      path: [setting],
      when: ({ value }) => typeof value === 'object' && value !== null,
      error: ({ input }) => {
        const { optimizer, [setting]: value } = input as Given;
        return (
          `${show(value)} was given, but the optimizer "${optimizer}" does not use ${setting}; those that do: ${users.join(', ')}; ` +
          `in a sweep write when: { optimizer: [${users.join(', ')}] }`
        );
      },
    },
  );
}

function wholeNumber(least: number, most: number, otherwise = '') {
  const range = expected(`a whole number from ${least} to ${most}${otherwise}`);
  // Not int(): its error would keep the checks of the whole object from running. Nor a refinement: what that finds is taken
  // for a matter of whole cells, told only once nothing else is wrong.
  const whole = z.number(range).multipleOf(1, range);
  return whole.min(least, range).max(most, range).meta({ type: 'integer' });
}
