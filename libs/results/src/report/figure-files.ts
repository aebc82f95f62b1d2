import { escapeLatex } from '../export/latex-text.ts';
import type { Figure } from './figures.ts';

/** Files of one figure's layouts: as wide as a page of print, and as a column. */
export function figureFiles(name: string): readonly [FigureFiles, FigureFiles] {
  return [filesOf(`${name}-180mm`), filesOf(`${name}-85mm`)];
}

export interface FigureFiles {
  readonly svg: string;
  readonly png: string;
}

function filesOf(base: string): FigureFiles {
  return { svg: `${base}.svg`, png: `${base}.png` };
}

/** Figures for \input, each as wide as a column, with its caption and a label; the file for a page of print stands beside it as a comment. */
export function figuresLatex(figures: readonly Figure[]): string {
  const head =
    '% \\usepackage{graphicx}\n% Each figure as wide as a column, 85 mm; where there are 180 mm take the other file, and figure* beside columns.\n';
  return head + figures.map(figureLatex).join('');
}

function figureLatex({ name, caption }: Figure): string {
  const [wide, narrow] = figureFiles(name);
  return [
    '',
    '\\begin{figure}[tbp]',
    '  \\centering',
    `  \\includegraphics[width=85mm]{${narrow.png}}% ${wide.png}`,
    `  \\caption{${escapeLatex(caption)}}`,
    `  \\label{fig:${name}}`,
    '\\end{figure}',
    '',
  ].join('\n');
}
