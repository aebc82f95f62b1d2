import { expect, test } from 'vitest';
import { readableName, slug, uniqueNames } from './names.ts';

test.each([
  ['Learning rates (2)', 'learning-rates-2'],
  ['../../etc/passwd', 'etc-passwd'],
  ['Größe', 'gro-e'],
  ['学習率', 'sweep'],
  ['', 'sweep'],
])('%j becomes %s', (name, text) => {
  expect(slug(name)).toBe(text);
});

test('is no longer than a file name may be', () => {
  expect(slug('x'.repeat(500))).toHaveLength(60);
});

test('of a name of which nothing can be kept the caller says what stands for it', () => {
  expect(slug('損失', 'metric')).toBe('metric');
});

test('each name is given once', () => {
  const unique = uniqueNames();
  expect(['a', 'b', 'a', 'a', 'a-2'].map(unique)).toEqual(['a', 'b', 'a-2', 'a-3', 'a-2-2']);
});

test('a heading begins with a capital and holds no control character', () => {
  expect(readableName('learning-rates')).toBe('Learning rates');
  expect(readableName('a\u001B[2Jb')).toBe('A␛[2Jb');
});
