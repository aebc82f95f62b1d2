import { expect, test } from 'vitest';

import { GridsweepError } from './error.ts';

test('a GridsweepError stays what it is', () => {
  const error = new GridsweepError('fenced', 'The lease is lost.');
  expect(GridsweepError.from(error)).toBe(error);
});

test.each([
  ['ENOSPC', 'no-space'],
  ['EADDRINUSE', 'address-in-use'],
  ['ENOENT', 'not-found'],
  ['ECONNREFUSED', 'unavailable'],
  ['EIO', 'internal'],
])('an operating-system error %s is %s and keeps its cause', (errno, code) => {
  const cause = Object.assign(new Error('it broke'), { code: errno });
  expect(GridsweepError.from(cause)).toMatchObject({ code, message: 'it broke', cause });
});

test('an abort is cancelled, anything else internal', () => {
  expect(GridsweepError.from(new DOMException('stop', 'AbortError')).code).toBe('cancelled');
  expect(GridsweepError.from('text')).toMatchObject({ code: 'internal', message: 'text' });
});
