import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Simulator } from '../connectors'
import { startTaobaoSimulator } from '../connectors/taobao'
import { countStock } from '../flows'
import { aSale } from '../testing/a-sale'
import { aServedCore, type ServedCore } from '../testing/a-served-core'
import { CORE_COMMANDS } from './commands'
import { runOnCore } from './run-on-core'

let served: ServedCore
let taobao: Simulator
let folder: string
let orders: string[]
beforeAll(async () => {
  taobao = await startTaobaoSimulator({ callsPerSecond: 100_000 })
  served = await aServedCore()
  folder = await mkdtemp(join(tmpdir(), 'zhanggui-test-'))
  const { core } = served
  const { id } = await served.bind('taobao', taobao)
  orders = [0, 1, 2, 3].map((n) => {
    const order = taobao.shop.place(aSale({ createdAt: Date.now() - 60_000 + n, phone: `1380000204${n}`, buyer: `李${n}` })) // prettier-ignore
    taobao.shop.pay(order, Date.now() - 30_000)
    return order
  })
  await core.sync.once([id], () => core.jobs.idle())
  await core.database.withTx({ who: 'test', from: 'test' }, (tx) =>
    countStock(tx, [{ sku: 'LL-MUG-320-MW', warehouseId: 'w1', onHand: 9, reason: '盘点' }]),
  )
})
afterAll(async () => {
  await served[Symbol.asyncDispose]()
  await taobao[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

async function run(...argv: string[]) {
  let [out, err] = ['', '']
  const io = { out: (text: string) => void (out += text), err: (text: string) => void (err += text), cwd: folder } // prettier-ignore
  return { code: await runOnCore(CORE_COMMANDS, served.core, argv, io), out, err }
}
const atPlatform = () => orders.map((order) => taobao.shop.parcelsOf(order).map(({ waybill }) => waybill))
const WAYBILLS = ['YT8900000000017', 'YT8900000000018', 'YT8900000000019'] as const

test('one parcel leaves by its order and number, and the platform knows it when the command ends', async () => {
  const said = await run('ship', '--order', orders[0]!, '--waybill', WAYBILLS[0])
  expect(said).toMatchObject({ code: 0, err: '' })
  expect(said.out).toMatch(/✓ 1\t\d+\t\S+ YT8900000000017\n已发 1 单，没发 0 单\n1 shipped, 0 refused/)
  expect(atPlatform()).toEqual([[WAYBILLS[0]], [], [], []])
})

test('a sheet in GBK: each line leaves or is refused with its reason and its number in the sheet; a dry run sends nothing', async () => {
  const lines = [
    `${orders[1]!},${WAYBILLS[1]}`,
    '4200000000000000000,YT8900000000020',
    `${orders[2]!},${WAYBILLS[1]}`,
    `${orders[3]!},${WAYBILLS[2]}`,
  ]
  await writeFile(join(folder, '发货.csv'), iconv.encode(`订单号,运单号\r\n${lines.join('\r\n')}\r\n`, 'gbk'))
  const dry = await run('ship', '发货.csv', '--dry-run', '--json')
  expect(dry.code).toBe(1)
  expect(JSON.parse(dry.out)).toMatchObject({ refused: 3, rows: [{ line: 2, state: 'refused', code: 'waybill-below-too' }, { line: 3, state: 'refused', code: 'order-not-found' }, { line: 4, code: 'waybill-twice-in-sheet' }, { line: 5, state: 'ready' }] }) // prettier-ignore
  expect(atPlatform()).toEqual([[WAYBILLS[0]], [], [], []])

  // One number for two buyers: which line is wrong nobody knows, so neither leaves without a yes.
  const unsure = await run('ship', '发货.csv', '--json')
  expect(JSON.parse(unsure.out)).toMatchObject({ refused: 3, rows: [{ code: 'waybill-below-too', reason: expect.stringContaining('第 4 行') as string }, {}, { state: 'refused' }, { line: 5, state: 'told' }] }) // prettier-ignore
  expect(atPlatform()).toEqual([[WAYBILLS[0]], [], [], [WAYBILLS[2]]])

  const real = await run('ship', '发货.csv', '--confirm', 'waybill', '--json')
  expect(real.code).toBe(1)
  expect(JSON.parse(real.out)).toMatchObject({ refused: 3, rows: [{ line: 2, state: 'told' }, { line: 3, state: 'refused' }, { line: 4, state: 'refused', code: 'waybill-of-another-order' }, { line: 5, state: 'refused' }] }) // prettier-ignore
  expect(atPlatform()).toEqual([[WAYBILLS[0]], [WAYBILLS[1]], [], [WAYBILLS[2]]])
  // The same sheet again sends nothing twice.
  expect((await run('ship', '发货.csv')).code).toBe(1)
  expect(atPlatform()).toEqual([[WAYBILLS[0]], [WAYBILLS[1]], [], [WAYBILLS[2]]])
})

test('an order that stands twice in a sheet: the try says of the second line what sending does to it', async () => {
  const lines = ['YT8900000000031', 'YT8900000000032'].map((waybill) => `${orders[2]!},${waybill}`)
  await writeFile(join(folder, '两行.csv'), `订单号,运单号\n${lines.join('\n')}\n`)
  const dry = await run('ship', '两行.csv', '--dry-run', '--json')
  expect(JSON.parse(dry.out)).toMatchObject({ refused: 1, rows: [{ line: 2, state: 'ready' }, { line: 3, code: 'order-twice-in-sheet', reason: expect.stringContaining('第 2 行') as string }] }) // prettier-ignore
  // A line that is held back takes nothing from the one below.
  await writeFile(join(folder, '存疑.csv'), `订单号,运单号\n${orders[2]!},1Z999AA10123456785\n${lines[1]!}\n`)
  const held = await run('ship', '存疑.csv', '--dry-run', '--json')
  expect(JSON.parse(held.out)).toMatchObject({ rows: [{ code: 'waybill-check-digit' }, { state: 'ready' }] })
  const sure = await run('ship', '存疑.csv', '--dry-run', '--json', '--confirm', 'waybill')
  expect(JSON.parse(sure.out)).toMatchObject({ rows: [{ state: 'ready' }, { code: 'order-twice-in-sheet' }] })
  const real = await run('ship', '两行.csv', '--json')
  expect(JSON.parse(real.out)).toMatchObject({ refused: 1, rows: [{ line: 2, state: 'told' }, { line: 3, state: 'refused' }] }) // prettier-ignore
  expect(atPlatform()[2]).toEqual(['YT8900000000031'])
})

test.each([
  [['ship'], 2],
  [['ship', 'a.csv', '--order', '1', '--waybill', 'SF1'], 2],
  [['ship', '--order', '1'], 2],
  [['ship', '--order', '1', '--waybill', 'SF1', '--confirm', 'everything'], 2],
  [['ship', 'none.csv'], 1],
])('%j is refused in words: exit code %i', async (argv, code) => {
  const said = await run(...argv)
  expect(said).toMatchObject({ code, out: '' })
  expect(said.err.length).toBeGreaterThan(10)
})
