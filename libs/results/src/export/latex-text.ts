import { printable } from '../safe-text.ts';

/** What TeX gives a meaning, and ASCII that its oldest fonts print as something else. */
const SPECIAL: Readonly<Record<string, string>> = {
  ...{ '\\': '\\textbackslash{}', '{': '\\{', '}': '\\}', $: '\\$', '&': '\\&', '#': '\\#', '%': '\\%', _: '\\_' },
  ...{ '~': '\\textasciitilde{}', '^': '\\textasciicircum{}', '<': '\\textless{}', '>': '\\textgreater{}' },
  ...{ '|': '\\textbar{}', '"': '\\symbol{34}', '`': '\\symbol{96}' },
  // At a row's beginning these would belong to the line end before them.
  ...{ '[': '{[}', '*': '{*}' },
};

/** What every LaTeX has beyond ASCII without a package. */
const SYMBOLS: Readonly<Record<string, string>> = {
  ...{ '−': '$-$', '±': '$\\pm$', '×': '$\\times$', '·': '$\\cdot$', '∞': '$\\infty$', '≤': '$\\leq$', '≥': '$\\geq$' },
  ...{
    '≈': '$\\approx$',
    '√': '$\\surd$',
    '→': '$\\to$',
    '°': '$^{\\circ}$',
    '²': '$^{2}$',
    '³': '$^{3}$',
    µ: '$\\mu$',
  },
  ...{ '–': '--{}', '—': '---{}', '…': '\\ldots{}', '’': "'{}", '‘': '`{}', '“': '``{}', '”': "''{}" },
  ...{ '•': '\\textbullet{}', '§': '\\S{}', '©': '\\copyright{}', '\u00A0': '~', '\u202F': '\\,', '\u2009': '\\,' },
  ...{
    ß: '\\ss{}',
    æ: '\\ae{}',
    Æ: '\\AE{}',
    ø: '\\o{}',
    Ø: '\\O{}',
    å: '\\aa{}',
    Å: '\\AA{}',
    œ: '\\oe{}',
    Œ: '\\OE{}',
  },
  ...{ ł: '\\l{}', Ł: '\\L{}', ı: '\\i{}', '¡': '!`{}', '¿': '?`{}', '£': '\\pounds{}' },
  ...greek('alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi', 'αβγδεζηθικλμνξ'),
  ...greek('pi rho sigma tau upsilon phi chi psi omega', 'πρστυφχψω'),
  ...greek('Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega', 'ΓΔΘΛΞΠΣΥΦΨΩ'),
};

function greek(names: string, letters: string): Record<string, string> {
  return Object.fromEntries(names.split(' ').map((name, at) => [letters[at]!, `$\\${name}$`]));
}

/** Combining marks that every font of LaTeX sets over or under a letter. */
const ACCENTS: Readonly<Record<string, string>> = {
  ...{ '\u0300': '`', '\u0301': "'", '\u0302': '^', '\u0303': '~', '\u0304': '=', '\u0306': 'u', '\u0307': '.' },
  ...{ '\u0308': '"', '\u030A': 'r', '\u030B': 'H', '\u030C': 'v', '\u0323': 'd', '\u0327': 'c', '\u0331': 'b' },
};

/**
 * Text that LaTeX sets as it is, in one line, whatever it holds: pdfTeX, XeTeX and LuaTeX without any package. A character that not
 * all of them have is named by its number: "U+5B66".
 */
export function escapeLatex(text: string): string {
  const line = printable(text.replace(/\s*\n\s*/g, ' '));
  if (/^[A-Za-z0-9 .:;()/+=!?@]*$/.test(line)) return line;
  // Two of these become one other character.
  const apart = line.normalize('NFC').replace(/([-,'])(?=\1)/g, `$1${BETWEEN}`);
  return apart.replace(/./gsu, escapeCharacter);
}

/** Stands in no printable text. */
const BETWEEN = '\0';

function escapeCharacter(character: string): string {
  if (character === BETWEEN) return '{}';
  const known = SPECIAL[character] ?? SYMBOLS[character];
  if (known !== undefined) return known;
  if (/[ -~]/.test(character)) return character;
  const [letter, mark, ...others] = character.normalize('NFD');
  const accent = mark === undefined || others.length > 0 ? undefined : ACCENTS[mark];
  if (accent !== undefined && /[A-Za-z]/.test(letter!))
    return `\\${accent}{${/[ij]/.test(letter!) ? `\\${letter}` : letter}}`;
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
}
