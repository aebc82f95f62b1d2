import type { Dataset, Split } from '@gridsweep/cifar10';
import { INPUT, PARAMETER_COUNT, PARAMETER_TENSORS } from '../../architecture.ts';

const PLANE = INPUT.height * INPUT.width;
const IMAGE = INPUT.channels * PLANE;

/** Images that tools/golden/generate.py makes too, by the same integer arithmetic: 320 to train on, 128 to test with. */
export function syntheticDataset(): Dataset {
  return { train: syntheticSplit(0, 320), test: syntheticSplit(320, 128) };
}

/** Initial parameters that tools/golden/generate.py makes too: uniform between ±1/√fan_in. */
export function syntheticParameters(): Float32Array {
  const parameters = new Float32Array(PARAMETER_COUNT);
  for (const { offset, length, fanIn } of PARAMETER_TENSORS) {
    for (let at = offset; at < offset + length; at++) {
      parameters[at] = (scramble(0x40000000 + at) / 2 ** 31 - 1) * (1 / Math.sqrt(fanIn));
    }
  }
  return parameters;
}

/** Batches in the images' order, starting over at the end. */
export function syntheticBatches(steps: number, batchSize: number, imageCount: number): Uint32Array[] {
  return Array.from({ length: steps }, (_, step) =>
    Uint32Array.from({ length: batchSize }, (_, at) => (step * batchSize + at) % imageCount),
  );
}

/** Each class has its pattern of 4×4 squares, with noise over it. */
function syntheticSplit(first: number, count: number): Split {
  const labels = Uint8Array.from({ length: count }, (_, image) => scramble(0x20000000 + first + image) % 10);
  const images = Uint8Array.from({ length: count * IMAGE }, (_, at) => {
    const channel = Math.floor(at / PLANE) % INPUT.channels;
    const y = Math.floor(at / INPUT.width) % INPUT.height;
    const x = at % INPUT.width;
    const square = channel * 64 + (y >> 2) * 8 + (x >> 2);
    const pattern = scramble(labels[Math.floor(at / IMAGE)] * 192 + square) & 127;
    const noise = scramble(0x10000 + first * IMAGE + at) & 127;
    return pattern + noise;
  });
  return { count, images, labels };
}

/** Mixes a 32-bit number so that neighbours have nothing in common. */
function scramble(number: number): number {
  let x = number;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}
