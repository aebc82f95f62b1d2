import { rm } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import type { MessagePort } from 'node:worker_threads';
import { GridsweepError, type CheckpointContent, type RunEvent, type TrainingSlot } from '@gridsweep/sweep';
import type { FromSlot, Opening, RunId, RunOver } from './channel.ts';
import { failureOf } from './failure.ts';
import type { RunControl } from './run-control.ts';

/** Progress is shown to people: more often than this it is only work. */
const PROGRESS_EVERY_MS = 1_000;

/** A run in its slot's thread. */
export interface TrialRun {
  readonly run: RunId;
  readonly opening: Opening;
  readonly control: RunControl;
  /** The other end is the agent's. */
  readonly port: Pick<MessagePort, 'postMessage'>;
}

/** Trains one trial in this thread, and says what it reports and, last, how it ended. Never rejects. */
export async function runTrial(slots: ReadonlyMap<string, TrainingSlot>, trial: TrialRun): Promise<void> {
  const { run, opening, control, port } = trial;
  let reported = 0;
  const say = (message: FromSlot) => port.postMessage(message);
  const end = (up: RunOver, leaves: 'reusable' | 'broken' = 'reusable') => say({ type: 'up', run, up, leaves });
  const report = (up: RunEvent) => {
    reported += 1;
    // A file must come to somebody who removes it.
    if (!control.cancelled.aborted || up.type === 'checkpoint' || up.type === 'weights') say({ type: 'up', run, up });
  };
  try {
    end(await train(slots, opening, control, report));
  } catch (thrown) {
    if (control.cancelled.aborted) {
      end({ type: 'cancelled' });
    } else if (reported === 0 && opening.checkpoint !== null && isAbout('checkpoint', thrown)) {
      end({ type: 'unusable-checkpoint', reason: thrown.message });
    } else {
      const failure = failureOf(thrown);
      end(
        { type: 'failed', ...failure },
        failure.kind === 'bad-config' || failure.kind === 'data' ? 'reusable' : 'broken',
      );
    }
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
        case 'weights':
          report(event);
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
