import { performance } from 'node:perf_hooks';
import { GridsweepError } from '@gridsweep/sweep';
import {
  lenetWorkload,
  parseHyperparameters,
  train,
  type Dataset,
  type Engine,
  type Hyperparameters,
} from '@gridsweep/lenet';
import { failureOf } from './failure.ts';
import type { FromWorker, RunEnd, RunEvent, RunId, TrialInput } from './messages.ts';
import type { RunControl } from './run-control.ts';

/** Progress is shown to people: more often than this it is only work. */
const PROGRESS_EVERY_MS = 1_000;

export interface TrialRun {
  readonly run: RunId;
  readonly trial: TrialInput;
  readonly engine: Engine;
  readonly dataset: Dataset;
  readonly control: RunControl;
  readonly post: (message: FromWorker) => void;
}

/** Trains one trial in this thread and posts its events and, last, exactly one `ended`. Never rejects. */
export async function runTrial(input: TrialRun): Promise<void> {
  const { run, control, post } = input;
  try {
    post({ type: 'ended', run, end: await trainToEnd(input), reusable: true });
  } catch (thrown) {
    if (control.cancelled.aborted) {
      post({ type: 'ended', run, end: { type: 'cancelled' }, reusable: true });
      return;
    }
    const failure = failureOf(thrown);
    const reusable = failure.kind === 'bad-config' || failure.kind === 'data';
    post({ type: 'ended', run, end: { type: 'failed', ...failure }, reusable });
  }
}

async function trainToEnd({ run, trial, engine, dataset, control, post }: TrialRun): Promise<RunEnd> {
  const report = (event: RunEvent): void => post({ type: 'event', run, event });
  const events = train({
    engine,
    dataset,
    hyperparameters: hyperparametersOf(trial),
    seed: trial.seed,
    checkpoint: trial.checkpoint ?? undefined,
    signal: control.cancelled,
    drain: control.drained,
  });
  let progressAt = -Infinity;
  let isEnding = false;
  let last: RunEvent | null = null;
  for await (const event of events) {
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
      case 'ending':
        isEnding = true;
        report(event);
        break;
      case 'checkpoint':
        // From the last one only a drained run goes on.
        if (isEnding) last = event;
        else report(event);
        break;
      case 'drained':
        if (last !== null) report(last);
        return { type: 'drained' };
      case 'finished':
        return { type: 'finished', outcome: event.outcome };
    }
  }
  throw new GridsweepError('internal', 'Training ended without saying how.');
}

function hyperparametersOf(trial: TrialInput): Hyperparameters {
  if (trial.workload !== lenetWorkload.name) {
    throw new GridsweepError(
      'invalid',
      `This agent cannot train workload "${trial.workload}"; it knows "${lenetWorkload.name}".`,
    );
  }
  return parseHyperparameters(trial.parameters);
}
