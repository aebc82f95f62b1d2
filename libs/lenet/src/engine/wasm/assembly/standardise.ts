/**
 * Bytes to standardised pixels, in two orders: with every fourth column together, where neighbouring tiles are neighbouring lanes
 * (for conv1's forward), and in height-width-channel order, where the window of a position is five contiguous rows (for conv1's
 * weight gradient). Each is made where it is needed and read from the first-level cache: computing a pixel twice costs less than
 * keeping a tile of them.
 *
 * Masking and shifting 32-bit lanes parts the columns by four. For the interleaved order it is 8 columns of 3 channels at a time:
 * the same with 16-bit lanes parts even from odd columns, and two rounds of shuffles bring the six vectors into order.
 */
import { COLUMNS, F32, PIXEL_SCALE, PIXELS } from './layout';
import { madd } from './vector';

/** Fills COLUMNS. @param bytes [3][32][32] bytes. */
export function standardiseColumns(bytes: usize): void {
  let columns = COLUMNS;
  for (let channel: usize = 0; channel < 3; channel++) {
    for (let row = 0; row < 32; row++) {
      for (let half = 0; half < 2; half++) {
        const sixteen = v128.load(bytes);
        v128.store(columns, scale(v128.and(sixteen, i32x4.splat(0xff)), channel));
        v128.store(columns, scale(v128.and(i32x4.shr_u(sixteen, 8), i32x4.splat(0xff)), channel), 32);
        v128.store(columns, scale(v128.and(i32x4.shr_u(sixteen, 16), i32x4.splat(0xff)), channel), 64);
        v128.store(columns, scale(i32x4.shr_u(sixteen, 24), channel), 96);
        bytes += 16;
        columns += 16;
      }
      columns += 96;
    }
  }
}

/** Fills PIXELS. @param bytes [3][32][32] bytes. */
export function standardisePixels(bytes: usize): void {
  for (let pixels = PIXELS; pixels < PIXELS + 3072 * F32; pixels += 96) {
    const red = v128.load64_zero(bytes);
    const green = v128.load64_zero(bytes, 1024);
    const blue = v128.load64_zero(bytes, 2048);
    interleave(
      scale(evenBytes(red), 0),
      scale(evenBytes(green), 1),
      scale(evenBytes(blue), 2),
      scale(oddBytes(red), 0),
      scale(oddBytes(green), 1),
      scale(oddBytes(blue), 2),
      pixels,
    );
    bytes += 8;
  }
}

/** Columns 0, 2, 4, 6 of 8 bytes, as four integers. */
function evenBytes(bytes: v128): v128 {
  return i32x4.extend_low_i16x8_u(v128.and(bytes, i16x8.splat(0xff)));
}

/** Columns 1, 3, 5, 7. */
function oddBytes(bytes: v128): v128 {
  return i32x4.extend_low_i16x8_u(i16x8.shr_u(bytes, 8));
}

/** byte × scale + shift of the channel. */
function scale(bytes: v128, channel: usize): v128 {
  const place = PIXEL_SCALE + channel * 2 * F32;
  return madd(f32x4.convert_i32x4_s(bytes), v128.load32_splat(place), v128.load32_splat(place + F32));
}

/** Stores 8 pixels of 3 channels, given four even and four odd ones of each. */
function interleave(r0: v128, g0: v128, b0: v128, r1: v128, g1: v128, b1: v128, to: usize): void {
  const a = v128.shuffle<f32>(r0, g0, 0, 4, 1, 5);
  const b = v128.shuffle<f32>(b0, r1, 0, 4, 1, 5);
  const c = v128.shuffle<f32>(g1, b1, 0, 4, 1, 5);
  v128.store(to, v128.shuffle<f32>(a, b, 0, 1, 4, 5));
  v128.store(to, v128.shuffle<f32>(c, a, 0, 1, 6, 7), 16);
  v128.store(to, v128.shuffle<f32>(b, c, 2, 3, 6, 7), 32);
  const d = v128.shuffle<f32>(r0, g0, 2, 6, 3, 7);
  const e = v128.shuffle<f32>(b0, r1, 2, 6, 3, 7);
  const f = v128.shuffle<f32>(g1, b1, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(d, e, 0, 1, 4, 5), 48);
  v128.store(to, v128.shuffle<f32>(f, d, 0, 1, 6, 7), 64);
  v128.store(to, v128.shuffle<f32>(e, f, 2, 3, 6, 7), 80);
}
