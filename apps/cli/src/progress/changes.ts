import type { TrialStatus } from '@gridsweep/protocol';
import { formatWithUnit } from '@gridsweep/results';
import { latest } from './render.ts';
import { trialLabel, type SweepView } from './sweep-view.ts';

/** What happened between two views, one sentence each: for logs and pipes, where nothing can be drawn over. Pure. */
export function changes(before: SweepView | undefined, after: SweepView): string[] {
  const lines: string[] = [];
  for (const trial of after.trials.values()) {
    const old = before?.trials.get(trial.id);
    if (old === trial) continue;
    const line = changeOf(old, trial);
    if (line !== undefined) lines.push(`${after.sweep.name}: ${trialLabel(after, trial)}: ${line}`);
  }
  if (before !== undefined && before.sweep.state !== after.sweep.state) {
    lines.push(`${after.sweep.name}: ${after.sweep.state}`);
  }
  return lines;
}

function changeOf(old: TrialStatus | undefined, trial: TrialStatus): string | undefined {
  if (old?.state !== trial.state || old.attempts !== trial.attempts) return stateChange(old, trial);
  const accuracy = trial.latest.find(({ name }) => name === 'test/accuracy');
  const before = old.latest.find(({ name }) => name === 'test/accuracy');
  if (accuracy === undefined || accuracy.step === before?.step) return undefined;
  return `epoch ${Math.round(accuracy.epoch)}${valuesOf(trial)}`;
}

function stateChange(old: TrialStatus | undefined, trial: TrialStatus): string | undefined {
  switch (trial.state) {
    case 'pending':
      return old === undefined ? undefined : 'back to pending, to go on from its newest checkpoint';
    case 'running':
      return `running on ${trial.agentId ?? 'an agent'}${trial.attempts > 1 ? `, attempt ${trial.attempts}` : ''}`;
    case 'finished':
      return `finished, ${trial.outcome ?? 'without an outcome'}${valuesOf(trial)}`;
    case 'failed':
      return `failed (${trial.failure?.kind ?? 'unknown'}): ${trial.failure?.detail ?? ''}`;
    case 'cancelled':
      return 'cancelled';
  }
}

function valuesOf(trial: TrialStatus): string {
  const loss = latest(trial, 'train/loss');
  const accuracy = latest(trial, 'test/accuracy');
  return [
    loss === undefined ? '' : `, training loss ${formatWithUnit('train/loss', loss)}`,
    accuracy === undefined ? '' : `, test accuracy ${formatWithUnit('test/accuracy', accuracy)}`,
  ].join('');
}
