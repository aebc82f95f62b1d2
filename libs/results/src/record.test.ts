import fc from 'fast-check';
import { TRIAL_STATES } from '@gridsweep/sweep';
import { expect, test } from 'vitest';
import { countTrials, formatCounts } from './record.ts';

test('I4: total = pending + running + finished + failed + cancelled', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ state: fc.constantFrom(...TRIAL_STATES) })), (trials) => {
      const counts = countTrials(trials);
      expect(counts.total).toBe(trials.length);
      expect(TRIAL_STATES.reduce((sum, state) => sum + counts[state], 0)).toBe(counts.total);
    }),
    { seed: 1 },
  );
});

test('the counts are printed as a sum', () => {
  expect(formatCounts(countTrials([{ state: 'failed' }]))).toBe(
    '1 trial = 0 pending + 0 running + 0 finished + 1 failed + 0 cancelled',
  );
});
