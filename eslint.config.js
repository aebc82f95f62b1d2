import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** The one direction of imports: a package may import those before it, never those after. DESIGN.md draws it. */
const LAYERS = ['sweep', 'devices', 'cifar10', 'tensorflow', 'lenet', 'command', 'results', 'protocol'];
/** Neighbours that know nothing of each other. */
const SIBLINGS = [
  ['cifar10', 'tensorflow'],
  ['lenet', 'command', 'results', 'protocol'],
];
const APPS = { coordinator: [], agent: [], cli: ['coordinator', 'agent'] };

/** The packages that a library may import. */
function below(name) {
  const siblings = SIBLINGS.find((group) => group.includes(name)) ?? [];
  return LAYERS.slice(0, LAYERS.indexOf(name)).filter((other) => !siblings.includes(other));
}

/**
 * @param files what it is about, of one package
 * @param allowed the packages that it may import
 * @param more patterns that it may not
 */
function boundary(files, allowed, more = []) {
  const forbidden = [...LAYERS, ...Object.keys(APPS)].filter((name) => !allowed.includes(name));
  return {
    files,
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: forbidden.map((name) => `@gridsweep/${name}`),
              message: 'Imports follow the direction of the data; see DESIGN.md.',
            },
            { group: ['@gridsweep/*/*'], message: 'Only what a package exports can be used.' },
            { regex: '(^|/)\\.\\./(.*/)?(libs|apps)/', message: 'Import another package by its name.' },
            ...more,
          ],
        },
      ],
    },
  };
}

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
  ...LAYERS.map((name) => boundary([`libs/${name}/**/*.ts`], below(name))),
  ...Object.entries(APPS).map(([name, apps]) => boundary([`apps/${name}/**/*.ts`], [...LAYERS, ...apps])),
  {
    ...boundary(['libs/lenet/src/engine/{wasm,tensorflow}/**/*.ts'], below('lenet'), [
      {
        regex: '/reference/',
        message: 'The reference engine is the specification: what is proven against it shares nothing.',
      },
    ]),
    ignores: ['**/*.test.ts'],
  },
);
