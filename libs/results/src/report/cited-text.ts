import { escapeLatex } from '../export/latex-text.ts';
import { CITATIONS, type CitationKey } from './citations.ts';
import { html, type Markup } from './html.ts';

/** A sentence in which works are cited. Its texts are not escaped for any form. */
export type CitedText = readonly (string | Cited | Code)[];

interface Cited {
  readonly cite: readonly CitationKey[];
}

interface Code {
  readonly code: string;
}

/** What our own texts have between two backticks is code. Not for text from outside, which may have backticks of its own. */
export function withCode(text: string): CitedText {
  return text.split(/`([^`]+)`/).map((part, at) => (at % 2 === 0 ? part : { code: part }));
}

export function cite(...keys: CitationKey[]): Cited {
  return { cite: keys };
}

/** Template for sentences: citing`by Student's t ${cite('student1908probable')}.` */
export function citing(
  literals: TemplateStringsArray,
  ...contents: readonly (string | number | Cited | CitedText)[]
): CitedText {
  return literals.flatMap((literal, at) => {
    const content = at === 0 ? [] : contents[at - 1]!;
    if (typeof content === 'number') return [String(content), literal];
    if (typeof content === 'string' || 'cite' in content) return [content, literal];
    return [...content, literal];
  });
}

/** Data sets, networks, programs and works that a text cites where it first names them. */
const NAMED: readonly (readonly [RegExp, CitationKey])[] = [
  [/CIFAR-10(?!\d)/, 'krizhevsky2009learning'],
  [/LeNet/, 'lecun1998gradient'],
  [/PyTorch(?:'s)?/, 'paszke2019pytorch'],
  [/Schneider et al\. 2019/, 'schneider2019deepobs'],
  [/Dahl et al\. 2023/, 'dahl2023benchmarking'],
  [/Dodge et al\. 2019/, 'dodge2019show'],
  [/Tang et al\. 2020/, 'tang2020showing'],
  [/Jordan 1881/, 'jordan1881serie'],
];

/** Plain texts with a citation behind the first mention of each data set, network, program and work that is known. */
export function withCitations(texts: readonly CitedText[]): CitedText[] {
  const left = new Map(NAMED);
  return texts.map((text) => {
    let sentence = text;
    for (const [name, key] of left) {
      const at = sentence.findIndex((part) => typeof part === 'string' && name.test(part));
      if (at < 0) continue;
      left.delete(name);
      sentence = [...sentence.slice(0, at), ...citedAt(sentence[at] as string, name, key), ...sentence.slice(at + 1)];
    }
    return sentence;
  });
}

function citedAt(text: string, name: RegExp, key: CitationKey): CitedText {
  const found = name.exec(text)!;
  const end = found.index + found[0].length;
  return [`${text.slice(0, end)} `, cite(key), text.slice(end)];
}

/** Keys in the order in which texts first cite them. */
export function citedIn(texts: readonly CitedText[]): CitationKey[] {
  return [...new Set(texts.flat().flatMap((part) => (typeof part !== 'string' && 'cite' in part ? part.cite : [])))];
}

/** With numbers in brackets: "Student's t [3]." @param references in the order of their numbers. */
export function plainText(text: CitedText, references: readonly CitationKey[]): string {
  const written = (part: CitedText[number]) => {
    if (typeof part === 'string') return part;
    if ('code' in part) return part.code;
    return `[${part.cite.map((key) => references.indexOf(key) + 1).join(', ')}]`;
  };
  return text.map(written).join('');
}

/** As `plainText`, each number a link to its place in the page's list. */
export function citedMarkup(text: CitedText, references: readonly CitationKey[]): Markup {
  const link = (key: CitationKey, at: number) =>
    html`${at > 0 ? ', ' : ''}<a href="#${referenceId(key)}">${references.indexOf(key) + 1}</a>`;
  const written = (part: CitedText[number]) => {
    if (typeof part === 'string') return part;
    return 'code' in part ? html`<code>${part.code}</code>` : html`[${part.cite.map(link)}]`;
  };
  return html`${text.map(written)}`;
}

export function referenceId(key: CitationKey): string {
  return `reference-${key}`;
}

/** With \cite commands, a tie before each; everything else is escaped. */
export function citedLatex(text: CitedText): string {
  const written = (part: CitedText[number], at: number) => {
    if (typeof part !== 'string')
      return 'code' in part ? `\\texttt{${escapeLatex(part.code)}}` : `~\\cite{${part.cite.join(',')}}`;
    const next = text[at + 1];
    const isBeforeCitation = typeof next === 'object' && 'cite' in next;
    return escapeLatex(isBeforeCitation ? part.replace(/ $/, '') : part);
  };
  return text.map(written).join('');
}

/** One entry of the page's list: "Hsu, J. …" as whole sentences, with a link where there is one. */
export function referenceMarkup(key: CitationKey): Markup {
  const { authors, title, year, venue, volume, number, pages, doi, url } = { ...NO_FIELDS, ...CITATIONS[key] };
  const issue = number === undefined ? '' : `(${number})`;
  const place = [volume === undefined ? '' : ` ${volume}${issue}`, pages === undefined ? '' : `, ${pages}`].join('');
  const address = doi === undefined ? url : `https://doi.org/${doi}`;
  const names = authors.join('; ').replace('; et al.', ' et al.').replace(/\.$/, '');
  return html`<li id="${referenceId(key)}">
    ${names}. ${title}. <i>${venue}</i>${place}, ${year}.
    ${address === undefined ? undefined : html`<a href="${address}">${doi ?? address}</a>`}
  </li> `;
}

const NO_FIELDS = { volume: undefined, number: undefined, pages: undefined, doi: undefined, url: undefined };
