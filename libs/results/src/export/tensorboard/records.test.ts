import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crc32c, readRecords, recordBytes } from './records.ts';

test('CRC-32C is that of RFC 3720, B.4', () => {
  const ascending = Uint8Array.from({ length: 32 }, (_, at) => at);
  expect(crc32c(new Uint8Array(32)).toString(16)).toBe('8a9136aa');
  expect(crc32c(new Uint8Array(32).fill(0xff)).toString(16)).toBe('62a8ab43');
  expect(crc32c(ascending).toString(16)).toBe('46dd794e');
  expect(crc32c(Buffer.from('123456789')).toString(16)).toBe('e3069283');
});

const someRecords = fc.array(fc.uint8Array({ maxLength: 50 }), { minLength: 1, maxLength: 5 });

test('records that were cut off at any byte are read up to the last whole one', () => {
  fc.assert(
    fc.property(someRecords, fc.nat(), (all, random) => {
      const bytes = recordBytes(all);
      const cut = random % (bytes.length + 1);
      const { records, length } = readRecords(bytes.subarray(0, cut));
      expect(length).toBeLessThanOrEqual(cut);
      expect(recordBytes(all.slice(0, records.length))).toEqual(bytes.subarray(0, length));
      if (records.length < all.length) {
        expect(length + 16 + all[records.length]!.length).toBeGreaterThan(cut);
      }
    }),
  );
});

test('a byte that changed ends the reading before its record', () => {
  fc.assert(
    fc.property(someRecords, fc.nat(), (all, random) => {
      const bytes = recordBytes(all);
      const at = random % bytes.length;
      bytes[at]! ^= 1;
      expect(readRecords(bytes).length).toBeLessThanOrEqual(at);
    }),
  );
});
