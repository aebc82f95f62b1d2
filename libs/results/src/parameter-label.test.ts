import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cellLabel, cellLabels, formatParameter, shortenLabels } from './parameter-label.ts';

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
  ['', '""'],
  ['a\u001B[2Jb', 'a␛[2Jb'],
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

test('a parameter that the cell lacks is left out of its label', () => {
  expect(cellLabel({ optimizer: 'adam', lr: 0.1 }, ['optimizer', 'momentum', 'lr'])).toBe('adam · lr 0.1');
  expect(cellLabel({}, ['momentum'])).toBe('without momentum');
});

describe('cellLabels', () => {
  test('values that look alike when rounded are told in full', () => {
    const cells = [{ lr: 0.00123451 }, { lr: 0.00123452 }, { lr: 0.5 }];
    expect(cellLabels(cells, ['lr'])).toEqual(['lr 0.00123451', 'lr 0.00123452', 'lr 0.5']);
  });

  test('long ones are shortened, and stay different', () => {
    const cells = Array.from({ length: 3 }, (_, at) => ({ file: `${'folder/'.repeat(30)}${at}.yaml` }));
    const labels = cellLabels(cells, ['file']);
    expect(new Set(labels).size).toBe(3);
    expect(Math.max(...labels.map((label) => label.length))).toBeLessThanOrEqual(80);
  });
});

describe('shortenLabels', () => {
  test.each([
    {
      labels: ['adam · lr 0.001 · weight_decay 0.0001, seed 1', 'adam · lr 0.001 · weight_decay 0.0001, seed 12'],
      short: ['adam · lr …0.0001, seed 1', 'adam · lr…0.0001, seed 12'],
    },
    {
      labels: ['configs/very/long/path/to/adam.yaml', 'configs/very/long/path/to/sgd.yaml', 'short'],
      short: ['configs/…ath/to/adam.yaml', 'configs/…path/to/sgd.yaml', 'short'],
    },
    {
      labels: ['adam with a long rest of a name', 'sgd with a long rest of a name'],
      short: ['adam with a long rest of…', 'sgd with a long rest of …'],
    },
    {
      labels: ['0.001', '0.01'].map((value) => `${'a'.repeat(40)} ${value} ${'b'.repeat(40)}`),
      short: ['aaaaaaaa…0.001 bbbbbbbbb…', 'aaaaaaaa…0.01 bbbbbbbbbb…'],
    },
  ])('keeps what differs, wherever it stands: $short', ({ labels, short }) => {
    expect(shortenLabels(labels, 25)).toEqual(short);
  });

  test('leaves short ones as they are', () => {
    expect(shortenLabels(['adam', 'sgd'], 10)).toEqual(['adam', 'sgd']);
    expect(shortenLabels([], 10)).toEqual([]);
  });

  test('different labels stay different, equal ones equal, none is too long', () => {
    const part = fc.constantFrom('a', 'aa', 'lr 0.001', ' · ', 'x'.repeat(30), '😀', '1', '2', '~2', '…');
    const label = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(label, { maxLength: 30 }), fc.integer({ min: 10, max: 60 }), (labels, width) => {
        const short = shortenLabels(labels, width);
        expect(Math.max(0, ...short.map((text) => text.length))).toBeLessThanOrEqual(width);
        expect(new Set(short).size).toBe(new Set(labels).size);
        labels.forEach((text, at) => expect(short[at]).toBe(short[labels.indexOf(text)]));
      }),
      { seed: 1, numRuns: 1000 },
    );
  });

  test('of 50,000 labels that differ in the middle only', () => {
    const labels = Array.from({ length: 50_000 }, (_, at) => `${'x'.repeat(100)}${at}${'y'.repeat(100)}`);
    expect(new Set(shortenLabels(labels, 40)).size).toBe(50_000);
  });
});
