import { GridsweepError } from '@gridsweep/sweep';
import { PNG } from 'pngjs';
import { IMAGE_BYTES, RECORD_BYTES, SIDE, batchBytes, type Edition } from './edition.ts';

const PLANE = SIDE * SIDE;
/** pngjs always gives red, green, blue and alpha. */
const DECODED_BYTES_A_PIXEL = 4;

/**
 * One batch as records, from a PNG file as wide as an image has pixels (1,024) and as high as the batch has images: each
 * line is one image, row after row.
 * @throws GridsweepError 'data' if the file is not such a PNG, or there is not one label for each image.
 */
export async function decodeBatch(png: Buffer, labels: readonly number[], edition: Edition): Promise<Buffer> {
  const { width, height, data } = await decode(png);
  if (width !== PLANE || height !== edition.batchRecords) {
    throw new GridsweepError(
      'data',
      `A batch of images must be ${PLANE} × ${edition.batchRecords} pixels, but this one is ${width} × ${height}.`,
    );
  }
  if (labels.length !== height) {
    throw new GridsweepError('data', `There are ${labels.length} labels for a batch of ${height} images.`);
  }
  const records = Buffer.allocUnsafe(batchBytes(edition));
  for (const [image, label] of labels.entries()) {
    const to = image * RECORD_BYTES;
    records[to] = label;
    planar(data, image * PLANE * DECODED_BYTES_A_PIXEL, records, to + 1);
  }
  return records;
}

/** Copies one image's colours into its three planes. */
function planar(pixels: Uint8Array, from: number, records: Uint8Array, to: number): void {
  for (let plane = 0; plane < IMAGE_BYTES / PLANE; plane += 1) {
    for (let pixel = 0; pixel < PLANE; pixel += 1) {
      records[to + plane * PLANE + pixel] = pixels[from + pixel * DECODED_BYTES_A_PIXEL + plane];
    }
  }
}

function decode(png: Buffer): Promise<PNG> {
  return new Promise((resolve, reject) => {
    new PNG().parse(png, (error: Error | null, decoded) => {
      // The types promise an error; pngjs gives null.
      if (error === null) resolve(decoded);
      else reject(error);
    });
  });
}
