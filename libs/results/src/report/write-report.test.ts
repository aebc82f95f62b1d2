import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { commandRecord, learningRatesRecord, mixedRecord, optimizersRecord, trial } from '../example-records.ts';
import { writeError, writeReport } from './write-report.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'report-test-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

describe('writeReport', () => {
  test('writes figures 2 to 5, tables and the page, and nothing else', async () => {
    const target = join(directory, 'new', 'report');
    const { files, index } = await writeReport([optimizersRecord(3), learningRatesRecord(2)], target);
    expect((await readdir(target)).sort()).toEqual([...files].sort());
    expect(index).toBe(join(target, 'index.html'));
    const figures = [
      '2-optimizers-train-loss',
      '3-optimizers-test-accuracy',
      '4-learning-rates-train-loss',
      '5-learning-rates-test-accuracy',
    ];
    const expected = figures.flatMap((figure) => [`figure-${figure}.svg`, `figure-${figure}.png`]);
    const tables = ['csv', 'json', 'md'].map((extension) => `learning-rates-comparison.${extension}`);
    expect(files).toEqual(
      expect.arrayContaining([...expected, ...tables, 'heat-map-learning-rates-test-accuracy.png']),
    );
  });

  test('the page needs nothing from elsewhere and has pictures, findings, counts, failures, provenance and settings', async () => {
    const { index, files } = await writeReport([mixedRecord()], directory);
    const page = await readFile(index, 'utf8');
    expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|url\((?!#)/);
    const links = [...page.matchAll(/(?:href|src)="([^"#]+)"/g)].map(([, link]) => link!);
    expect(links.filter((link) => !files.includes(link))).toEqual([]);
    expect(page.match(/<svg /g)).toHaveLength(6);
    for (const text of [
      ...['16 trials = 2 pending + 1 running + 9 finished + 3 failed + 1 cancelled', '2 converged, 1 diverged'],
      ...['sgd, seed 1: out-of-memory. The trainer needed more than 512 MiB.', 'Example CPU @ 2.50GHz', 'batch_size'],
    ]) {
      expect(page).toContain(text);
    }
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('what people typed cannot become markup', async () => {
    const record = { ...optimizersRecord(1), name: '<img src=x onerror=alert(1)>' };
    const { index } = await writeReport([record], directory);
    expect(await readFile(index, 'utf8')).not.toContain('<img');
  });

  test('nor can what a program reported, and no file leaves the folder', async () => {
    const evil = '../../<script>alert(1)</script>';
    const record = commandRecord();
    const trials = record.trials.map((each, at) => ({
      ...each,
      points: each.points.map((point) => ({ ...point, name: evil })),
      parameters: { ...each.parameters, optimizer: `${evil}${each.cellId}` },
      provenance: each.provenance.map((provenance) => ({ ...provenance, device: evil })),
      ...(at === 0 && { state: 'failed' as const, failure: { kind: 'crash' as const, detail: `\u001B[2J${evil}` } }),
    }));
    const metrics = [{ name: evil, label: evil, unit: evil, goal: 'minimize' as const }];
    const target = join(directory, 'a', 'b', 'c');
    const { index, files } = await writeReport(
      [{ ...record, metric: { name: evil, goal: 'minimize' }, metrics, trials }],
      target,
    );
    const page = await readFile(index, 'utf8');
    expect(page).not.toContain('<script');
    expect(page).not.toContain('\u001B');
    expect((await readdir(target)).sort()).toEqual([...files].sort());
    expect(await readdir(join(directory, 'a'))).toEqual(['b']);
    expect(files).toContain('command-script-alert-1-script.svg');
  });

  test('of a large sweep the page has a part, which it says, and the files have all', async () => {
    const failure = { kind: 'crash', detail: 'x'.repeat(100_000) } as const;
    const trials = Array.from({ length: 3000 }, (_, at) => trial(at, { lr: at }, { state: 'failed', failure }));
    const record = { ...optimizersRecord(), axes: ['lr'], trials };
    const { index } = await writeReport([record], directory);
    const page = await readFile(index, 'utf8');
    expect(page.length).toBeLessThan(300_000);
    expect(page).toContain('… 2,750 more rows; optimizers-comparison.csv has all');
    expect(page).toContain('… and 2,950 more.');
    const table = await readFile(join(directory, 'optimizers-comparison.csv'), 'utf8');
    expect(table.trimEnd().split('\n')).toHaveLength(3001);
  });

  test('the code that a sweep brought is told', async () => {
    const code = { sha256: 'ab'.repeat(32), sizeBytes: 2048, git: { commit: 'cd'.repeat(20), dirty: true } };
    const { index } = await writeReport([{ ...commandRecord(), code }], directory);
    const page = await readFile(index, 'utf8');
    expect(page).toContain(code.sha256);
    expect(page).toContain(`${code.git.commit}, with changes that were not committed`);
    const json = await readFile(join(directory, 'command-comparison.json'), 'utf8');
    expect(JSON.parse(json)).toMatchObject({ sweep: { code } });
  });

  test('replaces an earlier report and leaves other files alone', async () => {
    await writeFile(join(directory, 'notes.txt'), 'mine');
    await writeFile(join(directory, 'index.html'), 'old');
    const { files } = await writeReport([optimizersRecord(1)], directory);
    expect((await readdir(directory)).sort()).toEqual([...files, 'notes.txt'].sort());
    expect(await readFile(join(directory, 'index.html'), 'utf8')).toContain('<!doctype html>');
    expect(await readFile(join(directory, 'notes.txt'), 'utf8')).toBe('mine');
  });

  test('leaves the earlier page and no debris where it fails half-way', async () => {
    await writeFile(join(directory, 'index.html'), 'old');
    await mkdir(join(directory, 'figure-3-optimizers-test-accuracy.png', 'in-the-way'), { recursive: true });
    await expect(writeReport([optimizersRecord(2)], directory)).rejects.toMatchObject({ code: 'invalid' });
    expect(await readFile(join(directory, 'index.html'), 'utf8')).toBe('old');
    expect((await readdir(directory)).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test('two sweeps of one name keep apart', async () => {
    const first = { ...optimizersRecord(1), id: 'aaaa' };
    const { files } = await writeReport([first, { ...first, id: 'bbbb' }], directory);
    expect(files).toEqual(expect.arrayContaining(['optimizers-aaaa-comparison.csv', 'optimizers-bbbb-comparison.csv']));
    expect(new Set(files).size).toBe(files.length);
  });

  test('a file in the way gives one clear sentence', async () => {
    const file = join(directory, 'file');
    await writeFile(file, '');
    await expect(writeReport([optimizersRecord(1)], join(file, 'report'))).rejects.toMatchObject({
      code: 'invalid',
      message: `The report cannot be written to ${join(file, 'report')}: something that is not a directory is in the way. Give another one.`,
    });
  });

  test('a folder that nobody can make gives one clear sentence', async () => {
    await expect(writeReport([optimizersRecord(1)], '/proc/gridsweep/report')).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(/^The report cannot be written to \/proc\/gridsweep\/report: /) as string,
    });
  });

  test('no sweep gives one clear sentence', async () => {
    await expect(writeReport([], directory)).rejects.toMatchObject({ code: 'invalid' });
  });
});

test.each([
  ['ENOSPC', 'no-space', 'the disk is full'],
  ['EDQUOT', 'no-space', 'the disk is full'],
  ['EACCES', 'invalid', 'no permission'],
  ['EROFS', 'invalid', 'no permission'],
  ['ENOENT', 'invalid', 'cannot be made'],
])('%s is the error %s and says: %s', (code, expected, text) => {
  const error = writeError(Object.assign(new Error(code), { code }), '/reports');
  expect(error.code).toBe(expected);
  expect(error.message).toContain('/reports');
  expect(error.message).toContain(text);
});
