import { describe, expect, test } from 'vitest';
import { METRICS } from './example-records.ts';
import {
  countOf,
  formatDifference,
  formatDuration,
  formatInterval,
  formatValue,
  formatWithUnit,
  joinWords,
  metricFormat,
  metricTitle,
} from './value-format.ts';

const SECONDS = { name: 'latency', unit: 'seconds', goal: 'minimize', label: 'latency of one request' } as const;
const of = (name: string) => metricFormat(name, [...METRICS, SECONDS]);

test.each([
  ['test/accuracy', 0.6473, '64.7'],
  ['test/accuracy', -0.012, '−1.2'],
  ['train/loss', 1.23456, '1.235'],
  ['train/loss', 131_072, '1.3e+5'],
  ['test/accuracy', -0.0001, '0.0'],
  ['train/loss', NaN, 'NaN'],
  ['train/loss', Infinity, '∞'],
  ['train/loss', -Infinity, '−∞'],
])('%s of %d is shown as %s', (name, value, text) => {
  expect(formatValue(of(name), value)).toBe(text);
});

test('units: per cent for fractions, points for their differences, none for nats', () => {
  expect(metricTitle(of('test/accuracy'))).toBe('test accuracy (%)');
  expect(metricTitle(of('train/loss'))).toBe('training loss');
  expect(formatWithUnit(of('test/accuracy'), 0.5)).toBe('50.0 %');
  expect(formatWithUnit(of('test/loss'), 0.5)).toBe('0.500');
  expect(formatDifference(of('test/accuracy'), 0.047)).toBe('4.7 points');
  expect(formatInterval(of('test/accuracy'), [-0.01, 0.02])).toBe('−1.0 to 2.0 points');
});

test('any other unit is shown as it was declared', () => {
  expect(metricTitle(of('latency'))).toBe('latency of one request (seconds)');
  expect(formatWithUnit(of('latency'), 0.25)).toBe('0.2500 seconds');
  expect(formatDifference(of('latency'), 2)).toBe('2 seconds');
});

describe('a metric that is not declared', () => {
  test('is called by its name, whatever that looks like, and has no unit', () => {
    expect(metricTitle(of('val/accuracy'))).toBe('val/accuracy');
    expect(formatWithUnit(of('val/accuracy'), 0.5)).toBe('0.5000');
    expect(metricTitle(of('\u001B]0;title\u0007'))).toBe('␛]0;title␇');
  });

  test.each([
    [888, '888'],
    [0, '0'],
    [-3, '−3'],
    [0.61234, '0.6123'],
    [-12.3456, '−12.35'],
    [1234.567, '1235'],
    [131_072, '131072'],
    [3.2e-9, '3.200e-9'],
    [7.5e12, '7.500e+12'],
    [NaN, 'NaN'],
    [-Infinity, '−∞'],
  ])('%d is shown as %s: of any size, with four digits', (value, text) => {
    expect(formatValue(of('val/accuracy'), value)).toBe(text);
  });
});

test.each([
  [0, '0.0 s'],
  [840, '0.8 s'],
  [9_949, '9.9 s'],
  [9_960, '10 s'],
  [59_400, '59 s'],
  [59_600, '1 min 00 s'],
  [185_000, '3 min 05 s'],
  [3_599_600, '1 h 00 min'],
  [7_620_000, '2 h 07 min'],
])('%d ms is %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test('counts and lists in words; of a long list the first are told', () => {
  expect([countOf(1, 'trial'), countOf(12_000, 'trial')]).toEqual(['1 trial', '12,000 trials']);
  expect(joinWords(['a', 'b', 'c'])).toBe('a, b and c');
  expect(joinWords(Array.from({ length: 5000 }, (_, at) => `c${at}`))).toBe(
    'c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11 and 4,988 others',
  );
});
