// The walls of the house. Each rule is shown to catch a planted violation in tools/walls.test.ts.

/** A slice may import those to its left, only through their index.ts. */
const LADDER = [
  'kernel', 'sheets', 'connectors', 'database', 'audit', 'jobs', 'auth', 'rules', 'shops', 'orders', 'inventory',
  'fulfilment', 'refunds', 'slips', 'reconciliation', 'notifications', 'exports',
] // prettier-ignore
const ABOVE_SLICES = ['flows', 'sync', 'practice', 'rpc', 'gateway', 'command-line']
/** What lies directly in core/: entries, composition root, entity list. */
const ENTRIES = '^core/[^/]+\\.ts$'
/** Tests and the test kit may look anywhere. */
const TESTS = ['\\.test\\.tsx?$', '^core/testing/']
const RPC = '\\.rpc\\.ts$'
const folders = (names) => `^core/(${names.join('|')})/`

const ladder = LADDER.map((slice, at) => ({
  name: `ladder-${slice}`,
  comment: `${slice} imports only what stands to its left on the ladder`,
  severity: 'error',
  from: { path: folders([slice]), pathNot: [...TESTS, RPC] },
  to: { path: [folders([...LADDER.slice(at + 1), ...ABOVE_SLICES]), ENTRIES] },
}))

/** A library and the only files that may import it. */
const fence = (name, library, allowed) => ({
  name: `fence-${name}`,
  comment: `${library} is fenced: change the one room, not the house, when it changes`,
  severity: 'error',
  from: { path: '^(core|electron|renderer)/', pathNot: [...TESTS, ...allowed] },
  to: { path: library },
})

const npm = (...names) => `(^|node_modules/)(${names.join('|')})(/|$)`

module.exports = {
  forbidden: [
    ...ladder,
    {
      name: 'only-through-index',
      comment: 'a room is entered by its index.ts; contracts, and what contracts stand on, are open to all',
      severity: 'error',
      from: { path: '^core/([^/]+)/', pathNot: TESTS },
      to: {
        path: '^core/[^/]+/',
        pathNot: [
          '^core/$1/',
          '/index\\.ts$',
          '\\.contract\\.ts$',
          '^core/kernel/(contract|rights|data-folder|desktop-link)\\.ts$',
          RPC,
        ],
      },
    },
    {
      name: 'connectors-know-no-neighbour',
      comment: 'a platform is learnt and removed alone',
      severity: 'error',
      from: { path: '^core/connectors/([^/]+)/', pathNot: TESTS },
      to: { path: '^core/connectors/[^/]+/', pathNot: '^core/connectors/$1/' },
    },
    {
      name: 'flows-below-their-callers',
      severity: 'error',
      from: { path: '^core/flows/', pathNot: TESTS },
      to: { path: [folders(['sync', 'practice', 'rpc', 'gateway', 'command-line']), RPC, ENTRIES] },
    },
    {
      name: 'sync-practice-rpc-below-the-gathering',
      comment: '*.rpc.ts, sync and practice stand above flows; rpc, gateway and the entries above those',
      severity: 'error',
      from: { path: ['^core/(sync|practice)/', RPC], pathNot: TESTS },
      to: { path: [folders(['gateway', 'command-line']), ENTRIES] },
    },
    {
      name: 'sync-practice-know-no-rpc',
      severity: 'error',
      from: { path: '^core/(sync|practice)/', pathNot: [...TESTS, RPC] },
      to: { path: ['^core/rpc/', RPC] },
    },
    {
      name: 'rpc-handlers-are-gathered-only',
      comment: 'use cases do not call handlers',
      severity: 'error',
      from: { path: '^core/', pathNot: [...TESTS, '^core/rpc/', ENTRIES] },
      to: { path: RPC },
    },
    {
      name: 'contracts-stand-on-contracts',
      comment: 'the renderer carries them along: nothing of Node, no rule, no SQL',
      severity: 'error',
      from: { path: ['\\.contract\\.ts$', '^core/rpc/api\\.ts$', '^core/kernel/(contract|rights)\\.ts$'] },
      to: {
        pathNot: [
          '\\.contract\\.ts$',
          '^core/rpc/api\\.ts$',
          '^core/kernel/(contract|rights)\\.ts$',
          npm('zod', '@orpc/contract', '@orpc/client'),
        ],
      },
    },
    {
      name: 'entities-in-stores-only',
      severity: 'error',
      from: {
        path: '^core/',
        pathNot: [...TESTS, '\\.(entity|store)\\.ts$', '^core/entities\\.ts$', '^core/database/'],
      },
      to: { path: '\\.entity\\.ts$' },
    },
    {
      name: 'no-test-kit-in-the-product',
      severity: 'error',
      from: { path: '^(core|electron|renderer)/', pathNot: TESTS },
      to: { path: TESTS },
    },
    {
      name: 'renderer-sees-the-api-only',
      comment: 'screens know core by its contract, and the desktop by its own',
      severity: 'error',
      from: { path: '^renderer/', pathNot: TESTS },
      to: {
        path: '^(core|electron|bench|oracles|tools)/',
        pathNot: ['^core/rpc/api\\.ts$', '\\.contract\\.ts$', '^electron/shell\\.contract\\.ts$'],
      },
    },
    {
      name: 'renderer-is-a-page',
      severity: 'error',
      from: { path: '^renderer/', pathNot: TESTS },
      to: { path: npm('electron'), dependencyTypesNot: ['local'] },
    },
    {
      name: 'renderer-has-no-node',
      severity: 'error',
      from: { path: '^renderer/', pathNot: TESTS },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'electron-is-a-thin-shell',
      comment:
        'it shares with core where the data lies and what the two tell each other; the rest goes over ports',
      severity: 'error',
      from: { path: '^electron/', pathNot: TESTS },
      to: { path: '^(core|renderer|bench|tools)/', pathNot: '^core/kernel/(data-folder|desktop-link)\\.ts$' },
    },
    {
      name: 'core-is-a-plain-program',
      comment: 'core starts without Electron and without a page',
      severity: 'error',
      from: { path: '^core/', pathNot: TESTS },
      to: {
        path: [
          '^(electron|renderer|bench|e2e|conformance|oracles|tools)/',
          npm('electron', 'react', 'react-dom', 'antd'),
        ],
      },
    },
    fence('typeorm', npm('typeorm'), ['^core/database/', '\\.(entity|store)\\.ts$']),
    fence('spreadsheets', npm('exceljs'), ['^core/(sheets|exports)/']),
    fence('picture-readers', npm('tesseract\\.js', 'sharp', 'zxing-wasm'), [
      '^core/slips/',
      '^core/practice/draw-slip',
    ]),
    fence('crypto', '^(node:)?crypto$', ['^core/(connectors|kernel|auth|audit|database)/']),
    {
      name: 'no-circles',
      severity: 'error',
      from: { pathNot: TESTS },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'nothing-missing',
      comment: 'an import leads to a file or to a package that package.json names',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-tool-in-the-product',
      comment: 'what core and electron need at run time is a dependency, or the packaged app lacks it',
      severity: 'error',
      from: { path: '^(core|electron)/', pathNot: TESTS },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg'],
        dependencyTypesNot: ['type-only'],
        pathNot: npm('electron'),
      },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.renderer.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
}
