import type { Lease, Progress, TrialStatus } from '@gridsweep/protocol';

/** How far running trials are: in memory only, one entry for each trial that is leased (I6). */
export class ProgressBoard {
  readonly #entries = new Map<string, { readonly attempt: number; readonly progress: Progress }>();

  note({ trialId, attempt }: Lease, progress: Progress): void {
    this.#entries.set(trialId, { attempt, progress });
  }

  forget(trialId: string): void {
    this.#entries.delete(trialId);
  }

  /** The trial with its progress, if its present attempt has told any. */
  withProgress(trial: TrialStatus): TrialStatus {
    const entry = this.#entries.get(trial.id);
    if (entry === undefined || trial.state !== 'running' || entry.attempt !== trial.attempts) return trial;
    return { ...trial, progress: entry.progress };
  }
}
