import { axes, GridsweepError, type MetricPoint } from '@gridsweep/sweep';
import type { CallOptions, Sweep, SweepClient, TrialStatus } from '@gridsweep/protocol';
import type { SweepRecord, TrialRecord } from '@gridsweep/results';
import { specOf } from './progress/sweep-view.ts';

/** A sweep with all its points, as it stands now. */
export async function collectRecord(sweeps: SweepClient, name: string, options: CallOptions): Promise<SweepRecord> {
  let sweep: Sweep | undefined;
  const trials: { status: TrialStatus; points: MetricPoint[] }[] = [];
  for await (const part of sweeps.streamResults(name, options)) {
    switch (part.type) {
      case 'sweep':
        sweep = part.sweep;
        break;
      case 'trial':
        trials.push({ status: part.trial, points: [] });
        break;
      case 'points':
        trials.at(-1)?.points.push(...part.points);
    }
  }
  if (sweep === undefined) throw new GridsweepError('internal', `The coordinator sent no results of sweep "${name}".`);
  const spec = specOf(sweep);
  return {
    id: sweep.id,
    name: sweep.name,
    metric: spec.metric,
    axes: axes(spec),
    createdAt: sweep.createdAt,
    trials: trials.map(({ status, points }) => recordOf(status, points)),
  };
}

function recordOf(status: TrialStatus, points: readonly MetricPoint[]): TrialRecord {
  const { id, index, cellId, parameters, seed, state, outcome, failure, attempts, provenance } = status;
  const { startedAt, endedAt } = status;
  return {
    ...{ id, index, cellId, parameters, seed, state, attempts, points },
    ...(outcome && { outcome }),
    ...(failure && { failure }),
    ...(provenance && { provenance }),
    ...(startedAt !== undefined && { startedAt }),
    ...(endedAt !== undefined && { endedAt }),
  };
}
