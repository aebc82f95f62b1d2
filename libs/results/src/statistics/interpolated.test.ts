import { describe, expect, test } from 'vitest';
import { interpolated } from './interpolated.ts';

describe('interpolated', () => {
  test('is exact at whole numbers and of a cubic, up to both ends', () => {
    const cubic = (x: number) => 2 - x + 0.5 * x ** 2 + 0.25 * x ** 3;
    const table = interpolated(cubic, 6);
    for (const x of [0, 0.3, 1, 1.5, 2.2, 3.9, 4, 5.5, 6]) expect(table(x)).toBeCloseTo(cubic(x), 10);
  });

  test('computes a place once and only where it is needed', () => {
    const asked: number[] = [];
    const table = interpolated((place) => asked.push(place), 32);
    table(4);
    table(4.9);
    expect(asked).toEqual([3, 4, 5, 6]);
    table(3.5);
    expect(asked).toEqual([3, 4, 5, 6, 2]);
    table(0.1);
    expect(asked.slice(5)).toEqual([0, 1]);
    table(32);
    expect(asked.slice(7)).toEqual([29, 30, 31, 32]);
  });

  test('of three steps is one cubic', () => {
    expect(interpolated((place) => place ** 2, 3)(1.5)).toBeCloseTo(2.25, 12);
  });
});
