import type { CodeSpec, Parameters, Provenance } from '@gridsweep/sweep';
import type { Summary } from '../aggregate.ts';
import { findings } from '../findings.ts';
import { readableName } from '../names.ts';
import { formatParameter } from '../parameter-label.ts';
import { formatCounts } from '../record.ts';
import { cut } from '../safe-text.ts';
import { excerpt } from '../table/rows.ts';
import { forAudience, type Cell, type Column, type Table } from '../table/table.ts';
import { formatDuration, joinWords, metricFormat, metricTitle } from '../value-format.ts';
import { curveMetrics, type Figure } from './figures.ts';
import { html, trusted, type Markup } from './html.ts';
import { inlineFigure } from './inline-svg.ts';
import { PAGE_STYLE } from './page-style.ts';

/** Rows of a table that the page has at most; its file has all. */
const MOST_ROWS = 250;
const MOST_FAILURES = 50;
const LONGEST_DETAIL = 1000;

/** What the page says of one sweep. */
export interface Chapter {
  readonly summary: Summary;
  /** Each with the name of the file that has all its rows. */
  readonly tables: readonly (readonly [Table, string])[];
  readonly figures: readonly Figure[];
  /** Names of files beside the page with the sweep's data. */
  readonly dataFiles: readonly string[];
}

/** The whole report as one HTML document that needs nothing from elsewhere: pictures and style are inside. */
export function reportPage(chapters: readonly Chapter[]): string {
  const [only] = chapters;
  const title = chapters.length === 1 ? readableName(only!.summary.sweep.name) : 'Sweep report';
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="generator" content="Gridsweep" />
        <title>${title} – Gridsweep</title>
        <style>
          ${trusted(PAGE_STYLE)}
        </style>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${chapters.length > 1 ? html`<p class="quiet">${chapters.map(contentsEntry)}</p>` : undefined}
          ${chapters.map((chapter) => chapterMarkup(chapter, chapters.length > 1))}
        </main>
      </body>
    </html> `;
  return page.markup;
}

/** No line ends between a number and its per cent sign. */
function keepUnits(text: string): string {
  return text.replaceAll(' %', '\u00A0%');
}

function contentsEntry({ summary }: Chapter, at: number): Markup {
  return html`${at > 0 ? ' · ' : ''}<a href="#${summary.sweep.id}">${readableName(summary.sweep.name)}</a>`;
}

function chapterMarkup({ summary, tables, figures, dataFiles }: Chapter, withHeading: boolean): Markup {
  const { sweep, metric, wallTimeMs } = summary;
  const counted = `${formatCounts(summary.counts)}.`;
  const created = new Date(sweep.createdAt).toISOString().slice(0, 16).replace('T', ' ');
  const took = wallTimeMs === undefined ? '' : `, ran ${formatDuration(wallTimeMs)}`;
  return html`<section id="${sweep.id}">
    ${withHeading ? html`<h2>${readableName(sweep.name)}</h2>` : undefined}
    <p class="quiet">
      ${counted} Ranked by ${metricTitle(metricFormat(metric.name, summary.metrics))},
      ${metric.goal === 'maximize' ? 'highest' : 'lowest'} first. Submitted ${created} UTC${took}.
    </p>
    <ul class="findings">
      ${findings(summary).map((finding) => html`<li>${keepUnits(finding)}</li>`)}
    </ul>
    ${tables.map(([table, file]) => tableMarkup(table, file, counted))} ${failureList(summary)}
    ${figures.map(inlineFigure)} ${notDrawn(summary)}
    <h3>Settings that all cells share</h3>
    ${facts(sharedParameters(summary))}
    <h3>Computed by</h3>
    ${summary.provenance.length === 0 ? html`<p class="quiet">No trial has reported yet.</p>` : summary.provenance.map((provenance) => facts(provenanceFacts(provenance)))}
    ${
      sweep.code === undefined
        ? undefined
        : html`<h3>Code</h3>
            ${facts(codeFacts(sweep.code))}`
    }
    <p class="quiet files">
      Data: ${dataFiles.map((file, at) => html`${at > 0 ? ' · ' : ''}<a href="${file}">${file}</a>`)}
    </p>
  </section> `;
}

/** @param counted the note that the chapter prints already. */
function tableMarkup(table: Table, file: string, counted: string): Markup {
  const { columns, rows } = forAudience(table, 'people');
  const { first, left, last } = excerpt(rows, MOST_ROWS);
  const gap = html`<tr>
    <td class="faint" colspan="${columns.length}">… ${left.toLocaleString('en-US')} more rows; ${file} has all</td>
  </tr> `;
  return html`<h3>${table.title}</h3>
    <div class="table">
      <table>
        <thead>
          <tr>
            ${columns.map(({ title, align }) => html`<th class="${align}" scope="col">${title}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${first.map((row) => rowMarkup(columns, row))} ${left === 0 ? undefined : gap}
          ${last.map((row) => rowMarkup(columns, row))}
        </tbody>
      </table>
    </div>
    ${table.notes.filter((note) => note !== counted).map((note) => html`<p class="quiet">${note}</p>`)} `;
}

function rowMarkup(columns: readonly Column[], row: readonly Cell[]): Markup {
  return html`<tr>
    ${row.map(({ text, tone }, at) => html`<td class="${columns[at]!.align} ${tone ?? ''}">${text}</td>`)}
  </tr> `;
}

function failureList({ cells }: Summary): Markup | undefined {
  const failures = cells.flatMap(({ label, failures }) => failures.map((failure) => ({ label, ...failure })));
  if (failures.length === 0) return undefined;
  const more = failures.length - MOST_FAILURES;
  return html`<h3>Failed trials</h3>
    <ul class="findings">
      ${failures
        .slice(0, MOST_FAILURES)
        .map(
          ({ label, seed, kind, detail }) =>
            html`<li>${label}, seed ${seed}: ${kind}. ${cut(detail, LONGEST_DETAIL)}</li>`,
        )}
      ${more > 0 ? html`<li>… and ${more.toLocaleString('en-US')} more.</li>` : undefined}
    </ul> `;
}

function notDrawn(summary: Summary): Markup | undefined {
  const { left } = curveMetrics(summary);
  return left.length === 0 ? undefined : html`<p class="quiet">Reported, but not drawn: ${joinWords(left)}.</p>`;
}

function facts(entries: readonly (readonly [string, string])[]): Markup {
  return html`<dl class="facts">
    ${entries.map(
      ([term, value]) =>
        html`<dt>${term}</dt>
          <dd>${value}</dd>`,
    )}
  </dl>`;
}

function sharedParameters({ cells, axes }: Summary): [string, string][] {
  const [first, ...others] = cells;
  if (first === undefined) return [];
  const textOf = (parameters: Parameters, name: string) => JSON.stringify(parameters[name]);
  const same = (name: string, text: string) => others.every(({ parameters }) => textOf(parameters, name) === text);
  return Object.entries(first.parameters)
    .filter(([name]) => !axes.includes(name) && same(name, textOf(first.parameters, name)))
    .map(([name, value]) => [name, formatParameter(value)]);
}

function provenanceFacts({ version, engine, engineVariant, device, nodeVersion }: Provenance): [string, string][] {
  const variant = engineVariant === '' ? '' : ` (${engineVariant})`;
  return [
    ['gridsweep', version],
    ['engine', `${engine}${variant}`],
    ['device', device],
    ['Node.js', nodeVersion],
  ];
}

function codeFacts({ sha256, git }: CodeSpec): [string, string][] {
  return [
    ['SHA-256', sha256],
    ...(git === undefined
      ? []
      : ([['git commit', `${git.commit}${git.dirty ? ', with changes that were not committed' : ''}`]] as [
          string,
          string,
        ][])),
  ];
}
