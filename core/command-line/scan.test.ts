import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aServedCore } from '../testing/a-served-core'
import { scan } from './scan'

const root = resolve(import.meta.dirname, '../..')
const sample = (name: string) => join(root, 'core/slips/samples', name)
let scratch = ''

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'zhanggui-scan-'))
})
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

async function scanned(core: Parameters<typeof scan>[0], positionals: string[], options = {}) {
  let said = ''
  const io = { out: (text: string) => void (said += text), err: () => undefined, cwd: root, json: true }
  await scan(core, { positionals, options }, io)
  return JSON.parse(said) as { file: string; waybill: string | null; error?: string }[]
}

test('--orders with what is no list of orders says what it wants', async () => {
  const sheet = join(scratch, 'orders.csv')
  writeFileSync(sheet, 'orderId,orderNo\n1,2\n')
  await expect(scanned(undefined, [sample('slip-001.jpg')], { orders: sheet })).rejects.toMatchObject({
    code: 'orders-unreadable',
    message: expect.stringMatching(/一份 \.json[\s\S]*wants a \.json/),
  })
})

test('without --orders the pictures are kept in the data folder; with it nothing is', async () => {
  await using served = await aServedCore()
  const { core } = served
  const text = join(scratch, 'a.jpg')
  writeFileSync(text, 'a text file')
  const files = [sample('slip-001.jpg'), text]
  const kept = await scanned(core, files)
  expect(kept.map(({ file }) => file)).toEqual(files)
  expect(kept[0]!.waybill).not.toBeNull()
  expect(kept[1]!.error).toContain('不是图片')
  const rows = await core.database.read.all(`select source, state from slips order by state`)
  expect(rows).toEqual([{ source: 'command', state: 'none' }, { source: 'command', state: 'unreadable' }])
  // Again: told as it stands, nothing is read or kept a second time.
  expect(await scanned(core, files.slice(0, 1))).toEqual(kept.slice(0, 1))
  const against = await scanned(core, [sample('slip-009.jpg')], { orders: sample('orders.json') })
  expect(against[0]!.waybill).not.toBeNull()
  expect(await core.database.read.get('select count(*) as n from slips')).toEqual({ n: 2 })
}) // prettier-ignore
