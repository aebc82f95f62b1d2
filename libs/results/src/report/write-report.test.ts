import type { Network } from '@gridsweep/sweep';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { commandRecord, learningRatesRecord, mixedRecord, optimizersRecord, trial } from '../example-records.ts';
import { seededOptimizersRecord } from '../example-seeds.ts';
import { writeError, writeReport } from './write-report.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'report-test-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

describe('writeReport', () => {
  test('writes figures of both widths, tables, what a paper includes, the sweeps and the page, and nothing else', async () => {
    const target = join(directory, 'new', 'report');
    const { files, index } = await writeReport([optimizersRecord(3), learningRatesRecord(2)], target);
    expect((await readdir(target)).sort()).toEqual([...files].sort());
    expect(index).toBe(join(target, 'index.html'));
    expect(files.at(-1)).toBe('index.html');
    const figures = ['optimizers-train-loss', 'optimizers-test-accuracy', 'learning-rates-train-loss'];
    const pictures = figures.flatMap((figure) =>
      ['180mm', '85mm'].flatMap((width) => [`${figure}-${width}.svg`, `${figure}-${width}.png`]),
    );
    const tables = ['csv', 'tex', 'json', 'md'].map((ending) => `learning-rates-comparison.${ending}`);
    expect(files).toEqual(
      expect.arrayContaining([
        ...pictures,
        ...tables,
        ...['optimizers-trials.csv', 'optimizers-points.csv', 'optimizers-method.tex', 'figures.tex', 'index.html'],
        ...['sweep-optimizers.yaml', 'sweep-learning-rates.yaml', 'learning-rates-grid.tex'],
      ]),
    );
  });

  test('the page needs nothing from elsewhere, all of its links lead somewhere', async () => {
    const { index, files } = await writeReport([seededOptimizersRecord({ seeds: 3 }), mixedRecord()], directory);
    const page = await readFile(index, 'utf8');
    expect(page).not.toMatch(/<link|<img|<iframe|@import|url\((?!#)|<script[^>]/);
    expect(page.match(/<script>/g)).toHaveLength(1);
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!);
    expect(new Set(ids).size).toBe(ids.length);
    const links = [...page.matchAll(/ href="([^"]+)"/g)].map(([, link]) => link!);
    const known = new Set([...files, ...ids.map((id) => `#${id}`)]);
    expect(links.filter((link) => !known.has(link) && !/^https:\/\/[\w./~-]+$/.test(link))).toEqual([]);
    for (const text of [
      ...['16 trials = 2 pending + 1 running + 9 finished + 3 failed + 1 cancelled'],
      ...['sgd, seed 1: out-of-memory. The trainer needed more than 512 MiB.', 'Example CPU @ 2.50GHz', 'batch_size'],
    ]) {
      expect(page).toContain(text);
    }
  });

  test('the only script is the one whose hash the page names', async () => {
    const { index } = await writeReport([optimizersRecord(2)], directory);
    const page = await readFile(index, 'utf8');
    const [, hash] = /script-src &#39;sha256-([^&]+)&#39;/.exec(page)!;
    const [, script] = /<script>([^]*?)<\/script>/.exec(page)!;
    expect(createHash('sha256').update(script!).digest('base64')).toBe(hash);
    expect(script).not.toMatch(/\beval\b|Function\(|innerHTML|fetch|import/);
  });

  test('figures are numbered in the order of the page, over all sweeps, and are in that order for LaTeX', async () => {
    const { index } = await writeReport([optimizersRecord(3), learningRatesRecord(3)], directory);
    const page = await readFile(index, 'utf8');
    const numbers = [...page.matchAll(/<b>Figure (\d+)\.<\/b>/g)].map(([, number]) => Number(number));
    expect(numbers.length).toBeGreaterThan(6);
    expect(numbers).toEqual(numbers.map((_, at) => at + 1));
    const names = [...page.matchAll(/<figure id="([^"]+)"/g)].map(([, name]) => name);
    const latex = await readFile(join(directory, 'figures.tex'), 'utf8');
    expect([...latex.matchAll(/\\label\{fig:([^}]+)\}/g)].map(([, name]) => name)).toEqual(names);
  });

  test('a network that two sweeps train is drawn once, and both lead to it', async () => {
    const network: Network = {
      name: 'A network',
      input: { channels: 3, height: 32, width: 32 },
      layers: [{ kind: 'dense', name: 'output', units: 10 }],
    };
    const method = { sentences: ['A network.'], network };
    const records = [optimizersRecord(2), learningRatesRecord(2)].map((record) => ({ ...record, method }));
    const { index, files } = await writeReport(records, directory);
    const page = await readFile(index, 'utf8');
    expect(page.match(/<figure id="[^"]*network"/g)).toEqual(['<figure id="optimizers-network"']);
    expect(page).toMatch(/The network is that of <a href="#optimizers-network">Figure \d+<\/a>/);
    expect(files).toContain('optimizers-network.tex');
  });

  test('the works that the text cites are in its list and in the file, and no others', async () => {
    const { index } = await writeReport([seededOptimizersRecord({ seeds: 3 })], directory);
    const page = await readFile(index, 'utf8');
    const listed = [...page.matchAll(/<li id="reference-([^"]+)"/g)].map(([, key]) => key!).sort();
    const linked = [...page.matchAll(/href="#reference-([^"]+)"/g)].map(([, key]) => key!);
    const bibliography = await readFile(join(directory, 'references.bib'), 'utf8');
    const entries = [...bibliography.matchAll(/^@\w+\{(.*),$/gm)].map(([, key]) => key!).sort();
    const method = await readFile(join(directory, 'optimizers-method.tex'), 'utf8');
    const cited = [...method.matchAll(/\\cite\{([^}]+)\}/g)].flatMap(([, keys]) => keys!.split(','));
    expect(listed).toContain('hsu1984constrained');
    expect([...new Set(linked)].sort()).toEqual(listed);
    expect(entries).toEqual(listed);
    expect([...new Set(cited)].sort()).toEqual(listed);
  });

  test('several sweeps have a summary of all, whatever their metrics', async () => {
    const { index } = await writeReport([optimizersRecord(3), commandRecord()], directory);
    const page = await readFile(index, 'utf8');
    const rows = /Sweeps of this report[^]*?<tbody>([^]*?)<\/tbody>/.exec(page)![1]!;
    expect(rows.match(/<tr>/g)).toHaveLength(2);
    expect(rows).toContain('<a href="#sweep-optimizers-0123456789">Optimizers</a>');
    expect(rows).toContain('objective');
    expect(page.indexOf('id="sweep-optimizers-0123456789"')).toBeLessThan(
      page.indexOf('id="sweep-command-0123456789"'),
    );
  });

  test('the sweep can be submitted again from its file', async () => {
    const record = optimizersRecord(2);
    const { index } = await writeReport([record], directory);
    const page = await readFile(index, 'utf8');
    expect(page).toContain('gridsweep submit sweep-optimizers.yaml --watch\ngridsweep report optimizers-0 -o report');
    const file = await readFile(join(directory, 'sweep-optimizers.yaml'), 'utf8');
    expect(parse(file)).toMatchObject({
      name: 'optimizers',
      parameters: { optimizer: { values: expect.any(Array) as unknown } },
      seeds: [1],
    });
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
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toContain('alert(1)</script>');
    expect(page).not.toContain('\u001B');
    expect((await readdir(target)).sort()).toEqual([...files].sort());
    expect(await readdir(join(directory, 'a'))).toEqual(['b']);
    expect(files).toContain('command-script-alert-1-script-85mm.svg');
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
    expect(JSON.parse(json)).toMatchObject({ sweep: { code: { sha256: code.sha256, git: code.git } } });
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
    await mkdir(join(directory, 'optimizers-test-accuracy-85mm.png', 'in-the-way'), { recursive: true });
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
