import { printableLines } from '../safe-text.ts';

/** Markup that is safe to put into a page as it is. */
export interface Markup {
  readonly markup: string;
}

type Content = string | number | Markup | undefined | readonly Content[];

/** Template for markup: strings and numbers are escaped, markup goes in as it is, lists one after the other. */
export function html(literals: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  const parts = literals.map((literal, at) => (at === 0 ? literal : `${toMarkup(contents[at - 1])}${literal}`));
  return { markup: parts.join('') };
}

/** Declares text to be markup already, for example a rendered SVG. */
export function trusted(markup: string): Markup {
  return { markup };
}

function toMarkup(content: Content): string {
  if (content === undefined) return '';
  if (typeof content === 'string' || typeof content === 'number') return escape(String(content));
  return 'markup' in content ? content.markup : content.map(toMarkup).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return printableLines(text).replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}
