import { IMAGE_BYTES } from '@gridsweep/cifar10';

/** Of a processor's cache. */
const LINE_BYTES = 64;
/** Images that are read ahead together. */
const GROUP = 8;

/**
 * Copies images from anywhere in a data set, one behind the other. Copied one at a time each is waited for; so one byte of every
 * line of eight images is read first, line by line of all of them, for a processor fetches many lines at once.
 * @param images [count][3][32][32] bytes. @param indices the images, of which those from `first` to before `end` are copied.
 * @param to receives [end − first][3][32][32] bytes.
 */
export function gatherImages(
  images: Uint8Array,
  indices: Uint32Array,
  first: number,
  end: number,
  to: Uint8Array,
): void {
  for (let start = first; start < end; start += GROUP) {
    const next = Math.min(start + GROUP, end);
    let bits = 0;
    for (let line = 0; line < IMAGE_BYTES; line += LINE_BYTES) {
      for (let at = start; at < next; at++) bits |= images[indices[at] * IMAGE_BYTES + line];
    }
    // Overwritten at once, but no compiler can leave the reading out.
    to[(start - first) * IMAGE_BYTES] = bits;
    for (let at = start; at < next; at++) {
      const from = indices[at] * IMAGE_BYTES;
      to.set(images.subarray(from, from + IMAGE_BYTES), (at - first) * IMAGE_BYTES);
    }
  }
}
