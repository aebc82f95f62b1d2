import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readEvent } from './events.ts';
import { SESSION_END_TAG } from './hparams.ts';
import { readRecords, recordBytes } from './records.ts';

/** What an event file holds. */
export interface Written {
  /** Bytes of its whole events: what comes after was cut off while it was written. */
  readonly length: number;
  /** By tag the steps that it has. */
  readonly steps: ReadonlyMap<string, ReadonlySet<number>>;
  /** Of the last event with the highest step; seconds since 1970. */
  readonly last: { readonly wallTime: number; readonly step: number } | undefined;
  /** The end of its session, as the hparams plugin has it. */
  readonly end: Buffer | undefined;
}

export const NOTHING_WRITTEN: Written = { length: 0, steps: new Map(), last: undefined, end: undefined };

/** Reads what a file holds that `writeEvents` wrote, also where that was cut off. */
export async function readEventFile(path: string): Promise<Written> {
  const bytes = await readFile(path).catch((thrown: unknown) => {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw thrown;
  });
  const { records, length } = readRecords(bytes);
  const steps = new Map<string, Set<number>>();
  let last: Written['last'];
  let end: Buffer | undefined;
  for (const record of records) {
    const { tag, step, wallTime, content } = readEvent(record);
    if (tag === undefined) continue;
    if (tag === SESSION_END_TAG) end = content;
    const known = steps.get(tag);
    if (known === undefined) steps.set(tag, new Set([step]));
    else known.add(step);
    if (last === undefined || step >= last.step) last = { wallTime, step };
  }
  return { length, steps, last, end };
}

/**
 * Adds events behind the whole ones of a file, in its place, as programs that read it while it grows want it; a file that is not there
 * yet, or is written anew, appears whole.
 */
export async function writeEvents(path: string, { length }: Written, events: readonly Uint8Array[]): Promise<void> {
  const bytes = recordBytes(events);
  if (length === 0) {
    await mkdir(dirname(path), { recursive: true });
    await replaceFile(path, bytes);
    return;
  }
  const file = await open(path, 'r+');
  try {
    await file.truncate(length);
    await file.write(bytes, 0, bytes.length, length);
  } finally {
    await file.close();
  }
}

/** Writes a file, whole or not at all. */
export async function replaceFile(path: string, content: Uint8Array | string): Promise<void> {
  const unfinished = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(unfinished, content);
    await rename(unfinished, path);
  } catch (thrown) {
    await rm(unfinished, { force: true });
    throw thrown;
  }
}
