import { expect, test } from 'vitest';
import { bytesField, mapEntry, packedField, varintField } from './protobuf.ts';

// Expected bytes by the encoding's documentation: a key is field << 3 | wire type.
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

test.each([
  [1, 150, '089601'],
  [1, 0, '0800'],
  [16, 1, '800101'],
  [2, -1, '10ffffffffffffffffff01'],
  [2, 2n ** 63n - 1n, '10ffffffffffffffff7f'],
])('field %i with the number %s', (field, value, expected) => {
  expect(hex(varintField(field, value))).toBe(expected);
});

test('text, bytes and messages have their length before them', () => {
  expect(hex(bytesField(2, 'testing'))).toBe('120774657374696e67');
  expect(hex(bytesField(2, 'ü'))).toBe('1202c3bc');
  expect(hex(bytesField(3, [varintField(1, 150)]))).toBe('1a03089601');
  expect(hex(bytesField(3, new Uint8Array(200)))).toBe(`1ac801${'00'.repeat(200)}`);
});

test('repeated numbers are packed, and a map is a row of entries', () => {
  expect(hex(packedField(4, [3, 270, 86942]))).toBe('2206038e029ea705');
  expect(hex(mapEntry(5, 'k', varintField(1, 7)))).toBe('2a070a016b12020807');
});
