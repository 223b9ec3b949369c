import { afterEach, beforeEach, expect, test } from 'vitest'
import { startVendureSimulator } from '../connectors/vendure'
import type { Simulator } from '../connectors'
import { countStock } from '../flows'
import { Disposables, minor } from '../kernel'
import { aSale } from '../testing/a-sale'
import { aServedCore, type ServedCore } from '../testing/a-served-core'
import { CORE_COMMANDS } from './commands'
import { runOnCore } from './run-on-core'

let life: Disposables
let vendure: Simulator
let served: ServedCore
let id: string
beforeEach(async () => {
  life = new Disposables()
  vendure = life.add(await startVendureSimulator({}))
  served = life.add(await aServedCore())
  const lines = [{ sku: 'BOWL', title: '碗', quantity: 3, unitPriceMinor: minor(4_900) }]
  const at = Date.now() - 60_000
  id = vendure.shop.place(aSale({ createdAt: at, lines }))
  vendure.shop.pay(id, at)
  await served.bind('vendure', vendure)
  await served.core.sync.once(['s1'], () => served.core.jobs.idle())
  await served.core.database.withTx({ who: 'test', from: 'test' }, (tx) =>
    countStock(tx, [{ sku: 'BOWL', warehouseId: 'w1', onHand: 10, reason: '' }], 'test'),
  )
})
afterEach(() => life[Symbol.asyncDispose]())

async function run(...argv: string[]) {
  let [out, err] = ['', '']
  const io = { out: (text: string) => void (out += text), err: (text: string) => void (err += text), cwd: '/' } // prettier-ignore
  return { code: await runOnCore(CORE_COMMANDS, served.core, argv, io), out, err }
}
const ship = (waybill: string, ...more: string[]) => run('ship', '--order', id, '--waybill', waybill, ...more)

test('some pieces leave by the command line, then the rest', async () => {
  expect(await ship('YT8800000000001', '--line', 'BOWL=1')).toMatchObject({ code: 0 })
  expect(vendure.shop.standing(id)).toBe('to-ship')
  expect(await ship('YT8800000000002')).toMatchObject({ code: 0 })
  expect(vendure.shop.parcelsOf(id).map(({ lines }) => lines)).toEqual([
    [{ line: 0, quantity: 1 }],
    [{ line: 0, quantity: 2 }],
  ])
})

test('more pieces than wait, and goods that the order does not have, are refused, tried or meant', async () => {
  for (const how of [[], ['--dry-run']]) {
    const tooMany = await ship('YT8800000000001', '--line', 'BOWL=4', ...how)
    expect(tooMany).toMatchObject({ code: 1, out: expect.stringContaining('BOWL') as string })
    const unknown = await ship('YT8800000000001', '--line', 'POT=1', ...how)
    expect(unknown.code).toBe(1)
    expect(unknown.out + unknown.err).toContain('POT')
  }
  expect(vendure.shop.parcelsOf(id)).toEqual([])
})

test('pieces are named as SKU=N, and of one order only', async () => {
  for (const words of ['BOWL', 'BOWL=0', '=2', 'BOWL=1.5'])
    expect(await ship('YT8800000000001', '--line', words)).toMatchObject({ code: 2 })
  expect(await run('ship', 'sheet.csv', '--line', 'BOWL=1')).toMatchObject({ code: 2 })
})
