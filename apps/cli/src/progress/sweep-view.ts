import { axes, type SweepSpec } from '@gridsweep/sweep';
import type { Sweep, SweepUpdate, TrialView } from '@gridsweep/protocol';
import { cellLabel } from '@gridsweep/results';
import type { WorkloadList } from '../workload-list.ts';
import { shownMetrics, type ShownMetric } from './shown-metric.ts';
import { Tally, type TrialChange } from './tally.ts';

/** A watched sweep as known so far. What an update costs does not grow with the sweep. */
export class SweepView {
  /** Names of the parameters that tell its cells apart. */
  readonly axes: readonly string[];
  /** What of a trial's metrics is shown in one line. */
  readonly metrics: readonly ShownMetric[];
  readonly tally: Tally;
  readonly #trials = new Map<string, TrialView>();
  /** Whether a cell has several trials, so that a label needs the seed. */
  readonly #hasSeeds: boolean;
  #sweep: Sweep;

  constructor(sweep: Sweep, workloads: WorkloadList) {
    const spec = specOf(sweep);
    this.#sweep = sweep;
    this.axes = axes(spec);
    this.metrics = shownMetrics(spec.metric.name, workloads.metricsOf(spec));
    this.tally = new Tally(workloads.find(spec.workload));
    this.#hasSeeds = spec.seeds.length > 1;
  }

  get sweep(): Sweep {
    return this.#sweep;
  }

  /** By id; in the sweep's order as long as trials came in it, as those of a first reading do. */
  get trials(): ReadonlyMap<string, TrialView> {
    return this.#trials;
  }

  /** Takes over what an update says. @returns the trials that it tells of */
  update({ sweep, trials }: Pick<SweepUpdate, 'sweep' | 'trials'>): TrialChange[] {
    this.#sweep = sweep;
    return trials.map((after) => {
      const change = { before: this.#trials.get(after.id), after };
      this.#trials.set(after.id, after);
      this.tally.take(change);
      return change;
    });
  }

  /** What a person calls a trial: "adam", "lr 0.01 · relu, seed 3". */
  labelOf({ parameters, seed }: TrialView): string {
    const cell = cellLabel(parameters, this.axes);
    return this.#hasSeeds ? `${cell}, seed ${seed}` : cell;
  }
}

/** A coordinator stores only specs that it has parsed, and sends them as they were parsed. */
export function specOf(sweep: Sweep): SweepSpec {
  return sweep.spec as unknown as SweepSpec;
}
