import { createHash } from 'node:crypto';
import type { CacheOptions } from '@gridsweep/devices';
import { GridsweepError } from '@gridsweep/sweep';
import {
  CHANNELS,
  CIFAR10,
  CLASSES,
  datasetPath,
  type Edition,
  fileBytes,
  RECORD_BYTES,
  SIDE,
  TRAIN_BATCHES,
} from './edition.ts';
import { type OnDatasetProgress, OTHER_WAYS } from './report.ts';
import { findRecordFiles, readRecords } from './records.ts';

const PLANE = SIDE * SIDE;

/** What a data set's records were found to be. */
export interface DatasetFacts {
  readonly path: string;
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  /** Images of each class. */
  readonly trainPerClass: readonly number[];
  readonly testPerClass: readonly number[];
  /** Of the training images, per channel, of pixels divided by 255. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/**
 * Reads the whole cached data set again and compares it with what CIFAR-10 is.
 * @throws GridsweepError 'data' if it is not there or differs in its hash, its counts or its statistics.
 */
export async function verifyDataset(
  options: CacheOptions = {},
  onProgress?: OnDatasetProgress,
  signal?: AbortSignal,
): Promise<DatasetFacts> {
  return verifyRecords(datasetPath(options), CIFAR10, onProgress, signal);
}

export async function verifyRecords(
  path: string,
  edition: Edition,
  onProgress?: OnDatasetProgress,
  signal?: AbortSignal,
): Promise<DatasetFacts> {
  const facts = await examine(path, edition, onProgress, signal);
  const wrong = differences(facts, edition);
  if (wrong.length === 0) return facts;
  throw new GridsweepError('data', `${path} is damaged or is not CIFAR-10: ${wrong.join('; ')}. ${OTHER_WAYS}`);
}

async function examine(
  path: string,
  edition: Edition,
  onProgress?: OnDatasetProgress,
  signal?: AbortSignal,
): Promise<DatasetFacts> {
  const files = await findRecordFiles(path, edition);
  const total = fileBytes(edition);
  const trainRecords = TRAIN_BATCHES * edition.batchRecords;
  const hash = createHash('sha256');
  const perClass = { train: counts(CLASSES), test: counts(CLASSES) };
  const pixels = Array.from({ length: CHANNELS }, () => counts(256));
  let record = 0;
  for await (const chunk of readRecords(files, signal)) {
    hash.update(chunk);
    for (let at = 0; at < chunk.length; at += RECORD_BYTES, record += 1) {
      const label = chunk[at];
      if (label >= CLASSES) throw new GridsweepError('data', `${path} has the label ${label} at image ${record}.`);
      if (record >= trainRecords) {
        perClass.test[label] += 1;
        continue;
      }
      perClass.train[label] += 1;
      for (const [channel, histogram] of pixels.entries()) count(histogram, chunk, at + 1 + channel * PLANE);
    }
    onProgress?.({ phase: 'verifying', bytes: record * RECORD_BYTES, total });
  }
  const moments = pixels.map(meanAndStd);
  return {
    path,
    bytes: record * RECORD_BYTES,
    sha256: hash.digest('hex'),
    trainPerClass: perClass.train,
    testPerClass: perClass.test,
    mean: moments.map(({ mean }) => mean),
    std: moments.map(({ std }) => std),
  };
}

function differences(facts: DatasetFacts, edition: Edition): string[] {
  const { batchRecords, mean, std, sha256 } = edition;
  const perTrainClass = (TRAIN_BATCHES * batchRecords) / CLASSES;
  const rows: [what: string, found: readonly (number | string)[], expected: readonly (number | string)[]][] = [
    ['training images a class', facts.trainPerClass, facts.trainPerClass.map(() => perTrainClass)],
    ['test images a class', facts.testPerClass, facts.testPerClass.map(() => batchRecords / CLASSES)],
    ['channel means', facts.mean.map(fiveDigits), mean.map(fiveDigits)],
    ['channel standard deviations', facts.std.map(fiveDigits), std.map(fiveDigits)],
    ['sha256', [facts.sha256], [sha256]],
  ];
  return rows
    .filter(([, found, expected]) => found.join(' ') !== expected.join(' '))
    .map(([what, found, expected]) => `${what} ${found.join(' ')} instead of ${expected.join(' ')}`);
}

function counts(length: number): number[] {
  return new Array<number>(length).fill(0);
}

function count(histogram: number[], bytes: Uint8Array, from: number): void {
  const end = from + PLANE;
  for (let at = from; at < end; at += 1) histogram[bytes[at]] += 1;
}

/** Of values / 255, exact up to one rounding: the sums of the integer values are exact in a double. */
function meanAndStd(histogram: readonly number[]): { mean: number; std: number } {
  let n = 0;
  let sum = 0;
  let squares = 0;
  for (const [value, times] of histogram.entries()) {
    n += times;
    sum += value * times;
    squares += value * value * times;
  }
  const mean = sum / n;
  return { mean: mean / 255, std: Math.sqrt(squares / n - mean * mean) / 255 };
}

function fiveDigits(value: number): string {
  return value.toFixed(5);
}
