import { describe, expect, test } from 'vitest';

import { combinationCount, combinations, draws } from './combination.ts';
import type { ParameterSpec } from './spec.ts';

type Parameters = Record<string, ParameterSpec>;

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

/** An optimizer, what each has of its own, and what all have. */
const OPTIMIZERS: Parameters = {
  momentum: { values: [0.8, 0.9], when: { optimizer: ['momentum'] } },
  optimizer: { values: ['sgd', 'momentum', 'adam'] },
  amsgrad: { values: [true, false], when: { optimizer: ['adam'] } },
  lr: { values: [0.1, 0.2] },
};

describe('combinations', () => {
  test('the last parameter varies fastest', () => {
    const parameters: Parameters = { a: { values: [1, 2] }, b: { values: ['x'] }, c: { values: [true, false] } };
    expect([...combinations(parameters)]).toEqual([
      { a: 1, b: 'x', c: true },
      { a: 1, b: 'x', c: false },
      { a: 2, b: 'x', c: true },
      { a: 2, b: 'x', c: false },
    ]);
  });

  test('a parameter is there only where its condition holds, and comes after what it refers to', () => {
    expect([...combinations(OPTIMIZERS)].map((chosen) => Object.values(chosen).join(' '))).toEqual([
      'sgd 0.1',
      'sgd 0.2',
      'momentum 0.8 0.1',
      'momentum 0.8 0.2',
      'momentum 0.9 0.1',
      'momentum 0.9 0.2',
      'adam true 0.1',
      'adam true 0.2',
      'adam false 0.1',
      'adam false 0.2',
    ]);
  });

  test('several conditions hold all, and none where what it refers to is absent', () => {
    const parameters: Parameters = {
      a: { values: [1, 2] },
      b: { values: [1, 2], when: { a: [1] } },
      c: { values: ['c'], when: { b: [2], a: [1, 2] } },
    };
    expect([...combinations(parameters)]).toEqual([{ a: 1, b: 1 }, { a: 1, b: 2, c: 'c' }, { a: 2 }]);
  });

  test('values that are lists can be referred to', () => {
    const parameters: Parameters = {
      betas: {
        values: [
          [0.9, 0.99],
          [0.8, 0.9],
        ],
      },
      eps: { values: [1], when: { betas: [[0.8, 0.9]] } },
    };
    expect([...combinations(parameters)]).toEqual([{ betas: [0.9, 0.99] }, { betas: [0.8, 0.9], eps: 1 }]);
  });

  test('conditions that cannot be decided are refused', () => {
    const circle: Parameters = { a: { values: [1], when: { b: [1] } }, b: { values: [1], when: { a: [1] } } };
    expect(() => [...combinations(circle)]).toThrow('cannot be decided');
    expect(() => combinationCount({ a: { values: [1], when: { z: [1] } } })).toThrow('cannot be decided');
  });
});

describe('their count', () => {
  test('is exact, however many there are', () => {
    expect(combinationCount({})).toBe(1);
    expect(combinationCount(OPTIMIZERS)).toBe(10);
    const many = Object.fromEntries(numbers(15).map((at) => [`p${at}`, { values: numbers(10) }]));
    expect(combinationCount(many)).toBe(1e15);
    const conditional = {
      ...many,
      optimizer: { values: ['a', 'b'] },
      x: { values: numbers(1000), when: { optimizer: ['b'] } },
    };
    expect(combinationCount(conditional)).toBe(1001e15);
  });

  test('goes through the values of what conditions refer to, and stops where no sweep could have so many', () => {
    const branching = Object.fromEntries(
      numbers(40).flatMap((at): [string, ParameterSpec][] => [
        [`on${at}`, { values: [true, false] }],
        [`p${at}`, { values: numbers(1000), when: { [`on${at}`]: [true] } }],
      ]),
    );
    expect(combinationCount(branching)).toBe(Infinity);
  });

  test('counts the numbers of ranges with steps', () => {
    const parameters: Parameters = {
      a: { distribution: 'int_uniform', min: 1, max: 6 },
      b: { distribution: 'q_uniform', min: 0, max: 1, q: 0.5 },
      c: { values: [1, 2], when: { d: ['x'] } },
      d: { values: ['x', 'y'] },
    };
    expect(combinationCount(parameters)).toBe(6 * 3 * 3);
    expect(combinationCount({ ...parameters, e: { distribution: 'uniform', min: 0, max: 1 } })).toBe(Infinity);
  });
});

describe('draws', () => {
  function drawn(parameters: Parameters, count: number) {
    const found = [];
    for (const one of draws(parameters, 7)) {
      if (found.push(one) === count) break;
    }
    return found;
  }

  test('honour conditions', () => {
    const found = drawn(OPTIMIZERS, 300);
    for (const chosen of found) {
      expect('momentum' in chosen).toBe(chosen['optimizer'] === 'momentum');
      expect('amsgrad' in chosen).toBe(chosen['optimizer'] === 'adam');
    }
    expect(new Set(found.map((chosen) => JSON.stringify(chosen))).size).toBe(10);
  });

  test('a condition changes nothing of what else is drawn', () => {
    const { momentum, ...others } = OPTIMIZERS;
    const free = drawn({ ...others, momentum: { values: [0.8, 0.9] } }, 100);
    const expected = free.map(({ momentum: value, ...rest }) =>
      rest['optimizer'] === 'momentum' ? { ...rest, momentum: value } : rest,
    );
    expect(momentum).toHaveProperty('when');
    expect(drawn(OPTIMIZERS, 100)).toEqual(expected);
  });
});
