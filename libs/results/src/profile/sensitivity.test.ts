import { describe, expect, test } from 'vitest';
import { largeRecord } from '../example-seeds.ts';
import { profile, tunedRecord } from './example-curves.ts';

describe('sensitivity', () => {
  test('has a line for each optimizer over a logarithmic axis', () => {
    const [lr, ...others] = profile(tunedRecord()).sensitivity;
    expect(others).toEqual([]);
    expect(lr).toMatchObject({ axis: 'lr', logarithmic: true });
    expect(lr!.groups.map(({ label, isLine, points }) => [label, isLine, points.map(({ value }) => value)])).toEqual([
      ['sgd', true, [0.001, 0.01, 0.1]],
      ['adam', true, [0.001, 0.01, 0.1]],
    ]);
    expect(lr!.groups[1]!.points.map(({ diverged }) => diverged)).toEqual([0, 0, 1]);
  });

  test('of several axes of numbers has dots', () => {
    const large = profile(largeRecord({ cells: 9, seeds: 1, points: 2 })).sensitivity;
    expect(
      large.map(({ axis, logarithmic, groups }) => [
        axis,
        logarithmic,
        groups.length,
        groups[0]!.label,
        groups[0]!.isLine,
      ]),
    ).toEqual([
      ['lr', false, 1, '', false],
      ['batch_size', false, 1, '', false],
    ]);
  });
});
