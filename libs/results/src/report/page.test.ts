import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mixedRecord, optimizersRecord, trial } from '../example-records.ts';
import { anyText } from '../export/any-text.fixture.ts';
import type { SweepRecord } from '../record.ts';
import { reportFiles } from './report-files.ts';

/** A sweep in which everything that people and programs name is this text. */
function named(text: string): SweepRecord {
  const record = mixedRecord();
  const name = text.trim() === '' ? 'x' : text;
  const trials = record.trials.map((each) => ({
    ...each,
    points: each.points.map((point) => (point.name === 'test/loss' ? { ...point, name: `${text}.` } : point)),
    parameters: { ...each.parameters, optimizer: `${String(each.parameters['optimizer'])}${text}` },
    provenance: each.provenance.map((provenance) => ({ ...provenance, device: text, engineVariant: text })),
    ...(each.failure && { failure: { kind: 'crash' as const, detail: text } }),
  }));
  const spec = { ...record.spec, name, metric: { ...record.spec.metric } };
  return { ...record, name, spec, trials };
}

async function filesOf(record: SweepRecord): Promise<{ readonly page: string; readonly method: string }> {
  const files = await reportFiles([record]);
  const method = [...files.keys()].find((name) => name.endsWith('-method.tex'))!;
  return { page: files.get('index.html') as string, method: files.get(method) as string };
}

/** Its elements and attributes in order, without the pictures, whose parts depend on how long texts are. */
function skeleton(page: string): string[] {
  const withoutPictures = page
    .replace(/<svg[^]*?<\/svg>/g, '')
    .replace(/(?:href|id|aria-label|content|data-copy)="[^"]*"/g, '');
  return withoutPictures.match(/<[^>]*>/g)!;
}

describe('whatever things are called', () => {
  test('the page has the same elements, and the LaTeX the same commands', async () => {
    const plain = await filesOf(named('name'));
    const commands = (latex: string) => [...new Set(latex.match(/\\(?:paragraph|cite|texttt)\{[a-z0-9,]*/g))];
    await fc.assert(
      fc.asyncProperty(anyText(), async (text) => {
        const { page, method } = await filesOf(named(text));
        expect(skeleton(page)).toEqual(skeleton(plain.page));
        expect(page.match(/<(?:script|img|iframe|object|embed|foreignObject)\b/gi)).toEqual(['<script']);
        expect(page).not.toMatch(/<[^>]*\son[a-z]+\s*=/i);
        expect(page).not.toMatch(/(?![\n\t])[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069\uFEFF]/u);
        expect(commands(method)).toEqual(commands(plain.method));
      }),
      { numRuns: 12 },
    );
  }, 60_000);
});

test('a page has headings in order, captions, labels and a language', async () => {
  const { page } = await filesOf(optimizersRecord(3));
  expect(page).toMatch(/<html lang="en">/);
  const levels = [...page.matchAll(/<h([1-6])[ >]/g)].map(([, level]) => Number(level));
  expect(levels[0]).toBe(1);
  levels.slice(1).forEach((level, at) => expect(level).toBeLessThanOrEqual(levels[at]! + 1));
  expect(page.match(/<table>/g)).toHaveLength(page.match(/<caption/g)!.length);
  expect(page.match(/<th (?![^>]*scope=)/g)).toBeNull();
  for (const [, label] of page.matchAll(/role="(?:img|region)"[^>]*aria-label="([^"]*)"/g)) expect(label).not.toBe('');
});

test('of very many cells the page stays small', async () => {
  const cells = Array.from({ length: 2000 }, (_, at) =>
    trial(
      at,
      { lr: (at + 1) / 1000 },
      {
        state: 'finished',
        outcome: 'completed',
        points: [1, 2, 3].map((epoch) => ({
          name: 'test/accuracy',
          step: epoch * 782,
          epoch,
          value: 0.1 * epoch + at / 1e5,
        })),
      },
    ),
  );
  const { page } = await filesOf({ ...optimizersRecord(), axes: ['lr'], trials: cells });
  expect(page.length).toBeLessThan(1_500_000);
  expect(page).toContain('1,750 more rows; optimizers-comparison.csv has all');
});
