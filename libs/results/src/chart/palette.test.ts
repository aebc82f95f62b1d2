import { expect, test } from 'vitest';
import { summarize } from '../aggregate.ts';
import { learningRatesRecord, optimizersRecord, trial } from '../example-records.ts';
import { curveStyles } from './palette.ts';

const stylesOf = (record: Parameters<typeof summarize>[0]) => [...curveStyles(summarize(record)).values()];
const distinct = (values: readonly unknown[]) => new Set(values.map((value) => JSON.stringify(value))).size;

test('one axis: every curve has its own colour and marker', () => {
  const styles = stylesOf(optimizersRecord());
  expect(distinct(styles.map(({ color }) => color))).toBe(5);
  expect(distinct(styles.map(({ symbol }) => symbol))).toBe(5);
});

test('two-way grid: colour for the learning rate, dash for the activation', () => {
  const styles = stylesOf(learningRatesRecord());
  expect(distinct(styles.map(({ color }) => color))).toBe(4);
  expect(distinct(styles.map(({ dash }) => dash))).toBe(2);
  expect(distinct(styles)).toBe(8);
});

test('24 curves differ in colour or dash', () => {
  const trials = Array.from({ length: 24 }, (_, at) => trial(at, { lr: at }));
  const styles = stylesOf({ ...optimizersRecord(), axes: ['lr'], trials });
  expect(distinct(styles.map(({ color, dash }) => [color, dash]))).toBe(24);
});
