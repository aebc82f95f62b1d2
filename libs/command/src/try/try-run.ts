import { rm } from 'node:fs/promises';
import {
  GridsweepError,
  type CheckpointContent,
  type RunEnd,
  type RunEvent,
  type TrainingSlot,
  type TrialInput,
} from '@gridsweep/sweep';
import { PointSet } from './point-set.ts';

export interface TryRunOptions {
  readonly slot: TrainingSlot;
  readonly trial: TrialInput;
  readonly checkpoint: CheckpointContent | null;
  /** The run is ended once it has reported this step. */
  readonly untilStep: number;
  /** How it is ended: as a drained agent does it, or as one whose trial is cancelled. */
  readonly by: 'drain' | 'cancel';
  /** It is given up where the step is not reported in this time. */
  readonly withinMs: number;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: RunEvent) => void) | undefined;
}

/** What one run did. */
export interface TryRun {
  readonly points: PointSet;
  /** The newest; a file is to be removed by whoever has it. */
  readonly checkpoint: { readonly step: number; readonly content: CheckpointContent } | null;
  readonly warnings: readonly string[];
  /** From the request to stop to its end; null where it ended by itself. */
  readonly stoppedAfterMs: number | null;
  readonly end: RunEnd | { readonly type: 'cancelled' } | { readonly type: 'too-slow' };
}

/**
 * Runs an attempt until it has reported a step, or to its end where that comes before.
 * @throws GridsweepError 'cancelled' where the signal is aborted, and what the slot throws
 */
export async function tryRun(options: TryRunOptions): Promise<TryRun> {
  const { slot, trial, checkpoint, untilStep, by, withinMs, signal } = options;
  const [cancelled, drained] = [new AbortController(), new AbortController()];
  const abort = () => cancelled.abort();
  if (signal?.aborted === true) abort();
  signal?.addEventListener('abort', abort, { once: true });
  const tooSlow = new AbortController();
  const timer = setTimeout(() => {
    tooSlow.abort();
    abort();
  }, withinMs);
  const points = new PointSet();
  const warnings: string[] = [];
  let newest: TryRun['checkpoint'] = null;
  let end: TryRun['end'] = { type: 'cancelled' };
  let stoppedAt: number | null = null;
  try {
    const control = { cancelled: cancelled.signal, drained: drained.signal };
    for await (const event of slot.train(trial, { checkpoint, control })) {
      if (event.type === 'finished' || event.type === 'drained' || event.type === 'failed') {
        end = event;
        break;
      }
      options.onEvent?.(event);
      if (event.type === 'metrics') points.add(event.points);
      if (event.type === 'log' && event.level !== 'info') warnings.push(event.message);
      if (event.type === 'checkpoint') {
        await discard(newest?.content);
        newest = event;
      }
      if (stoppedAt !== null || points.lastStep < untilStep) continue;
      clearTimeout(timer);
      stoppedAt = performance.now();
      (by === 'drain' ? drained : cancelled).abort();
    }
  } catch (thrown) {
    const error = GridsweepError.from(thrown);
    if (error.code !== 'cancelled' || signal?.aborted === true) {
      await discard(newest?.content);
      throw error;
    }
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
  const stoppedAfterMs = stoppedAt === null ? null : performance.now() - stoppedAt;
  return {
    points,
    checkpoint: newest,
    warnings,
    stoppedAfterMs,
    end: tooSlow.signal.aborted ? { type: 'too-slow' } : end,
  };
}

export async function discard(content: CheckpointContent | undefined): Promise<void> {
  if (content !== undefined && 'path' in content) await rm(content.path, { force: true });
}
