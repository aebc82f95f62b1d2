import type { Sweep, TrialView } from '@gridsweep/protocol';
import { newest, valuesOf } from './shown-metric.ts';
import type { SweepView } from './sweep-view.ts';
import type { TrialChange } from './tally.ts';

/**
 * What an update changed, one sentence each: for logs and pipes, where nothing can be drawn over. Pure.
 * @param before the sweep as it was told last; undefined with the first update
 * @param after the view with the update taken over, and the trials that it told of
 */
export function changes(before: Sweep | undefined, after: SweepView, trials: readonly TrialChange[]): string[] {
  const { sweep } = after;
  const lines = trials.flatMap((change) => {
    const line = changeOf(after, change);
    return line === undefined ? [] : [`${sweep.name}: ${after.labelOf(change.after)}: ${line}`];
  });
  if (before !== undefined && before.state !== sweep.state) lines.push(`${sweep.name}: ${sweep.state}`);
  if (sweep.waitingFor !== undefined && sweep.waitingFor !== before?.waitingFor) {
    lines.push(`${sweep.name}: waiting: ${sweep.waitingFor}`);
  }
  return lines;
}

function changeOf(view: SweepView, { before, after }: TrialChange): string | undefined {
  if (before?.state !== after.state || before.attempts !== after.attempts) return stateChange(view, before, after);
  const [metric] = view.metrics;
  const point = metric && newest(after, metric.name);
  if (point === undefined || point.step === newest(before, metric!.name)?.step) return undefined;
  const at = point.epoch === undefined ? `step ${point.step}` : `epoch ${Math.round(point.epoch * 100) / 100}`;
  return `${at}${listed(view, after)}`;
}

function stateChange(view: SweepView, before: TrialView | undefined, after: TrialView): string | undefined {
  switch (after.state) {
    case 'pending':
      return before === undefined ? undefined : 'back to pending, to go on from its newest checkpoint';
    case 'running':
      return `running on ${after.agentId ?? 'an agent'}${after.attempts > 1 ? `, attempt ${after.attempts}` : ''}`;
    case 'finished':
      return `${after.outcome === 'diverged' ? 'finished, diverged' : 'finished'}${listed(view, after)}`;
    case 'failed':
      return `failed (${after.failure?.kind ?? 'unknown'}): ${after.failure?.detail ?? ''}`;
    case 'cancelled':
      return 'cancelled';
  }
}

function listed({ metrics }: SweepView, trial: TrialView): string {
  return valuesOf(trial, metrics)
    .map(({ label, text }) => `, ${label} ${text}`)
    .join('');
}
