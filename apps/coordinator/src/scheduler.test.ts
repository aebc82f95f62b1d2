import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  INITIAL_STATE,
  schedule,
  type Command,
  type LeaseCommand,
  type Offer,
  type SchedulerEvent,
  type SchedulerState,
} from './scheduler.ts';
import type { Change } from './store/contract.ts';

const OPTIONS = { leaseTtlMs: 15_000, heartbeatEveryMs: 5_000 };
const A = { agentId: 'a', sessionId: 1 };
const offer = { workloads: ['quadratic'], labels: {} };
const connected = (slots: number, from = A, offered: Offer = offer): SchedulerEvent => ({
  ...{ type: 'connected', ...from, slots, leases: [] },
  offer: offered,
});
const lease = (index: number, attempt = 1) => ({ trialId: `t${index}`, attempt });
const changed = (index: number, state: Change['state'], agentId = 'a'): Change => ({
  sweepId: 's',
  trialId: `t${index}`,
  state,
  lost: { ...lease(index), agentId },
});

/** A scheduler with its clock and the commands of the last event. */
class Driven {
  state: SchedulerState = INITIAL_STATE;
  commands: readonly Command[] = [];
  now = 0;

  on(event: SchedulerEvent): this {
    ({ state: this.state, commands: this.commands } = schedule(this.state, this.now, event, OPTIONS));
    return this;
  }

  /** Answers the only request for trials with these. */
  leased(...indices: number[]): this {
    const [command] = this.asks();
    const { agentId, sessionId } = command!;
    return this.on({ type: 'leased', agentId, sessionId, command: command!, leases: indices.map((at) => lease(at)) });
  }

  asks(): LeaseCommand[] {
    return this.commands.filter((command) => command.type === 'lease');
  }
}

describe('asking for trials', () => {
  test('an agent that connects is asked for as many as it has slots free', () => {
    const resumed = new Driven().on({ type: 'connected', ...A, slots: 3, offer, leases: [lease(1)] });
    expect(resumed.commands).toMatchObject([{ type: 'lease', ...A, limit: 2, generation: 0 }]);
  });

  test('an answer that came back short ends the asking until there may be more', () => {
    const driven = new Driven().on(connected(3)).leased(1);
    expect(driven.commands).toEqual([]);
    expect(driven.on({ type: 'heartbeat', ...A, freeSlots: 2 }).asks()).toEqual([]);
    expect(driven.on({ type: 'work-available' }).asks()).toMatchObject([{ limit: 2 }]);
  });

  test('an agent for which there is nothing keeps no other from asking, but those that can do the same', () => {
    const driven = new Driven().on(connected(1)).leased();
    const other = (agentId: string, sessionId: number, offered: Offer) =>
      driven.on(connected(1, { agentId, sessionId }, offered)).asks();
    expect(other('b', 2, { labels: {}, workloads: ['quadratic'] })).toEqual([]);
    expect(other('c', 3, { labels: { zone: 'b' }, workloads: ['quadratic'] })).toMatchObject([{ agentId: 'c' }]);
    expect(other('d', 4, { labels: {}, workloads: ['command', 'quadratic'] })).toMatchObject([{ agentId: 'd' }]);
    driven.leased();
    expect(other('e', 5, { labels: {}, workloads: ['quadratic', 'command'] })).toEqual([]);
    // News is for everybody; c is still being asked.
    expect(driven.on({ type: 'work-available' }).asks()).toMatchObject(
      ['a', 'b', 'd', 'e'].map((agentId) => ({ agentId })),
    );
  });

  test('work that appears while the store is being asked is not missed', () => {
    const driven = new Driven().on(connected(1));
    const [asked] = driven.asks();
    driven.on({ type: 'work-available' });
    expect(driven.commands).toEqual([]);
    driven.on({ type: 'leased', ...A, command: asked!, leases: [] });
    expect(driven.asks()).toHaveLength(1);
  });

  test('a trial that ends makes room for the next', () => {
    const driven = new Driven().on(connected(1)).leased(1);
    expect(
      driven.on({ type: 'trials-changed', by: 'report', changes: [changed(1, 'finished')] }).commands,
    ).toMatchObject([{ type: 'lease', limit: 1 }]);
  });

  test('for a trial that is ending its agent gets the next one, which waits there, and no more when it has ended', () => {
    const driven = new Driven().on(connected(2)).leased(1, 2);
    driven.on({ type: 'ending', ...A, lease: lease(1) });
    expect(driven.asks()).toMatchObject([{ limit: 1 }]);
    driven.leased(3);
    const after = (event: SchedulerEvent) => driven.on(event).asks();
    expect(after({ type: 'heartbeat', ...A, freeSlots: 0 })).toEqual([]);
    expect(after({ type: 'trials-changed', by: 'report', changes: [changed(1, 'finished')] })).toEqual([]);
    expect(after({ type: 'trials-changed', by: 'report', changes: [changed(2, 'finished')] })).toMatchObject([
      { limit: 1 },
    ]);
  });

  test('for a trial that is ending and was not followed its agent is asked again when it has ended', () => {
    const driven = new Driven().on(connected(1)).leased(1);
    driven.on({ type: 'ending', ...A, lease: lease(1) }).leased();
    expect(driven.asks()).toEqual([]);
    driven.on({ type: 'trials-changed', by: 'report', changes: [changed(1, 'finished')] });
    expect(driven.asks()).toMatchObject([{ limit: 1 }]);
  });

  test('of a lease that an agent does not hold it cannot say that it ends', () => {
    const driven = new Driven().on(connected(1)).leased(1);
    expect(driven.on({ type: 'ending', ...A, lease: lease(1, 2) }).asks()).toEqual([]);
    expect(driven.on({ type: 'ending', ...A, lease: lease(2) }).asks()).toEqual([]);
  });

  test('an agent gets no more than it says is free, and never more than its slots', () => {
    const driven = new Driven().on(connected(4)).leased(1, 2);
    driven.on({ type: 'heartbeat', ...A, freeSlots: 1 });
    expect(driven.on({ type: 'work-available' }).asks()).toMatchObject([{ limit: 1 }]);
    const old = new Driven().on(connected(2)).leased(1, 2);
    old.on({ type: 'heartbeat', ...A, freeSlots: 2 });
    expect(old.on({ type: 'work-available' }).asks()).toEqual([]);
  });

  test('an agent whose memory holds fewer trials than it thought gets fewer, also when one ends', () => {
    const driven = new Driven().on(connected(4)).leased(1, 2, 3);
    driven.on({ type: 'heartbeat', ...A, freeSlots: 0, slots: 2 });
    const after = (change: Change) => driven.on({ type: 'trials-changed', by: 'report', changes: [change] }).asks();
    expect(after(changed(1, 'pending'))).toEqual([]);
    expect(after(changed(2, 'finished'))).toMatchObject([{ limit: 1 }]);
    const { agents } = driven.on({ type: 'heartbeat', ...A, freeSlots: 4, slots: 8 }).state;
    expect(agents.get('a')).toMatchObject({ slots: 2, free: 2 });
  });
});

describe('leases', () => {
  test('a heartbeat renews them, but not more often than half of its interval', () => {
    const driven = new Driven().on(connected(1)).leased(1);
    driven.now = 5_000;
    const renewal = { type: 'renew', agentId: 'a', leases: [lease(1)] };
    expect(driven.on({ type: 'heartbeat', ...A, freeSlots: 0 }).commands).toEqual([renewal]);
    driven.now = 6_000;
    expect(driven.on({ type: 'heartbeat', ...A, freeSlots: 0 }).commands).toEqual([]);
    driven.now = 7_500;
    expect(driven.on({ type: 'heartbeat', ...A, freeSlots: 0 }).commands).toEqual([renewal]);
  });

  test('they are looked over four times in their life', () => {
    const driven = new Driven();
    const looks: number[] = [];
    for (; driven.now < 15_000; driven.now += 100) {
      if (driven.on({ type: 'tick' }).commands.length > 0) looks.push(driven.now);
    }
    expect(looks).toEqual([0, 3800, 7600, 11400]);
  });

  test('what is cancelled is told to the agent that has it, what expired is fenced, what it reported itself is not told', () => {
    const driven = new Driven().on(connected(3)).leased(1, 2, 3);
    const told = (by: 'report' | 'decision', ...changes: Change[]) =>
      driven.on({ type: 'trials-changed', by, changes }).commands.filter((command) => command.type !== 'lease');
    expect(told('decision', changed(1, 'cancelled'))).toEqual([{ type: 'cancel', sessionId: 1, lease: lease(1) }]);
    expect(told('decision', changed(1, 'cancelled'))).toEqual([]);
    expect(told('decision', changed(2, 'pending'))).toEqual([{ type: 'fence', sessionId: 1, lease: lease(2) }]);
    expect(told('report', changed(3, 'finished'))).toEqual([]);
  });

  test('an agent that let a lease expire gets trials again when it says that it is free', () => {
    const driven = new Driven().on(connected(1)).leased(1);
    driven.on({ type: 'trials-changed', by: 'decision', changes: [changed(1, 'pending')] });
    expect(driven.asks()).toEqual([]);
    expect(driven.on({ type: 'heartbeat', ...A, freeSlots: 1 }).asks()).toHaveLength(1);
  });
});

describe('presence', () => {
  test('an agent that is away is given nothing and keeps its leases; a message of the old session says nothing', () => {
    const driven = new Driven().on(connected(2)).leased(1);
    driven.on({ type: 'disconnected', ...A }).on({ type: 'work-available' });
    expect(driven.asks()).toEqual([]);
    expect(driven.state.agents.get('a')).toMatchObject({ presence: 'away', leases: new Map([['t1', 1]]) });
    driven.on({ type: 'connected', agentId: 'a', sessionId: 2, slots: 2, offer, leases: [lease(1)] });
    expect(driven.asks()).toMatchObject([{ sessionId: 2, limit: 1 }]);
    driven.on({ type: 'disconnected', ...A });
    expect(driven.state.agents.get('a')).toMatchObject({ presence: 'connected', sessionId: 2 });
  });

  test('a second session displaces the first, whose requests count for nothing', () => {
    const driven = new Driven().on(connected(1));
    const [asked] = driven.asks();
    driven.on({ type: 'arrived', agentId: 'a', sessionId: 2 });
    expect(driven.commands).toEqual([{ type: 'displace', sessionId: 1, bySessionId: 2 }]);
    driven.on({ type: 'leased', ...A, command: asked!, leases: [lease(1)] });
    expect(driven.state.agents.get('a')!.leases.size).toBe(0);
    expect(driven.on({ type: 'work-available' }).asks()).toEqual([]);
    expect(driven.on(connected(1, { agentId: 'a', sessionId: 2 })).asks()).toMatchObject([{ sessionId: 2 }]);
    expect(driven.on(connected(1)).state.agents.get('a')!.sessionId).toBe(2);
  });

  test('a draining agent, told or by itself, is given nothing', () => {
    const told = new Driven().on(connected(2)).leased(1).on({ type: 'drain-asked', agentId: 'a' });
    expect(told.commands).toEqual([{ type: 'drain', sessionId: 1 }]);
    expect(told.on({ type: 'work-available' }).asks()).toEqual([]);
    const itself = new Driven()
      .on(connected(2))
      .leased(1)
      .on({ type: 'draining', ...A });
    expect(itself.on({ type: 'work-available' }).asks()).toEqual([]);
    expect(itself.on({ type: 'drain-asked', agentId: 'a' }).commands).toEqual([]);
  });

  test('I6: agents that are gone are forgotten', () => {
    const driven = new Driven().on(connected(1)).on({ type: 'disconnected', ...A });
    driven.now = 2 * OPTIONS.leaseTtlMs;
    expect(driven.on({ type: 'tick' }).state.agents.size).toBe(0);
  });
});

test('whatever happens, no agent is asked for more trials than it has slots and trials that are ending', () => {
  const agentId = fc.constantFrom('a', 'b');
  const sessionId = fc.integer({ min: 1, max: 5 });
  const from = { agentId, sessionId };
  const event = fc.oneof(
    fc.record({
      type: fc.constant('connected' as const),
      ...from,
      slots: fc.constant(3),
      offer: fc.constantFrom(offer, { ...offer, labels: { zone: 'b' } }),
      leases: fc.constant([lease(0)]),
    }),
    fc.record({ type: fc.constantFrom('disconnected' as const, 'draining' as const, 'arrived' as const), ...from }),
    fc.record({ type: fc.constant('heartbeat' as const), ...from, freeSlots: fc.nat(9) }),
    fc.record({ type: fc.constant('ending' as const), ...from, lease: fc.nat(9).map((index) => lease(index)) }),
    fc.record({ type: fc.constant('drain-asked' as const), agentId }),
    fc.record({ type: fc.constantFrom('work-available' as const, 'tick' as const) }),
    fc.record({
      type: fc.constant('trials-changed' as const),
      by: fc.constantFrom('report' as const, 'decision' as const),
      changes: fc
        .tuple(fc.nat(9), fc.constantFrom('finished' as const, 'pending' as const, 'cancelled' as const), agentId)
        .map(([index, state, who]) => [changed(index, state, who)]),
    }),
    fc.record({ type: fc.constant('answer' as const), brings: fc.nat(3) }),
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), (events) => {
      const driven = new Driven();
      const open: LeaseCommand[] = [];
      const begun = new Set<string>();
      let index = 1;
      for (const next of events) {
        if (next.type === 'connected') {
          // A session connects once: an agent that comes back has a new one.
          const session = `${next.agentId} ${next.sessionId}`;
          if (begun.has(session)) continue;
          begun.add(session);
        }
        driven.now += 1000;
        if (next.type === 'answer') {
          const command = open.shift();
          if (command === undefined) continue;
          const { agentId: who, sessionId: session } = command;
          const leases = Array.from({ length: Math.min(next.brings, command.limit) }, () => lease(index++));
          driven.on({ type: 'leased', agentId: who, sessionId: session, command, leases });
        } else {
          driven.on(next);
        }
        open.push(...driven.asks());
        for (const agent of driven.state.agents.values()) {
          expect(agent.leases.size + agent.asked).toBeLessThanOrEqual(agent.slots + agent.ending.size);
          expect(agent.asked).toBeGreaterThanOrEqual(0);
          for (const trialId of agent.ending) expect(agent.leases.has(trialId)).toBe(true);
        }
      }
    }),
    { numRuns: 1000, seed: 1 },
  );
});
