import { readFile, stat } from 'node:fs/promises';
import { GridsweepError } from '@gridsweep/sweep';
import { decode as decodeJpeg, type RawImageData } from 'jpeg-js';
import { PNG } from 'pngjs';
import { orientationOf, type Orientation } from './orientation.ts';

/** A decoded picture: red, green, blue and alpha of each pixel, row by row, as they are stored. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
  /** How it is to be turned to be looked at. */
  readonly orientation: Orientation;
}

const MOST_FILE_BYTES = 64 * 2 ** 20;
/** A decoded pixel takes 4 bytes, of a JPEG some 20 meanwhile. */
const MOST_MEGAPIXELS = 50;
const JPEG_MEMORY_MB = 2048;

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Where a PNG's width begins; its height follows, 4 bytes each. */
const PNG_SIZE_AT = 16;
const JPEG_SIGNATURE = Buffer.from([0xff, 0xd8, 0xff]);

/**
 * Decodes a PNG or JPEG file of at most 50 million pixels; larger ones are refused before they are decoded.
 * @throws GridsweepError 'invalid', naming the file and what is wrong with it
 */
export async function readPicture(path: string): Promise<Picture> {
  const file = await read(path);
  const startsWith = (signature: Buffer) => file.subarray(0, signature.length).equals(signature);
  if (startsWith(PNG_SIGNATURE)) return png(path, file);
  if (startsWith(JPEG_SIGNATURE)) return jpeg(path, file);
  throw unusable(path, 'it is neither a PNG nor a JPEG file; save it as one of them');
}

async function read(path: string): Promise<Buffer> {
  try {
    const { size } = await stat(path);
    if (size > MOST_FILE_BYTES) {
      throw unusable(path, `it has ${Math.ceil(size / 2 ** 20)} MiB; at most ${MOST_FILE_BYTES / 2 ** 20} are read`);
    }
    return await readFile(path);
  } catch (thrown) {
    if (thrown instanceof GridsweepError) throw thrown;
    throw unusable(path, GridsweepError.from(thrown).message, thrown);
  }
}

async function png(path: string, file: Buffer): Promise<Picture> {
  if (file.length < PNG_SIZE_AT + 8) throw unusable(path, 'the PNG file is cut off');
  const [width, height] = [file.readUInt32BE(PNG_SIZE_AT), file.readUInt32BE(PNG_SIZE_AT + 4)];
  requireSize(path, width, height);
  const { data } = await new Promise<PNG>((resolve, reject) => {
    new PNG().parse(file, (error: Error | null, decoded) => {
      // The types promise an error; pngjs gives null.
      if (error === null) resolve(decoded);
      else reject(unusable(path, `the PNG file is broken (${error.message})`, error));
    });
  });
  return { width, height, rgba: data, orientation: 1 };
}

function jpeg(path: string, file: Buffer): Picture {
  try {
    const decoded: RawImageData<Uint8Array> & { readonly exifBuffer?: Uint8Array } = decodeJpeg(file, {
      useTArray: true,
      tolerantDecoding: false,
      maxResolutionInMP: MOST_MEGAPIXELS,
      maxMemoryUsageInMB: JPEG_MEMORY_MB,
    });
    const { width, height, data, exifBuffer } = decoded;
    requireSize(path, width, height);
    return { width, height, rgba: data, orientation: orientationOf(exifBuffer) };
  } catch (thrown) {
    if (thrown instanceof GridsweepError) throw thrown;
    const { message } = thrown as Error;
    if (message.includes('limit exceeded')) throw tooLarge(path);
    throw unusable(path, `the JPEG file is broken or of a kind that is not read (${message})`, thrown);
  }
}

function requireSize(path: string, width: number, height: number): void {
  if (width * height > MOST_MEGAPIXELS * 1e6) throw tooLarge(path, `${width} × ${height} pixels`);
  if (width === 0 || height === 0) throw unusable(path, `it is ${width} × ${height} pixels`);
}

function tooLarge(path: string, size = 'too many pixels'): GridsweepError {
  return unusable(path, `it has ${size}, and at most ${MOST_MEGAPIXELS} million are read; make it smaller`);
}

function unusable(path: string, why: string, cause?: unknown): GridsweepError {
  return new GridsweepError('invalid', `The picture ${path} cannot be used: ${why.replace(/\.$/, '')}.`, { cause });
}
