import { Linter, type Rule } from 'eslint';
import { expect, it } from 'vitest';
import tseslint from 'typescript-eslint';
import { boundaries } from './boundaries.js';

const pack = (name: string, uses: string[] = [], testsUse: string[] = []) => ({
  id: `@gridsweep/${name}`,
  folder: `libs/${name}`,
  uses: uses.map((used) => `@gridsweep/${used}`),
  testsUse: testsUse.map((used) => `@gridsweep/${used}`),
});
const own = pack('own', ['below'], ['tested']);
const all = [pack('below'), pack('tested'), own, pack('above', ['own'])];

function lint(code: string, file = 'libs/own/src/file.ts', inside = false): string[] {
  const linter = new Linter({ cwd: '/tree' });
  const messages = linter.verify(
    code,
    {
      files: ['**/*.ts'],
      languageOptions: { parser: tseslint.parser },
      plugins: { structure: { rules: { boundaries: boundaries as Rule.RuleModule } } },
      rules: { 'structure/boundaries': ['error', { root: '/tree', own, all, inside }] },
    },
    { filename: `/tree/${file}` },
  );
  return messages.map(({ message }) => message);
}

it.each([
  ["import { a } from '@gridsweep/below';"],
  ["export * from '@gridsweep/below';"],
  ["import { readFile } from 'node:fs/promises'; import { z } from 'zod';"],
  ["import { a } from '../other/file.ts'; await import('./neighbour.ts');"],
])('lets pass: %s', (code) => {
  expect(lint(code)).toEqual([]);
});

it.each([
  ["import { a } from '@gridsweep/above';", /@gridsweep\/own does not list @gridsweep\/above/],
  ["export { a } from '@gridsweep/above';", /does not list @gridsweep\/above/],
  ["export * from '@gridsweep/above';", /does not list @gridsweep\/above/],
  ["type A = import('@gridsweep/above').A;", /does not list @gridsweep\/above/],
  ["await import('@gridsweep/above');", /does not list @gridsweep\/above/],
  ["import { a } from '@gridsweep/below/src/file.ts';", /Only what @gridsweep\/below exports/],
  ["import { a } from '@gridsweep/own';", /by its path/],
  ["import { a } from '../../below/src/index.ts';", /not by a path out of @gridsweep\/own/],
  ["import manifest from '../../../package.json' with { type: 'json' };", /not by a path out of/],
])('refuses: %s', (code, message) => {
  expect(lint(code)).toEqual([expect.stringMatching(message)]);
});

it.each(['libs/own/src/file.test.ts', 'libs/own/src/some.fixture.ts', 'libs/own/src/testing/start.ts'])(
  'devDependencies are for tests: %s',
  (file) => {
    const code = "import { a } from '@gridsweep/tested';";
    expect(lint(code, file)).toEqual([]);
    expect(lint(code)).toEqual([expect.stringMatching(/for its tests only/)]);
  },
);

it('a benchmark may look inside of what its manifest lists, and of nothing else', () => {
  const [below, above] = ['below', 'above'].map((name) => `import { a } from '../../${name}/src/file.ts';`);
  expect(lint(below, 'libs/own/src/bench.ts', true)).toEqual([]);
  expect(lint(above, 'libs/own/src/bench.ts', true)).toEqual([
    expect.stringMatching(/does not list @gridsweep\/above/),
  ]);
});
