import { escapeLatex } from '../export/latex-text.ts';
import { CITATIONS, type Citation, type CitationKey } from './citations.ts';

/** Entries for a .bib file, in the order given. Titles keep their capitals whatever a style does to them. */
export function bibtex(keys: readonly CitationKey[]): string {
  return keys.map((key) => entry(key, CITATIONS[key])).join('\n');
}

/** What `venue` is called. */
const VENUE_FIELD = {
  article: 'journal',
  inproceedings: 'booktitle',
  book: 'publisher',
  techreport: 'institution',
  misc: 'howpublished',
} as const satisfies Record<Citation['type'], string>;

function entry(key: CitationKey, { type, authors, title, year, venue, ...others }: Citation): string {
  const fields: readonly (readonly [string, string | undefined])[] = [
    ['author', authors.map((name) => (name === 'et al.' ? 'others' : escapeLatex(name))).join(' and ')],
    ['title', `{${escapeLatex(title)}}`],
    [VENUE_FIELD[type], escapeLatex(venue)],
    ['volume', others.volume],
    ['number', others.number?.replace('–', '--')],
    ['pages', others.pages?.replace('–', '--')],
    ['year', String(year)],
    // These are read by packages that take them as they are.
    ['doi', others.doi],
    ['url', others.url],
  ];
  const lines = fields.flatMap(([name, value]) => (value === undefined ? [] : [`  ${name} = {${value}},\n`]));
  return `@${type}{${key},\n${lines.join('')}}\n`;
}
