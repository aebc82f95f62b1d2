import { expect, test } from 'vitest';
import { slug } from './slug.ts';

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
