import fc from 'fast-check';

/** What a name from outside may hold that would be more than text in one form or another. */
const HOSTILE = [
  ...['=HYPERLINK("http://x")', '@SUM(A1)', '-1+cmd', '+', '\t=1', '\r', '\n', '\r\n# head', '"', '""', ',', ';', "'"],
  ...['\u001B[2J', '\u009B', '\u0007', '\u202E', '\u2028', '\uD83D', '\u0000', '\uFEFF'],
  ...[
    '|',
    '\\',
    '\\\\',
    '`',
    '```',
    '*',
    '**',
    '_',
    '~~',
    '<script>',
    '</td>',
    '&lt;',
    '&amp;',
    '[a](b)',
    '![',
    '# ',
    '> ',
  ],
  ...[
    '- ',
    '1. ',
    '---',
    '===',
    'https://x.example',
    'www.x.example',
    'a@x.example',
    '@user',
    '#1',
    '$$',
    '$x$',
    '<!--',
  ],
  ...['\\end{document}', '\\input{x}', '%', '&', '{', '}', '^', '_x', '#', '--', ',,', '[', '*', '??', '!`', '^^M'],
  ...['学習', 'é', 'e\u0301', '±', '−', '∞', '😀', ' ', '  ', 'NaN', 'inf', '1e5', '-0', 'null', 'true', ''],
];

/** Any text: characters of all kinds, and pieces of what spreadsheets, terminals, Markdown, HTML, JSON and LaTeX act on. */
export function anyText(): fc.Arbitrary<string> {
  const hostile = fc.array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ maxLength: 3 })), { maxLength: 6 });
  return fc.oneof(
    hostile.map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.string({ maxLength: 20 }),
  );
}
