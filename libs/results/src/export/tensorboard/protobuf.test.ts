import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fieldsOf, MessageWriter } from './protobuf.ts';

const fields = (bytes: Uint8Array) => [...fieldsOf(Buffer.from(bytes))];

test("protobuf's own examples", () => {
  // protobuf.dev/programming-guides/encoding: 150 in field 1, "testing" in field 2, the first as a message in field 3.
  expect(Buffer.from(new MessageWriter().integer(1, 150).finish()).toString('hex')).toBe('089601');
  expect(Buffer.from(new MessageWriter().text(2, 'testing').finish()).toString('hex')).toBe('120774657374696e67');
  const inside = new MessageWriter().message(3, (message) => message.integer(1, 150));
  expect(Buffer.from(inside.finish()).toString('hex')).toBe('1a03089601');
});

test('what is written is read, whatever the sizes', () => {
  const value = fc.record({
    integer: fc.maxSafeNat(),
    double: fc.double(),
    text: fc
      .tuple(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.nat(2_000))
      .map(([text, times]) => text.repeat(times)),
  });
  fc.assert(
    fc.property(value, fc.integer({ min: 1, max: 100_000 }), ({ integer, double, text }, number) => {
      const written = new MessageWriter()
        .message(number, (inner) => inner.integer(1, integer).message(2, (deepest) => deepest.text(3, text)))
        .double(4, double)
        .float(5, 0.5);
      const [outer, ...rest] = fields(written.finish());
      expect(rest).toEqual([
        { number: 4, type: 'double', value: double },
        { number: 5, type: 'float', value: 0.5 },
      ]);
      const [first, second] = fields(outer!.value as Buffer);
      expect(first).toEqual({ number: 1, type: 'integer', value: integer });
      expect(fields(second!.value as Buffer)).toEqual([{ number: 3, type: 'bytes', value: Buffer.from(text) }]);
    }),
    { numRuns: 50 },
  );
});

test('bytes that are no message are refused', () => {
  expect(() => fields(Uint8Array.of(0x12, 5, 1))).toThrow('cut off');
  expect(() => fields(Uint8Array.of(0x0f))).toThrow('unknown wire type 7');
});
