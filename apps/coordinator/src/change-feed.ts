/** What is new of one sweep since it was last asked. */
export interface Subscription extends Disposable {
  /**
   * Ids of the trials that changed; waits for a change, for `withinMs` at most (then none), or until the signal aborts.
   * A change of the sweep alone wakes with no ids.
   */
  next(withinMs: number, signal: AbortSignal): Promise<ReadonlySet<string>>;
  /** What has changed already, without waiting. */
  taken(): ReadonlySet<string>;
}

/** Tells those who watch a sweep what has changed. Each holds ids only, each id once, however much happens (I6). */
export class ChangeFeed {
  readonly #subscribers = new Map<string, Set<(trialIds: readonly string[]) => void>>();

  publish(sweepId: string, trialIds: readonly string[]): void {
    for (const notify of this.#subscribers.get(sweepId) ?? []) notify(trialIds);
  }

  /** Something changed that may concern every sweep, though none of its trials. */
  publishToAll(): void {
    for (const sweepId of this.#subscribers.keys()) this.publish(sweepId, []);
  }

  subscribe(sweepId: string): Subscription {
    let changed = new Set<string>();
    let woken: 'no' | 'yes' = 'no';
    let wake: (() => void) | undefined;
    const notify = (trialIds: readonly string[]) => {
      for (const id of trialIds) changed.add(id);
      woken = 'yes';
      wake?.();
    };
    const waitForWake = (withinMs: number, signal: AbortSignal) =>
      new Promise<void>((resolve) => {
        const done = () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', done);
          wake = undefined;
          resolve();
        };
        const timer = setTimeout(done, withinMs);
        signal.addEventListener('abort', done);
        wake = done;
      });
    const subscribers = this.#subscribers.get(sweepId) ?? new Set();
    this.#subscribers.set(sweepId, subscribers.add(notify));
    const take = () => {
      const taken = changed;
      changed = new Set();
      woken = 'no';
      return taken;
    };
    return {
      async next(withinMs, signal) {
        if (woken === 'no' && !signal.aborted) await waitForWake(withinMs, signal);
        return take();
      },
      taken: take,
      [Symbol.dispose]: () => {
        subscribers.delete(notify);
        if (subscribers.size === 0) this.#subscribers.delete(sweepId);
      },
    };
  }
}
