import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'jpeg-js';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { orientationOf } from './orientation.ts';
import { readPicture } from './read-picture.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridsweep-picture-'));
});
afterAll(() => rm(folder, { recursive: true }));

const [width, height] = [40, 24];
const rgba = Uint8Array.from({ length: width * height * 4 }, (_, at) => (at % 4 === 3 ? 255 : (at >> 2) % 200));

function png(): Buffer {
  const file = new PNG({ width, height });
  file.data = Buffer.from(rgba);
  return PNG.sync.write(file);
}

/** @param orientation adds EXIF data that say so */
function jpeg(orientation?: number): Buffer {
  const file = encode({ width, height, data: rgba }, 100).data;
  if (orientation === undefined) return file;
  const tiff = Buffer.from('4d4d002a00000008000101120003000000010000000000000000', 'hex');
  tiff.writeUInt16BE(orientation, 18);
  const segment = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const head = Buffer.from([0xff, 0xe1, 0, segment.length + 2]);
  return Buffer.concat([file.subarray(0, 2), head, segment, file.subarray(2)]);
}

async function written(name: string, content: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

test('a PNG comes with its pixels', async () => {
  const picture = await readPicture(await written('a.png', png()));
  expect(picture).toMatchObject({ width, height, orientation: 1 });
  expect(Buffer.compare(picture.rgba, rgba)).toBe(0);
});

test('a JPEG nearly does, whatever its name, and is turned as its camera says', async () => {
  for (const orientation of [undefined, 1, 6]) {
    const picture = await readPicture(await written('a.txt', jpeg(orientation)));
    expect(picture).toMatchObject({ width, height, orientation: orientation ?? 1 });
    const error = picture.rgba.reduce((sum, byte, at) => sum + Math.abs(byte - rgba[at]!), 0) / rgba.length;
    expect(error).toBeLessThan(3);
  }
});

describe('what cannot be used is told with the reason', () => {
  const refused = async (path: string) =>
    readPicture(path).then(
      () => 'it was read',
      (thrown: unknown) => {
        expect(thrown).toMatchObject({ name: 'GridsweepError', code: 'invalid' });
        return (thrown as Error).message.replace(path, 'FILE');
      },
    );

  test('a file that is not there, or no picture', async () => {
    expect(await refused(join(folder, 'nowhere.png'))).toMatch(/^The picture FILE cannot be used: .*ENOENT/);
    expect(await refused(folder)).toMatch(/EISDIR/);
    for (const content of ['', 'GIF89a…', 'RIFF....WEBP']) {
      expect(await refused(await written('b', Buffer.from(content)))).toBe(
        'The picture FILE cannot be used: it is neither a PNG nor a JPEG file; save it as one of them.',
      );
    }
  });

  test('a broken or cut off one', async () => {
    const damaged = png();
    damaged.fill(0, 60, 100);
    expect(await refused(await written('c.png', damaged))).toMatch(/the PNG file is broken \(.*\)\.$/);
    expect(await refused(await written('d.png', png().subarray(0, 20)))).toContain('the PNG file is cut off');
    expect(await refused(await written('e.png', png().subarray(0, 120)))).toContain('the PNG file is broken');
    const file = jpeg();
    for (const length of [3, 300, file.length >> 1]) {
      expect(await refused(await written('f.jpg', file.subarray(0, length)))).toContain('the JPEG file is broken');
    }
  });

  test('one of too many pixels, before it is decoded', async () => {
    const large = png();
    large.writeUInt32BE(100_000, 16);
    large.writeUInt32BE(100_000, 20);
    expect(await refused(await written('g.png', large))).toBe(
      'The picture FILE cannot be used: it has 100000 × 100000 pixels, and at most 50 million are read; make it smaller.',
    );
    const file = jpeg();
    const frame = file.indexOf(Buffer.from([0xff, 0xc0]));
    file.writeUInt16BE(60_000, frame + 5);
    file.writeUInt16BE(60_000, frame + 7);
    expect(await refused(await written('h.jpg', file))).toContain('at most 50 million are read');
  });

  test('a file of too many bytes, before it is read', async () => {
    const path = await written('i.png', png());
    await truncate(path, 2 ** 31);
    expect(await refused(path)).toContain('it has 2048 MiB; at most 64 are read');
  });
});

test.each([
  ['nothing', undefined],
  ['no TIFF', Buffer.from('Exif')],
  ['a directory beyond its end', Buffer.from('49492a00ffffff00', 'hex')],
  ['more entries than there are', Buffer.from('49492a0008000000ffff0000', 'hex')],
  ['an orientation that there is not', Buffer.from('49492a000800000001001201030001000000090000000000', 'hex')],
])('EXIF data of %s mean that it is not turned', (_, exif) => {
  expect(orientationOf(exif)).toBe(1);
});

test('EXIF data are read in both orders of bytes, after padding', () => {
  expect(orientationOf(Buffer.from('0049492a000800000001001201030001000000080000000000', 'hex'))).toBe(8);
  expect(orientationOf(Buffer.from('4d4d002a0000000800010112000300000001000300000000', 'hex'))).toBe(3);
});
