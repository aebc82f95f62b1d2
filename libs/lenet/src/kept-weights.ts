import { describeIssue, GOALS, GridsweepError, type Finding, type MetricPoint, type SweepSpec } from '@gridsweep/sweep';
import { z } from 'zod';
import type { Hyperparameters } from './hyperparameters.ts';
import { LENET_METRICS, needsValidation } from './metrics.ts';

/** Which weights of a run stay when it has finished. */
export type Keeping =
  | { readonly which: 'last' }
  /** Of the epoch after which this metric was best, of equals the first. */
  | { readonly which: 'best'; readonly metric: string; readonly goal: 'maximize' | 'minimize' };

const settingsSchema = z.discriminatedUnion('keep_weights', [
  z.object({ keep_weights: z.literal('last') }),
  z.object({
    keep_weights: z.literal('best'),
    metric: z.object({ name: z.string(), goal: z.enum(GOALS), choose_by: z.string().optional() }),
  }),
]);

/**
 * What a trial's settings say. The best epoch goes by the metric that chooses where the trial reports that, else by the sweep's.
 * @throws GridsweepError 'invalid'
 */
export function keepingOf(
  settings: Readonly<Record<string, unknown>>,
  { validation }: Pick<Hyperparameters, 'validation'>,
): Keeping | undefined {
  if (settings['keep_weights'] === undefined) return undefined;
  const result = settingsSchema.safeParse(settings, { error: describeIssue });
  if (!result.success) {
    const [{ path, message }] = result.error.issues;
    throw new GridsweepError('invalid', `The trial's settings cannot be used: ${path.join('.')}: ${message}.`);
  }
  if (result.data.keep_weights === 'last') return { which: 'last' };
  const { name, goal, choose_by } = result.data.metric;
  const chooseBy = choose_by ?? declaredChoice(name);
  const isReported = chooseBy !== undefined && (!needsValidation(chooseBy) || validation !== undefined);
  return { which: 'best', metric: isReported ? chooseBy : name, goal };
}

/** Whether an epoch's points are better than the best of those before it, `best`. Never where a value is not finite. */
export function improvement(keeping: Keeping, points: readonly MetricPoint[], best: number | null): number | undefined {
  if (keeping.which !== 'best') return undefined;
  const value = points.find(({ name }) => name === keeping.metric)?.value;
  if (value === undefined || !Number.isFinite(value)) return undefined;
  if (best === null) return value;
  return (keeping.goal === 'maximize' ? value > best : value < best) ? value : undefined;
}

/** What is wrong with what a sweep says of the metric that chooses, and of the best weights. */
export function checkChoice({ metric, keep_weights, parameters }: SweepSpec): Finding[] {
  const findings: Finding[] = [];
  for (const [key, name] of [
    ['name', metric.name],
    ['choose_by', metric.choose_by],
  ] as const) {
    if (name === undefined || !needsValidation(name) || 'validation' in parameters) continue;
    const message = `${name} is reported only by trials with the parameter validation, such as validation: { value: 5000 }`;
    findings.push({ path: ['metric', key], message });
  }
  const chooser = metric.choose_by ?? metric.name;
  if (keep_weights === 'best' && chooser.startsWith('train/')) {
    const others = LENET_METRICS.filter(({ name }) => !name.startsWith('train/')).map(({ name }) => name);
    const message = `best is told after each epoch, by ${others.join(', ')}, but not by ${chooser}; set metric.choose_by, or keep the last`;
    findings.push({ path: ['keep_weights'], message });
  }
  return findings;
}

function declaredChoice(metric: string): string | undefined {
  return LENET_METRICS.find(({ name }) => name === metric)?.chooseBy;
}
