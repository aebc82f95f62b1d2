import { TRIAL_STATES, type TrialState } from '@gridsweep/sweep';

/** Trials by state: total = pending + running + finished + failed + cancelled (I4). */
export type TrialCounts = Readonly<Record<TrialState, number>> & { readonly total: number };

export function countTrials(trials: readonly { readonly state: TrialState }[]): TrialCounts {
  const counts = { total: trials.length, pending: 0, running: 0, finished: 0, failed: 0, cancelled: 0 };
  for (const { state } of trials) counts[state] += 1;
  return counts;
}

/** "13 trials = 0 pending + 0 running + 13 finished + 0 failed + 0 cancelled": every view prints it (I4). */
export function formatCounts(counts: TrialCounts): string {
  const parts = TRIAL_STATES.map((state) => `${counts[state]} ${state}`);
  return `${counts.total} ${counts.total === 1 ? 'trial' : 'trials'} = ${parts.join(' + ')}`;
}
