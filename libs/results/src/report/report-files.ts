import { summarize, type Summary } from '../aggregate.ts';
import { renderPngs, renderSvg } from '../chart/render.ts';
import { latexText } from '../export/latex.ts';
import { findings } from '../findings.ts';
import { comparisonText, listResults } from '../format-results.ts';
import { slug, uniqueNames } from '../names.ts';
import { networkTikz } from '../network/network-tikz.ts';
import { deviceTime } from '../profile/device-time.ts';
import type { Profile, ProfilePart } from '../profile/profile.ts';
import { profileOf } from '../profile/profile-of.ts';
import type { SweepRecord } from '../record.ts';
import { comparisonTable } from '../table/comparison-table.ts';
import { csvText } from '../table/export.ts';
import { pivotTable } from '../table/pivot-table.ts';
import type { Table } from '../table/table.ts';
import { bibtex } from './bibtex.ts';
import { inPageOrder, type Chapter } from './chapter.ts';
import { citedLatex, withCitations } from './cited-text.ts';
import { figureFiles, figuresLatex } from './figure-files.ts';
import { sweepFigures, type Figure, type FigureOptions } from './figures.ts';
import { methodText, type MethodPart } from './method-text.ts';
import { citedReferences, reportPage } from './page.ts';
import type { PageTable } from './page-table.ts';
import { specYaml } from './spec-file.ts';

/** What a file holds; a large one in pieces, made while it is written. */
export type Content = string | Uint8Array | Iterable<string>;

/**
 * Every file of the report by name, index.html last. Each sweep is aggregated once.
 * @param curves how they are drawn
 */
export async function reportFiles(
  records: readonly SweepRecord[],
  curves?: FigureOptions['curves'],
): Promise<Map<string, Content>> {
  const files = new Map<string, Content>();
  const slugs = uniqueSlugs(records);
  const uniqueName = uniqueNames();
  const chapters = withoutRepetition(
    records.map((record, at) => chapterOf(record, slugs[at]!, { uniqueName, curves }, files)),
  );
  const figures = chapters.flatMap((chapter) => inPageOrder(chapter.figures));
  await addFigures(files, figures);
  if (figures.length > 0) files.set('figures.tex', figuresLatex(figures));
  const references = citedReferences(chapters);
  if (references.length > 0) files.set('references.bib', bibtex(references));
  files.set('index.html', reportPage(chapters));
  return files;
}

/** A network that an earlier chapter shows is not drawn again. */
function withoutRepetition(chapters: readonly Chapter[]): Chapter[] {
  const shown = new Map<string, string>();
  return chapters.map((chapter) => {
    const network = chapter.figures.find(({ section }) => section === 'network');
    if (network === undefined) return chapter;
    const earlier = shown.get(network.wide.svg);
    if (earlier === undefined) shown.set(network.wide.svg, network.name);
    if (earlier === undefined) return chapter;
    return { ...chapter, figures: chapter.figures.filter((figure) => figure !== network), networkFigure: earlier };
  });
}

/** A sweep's part of the page; its files go into `files`. */
function chapterOf(
  record: SweepRecord,
  name: string,
  { uniqueName, curves }: { uniqueName: (wanted: string) => string } & Pick<FigureOptions, 'curves'>,
  files: Map<string, Content>,
): Chapter {
  const summary = summarize(record);
  const profile = profileOf(record, summary);
  const addTable = (what: string, table: Table): PageTable => {
    const [csv, tex] = [`${name}-${what}.csv`, `${name}-${what}.tex`];
    files.set(csv, csvText(table));
    files.set(tex, latexText(table, { label: `tab:${name}-${what}` }));
    return { table, files: [csv, tex] };
  };
  const pivot = pivotTable(summary);
  const comparison = addTable('comparison', comparisonTable(summary));
  const grid = pivot && addTable('grid', pivot);
  const profileTables = addProfileTables(profile, addTable);
  const deviceMs = deviceTime(record.trials)?.totalMs;
  const method = methodText(summary, deviceMs);
  const definitions = new Map(profile.parts.map(({ kind, definition }) => [kind, withCitations([[definition]])[0]!]));
  const spec = { file: `sweep-${name}.yaml`, yaml: specText(summary, `sweep-${name}.yaml`) };
  files.set(spec.file, spec.yaml);
  const data = new Map<string, Content>([
    [`${name}-comparison.json`, comparisonText(summary, 'json')],
    [`${name}-comparison.md`, comparisonText(summary, 'markdown')],
    [`${name}-trials.csv`, listResults(record, 'trials', 'csv')],
    [`${name}-points.csv`, listResults(record, 'points', 'csv')],
    [
      `${name}-method.tex`,
      methodLatex([...method, { title: 'Exploratory measures', sentences: [...definitions.values()] }]),
    ],
    ...(summary.method?.network === undefined
      ? []
      : [[`${name}-network.tex`, networkTikz(summary.method.network)] as const]),
  ]);
  for (const [file, content] of data) files.set(file, content);
  return {
    ...{
      summary,
      findings: findings(summary),
      comparison,
      pivot: grid,
      profile,
      profileTables,
      method,
      definitions,
      deviceMs,
      spec,
    },
    figures: sweepFigures(summary, name, uniqueName, { profile, curves }),
    dataFiles: [...data.keys()],
  };
}

function addProfileTables(
  { parts }: Profile,
  addTable: (what: string, table: Table) => PageTable,
): ReadonlyMap<ProfilePart['kind'], PageTable> {
  return new Map(
    parts.flatMap(({ kind, table }) => (table === undefined ? [] : [[kind, addTable(kind, table)] as const])),
  );
}

function specText({ spec, sweep, provenance }: Summary, file: string): string {
  const versions = [...new Set(provenance.map(({ version }) => version))];
  const by = versions.length === 0 ? '' : `, run by Gridsweep ${versions.join(', ')}`;
  return specYaml(spec, [`Sweep ${sweep.id}${by}. Again: gridsweep submit ${file} --watch`]);
}

/** For \input: a paragraph with \cite commands, of which references.bib has the works. */
function methodLatex(method: readonly MethodPart[]): string {
  return method
    .filter(({ sentences }) => sentences.length > 0)
    .map(({ title, sentences }) => `\\paragraph{${title}.}\n${sentences.map(citedLatex).join('\n')}\n`)
    .join('\n');
}

async function addFigures(files: Map<string, Content>, figures: readonly Figure[]): Promise<void> {
  const drawn = figures.flatMap(({ name, wide, narrow }) => {
    const [wideFiles, narrowFiles] = figureFiles(name);
    return [
      { files: wideFiles, svg: renderSvg(wide, name) },
      { files: narrowFiles, svg: renderSvg(narrow, name) },
    ];
  });
  const pngs = await renderPngs(drawn.map(({ svg }) => svg));
  drawn.forEach(({ files: { svg: svgFile, png }, svg }, at) => {
    files.set(svgFile, svg);
    files.set(png, pngs[at]!);
  });
}

/** Sweeps of the same name are told apart by the beginning of their ids. */
function uniqueSlugs(records: readonly SweepRecord[]): string[] {
  const names = records.map((record) => slug(record.name));
  const uniqueName = uniqueNames();
  return names.map((name, at) =>
    uniqueName(
      names.indexOf(name) === names.lastIndexOf(name) ? name : `${name}-${slug(records[at]!.id).slice(0, 12)}`,
    ),
  );
}
