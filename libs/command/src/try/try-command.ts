import type { RunEvent, TrainingSlot, TrialInput } from '@gridsweep/sweep';
import type { Difference } from './point-set.ts';
import { discard, tryRun, type TryRun, type TryRunOptions } from './try-run.ts';

/** The three runs, in their order. */
export type TryPhase = 'stopped' | 'undisturbed' | 'resumed';

export interface TryOptions {
  readonly slot: TrainingSlot;
  readonly trial: TrialInput;
  /** Steps that each run shall report at least. */
  readonly steps: number;
  /** Name of the sweep's metric. */
  readonly metric: string;
  /** So long it may take to stop. */
  readonly stopWithinMs: number;
  /** A run that does not report its steps in this time is given up. Default ten minutes. */
  readonly withinMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((phase: TryPhase, event: RunEvent) => void) | undefined;
}

/** What was found of a command, as JSON. */
export interface TryResult {
  /** Why it could not be tried to the end, as a sentence; then what follows is what was seen until then. */
  readonly problem: string | null;
  /** Highest step that any run has reported; null where none has reported a point. */
  readonly lastStep: number | null;
  readonly metrics: {
    /** Names in the order in which they were reported. */
    readonly names: readonly string[];
    /** Whether the sweep's metric is among them. */
    readonly hasSweeps: boolean;
  };
  /** The newest checkpoint of the run that was stopped; null where none was kept. */
  readonly checkpoint: { readonly step: number; readonly sizeBytes: number } | null;
  /** How it took the request to stop; null where it ended before. */
  readonly stop: { readonly afterMs: number; readonly inTime: boolean } | null;
  readonly resume: ResumeFinding;
  /** Metrics that two runs from the beginning reported differently, with the first difference of each; null: not known. */
  readonly undeterministic: readonly Difference[] | null;
  /** What Gridsweep has warned of, each once. */
  readonly warnings: readonly string[];
}

/** Whether a run that is resumed goes on as if it had not been stopped. Metrics that no two runs report alike do not count. */
export type ResumeFinding =
  | { readonly type: 'same-points'; readonly fromStep: number; readonly compared: number }
  | { readonly type: 'different-points'; readonly fromStep: number; readonly first: Difference }
  /** It begins at its first step again: it has no checkpoint (fromStep is null), or does not read it. */
  | { readonly type: 'starts-anew'; readonly fromStep: number | null }
  | { readonly type: 'unknown'; readonly why: string };

const TRY_WITHIN_MS = 10 * 60_000;
const MAX_WARNINGS = 50;

/**
 * Trains one trial three times: stopped midway, undisturbed, and resumed from where the first was stopped; and compares what the
 * runs report.
 * @throws GridsweepError 'cancelled' where the signal is aborted, and what the slot throws
 */
export async function tryCommand(options: TryOptions): Promise<TryResult> {
  const { trial, steps } = options;
  const stopped = await phase(options, 'stopped', {
    trial,
    untilStep: Math.ceil(steps / 2),
    by: 'drain',
    checkpoint: null,
  });
  try {
    const problem = problemOf(stopped, Math.ceil(steps / 2));
    if (problem !== null) return resultOf(options, problem, [stopped]);
    // The others have to come further than the first, which may have gone on for many steps until it stopped.
    const untilStep = Math.max(steps, stopped.points.lastStep + Math.ceil(steps / 2));
    const undisturbed = await phase(options, 'undisturbed', { trial, untilStep, by: 'cancel', checkpoint: null });
    await discard(undisturbed.checkpoint?.content);
    const failed = problemOf(undisturbed, untilStep);
    if (failed !== null || stopped.checkpoint === null) return resultOf(options, failed, [stopped, undisturbed]);
    const checkpoint = stopped.checkpoint.content;
    const again = { ...trial, attempt: trial.attempt + 1 };
    const resumed = await phase(options, 'resumed', { trial: again, untilStep, by: 'cancel', checkpoint });
    await discard(resumed.checkpoint?.content);
    return resultOf(options, problemOf(resumed, untilStep), [stopped, undisturbed, resumed]);
  } finally {
    await discard(stopped.checkpoint?.content);
  }
}

async function phase(
  { slot, signal, withinMs, onEvent }: TryOptions,
  name: TryPhase,
  run: Pick<TryRunOptions, 'trial' | 'untilStep' | 'by' | 'checkpoint'>,
): Promise<TryRun> {
  return tryRun({
    ...run,
    slot,
    signal,
    withinMs: withinMs ?? TRY_WITHIN_MS,
    onEvent: (event) => onEvent?.(name, event),
  });
}

function problemOf({ end, points }: TryRun, untilStep: number): string | null {
  switch (end.type) {
    case 'failed':
      return `It failed (${end.kind}): ${end.detail}`;
    case 'too-slow':
      return points.count === 0
        ? 'It has reported nothing in the time that it was given.'
        : `It has not reported step ${untilStep} in the time that it was given, only ${points.lastStep}.`;
    case 'finished':
    case 'drained':
    case 'cancelled':
      return points.count === 0 ? 'It ended without having reported a point.' : null;
  }
}

function resultOf(
  options: TryOptions,
  problem: string | null,
  [stopped, undisturbed, resumed]: readonly [TryRun, TryRun?, TryRun?],
): TryResult {
  const runs = [stopped, undisturbed, resumed].filter((run) => run !== undefined);
  const names = [...new Set(runs.flatMap(({ points }) => points.names))];
  const repeated = undisturbed?.points.compare(stopped.points, -Infinity);
  const lastStep = Math.max(...runs.map(({ points }) => points.lastStep));
  const { checkpoint, stoppedAfterMs: afterMs } = stopped;
  return {
    problem,
    lastStep: Number.isFinite(lastStep) ? lastStep : null,
    metrics: { names, hasSweeps: names.includes(options.metric) },
    checkpoint: checkpoint === null ? null : { step: checkpoint.step, sizeBytes: sizeOf(checkpoint.content) },
    stop: afterMs === null ? null : { afterMs: Math.round(afterMs), inTime: afterMs < options.stopWithinMs },
    resume: resumeOf(problem, stopped, undisturbed, resumed, repeated?.differences ?? []),
    undeterministic: repeated === undefined || repeated.compared === 0 ? null : repeated.differences,
    warnings: [...new Set(runs.flatMap(({ warnings }) => warnings))].slice(0, MAX_WARNINGS),
  };
}

function resumeOf(
  problem: string | null,
  stopped: TryRun,
  undisturbed: TryRun | undefined,
  resumed: TryRun | undefined,
  undeterministic: readonly Difference[],
): ResumeFinding {
  if (problem !== null || undisturbed === undefined) return { type: 'unknown', why: 'it could not be tried' };
  if (stopped.checkpoint === null || resumed === undefined) return { type: 'starts-anew', fromStep: null };
  const { step: fromStep } = stopped.checkpoint;
  const { firstStep } = resumed.points;
  if (firstStep <= fromStep && firstStep === undisturbed.points.firstStep) return { type: 'starts-anew', fromStep };
  const except = undeterministic.map(({ name }) => name);
  if (undisturbed.points.names.every((name) => except.includes(name))) {
    return { type: 'unknown', why: 'no two runs of it report the same' };
  }
  const { compared, differences } = undisturbed.points.compare(resumed.points, fromStep, except);
  if (differences.length > 0) return { type: 'different-points', fromStep, first: differences[0]! };
  if (compared === 0) return { type: 'unknown', why: `no point after step ${fromStep} was reported by both runs` };
  return { type: 'same-points', fromStep, compared };
}

function sizeOf(content: NonNullable<TryRun['checkpoint']>['content']): number {
  return content instanceof Uint8Array ? content.length : content.sizeBytes;
}
