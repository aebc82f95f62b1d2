import { axes, GridsweepError, type MetricPoint, type Parameters } from '@gridsweep/sweep';
import { TRIALS_PER_PAGE, type CallOptions, type Sweep, type SweepClient, type TrialView } from '@gridsweep/protocol';
import type { SweepRecord, TrialRecord } from '@gridsweep/results';
import { specOf } from './progress/sweep-view.ts';
import type { Context } from './context.ts';

/** All trials of a sweep, in its order, a page at a time. */
export async function collectTrials(
  sweeps: Pick<SweepClient, 'listTrials'>,
  sweep: string,
  options: CallOptions,
): Promise<TrialView[]> {
  const all: TrialView[] = [];
  for (let fromIndex: number | undefined = 0; fromIndex !== undefined;) {
    const { trials, nextIndex } = await sweeps.listTrials({ sweep, fromIndex, limit: TRIALS_PER_PAGE }, options);
    all.push(...trials);
    fromIndex = nextIndex;
  }
  return all;
}

/** A sweep with all its points, as it stands now. */
export async function collectRecord(
  sweeps: SweepClient,
  sweepName: string,
  { workloads, interrupt: signal }: Pick<Context, 'workloads' | 'interrupt'>,
): Promise<SweepRecord> {
  let sweep: Sweep | undefined;
  const trials = new Map<string, { readonly status: TrialView; readonly points: MetricPoint[] }>();
  for await (const part of sweeps.streamResults(sweepName, { signal })) {
    switch (part.type) {
      case 'sweep':
        sweep = part.sweep;
        break;
      case 'trial':
        trials.set(part.trial.id, { status: part.trial, points: [] });
        break;
      case 'points':
        trials.get(part.trialId)?.points.push(...part.points);
    }
  }
  if (sweep === undefined)
    throw new GridsweepError('internal', `The coordinator sent no results of sweep "${sweepName}".`);
  const spec = specOf(sweep);
  const metrics = workloads.metricsOf(spec);
  const { name: metric, goal, choose_by } = spec.metric;
  const chooseBy = choose_by ?? metrics.find(({ name }) => name === metric)?.chooseBy;
  const statuses = [...trials.values()];
  const method = workloads.find(spec.workload)?.method?.(sharedParameters(statuses.map(({ status }) => status)));
  return {
    id: sweep.id,
    name: sweep.name,
    metric: { name: metric, goal, ...(chooseBy !== undefined && { chooseBy }) },
    metrics,
    ...(typeof spec.code === 'object' && { code: spec.code }),
    axes: axes(spec),
    createdAt: sweep.createdAt,
    spec,
    ...(method && { method }),
    trials: statuses.map(({ status, points }) => recordOf(status, points)),
  };
}

/** Hyperparameters that have one value in all trials. */
function sharedParameters(trials: readonly TrialView[]): Parameters {
  const texts = new Map(
    Object.entries(trials[0]?.parameters ?? {}).map(([name, value]) => [name, JSON.stringify(value)]),
  );
  for (const { parameters } of trials) {
    for (const [name, text] of texts) if (JSON.stringify(parameters[name]) !== text) texts.delete(name);
  }
  return Object.fromEntries(Object.entries(trials[0]?.parameters ?? {}).filter(([name]) => texts.has(name)));
}

/** A trial with its points. */
export function recordOf(status: TrialView, points: readonly MetricPoint[]): TrialRecord {
  const { id, index, cellId, parameters, seed, state, outcome, failure, attempts, provenance } = status;
  const { startedAt, endedAt, agentId } = status;
  return {
    ...{ id, index, cellId, parameters, seed, state, attempts, provenance, points },
    ...(outcome && { outcome }),
    ...(failure && { failure }),
    ...(agentId !== undefined && { agentId }),
    ...(startedAt !== undefined && { startedAt }),
    ...(endedAt !== undefined && { endedAt }),
  };
}
