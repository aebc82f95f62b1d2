import { appendFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { testFolder } from '../attempt.fixture.ts';
import { cleanText } from './clean-text.ts';
import { CommandLog } from './command-log.ts';
import { LineSplitter } from './line-splitter.ts';
import { LogLimiter } from './log-limiter.ts';
import { MetricsFile } from './metrics-file.ts';
import { Reports, type Report, type ReportItem } from './reports.ts';

test.each([
  ['plain', 'plain'],
  ['\u001b[31mred\u001b[0m \u001b]0;title\u0007x\u001b]8;;http://a\u001b\\link\u001b(B', 'red xlink'],
  ['\u009b2Jc1\u0085', 'c1'],
  [' 10 %\r 20 %\r100 %\r', '100 %'],
  ['windows\r', 'windows'],
  ['a\tb\u0000\u0008c', 'a    bc'],
  ['\u202eevil\u2066\u200b', 'evil'],
  ['\u001b]unterminated', ''],
])('%j is shown as %j', (text, expected) => {
  expect(cleanText(Buffer.from(text), 0, 100)).toBe(expected);
});

test('what is no UTF-8 is replaced, and long lines are cut between characters', () => {
  expect(cleanText(Buffer.from([0x61, 0xff, 0x62]), 0, 100)).toBe('a\ufffdb');
  expect(cleanText(Buffer.from('aaaaa'), 0, 3)).toBe('aaa… (cut)');
  expect(cleanText(Buffer.from('aa\u{1f600}'), 0, 3)).toBe('aa… (cut)');
  expect(cleanText(Buffer.from('aaa'), 10, 5)).toBe('aaa… (cut)');
});

test('lines are found however they are cut into chunks, and no more than a limit of each is kept', () => {
  const text = Buffer.from('one\n\ntwo long\nthree');
  for (let size = 1; size <= text.length; size++) {
    const splitter = new LineSplitter(5);
    const lines = [];
    for (let at = 0; at < text.length; at += size) {
      for (const line of splitter.push(text.subarray(at, at + size)))
        lines.push([line.number, line.bytes.toString(), line.cut]);
    }
    const last = splitter.end()!;
    expect([...lines, [last.number, last.bytes.toString(), last.cut]]).toEqual([
      [1, 'one', 0],
      [2, '', 0],
      [3, 'two l', 3],
      [4, 'three', 0],
    ]);
    expect(splitter.end()).toBeNull();
  }
});

test('200 lines at once, then 50 a second; what is left out is counted and told', () => {
  let now = 0;
  const log = new CommandLog(new LogLimiter(() => now));
  const print = (text: string) => log.line(Buffer.from(text), 0).map(({ message }) => message);
  const first = Array.from({ length: 1_000 }, (_, at) => print(`line ${at}`)).flat();
  expect(first).toHaveLength(200);
  now += 1_000;
  expect(print('after a second')).toEqual([
    '800 lines were left out: the command prints more than a log can take.',
    'after a second',
  ]);
  expect(Array.from({ length: 100 }, () => print('more')).flat()).toHaveLength(49);
  expect(log.end()).toHaveLength(1);
  expect(log.end()).toEqual([]);
  now += 60_000;
  expect(Array.from({ length: 100 }, () => print('x'.repeat(10_000))).flat()).toHaveLength(20);
});

test('the last words are the last 20 lines, bounded, also of those that the log has not', () => {
  const log = new CommandLog(new LogLimiter(() => 0));
  for (let at = 0; at < 500; at++) log.line(Buffer.from(`line ${at}\u001b[0m`), 0);
  expect(log.lastWords().split('\n')).toEqual(Array.from({ length: 20 }, (_, at) => `line ${480 + at}`));
  for (let at = 0; at < 20; at++) log.line(Buffer.from('y'.repeat(10_000)), 0);
  expect(log.lastWords().length).toBeLessThanOrEqual(2_001);
});

test('the metrics file is followed as it grows, without half lines', async () => {
  const path = join(await testFolder(), 'metrics');
  const file = await MetricsFile.create(path, 1_000);
  const read = async () => (await file.read()).lines.map(({ bytes }) => bytes.toString());
  expect(await read()).toEqual([]);
  await appendFile(path, 'one\ntw');
  expect(await read()).toEqual(['one']);
  await appendFile(path, 'o\nthree');
  expect(await read()).toEqual(['two']);
  expect(file.end()?.bytes.toString()).toBe('three');
  await file.close();
});

test.each([
  ['written anew', (path: string) => writeFile(path, 'a later line\n'), ['a later line']],
  ['written anew, as long as before', (path: string) => writeFile(path, 'TWO lines\n'), ['TWO lines']],
  ['replaced', async (path: string) => (await writeFile(`${path}.new`, 'x\n'), rename(`${path}.new`, path)), []],
])('a metrics file that is %s is told once', async (what, change, expected) => {
  const path = join(await testFolder(), 'metrics');
  const file = await MetricsFile.create(path, 1_000);
  await appendFile(path, 'one line.\n');
  await file.read();
  await change(path);
  const { lines, warning } = await file.read();
  expect(lines.map(({ bytes }) => bytes.toString())).toEqual(expected);
  expect(warning).toContain(`$GRIDSWEEP_METRICS_FILE was ${what.split(',')[0]}`);
  expect((await file.read()).warning).toBeUndefined();
  await file.close();
});

const report = (text: string, cut = 0): Report => ({ text, cut, where: 'line 1 of its metrics file' });
const take = (reports: Reports, lines: readonly Report[]) => [...reports.take(lines)];
const warnings = (items: readonly ReportItem[]) =>
  items.flatMap((item) => (item.type === 'event' && item.event.type === 'log' ? [item.event.message] : []));

test('warnings are bounded, and their number is told at the end', () => {
  const reports = new Reports(1_000, () => 0);
  const items = take(
    reports,
    Array.from({ length: 100 }, () => report('bad')),
  );
  expect(warnings(items)).toHaveLength(20);
  expect(warnings([...reports.end()])).toEqual(['80 more lines of its reports could not be used.']);
});

test('a line that is too long, and more metrics than can be compared, are left out with a warning', () => {
  const reports = new Reports(1_000_000, () => 0);
  expect(warnings(take(reports, [report('{"step":1,', 70_000)]))).toEqual([
    expect.stringContaining('is longer than 65536 bytes'),
  ]);
  const names = Array.from({ length: 220 }, (_, at) => report(`{"step":1,"m${at}":1}`));
  expect(warnings(take(reports, names))).toEqual([
    'More than 200 different metrics were reported; the others are left out.',
  ]);
});

test('points come in events of at most 500, progress at most once a second', () => {
  let now = 0;
  const reports = new Reports(1_000_000, () => now);
  const lines = (from: number) => Array.from({ length: 1_200 }, (_, at) => report(`{"step":${from + at},"a":1}`));
  const sizes = (items: readonly ReportItem[]) =>
    items.flatMap((item) => (item.type === 'event' && item.event.type === 'metrics' ? [item.event.points.length] : []));
  const progress = (items: readonly ReportItem[]) =>
    items.flatMap((item) => (item.type === 'event' && item.event.type === 'progress' ? [item.event] : []));
  const first = take(reports, lines(1));
  expect(sizes(first)).toEqual([500, 500, 200]);
  expect(progress(first)).toEqual([{ type: 'progress', step: 500 }]);
  now = 2_000;
  expect(progress(take(reports, lines(1_201)))).toEqual([
    { type: 'progress', step: 1_700, rate: { value: 600, unit: 'steps/s' } },
  ]);
  expect(progress([...reports.end()])).toEqual([{ type: 'progress', step: 2_400 }]);
});
