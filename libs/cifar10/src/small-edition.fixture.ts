import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { create } from 'tar';
import { BATCHES, CHANNELS, CLASSES, IMAGE_BYTES, RECORD_BYTES, SIDE, TRAIN_BATCHES, type Edition } from './edition.ts';
import { BATCH_FILES } from './records.ts';

const PLANE = SIDE * SIDE;

/** A data set of a few images in all the forms that CIFAR-10 comes in, under a temporary folder. */
export interface SmallEdition {
  readonly edition: Edition;
  /** Of the finished file. */
  readonly bytes: Buffer;
  readonly folder: string;
  /** Holds the six .bin files. */
  readonly unpacked: string;
  readonly officialArchive: string;
  readonly npmTarball: string;
  remove(): Promise<void>;
}

/** @param batchRecords images in each of the six batches. */
export async function makeSmallEdition(batchRecords = 20): Promise<SmallEdition> {
  const folder = await mkdtemp(join(tmpdir(), 'gridsweep-dataset-'));
  const bytes = records(batchRecords);
  const officialArchive = await packOfficial(folder, bytes);
  const npmTarball = await packNpm(folder, bytes);
  const tarball = await readFile(npmTarball);
  return {
    edition: {
      name: 'small',
      fileName: 'small.bin',
      batchRecords,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      ...channelStatistics(bytes),
      tarball: {
        spec: 'gridsweep-small-edition@1.0.0',
        integrity: `sha512-${createHash('sha512').update(tarball).digest('base64')}`,
        bytes: tarball.length,
      },
    },
    bytes,
    folder,
    unpacked: join(folder, 'cifar-10-batches-bin'),
    officialArchive,
    npmTarball,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function records(batchRecords: number): Buffer {
  const bytes = Buffer.alloc(BATCHES * batchRecords * RECORD_BYTES);
  // A linear congruential generator: no two images are alike, and every run makes the same ones.
  let state = 1;
  for (let at = 0; at < bytes.length; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[at] = at % RECORD_BYTES === 0 ? Math.floor(at / RECORD_BYTES) % CLASSES : state >>> 24;
  }
  return bytes;
}

async function packOfficial(folder: string, bytes: Buffer): Promise<string> {
  const archive = join(folder, 'cifar-10-binary.tar.gz');
  await mkdir(join(folder, 'cifar-10-batches-bin'));
  const size = bytes.length / BATCHES;
  for (const [batch, name] of BATCH_FILES.entries()) {
    await writeFile(join(folder, 'cifar-10-batches-bin', name), bytes.subarray(batch * size, (batch + 1) * size));
  }
  await create({ gzip: true, file: archive, cwd: folder }, ['cifar-10-batches-bin']);
  return archive;
}

async function packNpm(folder: string, bytes: Buffer): Promise<string> {
  const tarball = join(folder, 'gridsweep-small-edition-1.0.0.tgz');
  const content = join(folder, 'package');
  await mkdir(content);
  await writeFile(join(content, 'package.json'), JSON.stringify({ name: 'gridsweep-small-edition', version: '1.0.0' }));
  const labels = Array.from({ length: bytes.length / RECORD_BYTES }, (_, record) => bytes[record * RECORD_BYTES]);
  const batchRecords = labels.length / BATCHES;
  const train = TRAIN_BATCHES * batchRecords;
  await writeFile(join(content, 'train_lables.json'), JSON.stringify(labels.slice(0, train)));
  await writeFile(join(content, 'test_lables.json'), JSON.stringify(labels.slice(train)));
  for (const [batch, name] of BATCH_FILES.entries()) {
    await writeFile(join(content, name.replace('.bin', '.png')), toPng(bytes, batch * batchRecords, batchRecords));
  }
  const images = BATCH_FILES.map((name) => `package/${name.replace('.bin', '.png')}`);
  const order = ['package/package.json', ...images, 'package/test_lables.json', 'package/train_lables.json'];
  await create({ gzip: true, file: tarball, cwd: folder }, order);
  return tarball;
}

function toPng(bytes: Buffer, firstRecord: number, count: number): Buffer {
  const png = new PNG({ width: PLANE, height: count, colorType: 2 });
  for (let image = 0; image < count; image += 1) {
    for (let pixel = 0; pixel < PLANE; pixel += 1) {
      const to = (image * PLANE + pixel) * 4;
      const from = (firstRecord + image) * RECORD_BYTES + 1 + pixel;
      for (let channel = 0; channel < CHANNELS; channel += 1) png.data[to + channel] = bytes[from + channel * PLANE];
      png.data[to + 3] = 255;
    }
  }
  return PNG.sync.write(png, { colorType: 2 });
}

function channelStatistics(bytes: Buffer): { mean: number[]; std: number[] } {
  const mean: number[] = [];
  const std: number[] = [];
  for (let channel = 0; channel < CHANNELS; channel += 1) {
    const values: number[] = [];
    for (let record = 0; record < (bytes.length / RECORD_BYTES / BATCHES) * TRAIN_BATCHES; record += 1) {
      const from = record * RECORD_BYTES + 1 + channel * PLANE;
      for (let at = from; at < from + IMAGE_BYTES / CHANNELS; at += 1) values.push(bytes[at] / 255);
    }
    const average = values.reduce((sum, value) => sum + value, 0) / values.length;
    mean.push(average);
    std.push(Math.sqrt(values.reduce((sum, value) => sum + (value - average) ** 2, 0) / values.length));
  }
  return { mean, std };
}
