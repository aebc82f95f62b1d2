import { expect, test } from 'vitest';
import { cellLabel, formatParameter } from './parameter-label.ts';

test.each([
  [0.001, '0.001'],
  [1e-8, '1e-8'],
  [0.1234567, '0.1235'],
  [49_999, '49999'],
  ['relu', 'relu'],
  [true, 'true'],
  [null, 'none'],
  [[0.9, 0.999], '0.9,0.999'],
  [undefined, ''],
])('%j is shown as %s', (value, text) => {
  expect(formatParameter(value)).toBe(text);
});

test('a word speaks for itself in a label, other values carry their name', () => {
  const parameters = { optimizer: 'adam', lr: 0.01, activation: 'none', shuffle: false };
  expect(cellLabel(parameters, ['optimizer', 'lr', 'activation', 'shuffle'])).toBe(
    'adam · lr 0.01 · activation none · shuffle false',
  );
});

test('a sweep of one cell has a label too', () => {
  expect(cellLabel({ lr: 1 }, [])).toBe('only cell');
});
