import type { DeviceMetrics } from '@gridsweep/devices';
import type { AgentInfo, Lease, TrialView } from '@gridsweep/protocol';
import type { Progress } from '@gridsweep/sweep';

import type { AgentEntry } from './scheduler.ts';

/**
 * What is shown and never stored: how far trials are, and what GPUs do. In memory only, one entry for each trial that is leased
 * and each connected agent with a GPU (I6).
 */
export class Board {
  readonly #progress = new Map<string, { readonly attempt: number; readonly progress: Progress }>();
  readonly #devices = new Map<string, { readonly sessionId: number; readonly metrics: DeviceMetrics }>();

  noteProgress({ trialId, attempt }: Lease, progress: Progress): void {
    this.#progress.set(trialId, { attempt, progress });
  }

  forgetTrial(trialId: string): void {
    this.#progress.delete(trialId);
  }

  noteDevice(agentId: string, sessionId: number, metrics: DeviceMetrics): void {
    this.#devices.set(agentId, { sessionId, metrics });
  }

  /** A session is over; a later one of the agent keeps what it said. */
  forgetDevice(agentId: string, sessionId: number): void {
    if (this.#devices.get(agentId)?.sessionId === sessionId) this.#devices.delete(agentId);
  }

  /** The trial with its progress, if its present attempt has told any. */
  withProgress(trial: TrialView): TrialView {
    const entry = this.#progress.get(trial.id);
    if (entry === undefined || trial.state !== 'running' || entry.attempt !== trial.attempts) return trial;
    return { ...trial, progress: entry.progress };
  }

  /** What the store remembers of an agent, with what is known of it at present. */
  withPresence(agent: AgentInfo, entry: AgentEntry | undefined): AgentInfo {
    if (entry === undefined) return agent;
    const lastSeenAt = Math.max(agent.lastSeenAt, entry.lastSeenAt);
    if (entry.presence === 'away') return { ...agent, lastSeenAt };
    const deviceMetrics = this.#devices.get(agent.id)?.metrics;
    const state = entry.intake === 'open' ? 'connected' : 'draining';
    return { ...agent, state, lastSeenAt, slots: entry.slots, ...(deviceMetrics && { deviceMetrics }) };
  }
}
