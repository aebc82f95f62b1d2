import { expect, it } from 'vitest';
import { summarizeRounds } from './rates.ts';

const roundsOf = (rates: readonly number[]) => rates.map((rate) => ({ rate, processorTime: 1000 / rate }));

it('takes the median of an odd and of an even number of rounds', () => {
  expect(summarizeRounds('a', 1, roundsOf([50, 10, 20]))).toEqual({
    name: 'a',
    slots: 1,
    median: 20,
    least: 10,
    most: 50,
    processorTime: 50,
  });
  expect(summarizeRounds('a', 2, roundsOf([40, 10, 20, 30])).median).toBe(25);
  expect(summarizeRounds('a', 1, roundsOf([5])).median).toBe(5);
});
