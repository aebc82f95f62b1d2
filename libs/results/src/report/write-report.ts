import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { GridsweepError } from '@gridsweep/sweep';
import { summarize } from '../aggregate.ts';
import { renderPng, renderSvg } from '../chart/render.ts';
import { comparisonText, listResults } from '../format-results.ts';
import { slug, uniqueNames } from '../names.ts';
import type { SweepRecord } from '../record.ts';
import { comparisonTable } from '../table/comparison-table.ts';
import { csvText } from '../table/export.ts';
import { pivotTable } from '../table/pivot-table.ts';
import { sweepFigures, type Figure } from './figures.ts';
import { reportPage, type Chapter } from './page.ts';

export interface WrittenReport {
  readonly directory: string;
  /** Absolute path of the page to open. */
  readonly index: string;
  /** Names of all files in the directory that belong to the report, index.html last. */
  readonly files: readonly string[];
}

/**
 * Writes figures (SVG, PNG), tables (CSV, JSON, Markdown) and a self-contained index.html into a directory, made if need be.
 * Files of an earlier report are replaced one by one, each at once and index.html last, after all of them are on the disk;
 * other files there are left alone.
 * @throws GridsweepError 'no-space' on a full disk, 'invalid' where the directory cannot be written to or there is no sweep.
 */
export async function writeReport(records: readonly SweepRecord[], directory: string): Promise<WrittenReport> {
  if (records.length === 0)
    throw new GridsweepError('invalid', 'A report needs at least one sweep, and none was given.');
  const target = resolve(directory);
  const files = reportFiles(records);
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

/** What a file holds; a large one in pieces, made while it is written. */
type Content = string | Uint8Array | Iterable<string>;

/** Every file of the report by name, index.html last. */
function reportFiles(records: readonly SweepRecord[]): Map<string, Content> {
  const files = new Map<string, Content>();
  const slugs = uniqueSlugs(records);
  const uniqueName = uniqueNames();
  const chapters = records.map((record, at): Chapter => {
    const name = slugs[at]!;
    const summary = summarize(record);
    const comparison = comparisonTable(summary);
    const pivot = pivotTable(summary);
    const figures = sweepFigures(summary, name, record.figureNumbers ?? {}, uniqueName);
    for (const figure of figures) addFigure(files, figure);
    const data = new Map<string, Content>([
      [`${name}-comparison.csv`, csvText(comparison)],
      [`${name}-comparison.json`, comparisonText(summary, 'json')],
      [`${name}-comparison.md`, comparisonText(summary, 'markdown')],
      ...(pivot === undefined ? [] : [[`${name}-grid.csv`, csvText(pivot)] as const]),
      [`${name}-trials.csv`, listResults(record, 'trials', 'csv')],
      [`${name}-points.csv`, listResults(record, 'points', 'csv')],
    ]);
    for (const [file, content] of data) files.set(file, content);
    return {
      summary,
      tables: [
        [comparison, `${name}-comparison.csv`],
        ...(pivot === undefined ? [] : [[pivot, `${name}-grid.csv`] as const]),
      ],
      figures,
      dataFiles: [...data.keys()],
    };
  });
  files.set('index.html', reportPage(chapters));
  return files;
}

function addFigure(files: Map<string, Content>, { name, wide }: Figure): void {
  const svg = renderSvg(wide, name);
  files.set(`${name}.svg`, svg);
  files.set(`${name}.png`, renderPng(svg));
}

/** Sweeps of the same name are told apart by the beginning of their ids. */
function uniqueSlugs(records: readonly SweepRecord[]): string[] {
  const names = records.map((record) => slug(record.name));
  const uniqueName = uniqueNames();
  return names.map((name, at) =>
    uniqueName(
      names.indexOf(name) === names.lastIndexOf(name) ? name : `${name}-${slug(records[at]!.id).slice(0, 12)}`,
    ),
  );
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
