import type { ParameterValue, Provenance } from '@gridsweep/sweep';
import type { Summary } from '../aggregate.ts';
import { readableName } from '../readable-name.ts';
import { formatDuration } from '../duration.ts';
import { findings } from '../findings.ts';
import { metricTitle } from '../metric-format.ts';
import { formatParameter } from '../parameter-label.ts';
import { forAudience, type Table } from '../table/table.ts';
import { formatCounts } from '../trial-counts.ts';
import type { Figure } from './figures.ts';
import { html, trusted, type Markup } from './html.ts';
import { inlineFigure } from './inline-svg.ts';
import { PAGE_STYLE } from './page-style.ts';

/** What the page says of one sweep. */
export interface Chapter {
  readonly summary: Summary;
  readonly tables: readonly Table[];
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
      ${counted} Ranked by ${metricTitle(metric.name)}, ${metric.goal === 'maximize' ? 'highest' : 'lowest'} first.
      Submitted ${created} UTC${took}.
    </p>
    <ul class="findings">
      ${findings(summary).map((finding) => html`<li>${keepUnits(finding)}</li>`)}
    </ul>
    ${tables.map((table) => tableMarkup(table, counted))} ${failureList(summary)} ${figures.map(inlineFigure)}
    <h3>Settings that all cells share</h3>
    ${facts(sharedParameters(summary))}
    <h3>Computed by</h3>
    ${summary.provenance.length === 0 ? html`<p class="quiet">No trial has reported yet.</p>` : summary.provenance.map((provenance) => facts(provenanceFacts(provenance)))}
    <p class="quiet files">
      Data: ${dataFiles.map((file, at) => html`${at > 0 ? ' · ' : ''}<a href="${file}">${file}</a>`)}
    </p>
  </section> `;
}

/** @param counted the note that the chapter prints already. */
function tableMarkup(table: Table, counted: string): Markup {
  const { columns, rows } = forAudience(table, 'people');
  const align = (at: number) => (columns[at]!.align === 'right' ? 'right' : 'left');
  return html`<h3>${table.title}</h3>
    <div class="table">
      <table>
        <thead>
          <tr>
            ${columns.map(({ title }, at) => html`<th class="${align(at)}" scope="col">${title}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                ${row.map(({ text, tone }, at) => html`<td class="${align(at)} ${tone ?? ''}">${text}</td>`)}
              </tr> `,
          )}
        </tbody>
      </table>
    </div>
    ${table.notes.filter((note) => note !== counted).map((note) => html`<p class="quiet">${note}</p>`)} `;
}

function failureList({ cells }: Summary): Markup | undefined {
  const failures = cells.flatMap(({ label, failures }) => failures.map((failure) => ({ label, ...failure })));
  if (failures.length === 0) return undefined;
  return html`<h3>Failed trials</h3>
    <ul class="findings">
      ${failures.map(({ label, seed, kind, detail }) => html`<li>${label}, seed ${seed}: ${kind}. ${detail}</li>`)}
    </ul> `;
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
  const same = (name: string, value: ParameterValue) =>
    others.every(({ parameters }) => JSON.stringify(parameters[name]) === JSON.stringify(value));
  return Object.entries(first.parameters)
    .filter(([name, value]) => !axes.includes(name) && same(name, value))
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
