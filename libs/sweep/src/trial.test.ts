import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { GridsweepError } from './error.ts';
import {
  FAILURE_KINDS,
  NEW_TRIAL_STATUS,
  OUTCOMES,
  hasEnded,
  transition,
  type TrialEvent,
  type TrialStatus,
} from './trial.ts';

const MAX_RETRIES = 2;
const lease: TrialEvent = { type: 'lease', agentId: 'agent-1' };

function run(events: readonly TrialEvent[], from: TrialStatus = NEW_TRIAL_STATUS): TrialStatus {
  return events.reduce((status, event) => transition(status, event, MAX_RETRIES), from);
}

function codeOf(attempt: () => unknown): string {
  try {
    attempt();
  } catch (thrown) {
    return GridsweepError.from(thrown).code;
  }
  return 'none';
}

describe('transition', () => {
  test('a lease numbers the attempt and names the agent', () => {
    expect(run([lease])).toEqual({ state: 'running', attempts: 1, failures: 0, agentId: 'agent-1' });
  });

  test.each(OUTCOMES)('a running trial finishes as %s', (outcome) => {
    const finished = run([lease, { type: 'finish', attempt: 1, outcome }]);
    expect(finished).toEqual({ state: 'finished', attempts: 1, failures: 0, outcome });
  });

  test.each(['bad-config', 'data'] as const)('%s is never tried again', (kind) => {
    const failed = run([lease, { type: 'fail', attempt: 1, kind, detail: 'why' }]);
    expect(failed).toEqual({ state: 'failed', attempts: 1, failures: 1, kind, detail: 'why' });
  });

  test.each(['crash', 'lost', 'out-of-memory'] as const)('%s is tried again max_retries times', (kind) => {
    let status = NEW_TRIAL_STATUS;
    for (let attempt = 1; attempt <= MAX_RETRIES; attempt++) {
      status = run([lease, { type: 'fail', attempt, kind, detail: 'why' }], status);
      expect(status).toEqual({ state: 'pending', attempts: attempt, failures: attempt });
    }
    status = run([lease, { type: 'fail', attempt: MAX_RETRIES + 1, kind, detail: 'why' }], status);
    expect(status).toMatchObject({ state: 'failed', kind, detail: 'why' });
  });

  test('an expired lease is a failure of kind lost that names the agent', () => {
    const expired = transition(run([lease]), { type: 'expire', attempt: 1 }, 0);
    expect(expired).toMatchObject({ state: 'failed', kind: 'lost', failures: 1 });
    expect(expired).toHaveProperty('detail', expect.stringContaining('"agent-1"'));
  });

  test('a hand-back does not count against max_retries', () => {
    let status = NEW_TRIAL_STATUS;
    for (let attempt = 1; attempt <= 10; attempt++) status = run([lease, { type: 'hand-back', attempt }], status);
    expect(status).toEqual({ state: 'pending', attempts: 10, failures: 0 });
  });

  test('a retry forgets the failures and keeps counting attempts', () => {
    const failed = run([lease, { type: 'fail', attempt: 1, kind: 'data', detail: 'why' }]);
    expect(run([{ type: 'retry' }], failed)).toEqual({ state: 'pending', attempts: 1, failures: 0 });
    expect(run([lease, { type: 'cancel' }, { type: 'retry' }, lease])).toMatchObject({ state: 'running', attempts: 2 });
  });

  test('I2: only the attempt that holds the live lease can write', () => {
    const second = run([lease, { type: 'expire', attempt: 1 }, lease]);
    const finish = (attempt: number): TrialEvent => ({ type: 'finish', attempt, outcome: 'completed' });
    expect(codeOf(() => transition(second, finish(1), MAX_RETRIES))).toBe('fenced');
    expect(codeOf(() => transition(second, finish(3), MAX_RETRIES))).toBe('fenced');
    const expired = run([{ type: 'expire', attempt: 2 }], second);
    expect(codeOf(() => transition(expired, finish(2), MAX_RETRIES))).toBe('fenced');
    expect(run([finish(2)], second).state).toBe('finished');
  });

  test('an event that does not fit the state is a conflict', () => {
    expect(codeOf(() => run([lease, lease]))).toBe('conflict');
    expect(codeOf(() => run([{ type: 'retry' }]))).toBe('conflict');
    expect(codeOf(() => run([{ type: 'cancel' }, { type: 'cancel' }]))).toBe('conflict');
  });

  test('I4: whatever happens, a trial ends once and tokens only grow', () => {
    const attempt = fc.integer({ min: 1, max: 6 });
    const event: fc.Arbitrary<TrialEvent> = fc.oneof(
      fc.constant(lease),
      fc.record({ type: fc.constant('finish' as const), attempt, outcome: fc.constantFrom(...OUTCOMES) }),
      fc.record({
        type: fc.constant('fail' as const),
        attempt,
        kind: fc.constantFrom(...FAILURE_KINDS),
        detail: fc.string(),
      }),
      fc.record({ type: fc.constantFrom('expire' as const, 'hand-back' as const), attempt }),
      fc.record({ type: fc.constantFrom('cancel' as const, 'retry' as const) }),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        let status = NEW_TRIAL_STATUS;
        for (const next of events) {
          let after: TrialStatus;
          try {
            after = transition(status, next, MAX_RETRIES);
          } catch (thrown) {
            expect(['conflict', 'fenced']).toContain(GridsweepError.from(thrown).code);
            continue;
          }
          expect(after.attempts).toBe(status.attempts + (next.type === 'lease' ? 1 : 0));
          expect(after.failures).toBeLessThanOrEqual(after.attempts);
          if (hasEnded(status.state)) {
            expect(next.type).toBe('retry');
            expect(status.state).not.toBe('finished');
          }
          status = after;
        }
      }),
      { seed: 1 },
    );
  });
});
