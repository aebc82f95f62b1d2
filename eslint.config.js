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

function boundary(folder, allowed) {
  const forbidden = [...LAYERS, ...Object.keys(APPS)].filter((name) => !allowed.includes(name));
  return {
    files: [`${folder}/**/*.ts`],
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
  ...LAYERS.map((name, at) => {
    const siblings = SIBLINGS.find((group) => group.includes(name)) ?? [];
    return boundary(
      `libs/${name}`,
      LAYERS.slice(0, at).filter((other) => !siblings.includes(other)),
    );
  }),
  ...Object.entries(APPS).map(([name, apps]) => boundary(`apps/${name}`, [...LAYERS, ...apps])),
);
