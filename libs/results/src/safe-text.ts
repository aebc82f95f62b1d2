// Text from outside (parameters, failures, devices, metrics) may hold anything. Here is what keeps it from being more than text.

/**
 * Characters that are not seen but do something: controls (a terminal's escapes begin with them), marks that turn the direction of
 * writing or separate lines, halves of pairs, and what XML cannot hold. Joiners stay: some scripts are written with them.
 */
const UNSEEN = /(?![\u200C\u200D])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\uFFFE\uFFFF]/gu;

/** Text in which nothing acts: line ends and tabs are spaces, other controls are pictures of themselves ("␛"). */
export function printable(text: string): string {
  return /^[ -~]*$/.test(text) ? text : text.replace(UNSEEN, picture);
}

/** As `printable`, with line ends and tabs kept. */
export function printableLines(text: string): string {
  return text.replace(UNSEEN, (character) => (/[\n\t]/.test(character) ? character : picture(character)));
}

function picture(character: string): string {
  if (/[\n\r\t\u2028\u2029]/.test(character)) return ' ';
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : '\uFFFD';
}

/**
 * A cell of a CSV file that no spreadsheet takes for a formula: text that begins like one gets an apostrophe in front
 * (owasp.org/www-community/attacks/CSV_Injection). What is just a number stays one.
 */
export function withoutFormula(text: string): string {
  const begins = /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(text);
  return begins && !Number.isFinite(Number(text)) ? `'${text}` : text;
}

const WIDE =
  /[\p{Emoji_Presentation}\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}]/u;
const NO_WIDTH = /[\p{M}\u200C\u200D]/u;

/** Columns that printable text takes in a terminal: two for East Asian wide characters and emoji, none for combining marks. */
export function displayWidth(text: string): number {
  // eslint-disable-next-line no-control-regex -- the whole of ASCII
  if (/^[\u0000-\u007F]*$/.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += NO_WIDTH.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}

/** At most so many characters; a longer text ends with "…". */
export function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, Math.max(0, length - 1)).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
