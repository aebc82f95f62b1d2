import type { Progress } from '@gridsweep/sweep';
import type { SweepView } from './sweep-view.ts';
import type { Work } from './tally.ts';

type Tallied = Pick<SweepView, 'tally'>;

/** All the work there is. Where one trial does not say how many steps it takes, all trials count as one each. */
export function workOf(views: readonly Tallied[]): Work {
  const works = views.map(({ tally }) => tally.work);
  return sum(works.every((work) => work !== undefined) ? works : views.map(({ tally }) => tally.trials));
}

function sum(works: readonly Work[]): Work {
  let [done, total] = [0, 0];
  for (const work of works) {
    done += work.done;
    total += work.total;
  }
  return { done, total };
}

/** What the running trials do a second together; undefined where none says, or not all in one unit. */
export function throughput(views: readonly Tallied[]): Progress['rate'] {
  let sum: Progress['rate'];
  for (const { tally } of views) {
    for (const { progress } of tally.running.values()) {
      if (progress?.rate === undefined) continue;
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

/** Work a second by what the trials say; undefined where trials are counted, which they say nothing of. */
function saidPace(views: readonly Tallied[]): number | undefined {
  return views.some(({ tally }) => tally.work === undefined) ? undefined : throughput(views)?.value;
}

/** Milliseconds until all work is done at the present pace; undefined where there is none yet. */
export function timeLeft(views: readonly Tallied[], { start, last }: Pace, now: number): number | undefined {
  const { done, total } = workOf(views);
  if (done >= total) return undefined;
  const elapsed = last.time - start.time;
  const isMeasured = elapsed >= MEASURED_AFTER_MS && last.done > start.done;
  // The measured pace counts evaluation and waiting too, which the throughput of training leaves out.
  const perMs = isMeasured ? (last.done - start.done) / elapsed : (saidPace(views) ?? 0) / 1000;
  const left = perMs > 0 ? (total - done) / perMs - (now - last.time) : 0;
  return left > 0 ? left : undefined;
}
