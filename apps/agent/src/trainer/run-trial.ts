import { rm } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { GridsweepError, type CheckpointContent, type RunEvent, type TrainingSlot } from '@gridsweep/sweep';
import type { Opening, RunOver } from './channel.ts';
import { failureOf } from './failure.ts';
import type { RunControl } from './run-control.ts';

/** Progress is shown to people: more often than this it is only work. */
const PROGRESS_EVERY_MS = 1_000;

/** What became of a run, and of the thread that it was trained in. */
export interface RunResult {
  readonly over: RunOver;
  readonly leaves: 'reusable' | 'broken';
}

/** Trains one trial in this thread. `up` is told what it reports; never rejects. */
export async function trainToEnd(
  slots: ReadonlyMap<string, TrainingSlot>,
  opening: Opening,
  control: RunControl,
  up: (event: RunEvent) => void,
): Promise<RunResult> {
  let reported = 0;
  const report = (event: RunEvent) => {
    reported += 1;
    // A checkpoint's file must come to somebody who removes it.
    if (!control.cancelled.aborted || event.type === 'checkpoint') up(event);
  };
  try {
    return { over: await train(slots, opening, control, report), leaves: 'reusable' };
  } catch (thrown) {
    if (control.cancelled.aborted) return { over: { type: 'cancelled' }, leaves: 'reusable' };
    if (reported === 0 && opening.checkpoint !== null && isAbout('checkpoint', thrown)) {
      return { over: { type: 'unusable-checkpoint', reason: thrown.message }, leaves: 'reusable' };
    }
    const failure = failureOf(thrown);
    const leaves = failure.kind === 'bad-config' || failure.kind === 'data' ? 'reusable' : 'broken';
    return { over: { type: 'failed', ...failure }, leaves };
  }
}

async function train(
  slots: ReadonlyMap<string, TrainingSlot>,
  { workload, trial, checkpoint }: Opening,
  control: RunControl,
  report: (event: RunEvent) => void,
): Promise<RunOver> {
  const slot = slots.get(workload);
  if (slot === undefined) {
    const known = [...slots.keys()].join(', ');
    throw new GridsweepError('invalid', `This agent cannot train workload "${workload}"; it knows ${known}.`);
  }
  // Asked so while the thread was still getting ready: nothing is lost.
  if (control.cancelled.aborted) return { type: 'cancelled' };
  if (control.drained.aborted) return { type: 'drained' };

  let progressAt = -Infinity;
  let isEnding = false;
  let last: Extract<RunEvent, { readonly type: 'checkpoint' }> | null = null;
  try {
    for await (const event of slot.train(trial, { checkpoint, control })) {
      switch (event.type) {
        case 'progress':
          if (performance.now() - progressAt < PROGRESS_EVERY_MS) break;
          progressAt = performance.now();
          report(event);
          break;
        case 'metrics':
          report(event);
          await control.spend(event.points.length);
          break;
        case 'log':
          report(event);
          await control.spend(1);
          break;
        case 'ending':
          isEnding = true;
          report(event);
          break;
        case 'checkpoint':
          // From the last one only a drained run goes on.
          if (!isEnding) report(event);
          else {
            if (last !== null) await discard(last.content);
            last = event;
          }
          break;
        case 'drained':
          if (last !== null) report(last);
          last = null;
          return event;
        case 'finished':
        case 'failed':
          return event;
      }
    }
  } finally {
    if (last !== null) await discard(last.content);
  }
  throw new GridsweepError('internal', 'Training ended without saying how.');
}

function isAbout(code: GridsweepError['code'], thrown: unknown): thrown is GridsweepError {
  return thrown instanceof GridsweepError && thrown.code === code;
}

async function discard(content: CheckpointContent): Promise<void> {
  if ('path' in content) await rm(content.path, { force: true });
}
