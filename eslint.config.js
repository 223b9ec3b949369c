import hooks from 'eslint-plugin-react-hooks'
import { defineConfig, globalIgnores } from 'eslint/config'
import ts from 'typescript-eslint'

const noDefaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export by name: one name for one thing, everywhere.',
}
const noRawIpc = {
  selector: 'MemberExpression[object.name=/^ipc(Main|Renderer)$/]',
  message: 'Raw IPC stays in electron/ipc.ts and electron/preload.ts, where the sender is checked.',
}
const noRawOpen = {
  selector: "CallExpression[callee.object.name='shell'][callee.property.name='openExternal']",
  message: 'Use safeOpenExternal: other protocols can start local programs.',
}
const noOwnTime = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Time comes from the injected clock; spans are measured with performance.now().',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Time comes from the injected clock.',
  },
]

export default defineConfig(
  globalIgnores([
    'out/',
    'release/',
    'node_modules/',
    'coverage/',
    'test-results/',
    'conformance/vendure/',
    'resources/',
    '.cache/',
  ]),
  {
    files: ['{core,bench,electron,renderer,e2e,oracles,tools}/**/*.{ts,tsx}', '*.ts'],
    extends: [ts.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        project: [
          'tsconfig.core.json',
          'tsconfig.electron.json',
          'tsconfig.renderer.json',
          'tsconfig.tools.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/only-throw-error': 'error',
      // An async function without await keeps a contract's shape; the compiler already sees a lost promise.
      '@typescript-eslint/require-await': 'off',
      // zod, i18next and react-query hand out functions that need no this.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true, allowNullish: true },
      ],
      // Values of foreign JSON are turned into text on purpose, for a person to read.
      '@typescript-eslint/no-base-to-string': 'off',
      'no-empty': ['error', { allowEmptyCatch: false }],
      'no-eval': 'error',
      'no-implied-eval': 'error',
      eqeqeq: 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
      'no-restricted-syntax': ['error', noDefaultExport, noRawIpc, noRawOpen],
    },
  },
  {
    files: ['core/**/*.ts'],
    ignores: ['core/kernel/clock.ts', 'core/**/*.simulator.ts', 'core/**/*.test.ts', 'core/testing/**'],
    rules: { 'no-restricted-syntax': ['error', noDefaultExport, noRawIpc, noRawOpen, ...noOwnTime] },
  },
  { files: ['renderer/**/*.{ts,tsx}'], extends: [hooks.configs.flat['recommended-latest']] },
  {
    files: ['electron/{ipc,preload}.ts'],
    rules: { 'no-restricted-syntax': ['error', noDefaultExport, noRawOpen] },
  },
  {
    files: ['electron/open-external.ts'],
    rules: { 'no-restricted-syntax': ['error', noDefaultExport, noRawIpc] },
  },
  { files: ['*.config.ts', 'tools/*.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    // A test's fakes stand in for typed things.
    files: ['**/*.test.{ts,tsx}', 'core/testing/**', 'e2e/**'],
    rules: {
      'max-lines': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  { files: ['**/*.words.ts'], rules: { 'max-lines': 'off' } }, // a word list is as long as the words are many
  {
    files: ['**/*.{mjs,cjs,js}'],
    rules: { 'no-empty': ['error', { allowEmptyCatch: false }], 'no-undef': 'off', eqeqeq: 'error' },
  },
)
