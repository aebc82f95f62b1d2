import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import { boundaries } from './tools/lint/boundaries.js';
import { noCircles } from './tools/lint/no-circles.js';
import { packages, ROOT } from './tools/packages.js';

const all = packages();

export default tseslint.config(
  { ignores: ['**/dist', '**/node_modules', '**/src/gen', '**/assembly', 'report', '.nx', 'coverage'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
    },
  },
  {
    files: ['**/*.js'],
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', performance: 'readonly', URL: 'readonly' },
    },
  },
  {
    plugins: { structure: { rules: { boundaries, 'no-circles': noCircles } } },
    rules: { 'structure/no-circles': 'error' },
  },
  // What a package may import is what its manifest lists.
  ...all.map((own) => ({
    files: [`${own.folder}/**/*.{ts,js}`],
    rules: { 'structure/boundaries': ['error', { root: ROOT, own, all }] },
  })),
  {
    // Benchmarks measure what is not exported; tests of the examples start the program as its own tests do.
    files: ['tools/bench/**', 'tools/*.test.ts'],
    rules: {
      'structure/boundaries': [
        'error',
        { root: ROOT, own: all.find(({ name }) => name === 'tools'), all, inside: true },
      ],
    },
  },
  {
    files: ['libs/lenet/src/engine/!(reference)/**/*.ts'],
    ignores: ['**/*.test.ts', '**/*.fixture.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '(^|/)reference/',
              message: 'The reference engine is the specification; no other engine imports it.',
            },
          ],
        },
      ],
    },
  },
);
