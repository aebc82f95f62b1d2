import { hasEnded } from '@gridsweep/sweep';
import type { TrialStatus } from '@gridsweep/protocol';
import type { SweepView } from './sweep-view.ts';

/** Images in the training set of CIFAR-10. */
const TRAINING_IMAGES = 50_000;

/** Training still to do, in images. */
export interface Work {
  readonly done: number;
  readonly total: number;
}

/** Optimizer updates of a trial: made so far, and in all. A trial that has ended has nothing left. */
export function stepsOf(trial: TrialStatus): Work {
  const total = trial.progress?.totalSteps ?? plannedSteps(trial);
  if (hasEnded(trial.state)) return { done: total, total };
  if (trial.state === 'pending') return { done: 0, total };
  const newest = Math.max(0, ...trial.latest.map(({ step }) => step));
  return { done: Math.min(total, Math.max(newest, trial.progress?.step ?? 0)), total };
}

export function workOf(views: readonly SweepView[]): Work {
  let done = 0;
  let total = 0;
  for (const { trials } of views) {
    for (const trial of trials.values()) {
      const steps = stepsOf(trial);
      done += steps.done * batchSize(trial);
      total += steps.total * batchSize(trial);
    }
  }
  return { done, total };
}

/** Images a second that the running trials train. */
export function throughput(views: readonly SweepView[]): number {
  let sum = 0;
  for (const { trials } of views) {
    for (const { state, progress } of trials.values()) if (state === 'running') sum += progress?.imagesPerSecond ?? 0;
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
      : throughput(views) / 1000;
  const left = perMs > 0 ? (total - done) / perMs - (now - last.time) : 0;
  return left > 0 ? left : undefined;
}

function plannedSteps({ parameters }: TrialStatus): number {
  const epochs = numberOf(parameters['epochs'], 1);
  const images = numberOf(parameters['limit'], TRAINING_IMAGES);
  return epochs * Math.ceil(images / numberOf(parameters['batch_size'], 1));
}

function batchSize({ parameters }: TrialStatus): number {
  return numberOf(parameters['batch_size'], 1);
}

function numberOf(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}
