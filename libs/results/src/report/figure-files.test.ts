import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyText } from '../export/any-text.fixture.ts';
import { escapeLatex } from '../export/latex-text.ts';
import { figuresLatex } from './figure-files.ts';

const DRAWING = { width: 680, height: 400, svg: '' };
const figure = (name: string, caption: string) => ({
  section: 'curves' as const,
  name,
  caption,
  wide: DRAWING,
  narrow: DRAWING,
});

test('figures are included with captions and labels, as wide as a column', () => {
  expect(figuresLatex([figure('adam-loss', 'Loss & 100 %.')])).toBe(
    `% \\usepackage{graphicx}
% Each figure as wide as a column, 85 mm; where there are 180 mm take the other file, and figure* beside columns.

\\begin{figure}[tbp]
  \\centering
  \\includegraphics[width=85mm]{adam-loss-85mm.png}% adam-loss-180mm.png
  \\caption{Loss \\& 100 \\%.}
  \\label{fig:adam-loss}
\\end{figure}
`,
  );
});

test('no caption adds a line or a command', () => {
  fc.assert(
    fc.property(anyText(), (caption) => {
      const lines = figuresLatex([figure('a', caption)]).split('\n');
      expect(lines).toHaveLength(10);
      expect(lines[6]).toBe(`  \\caption{${escapeLatex(caption)}}`);
    }),
  );
});
