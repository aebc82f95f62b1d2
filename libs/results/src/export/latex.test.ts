import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { column, plain, type Table } from '../table/table.ts';
import { anyText } from './any-text.fixture.ts';
import { escapeLatex } from './latex-text.ts';
import { latexText, type LatexOptions } from './latex.ts';

/** All that plain text may become. */
const COMMANDS = (
  'textbackslash textasciitilde textasciicircum textless textgreater textbar textbullet symbol pm times cdot infty leq geq approx ' +
  'to circ mu ldots S copyright ss ae AE o O aa AA oe OE l L i j pounds u r H v d c b ' +
  'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda nu xi pi rho sigma tau upsilon phi chi psi omega ' +
  'Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega'
)
  .split(' ')
  .map((name) => `\\${name}`);

const toLatex = (table: Table, options?: LatexOptions) => [...latexText(table, options)].join('');

function tableOf(texts: readonly string[], notes: readonly string[] = []): Table {
  return {
    title: 'Optimizers: comparison by test_accuracy',
    columns: [column('name', 'name'), column('value', 'accuracy (%)', { align: 'right' })],
    rows: texts.map((text) => [plain(text), { value: -0.5, text: '−0.5' }]),
    notes,
  };
}

describe('a table', () => {
  test('is ready for \\input, with rules, caption, label and notes', () => {
    expect(toLatex(tableOf(['adam', 'rms_prop'], ['2 trials, 64.7 ± 0.4 %.']))).toBe(
      [
        '% \\usepackage{booktabs}',
        ...['\\begin{table}[htbp]', '\\centering', '\\caption{Optimizers: comparison by test\\_accuracy}'],
        ...['\\label{tab:optimizers-comparison-by-test-accuracy}', '\\begin{tabular}{lr}', '\\toprule'],
        ...['  name & accuracy (\\%) \\\\', '\\midrule', '  adam & $-$0.5 \\\\', '  rms\\_prop & $-$0.5 \\\\'],
        ...['\\bottomrule', '\\end{tabular}', '\\par\\smallskip', '\\begin{minipage}{\\linewidth}\\footnotesize'],
        ...['2 trials, 64.7 $\\pm$ 0.4 \\%.\\par', '\\end{minipage}', '\\end{table}', ''],
      ].join('\n'),
    );
  });

  test('has the caption and the label that it is given', () => {
    const text = toLatex(tableOf(['a']), { caption: 'A & B', label: 'tab:a}\\b' });
    expect(text).toContain('\\caption{A \\& B}\n\\label{tab:ab}\n');
  });

  test('of more rows than fit a page breaks across pages, and comes in pieces', () => {
    const rows = Array.from({ length: 10_000 }, (_, at) => `row ${at}`);
    const pieces = [...latexText(tableOf(rows, ['All of them.']))];
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(50_000);
    const text = pieces.join('');
    expect(text).toMatch(/^% \\usepackage\{booktabs,longtable\}\n\\begin\{longtable\}\{lr\}\n/);
    expect(text.match(/^ {2}row \d+ & /gm)).toHaveLength(10_000);
    expect(text).not.toContain('\\begin{table}');
  });
});

describe('text', () => {
  test.each([
    [
      '100 % of #1 & {a_b} ~ $5^2 \\',
      '100 \\% of \\#1 \\& \\{a\\_b\\} \\textasciitilde{} \\$5\\textasciicircum{}2 \\textbackslash{}',
    ],
    ['−0.5 ± 0.1 · ∞ …', '$-$0.5 $\\pm$ 0.1 $\\cdot$ $\\infty$ \\ldots{}'],
    ['learning-rates -- 0.9,,0.999', 'learning-rates -{}- 0.9,{},0.999'],
    ['1026–1034, “best”', "1026--{}1034, ``{}best''{}"],
    ['Müller, Łukasz, œuvre, β₁', 'M\\"{u}ller, \\L{}ukasz, \\oe{}uvre, $\\beta$U+2081'],
    ['学 \u001B[2J\nforged', 'U+5B66 U+241B{[}2J forged'],
  ])('%j is set as it is', (text, escaped) => {
    expect(escapeLatex(text)).toBe(escaped);
  });

  test('none ends a cell, a row, a group or a line, begins a formula or a command of its own', () => {
    fc.assert(
      fc.property(fc.array(anyText(), { minLength: 1, maxLength: 5 }), (texts) => {
        const lines = toLatex({ ...tableOf(texts, texts), title: texts[0]! }).split('\n');
        const rows = lines.filter((line) => line.endsWith(' \\\\'));
        expect(rows).toHaveLength(texts.length + 1);
        for (const row of rows)
          expect(
            row
              .replace(/ \\\\$/, '')
              .replace(/\\&/g, '')
              .split('&'),
          ).toHaveLength(2);
        expect(lines.filter((line) => line.endsWith('\\par'))).toHaveLength(texts.length);
        for (const text of texts) {
          const escaped = escapeLatex(text);
          expect(escaped).toMatch(/^[ -~]*$/);
          expect(depthOf(escaped)).toBe(0);
          for (const [command] of escaped.matchAll(/\\[A-Za-z]+/g)) expect(COMMANDS).toContain(command);
          for (const [formula] of escaped.replace(/\\\$/g, '').matchAll(/\$[^$]*\$?/g)) {
            expect(formula).toMatch(/^\$(-|\\[A-Za-z]+|\^\{(2|3|\\circ)\})\$$/);
          }
          expect(escaped.replace(/\\[%#]/g, '')).not.toMatch(/[%#~]/);
        }
      }),
    );
  });

  /** How deep groups are open at the end; NaN where one was closed that was not open. */
  function depthOf(text: string): number {
    let depth = 0;
    for (const [, brace] of text.replace(/\\[{}\\]/g, '').matchAll(/([{}])/g)) {
      depth += brace === '{' ? 1 : -1;
      if (depth < 0) return NaN;
    }
    return depth;
  }
});

function hasLatex(): boolean {
  try {
    execFileSync('pdflatex', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!hasLatex())('pdfTeX [latex]', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gridsweep-latex-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('sets tables that hold any text, short and long ones', async () => {
    const texts = fc.sample(anyText(), { numRuns: 300, seed: 1 });
    const characters = Array.from({ length: 0x2300 - 0x20 }, (_, at) => String.fromCodePoint(0x20 + at)).join('');
    await writeFile(join(folder, 'short.tex'), toLatex({ ...tableOf(texts.slice(0, 20), texts), title: texts[20]! }));
    await writeFile(join(folder, 'long.tex'), toLatex(tableOf(texts, [characters]), { label: 'tab:long' }));
    const packages = '\\usepackage{booktabs,longtable}';
    const body = '\\listoftables\\input{short}\\input{long}Table~\\ref{tab:long}.';
    await writeFile(
      join(folder, 'all.tex'),
      `\\documentclass{article}${packages}\\begin{document}${body}\\end{document}`,
    );
    const compile = () =>
      String(
        execFileSync('pdflatex', ['-halt-on-error', '-interaction=nonstopmode', 'all.tex'], {
          cwd: folder,
          stdio: ['ignore', 'pipe', 'ignore'],
        }),
      );
    // What the first run writes about captions the second one reads.
    compile();
    expect(compile()).toMatch(/Output written on all\.pdf \(\d+ pages/);
  });
});
