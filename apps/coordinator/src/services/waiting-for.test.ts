import type { Sweep } from '@gridsweep/protocol';
import { describe, expect, test } from 'vitest';

import type { AgentEntry } from '../scheduler.ts';
import { waitingFor } from './waiting-for.ts';

const HINTS = { command: 'agents refuse commands unless started with --allow-command' };

function sweep(spec: Record<string, unknown>, overrides: Partial<Sweep> = {}): Sweep {
  const counts = { total: 3, pending: 1, running: 1, finished: 1, failed: 0, cancelled: 0 };
  return { id: 's', name: 'sweep', state: 'active', counts, spec, createdAt: 0, ...overrides };
}

function agent(
  workloads: readonly string[],
  labels: Record<string, string> = {},
  overrides: Partial<AgentEntry> = {},
): AgentEntry {
  return {
    offer: { workloads, labels },
    capability: '',
    presence: 'connected',
    intake: 'open',
    sessionId: 1,
    slots: 1,
    free: 0,
    asked: 0,
    leases: new Map(),
    ending: new Set(),
    renewedAt: 0,
    lastSeenAt: 0,
    ...overrides,
  };
}

const lenet = (labels: Record<string, string> = {}) => agent(['lenet-cifar10'], labels);
const why = (spec: Record<string, unknown>, ...agents: AgentEntry[]) => waitingFor(sweep(spec), agents, HINTS);

describe('what pending trials wait for', () => {
  test('nothing, where an agent takes them or none is pending', () => {
    expect(why({ workload: 'lenet-cifar10' }, agent(['command']), lenet())).toBeUndefined();
    expect(why({ workload: 'lenet-cifar10', require: { zone: 'b' } }, lenet({ zone: 'b', more: '' }))).toBeUndefined();
    const counts = { total: 1, pending: 0, running: 1, finished: 0, failed: 0, cancelled: 0 };
    expect(waitingFor(sweep({ workload: 'x' }, { counts }), [], HINTS)).toBeUndefined();
    expect(waitingFor(sweep({ workload: 'x' }, { state: 'paused' }), [], HINTS)).toBeUndefined();
  });

  test('any agent', () => {
    const away = agent(['lenet-cifar10'], {}, { presence: 'away' });
    expect(why({ workload: 'lenet-cifar10' }, away)).toBe('No agent is connected; start one with: gridsweep agent');
  });

  test('one that trains the workload, with what to know of that', () => {
    expect(why({ workload: 'command' }, lenet(), lenet())).toBe(
      'No agent trains command (agents refuse commands unless started with --allow-command); 2 agents train lenet-cifar10.',
    );
    expect(why({ workload: 'pytorch' }, agent(['a', 'b']), agent(['b']))).toBe(
      'No agent trains pytorch; 1 agent trains a, 2 agents train b.',
    );
  });

  test('one with the labels', () => {
    expect(why({ workload: 'lenet-cifar10', require: { zone: 'b' } }, lenet({ zone: 'a' }), lenet())).toBe(
      'No agent that trains lenet-cifar10 has the label zone=b; the 2 there are have zone=a.',
    );
    const require = { gpu: 'h100', zone: 'b' };
    expect(why({ workload: 'lenet-cifar10', require }, lenet({ rack: '7' }))).toBe(
      'No agent that trains lenet-cifar10 has the labels gpu=h100 and zone=b; the one there is has no such label.',
    );
    const many = Array.from({ length: 9 }, (_, at) => lenet({ zone: `z${at}` }));
    expect(why({ workload: 'lenet-cifar10', require: { zone: 'b' } }, ...many)).toContain('zone=z4 and 4 more.');
  });

  test('one that does not drain', () => {
    expect(why({ workload: 'lenet-cifar10' }, agent(['lenet-cifar10'], {}, { intake: 'asked' }), agent(['x']))).toBe(
      'Every agent that could train them is draining; start one with: gridsweep agent',
    );
  });
});
