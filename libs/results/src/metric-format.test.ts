import { expect, test } from 'vitest';
import { formatDifference, formatInterval, formatValue, formatWithUnit, metricTitle } from './metric-format.ts';

test.each([
  ['test/accuracy', 0.6473, '64.7'],
  ['test/accuracy', -0.012, '−1.2'],
  ['train/loss', 1.23456, '1.235'],
  ['train/loss', 131_072, '1.3e+5'],
  ['train/loss', NaN, 'NaN'],
  ['train/loss', Infinity, '∞'],
  ['train/loss', -Infinity, '−∞'],
])('%s of %d is shown as %s', (name, value, text) => {
  expect(formatValue(name, value)).toBe(text);
});

test('units: per cent for accuracies, points for their differences, none for losses', () => {
  expect(metricTitle('test/accuracy')).toBe('test accuracy (%)');
  expect(metricTitle('train/loss')).toBe('training loss');
  expect(formatWithUnit('test/accuracy', 0.5)).toBe('50.0 %');
  expect(formatWithUnit('test/loss', 0.5)).toBe('0.500');
  expect(formatDifference('test/accuracy', 0.047)).toBe('4.7 points');
  expect(formatInterval('test/accuracy', [-0.01, 0.02])).toBe('−1.0 to 2.0 points');
});
