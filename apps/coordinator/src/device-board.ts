import type { DeviceMetrics } from '@gridsweep/devices';

/** What the GPUs of agents do: in memory only, one entry for each connected agent that has one (I6). */
export class DeviceBoard {
  readonly #entries = new Map<string, { readonly sessionId: number; readonly metrics: DeviceMetrics }>();

  note(agentId: string, sessionId: number, metrics: DeviceMetrics): void {
    this.#entries.set(agentId, { sessionId, metrics });
  }

  /** A session is over; a later one of the agent keeps what it said. */
  forget(agentId: string, sessionId: number): void {
    if (this.#entries.get(agentId)?.sessionId === sessionId) this.#entries.delete(agentId);
  }

  of(agentId: string): DeviceMetrics | undefined {
    return this.#entries.get(agentId)?.metrics;
  }
}
