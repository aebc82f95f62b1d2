import type { CodeSpec, Provenance } from '@gridsweep/sweep';
import type { Summary } from '../aggregate.ts';
import { readableName } from '../names.ts';
import type { Profile, ProfilePart } from '../profile/profile.ts';
import { formatCounts } from '../record.ts';
import { cut } from '../safe-text.ts';
import { formatDuration, metricFormat, metricTitle } from '../value-format.ts';
import { citedMarkup, plainText, type CitedText } from './cited-text.ts';
import type { CitationKey } from './citations.ts';
import { withoutCurves, type Figure } from './figures.ts';
import { html, type Markup } from './html.ts';
import { inlineFigure } from './inline-svg.ts';
import type { MethodPart } from './method-text.ts';
import { tableMarkup, type PageTable } from './page-table.ts';
import { sharedSettings } from './settings.ts';

const MOST_FAILURES = 50;
const LONGEST_DETAIL = 1000;

/** What the page says of one sweep. */
export interface Chapter {
  readonly summary: Summary;
  /** The verdict first. */
  readonly findings: readonly string[];
  readonly comparison: PageTable;
  /** Of a two-way grid. */
  readonly pivot?: PageTable | undefined;
  readonly profile: Profile;
  /** Of the profile's parts that have a table. */
  readonly profileTables: ReadonlyMap<ProfilePart['kind'], PageTable>;
  readonly figures: readonly Figure[];
  /** Name of the figure with the network, which an earlier chapter shows. */
  readonly networkFigure?: string | undefined;
  readonly method: readonly MethodPart[];
  /** Definitions of the profile's parts. */
  readonly definitions: ReadonlyMap<ProfilePart['kind'], CitedText>;
  /** Milliseconds that devices were busy with it. */
  readonly deviceMs?: number | undefined;
  /** The sweep as a file beside the page, and its text. */
  readonly spec: { readonly file: string; readonly yaml: string };
  /** Names of the other files beside the page with the sweep's data. */
  readonly dataFiles: readonly string[];
}

/** What all chapters of a page share. */
export interface PageContext {
  /** Numbers by a figure's name. */
  readonly numbers: ReadonlyMap<string, number>;
  /** Works in the order of their numbers. */
  readonly references: readonly CitationKey[];
  /** Of a chapter's headings: 2 where the page has one chapter, else 3. */
  readonly level: 2 | 3;
}

/** A chapter's sections in the page's order. */
const SECTIONS = ['comparison', 'curves', 'sensitivity', 'cost', 'predictions', 'network'] as const;
type Section = (typeof SECTIONS)[number];

const TITLES: Readonly<Record<Section, string>> = {
  comparison: 'Comparison',
  curves: 'Curves',
  sensitivity: 'Hyperparameters',
  cost: 'Cost',
  predictions: 'Predictions',
  network: 'Method',
};

/** Where each part of the profile stands. */
const PART_SECTION: Readonly<Record<ProfilePart['kind'], Section>> = {
  performance: 'comparison',
  speed: 'curves',
  smoothness: 'curves',
  tuneability: 'sensitivity',
  effects: 'sensitivity',
  'best-so-far': 'cost',
  runtime: 'cost',
};

/** A chapter's figures in the order in which the page shows them. */
export function inPageOrder(figures: readonly Figure[]): Figure[] {
  return SECTIONS.flatMap((section) => figures.filter((figure) => figure.section === section));
}

/** One sweep: what it shows, how sure that is, and how it was made. */
export function chapterMarkup(chapter: Chapter, context: PageContext): Markup {
  const { summary, findings, figures } = chapter;
  const { sweep } = summary;
  const [verdict, ...others] = findings;
  const several = context.level === 3;
  return html`<article id="${anchor(summary)}">
    ${several ? html`<h2>${readableName(sweep.name)}</h2>` : undefined}
    <p class="verdict">${keepUnits(verdict ?? '')}</p>
    <p class="quiet">${counted(summary)} ${origin(summary)}</p>
    ${
      others.length === 0
        ? undefined
        : html`<ul class="findings">
            ${others.map((finding) => html`<li>${keepUnits(finding)}</li> `)}
          </ul>`
    }
    ${SECTIONS.map((section) => {
      const drawn = figures
        .filter((figure) => figure.section === section)
        .map((figure) => inlineFigure(figure, context.numbers.get(figure.name)!));
      const content = [...sectionContent(section, chapter, drawn), ...partsMarkup(section, chapter, context)];
      if (content.length === 0) return undefined;
      return html`<section>
        ${heading(TITLES[section], context)}
        ${content}${section === 'network' ? methodMarkup(chapter, context) : undefined}
      </section> `;
    })}
    <section>${heading('Provenance', context)} ${provenanceMarkup(chapter)}</section>
  </article> `;
}

export function anchor({ sweep }: Summary): string {
  return `sweep-${sweep.id}`;
}

/** No line ends between a number and its per cent sign. */
function keepUnits(text: string): string {
  return text.replaceAll(' %', '\u00A0%');
}

function heading(title: string, { level }: PageContext): Markup {
  return level === 2 ? html`<h2 class="section">${title}</h2>` : html`<h3 class="section">${title}</h3>`;
}

function counted({ counts }: Summary): string {
  return `${formatCounts(counts)}.`;
}

function origin({ sweep, metric, metrics, wallTimeMs }: Summary): string {
  const created = new Date(sweep.createdAt).toISOString().slice(0, 16).replace('T', ' ');
  const took = wallTimeMs === undefined ? '' : `, ran ${formatDuration(wallTimeMs)}`;
  const order = metric.goal === 'maximize' ? 'highest' : 'lowest';
  return `Compared by ${metricTitle(metricFormat(metric.name, metrics))}, ${order} first. Submitted ${created} UTC${took}.`;
}

function sectionContent(section: Section, chapter: Chapter, figures: readonly Markup[]): readonly Markup[] {
  const { summary, comparison, pivot } = chapter;
  const said = [counted(summary)];
  switch (section) {
    case 'comparison':
      return [tableMarkup(comparison, said), ...failureList(summary), ...figures];
    case 'curves':
      return [...figures, ...withoutCurves(summary).map((sentence) => html`<p class="quiet">${sentence}</p>`)];
    case 'sensitivity':
      return [...figures, ...(pivot === undefined ? [] : [tableMarkup(pivot, said)])];
    case 'cost':
    case 'predictions':
      return figures;
    case 'network':
      return [html`${figures}`];
  }
}

function partsMarkup(
  section: Section,
  { profile, profileTables, definitions, summary }: Chapter,
  { level, references }: PageContext,
): Markup[] {
  return profile.parts
    .filter(({ kind }) => PART_SECTION[kind] === section)
    .map(({ kind, title, sentences }) => {
      const table = profileTables.get(kind);
      return html`${level === 2 ? html`<h3>${title}</h3>` : html`<h4>${title}</h4>`}
        ${sentences.map((sentence) => html`<p>${keepUnits(sentence)}</p>`)}
        ${table === undefined ? undefined : tableMarkup(table, [counted(summary)], title)}
        <p class="quiet">${citedMarkup(definitions.get(kind) ?? [], references)}</p> `;
    });
}

function failureList({ cells }: Summary): Markup[] {
  const failures = cells.flatMap(({ label, failures }) => failures.map((failure) => ({ label, ...failure })));
  if (failures.length === 0) return [];
  const more = failures.length - MOST_FAILURES;
  return [
    html`<h4>Failed trials</h4>
      <ul class="findings">
        ${failures
          .slice(0, MOST_FAILURES)
          .map(
            ({ label, seed, kind, detail }) =>
              html`<li>${label}, seed ${seed}: ${kind}. ${cut(detail, LONGEST_DETAIL)}</li>`,
          )}
        ${more > 0 ? html`<li>… and ${more.toLocaleString('en-US')} more.</li>` : undefined}
      </ul> `,
  ];
}

/** The text part by part, and once more in one piece to be copied. */
function methodMarkup({ method, summary, networkFigure }: Chapter, { references, numbers }: PageContext): Markup {
  const paragraph = method.flatMap(({ sentences }) => sentences.map((sentence) => plainText(sentence, references)));
  const id = `${anchor(summary)}-method`;
  const network =
    networkFigure &&
    html`<p>The network is that of <a href="#${networkFigure}">Figure ${numbers.get(networkFigure)}</a>.</p>`;
  return html`${network}
    ${method.map(
      ({ title, sentences }) =>
        html`<p>
          <b class="lead">${title}.</b> ${sentences.map((sentence) => html`${citedMarkup(sentence, references)} `)}
        </p> `,
    )}
    <details>
      <summary>The same in one paragraph, to copy</summary>
      <p class="copied" id="${id}">${paragraph.join(' ')}</p>
      <button type="button" data-copy="${id}" hidden>Copy</button>
    </details> `;
}

function provenanceMarkup({ summary, spec, dataFiles }: Chapter): Markup {
  const { sweep, provenance } = summary;
  const settings = sharedSettings(summary);
  return html`${facts([['sweep', sweep.id], ...(sweep.code === undefined ? [] : codeFacts(sweep.code))])}
    ${provenance.length === 0 ? html`<p class="quiet">No trial has reported yet.</p>` : provenance.map((each) => facts(provenanceFacts(each)))}
    <p>To run it again:</p>
    <pre tabindex="0"><code>gridsweep submit ${spec.file} --watch
gridsweep report ${sweep.id.slice(0, 12)} -o report</code></pre>
    <details>
      <summary>The sweep: ${spec.file}</summary>
      <pre tabindex="0"><code>${spec.yaml}</code></pre>
    </details>
    ${
      settings.length === 0
        ? undefined
        : html`<details>
            <summary>Settings that all cells share</summary>
            ${facts(settings)}
          </details>`
    }
    <p class="quiet files">
      Files: ${[spec.file, ...dataFiles].map((file, at) => html`${at > 0 ? ' · ' : ''}<a href="${file}">${file}</a>`)}
    </p> `;
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

function provenanceFacts({ version, engine, engineVariant, device, nodeVersion }: Provenance): [string, string][] {
  const variant = engineVariant === '' ? '' : ` (${engineVariant})`;
  return [
    ['gridsweep', version],
    ['engine', `${engine}${variant}`],
    ['device', device],
    ['Node.js', nodeVersion],
  ];
}

function codeFacts({ sha256, git }: CodeSpec): (readonly [string, string])[] {
  const changed = git?.dirty === true ? ', with changes that were not committed' : '';
  return [
    ['code (SHA-256)', sha256],
    ...(git === undefined ? [] : [['git commit', `${git.commit}${changed}`] as const]),
  ];
}
