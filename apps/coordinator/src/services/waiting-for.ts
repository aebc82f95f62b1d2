import type { Sweep } from '@gridsweep/protocol';

import type { AgentEntry } from '../scheduler.ts';

/** Names and labels told in one sentence at most. */
const MOST_NAMED = 5;
const START = 'start one with: gridsweep agent';

/**
 * Why the pending trials of a sweep wait for an agent: a sentence where no connected agent takes them, undefined where one
 * does or nothing is pending. That all slots are taken is no reason: that passes.
 * @param hints by workload, what to know where no agent trains it
 */
export function waitingFor(
  sweep: Sweep,
  agents: Iterable<AgentEntry>,
  hints: Readonly<Record<string, string>>,
): string | undefined {
  if (sweep.counts.pending === 0 || sweep.state !== 'active') return undefined;
  const workload = String(sweep.spec['workload']);
  const required = Object.entries((sweep.spec['require'] ?? {}) as Record<string, string>);
  const connected = [...agents].filter((agent) => agent.presence === 'connected');
  if (connected.length === 0) return `No agent is connected; ${START}`;
  const trains = connected.filter(({ offer }) => offer.workloads.includes(workload));
  if (trains.length === 0) {
    const hint = hints[workload];
    return `No agent trains ${workload}${hint === undefined ? '' : ` (${hint})`}; ${whatTheyTrain(connected)}.`;
  }
  const able = trains.filter(({ offer }) => required.every(([key, value]) => offer.labels[key] === value));
  if (able.length === 0) {
    const labels = required.map(([key, value]) => `${key}=${value}`);
    const which = labels.length === 1 ? 'the label' : 'the labels';
    return `No agent that trains ${workload} has ${which} ${listed(labels, ' and ')}; ${theirLabels(trains, required)}.`;
  }
  if (able.some(({ intake }) => intake === 'open')) return undefined;
  return `Every agent that could train them is draining; ${START}`;
}

/** "2 agents train lenet-cifar10, 1 agent trains command" */
function whatTheyTrain(agents: readonly AgentEntry[]): string {
  const counts = new Map<string, number>();
  for (const name of agents.flatMap(({ offer }) => offer.workloads)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return listed(
    [...counts].map(([name, count]) => `${count === 1 ? '1 agent trains' : `${count} agents train`} ${name}`),
    ', ',
  );
}

/** "they have zone=a, zone=c", of the labels that matter. */
function theirLabels(agents: readonly AgentEntry[], required: readonly (readonly [string, string])[]): string {
  const found = agents.flatMap(({ offer }) =>
    required.flatMap(([key]) => (offer.labels[key] === undefined ? [] : [`${key}=${offer.labels[key]}`])),
  );
  const who = agents.length === 1 ? 'the one there is has' : `the ${agents.length} there are have`;
  return `${who} ${found.length === 0 ? 'no such label' : listed([...new Set(found)], ', ')}`;
}

function listed(words: readonly string[], separator: string): string {
  const rest = words.length - MOST_NAMED;
  return rest <= 0 ? words.join(separator) : `${words.slice(0, MOST_NAMED).join(separator)} and ${rest} more`;
}
