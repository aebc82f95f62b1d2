import { excerpt } from '../table/rows.ts';
import { forAudience, type Cell, type Column, type Table } from '../table/table.ts';
import { html, type Markup } from './html.ts';

/** Rows of a table that the page has at most; its file has all. */
const MOST_ROWS = 250;
/** A table of more columns is wider than a telephone. */
const NARROW_COLUMNS = 4;

/** A table of the page with the files that have all its rows. */
export interface PageTable {
  readonly table: Table;
  /** Names of files beside the page, the one for programs first. */
  readonly files: readonly string[];
}

/**
 * A table that scrolls sideways inside the page where it is wider, its first columns staying in sight.
 * @param said notes that the page has already.
 * @param heading under which it stands; a title that says the same is not shown again.
 */
export function tableMarkup({ table, files }: PageTable, said: readonly string[], heading?: string): Markup {
  const { columns, rows } = forAudience(table, 'people');
  const { first, left, last } = excerpt(rows, MOST_ROWS);
  const gap = html`<tr>
    <td class="faint" colspan="${columns.length}">… ${left.toLocaleString('en-US')} more rows; ${files[0]} has all</td>
  </tr> `;
  const ranked = columns[0]?.key === 'rank' ? 'ranked' : '';
  return html`<div class="table ${ranked}" role="region" tabindex="0" aria-label="${table.title}">
      <table>
        <caption class="${table.title === heading ? 'unseen' : ''}">
          ${table.title}
        </caption>
        <thead>
          <tr>
            ${columns.map(({ title, align }) => html`<th class="${align}" scope="col">${title}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${first.map((row) => rowMarkup(columns, row))}${left === 0 ? undefined : gap}${last.map((row) => rowMarkup(columns, row))}
        </tbody>
      </table>
    </div>
    ${columns.length > NARROW_COLUMNS ? html`<p class="sideways" aria-hidden="true">Scroll the table sideways for more →</p>` : undefined}
    <p class="quiet">
      ${table.notes.filter((note) => !said.includes(note)).map((note) => html`${note} `)}
      <span class="files"
        >${files.map((file, at) => html`${at > 0 ? ' · ' : 'As '}<a href="${file}">${endingOf(file)}</a>`)}</span
      >
    </p> `;
}

function endingOf(file: string): string {
  const ending = file.slice(file.lastIndexOf('.') + 1);
  return ending === 'tex' ? 'LaTeX' : ending.toUpperCase();
}

function rowMarkup(columns: readonly Column[], row: readonly Cell[]): Markup {
  return html`<tr>
    ${row.map(({ text, tone }, at) => html`<td class="${classes(columns[at]!, tone)}">${text}</td>`)}
  </tr>`;
}

function classes({ align }: Column, tone: Cell['tone']): string {
  return tone === undefined ? align : `${align} ${tone}`;
}
