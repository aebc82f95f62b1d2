import { createHash } from 'node:crypto';
import { readableName } from '../names.ts';
import { formatWithUnit, metricFormat } from '../value-format.ts';
import { anchor, chapterMarkup, inPageOrder, type Chapter } from './chapter.ts';
import { citedIn, referenceMarkup } from './cited-text.ts';
import type { CitationKey } from './citations.ts';
import { html, trusted, type Markup } from './html.ts';
import { PAGE_SCRIPT } from './page-script.ts';
import { PAGE_STYLE } from './page-style.ts';

/** Nothing is loaded from anywhere, and no script runs but the page's own. */
const POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  `script-src 'sha256-${createHash('sha256').update(PAGE_SCRIPT).digest('base64')}'`,
].join('; ');

/**
 * The whole report as one HTML document that needs nothing from elsewhere: pictures, style and script are inside. All of it can be
 * read without the script, which shows values under a pointer and hides curves.
 */
export function reportPage(chapters: readonly Chapter[]): string {
  const several = chapters.length > 1;
  const title = several ? 'Sweep report' : readableName(chapters[0]!.summary.sweep.name);
  const references = citedReferences(chapters);
  const context = { numbers: figureNumbers(chapters), references, level: several ? 3 : 2 } as const;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
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
          ${several ? overview(chapters) : undefined} ${chapters.map((chapter) => chapterMarkup(chapter, context))}
          ${
            references.length === 0
              ? undefined
              : html`<section id="references">
                  <h2>References</h2>
                  <ol class="references">
                    ${references.map(referenceMarkup)}
                  </ol>
                </section>`
          }
          ${paperFiles(context.numbers.size > 0, references.length > 0)}
        </main>
        ${trusted(`<script>${PAGE_SCRIPT}</script>`)}
      </body>
    </html> `;
  return page.markup;
}

function paperFiles(hasFigures: boolean, hasReferences: boolean): Markup | undefined {
  const files = [...(hasFigures ? ['figures.tex'] : []), ...(hasReferences ? ['references.bib'] : [])];
  if (files.length === 0) return undefined;
  return html`<p class="quiet files">
    For a paper: ${files.map((file, at) => html`${at > 0 ? ' · ' : ''}<a href="${file}">${file}</a>`)}
  </p>`;
}

/** Works that the chapters' texts cite, in the order of their numbers. */
export function citedReferences(chapters: readonly Pick<Chapter, 'definitions' | 'method'>[]): CitationKey[] {
  const texts = chapters.flatMap(({ definitions, method }) => [
    ...definitions.values(),
    ...method.flatMap(({ sentences }) => sentences),
  ]);
  return citedIn(texts);
}

/** From 1 in the page's order, by a figure's name. */
export function figureNumbers(chapters: readonly Pick<Chapter, 'figures'>[]): ReadonlyMap<string, number> {
  const names = chapters.flatMap(({ figures }) => inPageOrder(figures).map(({ name }) => name));
  return new Map(names.map((name, at) => [name, at + 1]));
}

/** A row a sweep: what was best, and how sure that is. */
function overview(chapters: readonly Chapter[]): Markup {
  const columns = [
    ['left', 'sweep'],
    ['left', 'best'],
    ['right', 'result'],
    ['left wide-text', 'verdict'],
    ['right', 'trials'],
    ['right', 'device-seconds'],
  ] as const;
  return html`<div class="table overview" role="region" tabindex="0" aria-label="Sweeps">
    <table>
      <caption>
        Sweeps of this report
      </caption>
      <thead>
        <tr>
          ${columns.map(([align, title]) => html`<th class="${align}" scope="col">${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${chapters.map(
          (chapter) =>
            html`<tr>
              ${overviewRow(chapter).map((content, at) => html`<td class="${columns[at]![0]}" data-title="${columns[at]![1]}">${content}</td>`)}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}

function overviewRow({ summary, findings, deviceMs }: Chapter): (string | Markup)[] {
  const { sweep, cells, comparison, metrics, counts } = summary;
  const best = cells.find(({ cellId }) => cellId === comparison.cells[0]?.cellId);
  const format = metricFormat(comparison.metric, metrics);
  return [
    html`<a href="#${anchor(summary)}">${readableName(sweep.name)}</a>`,
    best?.label ?? '–',
    best?.final === undefined ? '–' : `${formatWithUnit(format, best.final.mean)} ${format.label}`,
    findings[0] ?? '',
    counts.finished === counts.total
      ? counts.total.toLocaleString('en-US')
      : `${counts.finished.toLocaleString('en-US')} of ${counts.total.toLocaleString('en-US')}`,
    deviceMs === undefined ? '–' : Math.round(deviceMs / 1000).toLocaleString('en-US'),
  ];
}
