/**
 * What the backward pass visits: a list of addresses, each with its gradient that is not zero, and sums over it.
 *
 * Each sum over the list is a pass of its own with a few accumulators, as many as registers allow: V8 issues all loads of a step
 * before the first sum, so n sums need 2 n + 1 of its 15 registers, and a sum that it spills waits for memory at every step.
 */
import { madd } from './vector';

export abstract class Survivors {
  /**
   * Writes an entry and returns the new end of the list, which leaves the entry out again if its gradient is ±0: no branch to
   * mispredict. NaN counts.
   * @param gradient the float's bits.
   */
  @inline
  static append(end: usize, address: usize, gradient: u32): usize {
    store<usize>(end, address);
    store<u32>(end, gradient, 4);
    return end + ((<usize>(gradient << 1 != 0)) << 3);
  }

  /**
   * Adds gradient × the vectors at the seven offsets from each survivor's address to seven sums in a row.
   * @param start the list. @param end its end. @param shift added to every address. @param o0 to o6 constants below 1024, which
   * the compiler makes part of the load.
   */
  @inline
  static addSeven(
    start: usize,
    end: usize,
    shift: usize,
    sums: usize,
    o0: usize,
    o1: usize,
    o2: usize,
    o3: usize,
    o4: usize,
    o5: usize,
    o6: usize,
  ): void {
    let s0 = v128.load(sums, 0);
    let s1 = v128.load(sums, 16);
    let s2 = v128.load(sums, 32);
    let s3 = v128.load(sums, 48);
    let s4 = v128.load(sums, 64);
    let s5 = v128.load(sums, 80);
    let s6 = v128.load(sums, 96);
    for (let entry = start; entry < end; entry += 8) {
      const from = load<usize>(entry) + shift;
      const g = v128.load32_splat(entry, 4);
      s0 = madd(v128.load(from + o0), g, s0);
      s1 = madd(v128.load(from + o1), g, s1);
      s2 = madd(v128.load(from + o2), g, s2);
      s3 = madd(v128.load(from + o3), g, s3);
      s4 = madd(v128.load(from + o4), g, s4);
      s5 = madd(v128.load(from + o5), g, s5);
      s6 = madd(v128.load(from + o6), g, s6);
    }
    v128.store(sums, s0, 0);
    v128.store(sums, s1, 16);
    v128.store(sums, s2, 32);
    v128.store(sums, s3, 48);
    v128.store(sums, s4, 64);
    v128.store(sums, s5, 80);
    v128.store(sums, s6, 96);
  }

  /** As addSeven, with six. */
  @inline
  static addSix(
    start: usize,
    end: usize,
    shift: usize,
    sums: usize,
    o0: usize,
    o1: usize,
    o2: usize,
    o3: usize,
    o4: usize,
    o5: usize,
  ): void {
    let s0 = v128.load(sums, 0);
    let s1 = v128.load(sums, 16);
    let s2 = v128.load(sums, 32);
    let s3 = v128.load(sums, 48);
    let s4 = v128.load(sums, 64);
    let s5 = v128.load(sums, 80);
    for (let entry = start; entry < end; entry += 8) {
      const from = load<usize>(entry) + shift;
      const g = v128.load32_splat(entry, 4);
      s0 = madd(v128.load(from + o0), g, s0);
      s1 = madd(v128.load(from + o1), g, s1);
      s2 = madd(v128.load(from + o2), g, s2);
      s3 = madd(v128.load(from + o3), g, s3);
      s4 = madd(v128.load(from + o4), g, s4);
      s5 = madd(v128.load(from + o5), g, s5);
    }
    v128.store(sums, s0, 0);
    v128.store(sums, s1, 16);
    v128.store(sums, s2, 32);
    v128.store(sums, s3, 48);
    v128.store(sums, s4, 64);
    v128.store(sums, s5, 80);
  }
}
