import { hasEnded, type Progress } from '@gridsweep/sweep';
import type { TrialView } from '@gridsweep/protocol';
import type { SweepView } from './sweep-view.ts';

/** Training made and to be made, in optimizer updates or in what these take. */
export interface Work {
  readonly done: number;
  /** 0 where it cannot be told. */
  readonly total: number;
}

/** Optimizer updates of a trial: made so far, and in all. A trial that has ended has nothing left. */
export function stepsOf({ plannedSteps }: Pick<SweepView, 'plannedSteps'>, trial: TrialView): Work {
  const total = trial.progress?.totalSteps ?? plannedSteps(trial.parameters) ?? 0;
  if (hasEnded(trial.state)) return { done: total, total };
  if (trial.state === 'pending') return { done: 0, total };
  const newest = Math.max(0, ...trial.latest.map(({ step }) => step));
  return { done: Math.min(total, Math.max(newest, trial.progress?.step ?? 0)), total };
}

/**
 * All the work there is: steps, each as large as its batch. Where one trial does not say how many steps it takes, all count as
 * one each.
 */
export function workOf(views: readonly SweepView[]): Work {
  const steps = views.flatMap((view) =>
    [...view.trials.values()].map((trial) => ({ ...stepsOf(view, trial), size: batchSize(trial), trial })),
  );
  if (steps.some(({ total }) => total === 0)) {
    return { done: steps.filter(({ trial }) => hasEnded(trial.state)).length, total: steps.length };
  }
  let work = { done: 0, total: 0 };
  for (const { done, total, size } of steps) work = { done: work.done + done * size, total: work.total + total * size };
  return work;
}

/** What the running trials do a second together; undefined where none says, or not all in one unit. */
export function throughput(views: readonly SweepView[]): Progress['rate'] {
  let sum: Progress['rate'];
  for (const { trials } of views) {
    for (const { state, progress } of trials.values()) {
      if (state !== 'running' || progress?.rate === undefined) continue;
      if (sum !== undefined && sum.unit !== progress.rate.unit) return undefined;
      sum = { unit: progress.rate.unit, value: (sum?.value ?? 0) + progress.rate.value };
    }
  }
  return sum;
}

/** How much was done at a moment. */
export interface Mark {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly done: number;
}

/** What the pace is measured between: the beginning of the watch, and the last news of work done. */
export interface Pace {
  readonly start: Mark;
  readonly last: Mark;
}

/** The pace after looking at the work again. */
export function measured(pace: Pace | undefined, { done }: Work, time: number): Pace {
  const mark = { time, done };
  if (pace === undefined) return { start: mark, last: mark };
  return done === pace.last.done ? pace : { ...pace, last: mark };
}

/** Shorter than this, the pace since the start says less than the trials' own throughput. */
const MEASURED_AFTER_MS = 10_000;

/** Milliseconds until all work is done at the present pace; undefined where there is none yet. */
export function timeLeft(views: readonly SweepView[], { start, last }: Pace, now: number): number | undefined {
  const { done, total } = workOf(views);
  if (done >= total) return undefined;
  const elapsed = last.time - start.time;
  // The measured pace counts evaluation and waiting too, which the throughput of training leaves out.
  const perMs =
    elapsed >= MEASURED_AFTER_MS && last.done > start.done
      ? (last.done - start.done) / elapsed
      : (throughput(views)?.value ?? 0) / 1000;
  const left = perMs > 0 ? (total - done) / perMs - (now - last.time) : 0;
  return left > 0 ? left : undefined;
}

/** A step takes as long as its batch is large, where a workload has one by this name. */
function batchSize({ parameters }: TrialView): number {
  const size = parameters['batch_size'];
  return typeof size === 'number' && size > 0 ? size : 1;
}
