import { open, type FileHandle } from 'node:fs/promises';
import { GridsweepError, type MetricPoint } from '@gridsweep/sweep';
import { toJson } from '@gridsweep/results';

/** A file that takes every point of a trial. */
export interface MetricsFile {
  write(points: readonly MetricPoint[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a JSON Lines file, replacing what is there: one {"name","step","epoch","value"} a line. Values that are not finite
 * are the strings "NaN", "Infinity" and "-Infinity", as in every JSON that gridsweep writes.
 * @throws 'invalid' where the file cannot be written.
 */
export async function openMetricsFile(path: string): Promise<MetricsFile> {
  const file = await open(path, 'w').catch((thrown: unknown): FileHandle => {
    throw cannotWrite(path, thrown);
  });
  return {
    async write(points) {
      await file.appendFile(points.map(lineOf).join(''));
    },
    close: () => file.close(),
  };
}

function lineOf({ name, step, epoch, value }: MetricPoint): string {
  return `${toJson({ name, step, epoch, value })}\n`;
}

/** What is wrong with a file that the user named for output. */
export function cannotWrite(path: string, thrown: unknown): GridsweepError {
  const { code, message } = GridsweepError.from(thrown);
  if (code === 'no-space')
    return new GridsweepError(code, `${path} cannot be written: the disk is full.`, { cause: thrown });
  return new GridsweepError('invalid', `${path} cannot be written: ${message}.`, { cause: thrown });
}
