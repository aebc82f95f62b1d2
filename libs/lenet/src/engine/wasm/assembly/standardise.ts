/**
 * Bytes to standardised pixels, twice: in height-width-channel order, where the window of a position is five contiguous rows
 * (for conv1's weight gradient), and with even and odd columns apart, where neighbouring tiles are neighbouring lanes (for
 * conv1's forward). Scalar loads from a table by channel, 1 KB each, which gives exactly the values the table's maker computed.
 */
import { COLUMNS, F32, PIXEL_TABLE } from './layout';

/** @param bytes [3][32][32] bytes. @param pixels receives [32][32][3]; COLUMNS receives the other order. */
export function standardise(bytes: usize, pixels: usize): void {
  for (let channel: usize = 0; channel < 3; channel++) {
    const table = PIXEL_TABLE + channel * 256 * F32;
    let from = bytes + channel * 1024;
    let columns = COLUMNS + channel * 1024 * F32;
    let interleaved = pixels + channel * F32;
    for (let row = 0; row < 32; row++) {
      for (let pair = 0; pair < 16; pair++) {
        const even = load<f32>(table + ((<usize>load<u8>(from)) << 2));
        const odd = load<f32>(table + ((<usize>load<u8>(from, 1)) << 2));
        store<f32>(columns, even);
        store<f32>(columns, odd, 64);
        store<f32>(interleaved, even);
        store<f32>(interleaved, odd, 12);
        from += 2;
        columns += 4;
        interleaved += 24;
      }
      columns += 64;
    }
  }
}
