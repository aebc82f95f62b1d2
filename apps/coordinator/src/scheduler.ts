import type { Lease } from '@gridsweep/protocol';

import type { Change } from './store/contract.ts';

/**
 * Who trains what, decided by a pure function: `schedule(state, now, event) → { state, commands }`. It knows nothing of the
 * network or the database; whoever calls it carries out the commands and reports back what came of them.
 *
 * An agent's presence:
 *
 *     (unknown) ──connected──▶ connected ──disconnected──▶ away ──tick, no lease left──▶ (forgotten)
 *                                  ▲─────────connected──────┘      (a second session of a connected agent: `arrived`,
 *                                                                    away until it is `connected`)
 *
 * Beside it, whether it takes trials: `open`, `asked` (told to drain), `draining` (it says so itself). Only a connected and
 * open agent is given trials. An agent that is away keeps its leases until they expire.
 */
export interface SchedulerState {
  readonly agents: ReadonlyMap<string, AgentEntry>;
  /** Counts the times at which trials may have become available. */
  readonly generation: number;
  /**
   * The capabilities for which a request for trials came back short within this generation: asking again for one of them is
   * useless, whatever there may be for others.
   */
  readonly exhausted: ReadonlySet<string>;
  /** When leases are next looked over. */
  readonly expireAt: number;
}

/** What decides which trials an agent can be given. */
export interface Offer {
  /** Names of the workloads that it trains. */
  readonly workloads: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

export interface AgentEntry {
  readonly offer: Offer;
  /** Equal for agents whose offers are. */
  readonly capability: string;
  readonly presence: 'connected' | 'away';
  readonly intake: 'open' | 'asked' | 'draining';
  readonly sessionId: number;
  readonly slots: number;
  /** Trials that could start, as the agent last said, corrected by what was given and ended since: negative where some wait. */
  readonly free: number;
  /** Trials asked of the store and not answered yet. */
  readonly asked: number;
  /** Attempt by trial. */
  readonly leases: ReadonlyMap<string, number>;
  /** Trials among them whose slots are free soon. Each of these may have its next trial wait for it at the agent. */
  readonly ending: ReadonlySet<string>;
  readonly renewedAt: number;
  readonly lastSeenAt: number;
}

interface FromSession {
  readonly agentId: string;
  readonly sessionId: number;
}

export type SchedulerEvent =
  /** A session has begun: an earlier one of the agent is over, and it gets nothing until it is known what it holds. */
  | (FromSession & { readonly type: 'arrived' })
  | (FromSession & {
      readonly type: 'connected';
      readonly slots: number;
      readonly offer: Offer;
      readonly leases: readonly Lease[];
    })
  | (FromSession & { readonly type: 'disconnected' | 'draining' })
  /** `slots` where an agent trains fewer at once than it said when it connected. */
  | (FromSession & { readonly type: 'heartbeat'; readonly freeSlots: number; readonly slots?: number })
  /** A trial's slot is free soon. */
  | (FromSession & { readonly type: 'ending'; readonly lease: Lease })
  /** Somebody wants the agent to drain. */
  | { readonly type: 'drain-asked'; readonly agentId: string }
  /** What came of the command `lease`; no trials also where it failed. */
  | (FromSession & { readonly type: 'leased'; readonly command: LeaseCommand; readonly leases: readonly Lease[] })
  /** The store no longer knows these leases. */
  | { readonly type: 'leases-lost'; readonly agentId: string; readonly leases: readonly Lease[] }
  /** Trials changed state: by a report of the agent that holds them, or taken from it (cancelled, expired). */
  | { readonly type: 'trials-changed'; readonly by: 'report' | 'decision'; readonly changes: readonly Change[] }
  /** A sweep was submitted, extended or resumed. */
  | { readonly type: 'work-available' }
  | { readonly type: 'tick' };

export type LeaseCommand = FromSession & {
  readonly type: 'lease';
  readonly limit: number;
  readonly generation: number;
  readonly capability: string;
};

export type Command =
  | LeaseCommand
  | { readonly type: 'renew'; readonly agentId: string; readonly leases: readonly Lease[] }
  | { readonly type: 'expire' }
  /** Tell an agent that its lease is gone: wanted by nobody (cancel) or held by somebody else (fence). */
  | { readonly type: 'cancel' | 'fence'; readonly sessionId: number; readonly lease: Lease }
  | { readonly type: 'drain'; readonly sessionId: number }
  /** End a session whose agent has opened another. */
  | { readonly type: 'displace'; readonly sessionId: number; readonly bySessionId: number };

export interface SchedulerOptions {
  readonly leaseTtlMs: number;
  readonly heartbeatEveryMs: number;
}

export interface Decision {
  readonly state: SchedulerState;
  readonly commands: readonly Command[];
}

export const INITIAL_STATE: SchedulerState = { agents: new Map(), generation: 0, exhausted: new Set(), expireAt: 0 };

export function schedule(
  state: SchedulerState,
  now: number,
  event: SchedulerEvent,
  options: SchedulerOptions,
): Decision {
  const after = react(state, now, event, options);
  const { state: asking, commands } = askForTrials(after.state);
  return { state: asking, commands: [...after.commands, ...commands] };
}

function react(state: SchedulerState, now: number, event: SchedulerEvent, options: SchedulerOptions): Decision {
  switch (event.type) {
    case 'arrived':
      return arrive(state, event);
    case 'connected':
      return connect(state, now, event);
    case 'disconnected':
      return onSession(state, event, (agent) => ({ ...agent, presence: 'away', asked: 0, lastSeenAt: now }));
    case 'draining':
      return onSession(state, event, (agent) => ({ ...agent, intake: 'draining', lastSeenAt: now }));
    case 'heartbeat':
      return heartbeat(state, now, event, options);
    case 'ending':
      return onSession(state, event, (agent) => {
        const { trialId, attempt } = event.lease;
        if (agent.leases.get(trialId) !== attempt) return agent;
        return { ...agent, ending: new Set(agent.ending).add(trialId) };
      });
    case 'drain-asked':
      return askToDrain(state, event.agentId);
    case 'leased':
      return leased(state, event);
    case 'leases-lost':
      return takeLeases(state, event.agentId, event.leases, 'fence');
    case 'trials-changed':
      return trialsChanged(state, event);
    case 'work-available':
      return { state: withNews(state), commands: [] };
    case 'tick':
      return tick(state, now, options);
  }
}

function arrive(state: SchedulerState, { agentId, sessionId }: FromSession): Decision {
  const before = state.agents.get(agentId);
  if (before === undefined) return { state, commands: [] };
  const commands: Command[] = [];
  if (before.presence === 'connected') {
    commands.push({ type: 'displace', sessionId: before.sessionId, bySessionId: sessionId });
  }
  return { state: withAgent(state, agentId, { ...before, presence: 'away', sessionId, asked: 0 }), commands };
}

function connect(state: SchedulerState, now: number, event: SchedulerEvent & { type: 'connected' }): Decision {
  const before = state.agents.get(event.agentId);
  // A later session arrived while this one was being looked up.
  if (before !== undefined && before.sessionId > event.sessionId) return { state, commands: [] };
  const entry: AgentEntry = {
    offer: event.offer,
    capability: capabilityOf(event.offer),
    presence: 'connected',
    intake: 'open',
    sessionId: event.sessionId,
    slots: event.slots,
    free: Math.max(0, event.slots - event.leases.length),
    asked: 0,
    leases: new Map(event.leases.map((lease) => [lease.trialId, lease.attempt])),
    ending: new Set(),
    renewedAt: now,
    lastSeenAt: now,
  };
  return { state: withAgent(state, event.agentId, entry), commands: [] };
}

function heartbeat(
  state: SchedulerState,
  now: number,
  event: SchedulerEvent & { type: 'heartbeat' },
  { heartbeatEveryMs }: SchedulerOptions,
): Decision {
  const agent = current(state, event);
  if (agent === undefined) return { state, commands: [] };
  // An agent that beats too fast costs the store no more than one that keeps to the rule.
  const due = now - agent.renewedAt >= heartbeatEveryMs / 2 && agent.leases.size > 0;
  const slots = Math.min(event.slots ?? agent.slots, agent.slots);
  const free = Math.min(event.freeSlots, slots);
  const entry = { ...agent, slots, free, lastSeenAt: now, renewedAt: due ? now : agent.renewedAt };
  const renew: Command = { type: 'renew', agentId: event.agentId, leases: leasesOf(agent) };
  return { state: withAgent(state, event.agentId, entry), commands: due ? [renew] : [] };
}

function askToDrain(state: SchedulerState, agentId: string): Decision {
  const agent = state.agents.get(agentId);
  if (agent?.presence !== 'connected' || agent.intake === 'draining') return { state, commands: [] };
  return {
    state: withAgent(state, agentId, { ...agent, intake: 'asked' }),
    commands: [{ type: 'drain', sessionId: agent.sessionId }],
  };
}

function leased(state: SchedulerState, event: SchedulerEvent & { type: 'leased' }): Decision {
  const { limit, generation, capability } = event.command;
  const short = event.leases.length < limit && generation === state.generation;
  const noted = short ? { ...state, exhausted: new Set(state.exhausted).add(capability) } : state;
  return onSession(noted, event, (agent) => ({
    ...agent,
    asked: agent.asked - limit,
    free: agent.free - event.leases.length,
    leases: new Map([...agent.leases, ...event.leases.map((lease) => [lease.trialId, lease.attempt] as const)]),
  }));
}

function trialsChanged(state: SchedulerState, { by, changes }: SchedulerEvent & { type: 'trials-changed' }): Decision {
  // A trial that has ended or waits again makes room under max_parallel or is work itself.
  let next = withNews(state);
  const commands: Command[] = [];
  for (const { lost, state: trialState } of changes) {
    if (lost === undefined) continue;
    const tell = by === 'report' ? 'nothing' : trialState === 'cancelled' ? 'cancel' : 'fence';
    const taken = takeLeases(next, lost.agentId, [lost], tell);
    next = taken.state;
    commands.push(...taken.commands);
  }
  return { state: next, commands };
}

/** Notes that an agent holds leases no longer, and tells it if it is there and does not know. */
function takeLeases(
  state: SchedulerState,
  agentId: string,
  lost: readonly Lease[],
  tell: 'cancel' | 'fence' | 'nothing',
): Decision {
  const agent = state.agents.get(agentId);
  if (agent === undefined) return { state, commands: [] };
  const leases = new Map(agent.leases);
  const ending = new Set(agent.ending);
  const commands: Command[] = [];
  for (const { trialId, attempt } of lost) {
    if (leases.get(trialId) !== attempt) continue;
    leases.delete(trialId);
    ending.delete(trialId);
    if (tell === 'nothing' || agent.presence === 'away') continue;
    commands.push({ type: tell, sessionId: agent.sessionId, lease: { trialId, attempt } });
  }
  const freed = agent.leases.size - leases.size;
  // An agent that let a lease expire may be stuck: it gets the next trial once it says again what is free.
  const free = tell === 'fence' && freed > 0 ? 0 : Math.min(agent.slots, agent.free + freed);
  return { state: withAgent(state, agentId, { ...agent, leases, ending, free }), commands };
}

/** Looks leases over four times in their life, and forgets agents that are gone. */
function tick(state: SchedulerState, now: number, { leaseTtlMs }: SchedulerOptions): Decision {
  if (now < state.expireAt) return { state, commands: [] };
  const agents = new Map(
    [...state.agents].filter(([, agent]) => agent.presence === 'connected' || now - agent.lastSeenAt < 2 * leaseTtlMs),
  );
  return { state: { ...state, agents, expireAt: now + leaseTtlMs / 4 }, commands: [{ type: 'expire' }] };
}

/** One request for each agent that could start trials, unless there are none to be had for what it can do. */
function askForTrials(state: SchedulerState): Decision {
  const commands: LeaseCommand[] = [];
  for (const [agentId, agent] of state.agents) {
    const limit = agent.presence === 'connected' && agent.intake === 'open' ? room(agent) : 0;
    // One request at a time: what it brings decides about the next.
    if (limit <= 0 || agent.asked > 0 || state.exhausted.has(agent.capability)) continue;
    const { sessionId, capability } = agent;
    commands.push({ type: 'lease', agentId, sessionId, limit, generation: state.generation, capability });
  }
  if (commands.length === 0) return { state, commands };
  const agents = new Map(state.agents);
  for (const { agentId, limit } of commands) agents.set(agentId, { ...agents.get(agentId)!, asked: limit });
  return { state: { ...state, agents }, commands };
}

/** What the agent says is or gets free, but never more trials than slots for them: an old heartbeat may promise too much. */
function room(agent: AgentEntry): number {
  return Math.min(agent.free, agent.slots - agent.leases.size) + agent.ending.size;
}

function capabilityOf({ workloads, labels }: Offer): string {
  return JSON.stringify([workloads.toSorted(), Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

/** Trials may have become available, for anybody. */
function withNews(state: SchedulerState): SchedulerState {
  return { ...state, generation: state.generation + 1, exhausted: new Set() };
}

function leasesOf(agent: AgentEntry): Lease[] {
  return [...agent.leases].map(([trialId, attempt]) => ({ trialId, attempt }));
}

/** The agent, if the session is its present one: a message of an earlier session says nothing any more. */
function current(state: SchedulerState, { agentId, sessionId }: FromSession): AgentEntry | undefined {
  const agent = state.agents.get(agentId);
  return agent?.sessionId === sessionId && agent.presence === 'connected' ? agent : undefined;
}

function onSession(state: SchedulerState, from: FromSession, change: (agent: AgentEntry) => AgentEntry): Decision {
  const agent = current(state, from);
  return { state: agent === undefined ? state : withAgent(state, from.agentId, change(agent)), commands: [] };
}

function withAgent(state: SchedulerState, agentId: string, entry: AgentEntry): SchedulerState {
  return { ...state, agents: new Map(state.agents).set(agentId, entry) };
}
