import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import { afterEach, beforeEach, expect, it } from 'vitest';
import tseslint from 'typescript-eslint';
import { noCircles } from './no-circles.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridsweep-circles-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const write = (files: Record<string, string>) =>
  Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));

/** What is wrong, by the file it is reported in. */
async function lint(): Promise<Record<string, string[]>> {
  const eslint = new ESLint({
    cwd: folder,
    overrideConfigFile: true,
    overrideConfig: {
      files: ['**/*.ts'],
      languageOptions: { parser: tseslint.parser },
      plugins: { structure: { rules: { 'no-circles': noCircles as never } } },
      rules: { 'structure/no-circles': 'error' },
    },
  });
  const results = (await eslint.lintFiles('.')).filter(({ messages }) => messages.length > 0);
  return Object.fromEntries(
    results.map(({ filePath, messages }) => [
      filePath.slice(folder.length + 1),
      messages.map(({ message }) => message),
    ]),
  );
}

it('finds none where files fan out and meet again', async () => {
  await write({
    'a.ts': "import './b.ts'; import './c.ts'; import 'node:fs'; import './data.json' with { type: 'json' };",
    'b.ts': "import './d.ts';",
    'c.ts': "import './d.ts'; import './gone.ts';",
    'd.ts': 'export const d = 1;',
    'data.json': '{}',
  });
  expect(await lint()).toEqual({});
});

it('reports a circle in every file of it, with the way around', async () => {
  await write({
    'outside.ts': "import './a.ts';",
    'a.ts': "import './b.ts';",
    'b.ts': "export const c = () => import('./c.ts');",
    'c.ts': "import type { A } from './a.ts'; export type C = A;",
  });
  expect(await lint()).toEqual({
    'a.ts': ['Files import each other: a.ts → b.ts → c.ts → a.ts'],
    'b.ts': ['Files import each other: b.ts → c.ts → a.ts → b.ts'],
    'c.ts': ['Files import each other: c.ts → a.ts → b.ts → c.ts'],
  });
});

it('sees that a circle was opened', async () => {
  await write({ 'a.ts': "import './b.ts';", 'b.ts': "import './a.ts';" });
  expect(Object.keys(await lint())).toEqual(['a.ts', 'b.ts']);
  await write({ 'b.ts': 'export const b = 1;' });
  await utimes(join(folder, 'b.ts'), new Date(), new Date(Date.now() + 1000));
  expect(await lint()).toEqual({});
});
