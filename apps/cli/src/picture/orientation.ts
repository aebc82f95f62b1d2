/** EXIF's orientation: how the stored picture is to be turned and mirrored to be looked at; 1: not at all. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** The tag of the orientation in TIFF's first directory (Exif 2.3, 4.6.4). */
const ORIENTATION_TAG = 0x0112;
/** Bytes of an entry of a directory. */
const ENTRY_BYTES = 12;

/** Read from EXIF data: a TIFF file, after up to two bytes of padding. What is missing or broken means 1. */
export function orientationOf(exif: Uint8Array | undefined): Orientation {
  if (exif === undefined) return 1;
  const start = [0, 1, 2].find((at) => ['II*\0', 'MM\0*'].includes(String.fromCharCode(...exif.subarray(at, at + 4))));
  if (start === undefined) return 1;
  const view = new DataView(exif.buffer, exif.byteOffset + start, exif.byteLength - start);
  const isLittle = exif[start] === 0x49;
  try {
    const directory = view.getUint32(4, isLittle);
    const entries = view.getUint16(directory, isLittle);
    for (let at = directory + 2; at < directory + 2 + entries * ENTRY_BYTES; at += ENTRY_BYTES) {
      if (view.getUint16(at, isLittle) !== ORIENTATION_TAG) continue;
      const value = view.getUint16(at + 8, isLittle);
      return value >= 1 && value <= 8 ? (value as Orientation) : 1;
    }
  } catch (thrown) {
    // An offset beyond the end of the data.
    if (!(thrown instanceof RangeError)) throw thrown;
  }
  return 1;
}

/**
 * Where a pixel of a square picture that is looked at is stored.
 * @param side of the square @returns column and row
 */
export function storedAt(orientation: Orientation, side: number, x: number, y: number): [number, number] {
  const last = side - 1;
  switch (orientation) {
    case 1:
      return [x, y];
    case 2:
      return [last - x, y];
    case 3:
      return [last - x, last - y];
    case 4:
      return [x, last - y];
    case 5:
      return [y, x];
    case 6:
      return [y, last - x];
    case 7:
      return [last - y, last - x];
    case 8:
      return [last - y, x];
  }
}
