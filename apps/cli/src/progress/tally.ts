import { hasEnded, type Workload } from '@gridsweep/sweep';
import type { TrialView } from '@gridsweep/protocol';

/** Training made and to be made, in optimizer updates or in what these take. */
export interface Work {
  readonly done: number;
  /** 0 where it cannot be told. */
  readonly total: number;
}

/** A trial before and after an update. */
export interface TrialChange {
  /** Undefined where it was not known. */
  readonly before: TrialView | undefined;
  readonly after: TrialView;
}

/** Adds up how far the trials of a sweep are. What a change costs does not grow with the sweep. */
export class Tally {
  readonly #workload: Workload | undefined;
  /** By id, so that a trial's parameters are looked at once. */
  readonly #planned = new Map<string, number>();
  readonly #running = new Map<string, TrialView>();
  #trials = 0;
  #ended = 0;
  #unplanned = 0;
  #work: Work = { done: 0, total: 0 };

  /** @param workload undefined where it is one of another version of the program */
  constructor(workload: Workload | undefined) {
    this.#workload = workload;
  }

  get running(): ReadonlyMap<string, TrialView> {
    return this.#running;
  }

  /** Trials, of which so many have ended. */
  get trials(): Work {
    return { done: this.#ended, total: this.#trials };
  }

  /** Steps of all trials, each as large as its batch; undefined where one trial does not say how many it takes. */
  get work(): Work | undefined {
    return this.#unplanned > 0 ? undefined : this.#work;
  }

  take({ before, after }: TrialChange): void {
    if (before !== undefined) this.#add(before, -1);
    this.#add(after, 1);
    if (after.state === 'running') this.#running.set(after.id, after);
    else this.#running.delete(after.id);
  }

  /** Optimizer updates of a trial: made so far, and in all. A trial that has ended has nothing left. */
  stepsOf(trial: TrialView): Work {
    const { id, state, progress, latest } = trial;
    let planned = this.#planned.get(id);
    if (planned === undefined) this.#planned.set(id, (planned = this.#plannedSteps(trial)));
    const total = progress?.totalSteps ?? planned;
    if (hasEnded(state)) return { done: total, total };
    if (state === 'pending') return { done: 0, total };
    const newest = Math.max(0, ...latest.map(({ step }) => step));
    return { done: Math.min(total, Math.max(newest, progress?.step ?? 0)), total };
  }

  #add(trial: TrialView, sign: 1 | -1): void {
    const { done, total } = this.stepsOf(trial);
    const size = batchSize(trial);
    this.#trials += sign;
    if (hasEnded(trial.state)) this.#ended += sign;
    if (total === 0) this.#unplanned += sign;
    this.#work = { done: this.#work.done + sign * done * size, total: this.#work.total + sign * total * size };
  }

  #plannedSteps({ parameters }: TrialView): number {
    try {
      return this.#workload?.plannedSteps(parameters) ?? 0;
    } catch {
      // The workload of another version of the program, whose parameters this one does not know.
      return 0;
    }
  }
}

/** A step takes as long as its batch is large, where a workload has one by this name. */
function batchSize({ parameters }: TrialView): number {
  const size = parameters['batch_size'];
  return typeof size === 'number' && size > 0 ? size : 1;
}
