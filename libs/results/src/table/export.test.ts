import { expect, test } from 'vitest';
import { toJson } from './export.ts';

test('numbers that are not finite become strings, everything else is JSON', () => {
  expect(toJson({ a: NaN, b: [Infinity, -Infinity, 1.5], c: null, d: undefined })).toBe(
    '{"a":"NaN","b":["Infinity","-Infinity",1.5],"c":null}',
  );
});
