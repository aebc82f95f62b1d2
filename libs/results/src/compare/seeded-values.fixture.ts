import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Sample } from './compared-cells.ts';

/** Cells named "0", "1", … with the same seeds each. */
export function samplesOf(cells: readonly (readonly number[])[]): Sample[] {
  return cells.map((values, at) => ({ cellId: String(at), seeds: values.map((_, seed) => seed), values }));
}

/** Normal values, the same ones for the same arguments. @param spread of the cells' true means, in standard deviations of a value */
export function normalSamples(cells: number, seeds: number, spread: number): Sample[] {
  const random = xoroshiro128plus(cells * 1000 + seeds);
  const normal = () =>
    Math.sqrt(-2 * Math.log(1 - uniformFloat64(random))) * Math.cos(2 * Math.PI * uniformFloat64(random));
  return samplesOf(
    Array.from({ length: cells }, () => {
      const mean = spread * normal();
      return Array.from({ length: seeds }, () => mean + normal());
    }),
  );
}
