import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { GridsweepError } from '@gridsweep/sweep';
import type { SweepRecord } from '../record.ts';
import type { FigureOptions } from './figures.ts';
import { reportFiles } from './report-files.ts';

export interface WrittenReport {
  readonly directory: string;
  /** Absolute path of the page to open. */
  readonly index: string;
  /** Names of all files in the directory that belong to the report, index.html last. */
  readonly files: readonly string[];
}

/**
 * Writes figures (SVG, PNG, each as wide as a page of print and as a column), tables (CSV, LaTeX, JSON, Markdown), what a paper includes (.tex,
 * .bib), each sweep as a file that reruns it, and a self-contained index.html into a directory, made if need be.
 * Files of an earlier report are replaced one by one, each at once and index.html last, after all of them are on the disk;
 * other files there are left alone.
 * @param curves how they are drawn where figures leave a choice
 * @throws GridsweepError 'no-space' on a full disk, 'invalid' where the directory cannot be written to or there is no sweep.
 */
export async function writeReport(
  records: readonly SweepRecord[],
  directory: string,
  curves?: FigureOptions['curves'],
): Promise<WrittenReport> {
  if (records.length === 0)
    throw new GridsweepError('invalid', 'A report needs at least one sweep, and none was given.');
  const target = resolve(directory);
  const files = await reportFiles(records, curves);
  try {
    await makeFolder(target);
    const staging = await mkdtemp(join(target, '.report-'));
    try {
      for (const [name, content] of files) await writeFile(join(staging, name), content, { flush: true });
      for (const name of files.keys()) await rename(join(staging, name), join(target, name));
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  } catch (error) {
    throw writeError(error, target);
  }
  return { directory: target, index: join(target, 'index.html'), files: [...files.keys()] };
}

/** Node's own recursive mkdir never returns below a folder that takes no entries, as /proc, and hides that a disk is read-only. */
async function makeFolder(path: string): Promise<void> {
  const missing: string[] = [];
  for (let folder = path; !existsSync(folder); folder = dirname(folder)) missing.unshift(folder);
  for (const folder of missing) {
    await mkdir(folder).catch((error: unknown) => {
      // Somebody else made it meanwhile.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    });
  }
}

/** What went wrong with the directory, as a sentence. */
export function writeError(thrown: unknown, directory: string): GridsweepError {
  const cannot = `The report cannot be written to ${directory}`;
  const options = { cause: thrown };
  switch ((thrown as NodeJS.ErrnoException).code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new GridsweepError(
        'no-space',
        `${cannot}: the disk is full. Free some space or give another directory.`,
        options,
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new GridsweepError(
        'invalid',
        `${cannot}: there is no permission to write there. Give another directory.`,
        options,
      );
    case 'EEXIST':
    case 'ENOTDIR':
    case 'EISDIR':
      return new GridsweepError(
        'invalid',
        `${cannot}: something that is not a directory is in the way. Give another one.`,
        options,
      );
    case 'ENOENT':
      // What mkdir says in a file system of the kernel's.
      return new GridsweepError(
        'invalid',
        `${cannot}: that folder does not exist and cannot be made. Give another directory.`,
        options,
      );
    default:
      return GridsweepError.from(thrown);
  }
}
