import type { Lease, ReportBody } from '@gridsweep/protocol';
import type { MetricPoint } from '@gridsweep/sweep';
import fc from 'fast-check';
import { expect } from 'vitest';

import type { Store } from '../contract.ts';
import { CHECKPOINTS_KEPT } from '../limits.ts';
import { agent, checkpoint, newSweep, pieces } from './store-driver.ts';

const AGENTS = ['a', 'b', 'c'];
const TRIALS = 4;
const TTL = 10;

type Step =
  | { readonly do: 'lease'; readonly agent: number; readonly limit: number }
  | { readonly do: 'report'; readonly lease: number; readonly body: number; readonly again: number }
  | { readonly do: 'renew'; readonly agent: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'expire' | 'cancel' | 'retry' | 'pause' | 'resume' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('lease' as const),
      agent: fc.nat(2),
      limit: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant('report' as const), lease: fc.nat(9), body: fc.nat(9), again: fc.nat(2) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('renew' as const), agent: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: TTL }) }) },
  { weight: 2, arbitrary: fc.constant({ do: 'expire' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom('cancel' as const, 'retry' as const, 'pause' as const, 'resume' as const),
    }),
  },
);

/** What an attempt has sent, as its agent remembers it. */
interface Attempt extends Lease {
  readonly agentId: string;
  readonly sent: ReportBody[];
}

/** Runs random histories against the store and checks after each step what must always hold. */
export async function storeInterleavings(store: Store, freshId: () => string): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const id = freshId();
      await store.createSweep(newSweep(id, TRIALS), 0);
      const history = new History(store, id);
      for (const next of steps) {
        await history.run(next);
        await history.check();
      }
      await store.deleteSweep(id, 0);
    }),
    { numRuns: 40, seed: 1 },
  );
}

class History {
  readonly #store: Store;
  readonly #id: string;
  readonly #attempts: Attempt[] = [];
  readonly #acknowledged = new Map<string, MetricPoint>();
  readonly #finished = new Set<string>();
  /** Step of the weights that each trial keeps. */
  readonly #weights = new Map<string, number>();
  #now = 1;

  constructor(store: Store, id: string) {
    this.#store = store;
    this.#id = id;
  }

  async run(next: Step): Promise<void> {
    const store = this.#store;
    switch (next.do) {
      case 'lease': {
        const agentId = AGENTS[next.agent]!;
        const leased = await store.leaseTrials({
          agent: agent(agentId),
          limit: next.limit,
          now: this.#now,
          expiresAt: this.#now + TTL,
        });
        for (const { trialId, attempt, checkpoints } of leased) {
          expect(checkpoints.map(({ sizeBytes }) => sizeBytes)).toEqual(checkpoints.map(() => 1));
          expect(checkpoints.length).toBeLessThanOrEqual(CHECKPOINTS_KEPT);
          const earlier = this.#attempts.filter((other) => other.trialId === trialId);
          // I2: a token is never given twice, and only grows.
          for (const other of earlier) expect(attempt).toBeGreaterThan(other.attempt);
          this.#attempts.push({ trialId, attempt, agentId, sent: [] });
          // Nothing is left to go on from: the attempt begins the trial.
          if (checkpoints.length === 0) this.#weights.delete(trialId);
        }
        return;
      }
      case 'report':
        return this.#report(next);
      case 'renew': {
        const agentId = AGENTS[next.agent]!;
        const own = this.#attempts.filter((attempt) => attempt.agentId === agentId);
        await store.renewLeases(agentId, own, this.#now + TTL);
        return;
      }
      case 'wait':
        this.#now += next.ms;
        return;
      case 'expire':
        await store.expireLeases(this.#now);
        return;
      case 'cancel':
        await store.cancelSweep(this.#id, this.#now);
        return;
      case 'retry':
        await store.retryTrials(this.#id, { includeCancelled: true });
        return;
      case 'pause':
      case 'resume':
        if (['ended', 'cancelled'].includes((await store.findSweep(this.#id)).state)) return;
        await (next.do === 'pause' ? store.pauseSweep(this.#id) : store.resumeSweep(this.#id));
    }
  }

  /** Sends an attempt's next report, or an earlier one again, live or not. */
  async #report({ lease, body: choice, again }: Step & { do: 'report' }): Promise<void> {
    const attempt = this.#attempts.at(-1 - (lease % Math.max(1, this.#attempts.length)));
    if (attempt === undefined) return;
    const repeats = again === 0 && attempt.sent.length > 0;
    const seq = repeats ? attempt.sent.length : attempt.sent.length + 1;
    const body = repeats ? attempt.sent.at(-1)! : bodyOf(choice, attempt, seq);
    const { trialId, agentId } = attempt;
    const before = (await this.#store.readTrials(this.#id, { ids: [trialId] }))[0]!;
    const { outcomes } = await this.#store.storeReports(
      [{ agentId, report: { trialId, attempt: attempt.attempt, seq, body } }],
      this.#now,
    );
    const live = before.state === 'running' && before.attempts === attempt.attempt;
    if (!live && !repeats) expect(outcomes).toEqual([{ type: 'fenced' }]);
    if (live) expect(outcomes).toEqual([{ type: 'stored' }]);
    if (outcomes[0]!.type !== 'stored' || repeats) return;
    attempt.sent.push(body);
    if (body.type === 'metrics') {
      for (const point of body.points) this.#acknowledged.set(`${trialId} ${point.step}`, point);
    }
    if (body.type === 'weights') this.#weights.set(trialId, body.step);
    if (body.type === 'finished') {
      // I4: a trial finishes once.
      expect(this.#finished.has(trialId)).toBe(false);
      this.#finished.add(trialId);
    }
  }

  async check(): Promise<void> {
    const { counts } = await this.#store.findSweep(this.#id);
    const { total, pending, running, finished, failed, cancelled } = counts;
    // I1, I4
    expect(total).toBe(TRIALS);
    expect(pending + running + finished + failed + cancelled).toBe(TRIALS);
    expect(finished).toBe(this.#finished.size);
    // I3: exactly the acknowledged points.
    const stored: string[] = [];
    for (let index = 0; index < TRIALS; index++) {
      const trialId = `${this.#id}-${index}`;
      for await (const page of this.#store.readPoints(trialId)) {
        for (const point of page) stored.push(`${trialId} ${point.step} ${point.value}`);
      }
    }
    const expected = [...this.#acknowledged].map(([key, point]) => `${key} ${point.value}`);
    expect(stored.toSorted()).toEqual(expected.toSorted());
    // I2, I3: the newest weights that were acknowledged, whole.
    const trials = await this.#store.readTrials(this.#id, { fromIndex: 0, limit: TRIALS });
    const kept = trials.flatMap(({ id, weights }) => (weights ? [[id, weights.step] as const] : []));
    expect(new Map(kept)).toEqual(this.#weights);
  }
}

/** The n-th report of any attempt of a trial says the same, as training is deterministic (I5). */
function bodyOf(choice: number, { trialId }: Lease, seq: number): ReportBody {
  if (choice === 0) return { type: 'finished', outcome: 'completed' };
  if (choice === 1) return { type: 'failed', kind: 'crash', detail: '' };
  if (choice === 2) return { type: 'handed-back' };
  if (choice === 5) return { type: 'weights', step: seq, chunk: pieces(new Uint8Array([seq]))[0]! };
  if (choice === 3) return checkpoint(seq, new Uint8Array([seq]));
  // Never completed: another begins, or the attempt ends.
  if (choice === 4) return { type: 'checkpoint', step: seq, chunk: pieces(new Uint8Array([1, 2]), 1)[0]! };
  return { type: 'metrics', points: [{ name: 'train/loss', step: seq, epoch: 0, value: seq + trialId.length / 100 }] };
}
