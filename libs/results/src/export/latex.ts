import { slug } from '../names.ts';
import { each, inPieces } from '../table/rows.ts';
import { forAudience, type Table } from '../table/table.ts';
import { escapeLatex } from './latex-text.ts';

export interface LatexOptions {
  /** In plain text; the table's title if not given. */
  readonly caption?: string;
  /** What \ref names; "tab:" and the title's words if not given. Only letters, digits and :._- of it are kept. */
  readonly label?: string;
}

/** More rows do not fit a page: they become a table that breaks across pages. */
const MOST_ROWS_OF_A_PAGE = 40;

/**
 * A table for \input: booktabs' rules, caption, label, the notes below. One of many rows is a longtable, whose rows are made while
 * they are gone through. What LaTeX must load is said in the first lines.
 */
export function* latexText(table: Table, options: LatexOptions = {}): Generator<string> {
  const { columns, rows } = forAudience(table, 'people');
  const spec = columns.map(({ align }) => (align === 'right' ? 'r' : 'l')).join('');
  const line = (texts: readonly string[]) => `  ${texts.map(escapeLatex).join(' & ')} \\\\\n`;
  const head = line(columns.map(({ title }) => title));
  const body = each(rows, (row) => line(row.map(({ text }) => text)));
  const caption = `\\caption{${escapeLatex(options.caption ?? table.title)}}`;
  const label = `\\label{${(options.label ?? `tab:${slug(table.title)}`).replace(/[^\w:.-]/g, '')}}`;
  if (isLong(rows)) {
    yield '% \\usepackage{booktabs,longtable}\n';
    yield `\\begin{longtable}{${spec}}\n${caption}${label} \\\\\n\\toprule\n${head}\\midrule\n\\endfirsthead\n`;
    yield `\\toprule\n${head}\\midrule\n\\endhead\n\\bottomrule\n\\endfoot\n`;
    yield* inPieces(body);
    yield '\\end{longtable}\n';
    yield* notesOf(table);
    return;
  }
  yield '% \\usepackage{booktabs}\n';
  yield `\\begin{table}[htbp]\n\\centering\n${caption}\n${label}\n\\begin{tabular}{${spec}}\n\\toprule\n${head}\\midrule\n`;
  yield* inPieces(body);
  yield '\\bottomrule\n\\end{tabular}\n';
  yield* notesOf(table);
  yield '\\end{table}\n';
}

function isLong(rows: Iterable<unknown>): boolean {
  const each = rows[Symbol.iterator]();
  for (let count = 0; count <= MOST_ROWS_OF_A_PAGE; count += 1) if (each.next().done === true) return false;
  each.return?.();
  return true;
}

function* notesOf({ notes }: Table): Generator<string> {
  if (notes.length === 0) return;
  yield `\\par\\smallskip\n\\begin{minipage}{\\linewidth}\\footnotesize\n`;
  yield notes.map((note) => `${escapeLatex(note)}\\par\n`).join('');
  yield '\\end{minipage}\n';
}
