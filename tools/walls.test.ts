import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { cruise, type ICruiseOptions, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

interface Walls {
  forbidden: IForbiddenRuleType[]
  options: ICruiseOptions & { tsConfig?: unknown }
}
const walls = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as Walls

const SLICES = [
  'kernel', 'sheets', 'connectors', 'database', 'audit', 'jobs', 'auth', 'rules', 'shops', 'orders', 'inventory',
  'fulfilment', 'refunds', 'slips', 'reconciliation', 'notifications', 'exports',
] // prettier-ignore

/** [rule, file that breaks it, what that file imports] */
const PLANTED: [rule: string, file: string, target: string][] = [
  ...SLICES.map((slice, at): [string, string, string] => [
    `ladder-${slice}`,
    `core/${slice}/break-ladder.ts`,
    SLICES[at + 1] === undefined ? 'core/flows/index.ts' : `core/${SLICES[at + 1]}/index.ts`,
  ]),
  ['ladder-orders', 'core/orders/break-flows.ts', 'core/flows/index.ts'],
  ['ladder-orders', 'core/orders/break-entry.ts', 'core/build-core.ts'],
  ['only-through-index', 'core/orders/break-index.ts', 'core/shops/inside.ts'],
  ['only-through-index', 'core/sync/break-index.ts', 'core/orders/inside.ts'],
  [
    'connectors-know-no-neighbour',
    'core/connectors/taobao/break-neighbour.ts',
    'core/connectors/shopify/index.ts',
  ],
  ['flows-below-their-callers', 'core/flows/break-sync.ts', 'core/sync/index.ts'],
  ['flows-below-their-callers', 'core/flows/break-rpc.ts', 'core/orders/orders.rpc.ts'],
  ['sync-practice-rpc-below-the-gathering', 'core/sync/break-gateway.ts', 'core/gateway/index.ts'],
  ['sync-practice-rpc-below-the-gathering', 'core/orders/broken.rpc.ts', 'core/build-core.ts'],
  ['sync-practice-know-no-rpc', 'core/practice/break-rpc.ts', 'core/rpc/index.ts'],
  ['rpc-handlers-are-gathered-only', 'core/orders/break-handler.ts', 'core/orders/orders.rpc.ts'],
  ['contracts-stand-on-contracts', 'core/orders/broken.contract.ts', 'core/orders/inside.ts'],
  ['contracts-stand-on-contracts', 'core/shops/broken.contract.ts', 'core/kernel/index.ts'],
  ['entities-in-stores-only', 'core/orders/break-entity.ts', 'core/orders/order.entity.ts'],
  ['no-test-kit-in-the-product', 'core/orders/break-kit.ts', 'core/testing/index.ts'],
  ['renderer-sees-the-api-only', 'renderer/src/break-core.ts', 'core/orders/index.ts'],
  ['renderer-sees-the-api-only', 'renderer/src/break-shell.ts', 'electron/window.ts'],
  ['renderer-is-a-page', 'renderer/src/break-electron.ts', 'electron'],
  ['renderer-has-no-node', 'renderer/src/break-node.ts', 'node:fs'],
  ['electron-is-a-thin-shell', 'electron/break-slice.ts', 'core/orders/index.ts'],
  ['electron-is-a-thin-shell', 'electron/break-kernel.ts', 'core/kernel/index.ts'],
  ['core-is-a-plain-program', 'core/orders/break-electron.ts', 'electron'],
  ['core-is-a-plain-program', 'core/kernel/break-shell.ts', 'electron/window.ts'],
  ['fence-typeorm', 'core/orders/break-typeorm.ts', 'typeorm'],
  ['fence-spreadsheets', 'core/orders/break-sheet.ts', 'exceljs'],
  ['fence-picture-readers', 'core/orders/break-pictures.ts', 'tesseract.js'],
  ['fence-crypto', 'core/orders/break-crypto.ts', 'node:crypto'],
  ['no-circles', 'core/jobs/circle-a.ts', 'core/jobs/circle-b.ts'],
  ['nothing-missing', 'core/orders/break-missing.ts', 'core/orders/nowhere.ts'],
  ['no-tool-in-the-product', 'core/orders/break-tool.ts', 'a-dev-tool'],
]

/** The same kinds of import where they are allowed. */
const SOUND: [file: string, target: string][] = [
  ['core/orders/sound.ts', 'core/shops/index.ts'],
  ['core/orders/sound.contract.ts', 'core/shops/shops.contract.ts'],
  ['core/orders/sound.store.ts', 'core/orders/order.entity.ts'],
  ['core/orders/sound-two.store.ts', 'typeorm'],
  ['core/sheets/sound.ts', 'exceljs'],
  ['core/auth/sound.ts', 'node:crypto'],
  ['core/flows/sound.ts', 'core/orders/index.ts'],
  ['core/orders/sound.rpc.ts', 'core/flows/index.ts'],
  ['core/sync/sound.ts', 'core/flows/index.ts'],
  ['core/rpc/sound.ts', 'core/orders/orders.rpc.ts'],
  ['core/orders/sound.test.ts', 'core/testing/index.ts'],
  ['core/connectors/taobao/sound.ts', 'core/kernel/index.ts'],
  ['renderer/src/sound.ts', 'core/rpc/api.ts'],
  ['renderer/src/sound-two.ts', 'core/orders/orders.contract.ts'],
  ['renderer/src/sound-three.ts', 'electron/shell.contract.ts'],
  ['electron/sound.ts', 'core/kernel/data-folder.ts'],
  ['electron/sound-two.ts', 'electron'],
]

const folder = mkdtempSync(join(tmpdir(), 'walls-'))
let found: { rule: string; from: string }[] = []

beforeAll(async () => {
  furnish()
  for (const [file, target] of [...PLANTED.map(([, file, target]) => [file, target] as const), ...SOUND])
    plant(file, target)
  plant('core/jobs/circle-b.ts', 'core/jobs/circle-a.ts') // a circle is reported once, at its first file
  const { tsConfig: _ofThisCheckout, ...options } = walls.options
  const result = await cruise(['core', 'electron', 'renderer'], {
    ...options,
    baseDir: folder,
    ruleSet: { forbidden: walls.forbidden },
    validate: true,
  })
  const { summary } = result.output as ICruiseResult
  found = summary.violations.map((violation) => ({ rule: violation.rule.name, from: violation.from }))
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('a planted violation is caught', () => {
  test.each(PLANTED)('%s: %s → %s', (rule, file) => {
    expect(found).toContainEqual({ rule, from: file })
  })
})

test.each(SOUND)('sound: %s → %s', (file) => {
  expect(found.filter(({ from }) => from === file)).toEqual([])
})

test('every wall is tried here', () => {
  const tried = new Set(PLANTED.map(([rule]) => rule))
  expect(
    walls.forbidden.map((rule) => rule.name).filter((name) => name === undefined || !tried.has(name)),
  ).toEqual([])
})

/** Every target of an import above, empty, and the packages. */
function furnish(): void {
  const targets = [...PLANTED.map(([, , target]) => target), ...SOUND.map(([, target]) => target)]
  const missing = 'core/orders/nowhere.ts'
  for (const target of targets)
    if (target.includes('/') && target !== missing) write(target, 'export const here = 1\n')
  for (const name of ['typeorm', 'exceljs', 'tesseract.js', 'electron', 'a-dev-tool']) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }))
    write(`node_modules/${name}/index.js`, 'exports.here = 1\n')
  }
  const dependencies = { typeorm: '1.0.0', exceljs: '1.0.0', 'tesseract.js': '1.0.0' }
  const devDependencies = { electron: '1.0.0', 'a-dev-tool': '1.0.0' }
  write('package.json', JSON.stringify({ name: 'fixture', version: '1.0.0', dependencies, devDependencies }))
}

function plant(file: string, target: string): void {
  const up = '../'.repeat(file.split('/').length - 1)
  const inside = /^(core|electron|renderer)\//.test(target)
  write(
    file,
    `import { here } from '${inside ? up + target.replace(/\.ts$/, '') : target}'\nexport const there = here\n`,
  )
}

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), text)
}
