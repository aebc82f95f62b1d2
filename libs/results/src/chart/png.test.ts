import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { pngFile, scanlines } from './png.ts';

test('a file has the pixels that went in, checksums that hold, and opaque paper', () => {
  const size = fc.integer({ min: 1, max: 17 });
  fc.assert(
    fc.property(size, size, fc.integer(), (width, height, seed) => {
      const rgba = Uint8Array.from({ length: 4 * width * height }, (_, at) =>
        at % 4 === 3 ? 255 : Math.imul(at + 1, seed) >>> 24,
      );
      const pixels = { width, height, rgba };
      const file = pngFile(pixels, deflateSync(scanlines(pixels)), 300);
      const read = PNG.sync.read(Buffer.from(file), { checkCRC: true });
      expect([read.width, read.height]).toEqual([width, height]);
      expect(new Uint8Array(read.data)).toEqual(rgba);
    }),
    { seed: 1 },
  );
});
