import { crc32 } from 'node:zlib';

/** A picture's pixels: red, green, blue and alpha, row by row. What lies behind them is not kept: alpha is taken for opaque. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const METRE_PER_INCH = 0.0254;

/**
 * What a PNG compresses (PNG specification, third edition, 7 to 9): each row's colours behind a byte that says that they are as they
 * are. Figures are areas of one colour, which pack better so than by differences between pixels.
 */
export function scanlines({ width, height, rgba }: Pixels): Buffer {
  const bytes = Buffer.alloc((3 * width + 1) * height);
  let to = 0;
  for (let from = 0; from < rgba.length;) {
    to += 1;
    for (let x = 0; x < width; x += 1, from += 4) {
      bytes[to] = rgba[from]!;
      bytes[to + 1] = rgba[from + 1]!;
      bytes[to + 2] = rgba[from + 2]!;
      to += 3;
    }
  }
  return bytes;
}

/** The file. @param compressed the scanlines, as zlib's deflate gives them. @param dotsPerInch how large it is meant to be shown. */
export function pngFile({ width, height }: Pixels, compressed: Uint8Array, dotsPerInch: number): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits each of red, green and blue.
  header.writeUInt8(8, 8);
  header.writeUInt8(2, 9);
  const size = Buffer.alloc(9);
  const perMetre = Math.round(dotsPerInch / METRE_PER_INCH);
  size.writeUInt32BE(perMetre, 0);
  size.writeUInt32BE(perMetre, 4);
  size.writeUInt8(1, 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('pHYs', size),
    chunk('IDAT', compressed),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Uint8Array): Buffer {
  const bytes = Buffer.alloc(data.length + 12);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(name, 4, 'latin1');
  bytes.set(data, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, data.length + 8)), data.length + 8);
  return bytes;
}
