import type { Dataset } from '@gridsweep/cifar10';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/**
 * Kinds of image: every pixel at random; waves with noise; squares of one colour, in which neighbouring windows are equal
 * and max pooling has ties; one colour everywhere, so that all windows are equal.
 */
export const IMAGE_KINDS = ['noise', 'smooth', 'squares', 'flat'] as const;
export type ImageKind = (typeof IMAGE_KINDS)[number];

/** Both splits are the same `count` images with random labels. */
export function randomDataset(kind: ImageKind, count: number, seed: number): Dataset {
  const generator = xoroshiro128plus(seed);
  const random = (limit: number) => (generator.next() >>> 0) % limit;
  const images = new Uint8Array(count * 3072);
  for (let plane = 0; plane < count * 3; plane++) {
    const numbers = Array.from({ length: 16 }, () => random(256));
    for (let y = 0; y < 32; y++) {
      for (let x = 0; x < 32; x++) images[plane * 1024 + y * 32 + x] = pixel(kind, x, y, numbers, random);
    }
  }
  const labels = Uint8Array.from({ length: count }, () => random(10));
  const split = { count, images, labels };
  return { train: split, test: split };
}

function pixel(kind: ImageKind, x: number, y: number, numbers: readonly number[], random: (limit: number) => number) {
  switch (kind) {
    case 'noise':
      return random(256);
    case 'smooth':
      return 128 + 90 * Math.sin((x * numbers[0] + y * numbers[1]) / 512 + numbers[2]) + random(30);
    case 'squares':
      return numbers[(y >> 3) * 4 + (x >> 3)];
    case 'flat':
      return numbers[0];
  }
}
