import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { aServedCore, type ServedCore } from '../testing/a-served-core'
import { CORE_COMMANDS } from './commands'
import { runOnCore } from './run-on-core'

const SAMPLES = join(import.meta.dirname, '../reconciliation/samples')
const BILL = 'wechat_tradebill_ALL.utf8.csv'
let served: ServedCore
let folder: string
beforeEach(async () => {
  served = await aServedCore()
  folder = await mkdtemp(join(tmpdir(), 'zhanggui-test-'))
  await copyFile(join(SAMPLES, BILL), join(folder, BILL))
})
afterEach(async () => {
  await served[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

async function run(...argv: string[]) {
  let [out, err] = ['', '']
  const io = { out: (text: string) => void (out += text), err: (text: string) => void (err += text), cwd: folder } // prettier-ignore
  return { code: await runOnCore(CORE_COMMANDS, served.core, ['import', 'bill', ...argv], io), out, err }
}
const exported = async (month: string) => {
  let err = ''
  const io = { out: () => undefined, err: (text: string) => void (err += text), cwd: folder }
  const code = await runOnCore(CORE_COMMANDS, served.core, ['export', 'reconciliation', '--month', month, '--out', 'a.csv'], io) // prettier-ignore
  return { code, err }
}
const stored = async () => Number((await served.core.database.read.get<{ n: number }>('select count(*) as n from bill_rows'))?.n) // prettier-ignore

test('a bill is taken in whole with its totals proven; the same again brings nothing new', async () => {
  const first = await run(BILL, '--json')
  expect(first).toMatchObject({ code: 0, err: '' })
  const [file] = (JSON.parse(first.out) as { files: { ok: boolean; rows: number; fresh: number }[] }).files
  expect(file).toMatchObject({ ok: true, layout: 'wechat-trade' })
  expect(file?.fresh).toBe(file?.rows)
  expect(await stored()).toBe(file?.rows)
  const again = await run(BILL)
  expect(again.code).toBe(0)
  expect(again.out).toMatch(
    /✓ wechat_tradebill_ALL[\s\S]*新 0，已有 \d+[\s\S]*0 new, \d+ known[\s\S]*合计相符 totals proven/,
  )
  expect(await stored()).toBe(file?.rows)
})

test('what is no bill is refused by itself and named; the others are taken; the code says that one was not', async () => {
  await writeFile(join(folder, 'letter.csv'), '亲爱的,你好\n')
  const said = await run('letter.csv', BILL)
  expect(said.code).toBe(1)
  expect(said.out).toMatch(/✗ letter\.csv\n {2}\S[\s\S]*✓ wechat_tradebill_ALL/)
  expect(await stored()).toBeGreaterThan(0)
})

test('a summary alone was not taken in, beside its details it is no failure; a folder is called one', async () => {
  await copyFile(join(SAMPLES, 'alipay_trade_summary.gbk.csv'), join(folder, 'summary.csv'))
  expect(await run('summary.csv')).toMatchObject({ code: 1 })
  expect(await run('summary.csv', BILL)).toMatchObject({ code: 0 })
  const said = await run('.')
  expect(said.code).toBe(1)
  expect(said.out).toMatch(/是文件夹[\s\S]*is a folder/)
})

test('a file that is not there, and no file at all', async () => {
  expect(await run('none.csv')).toMatchObject({ code: 1 })
  expect(await run()).toMatchObject({ code: 2, out: '' })
  expect(await stored()).toBe(0)
})

test('the reconciliation of a month without bills says that it is empty, and what to do', async () => {
  const [bill] = (JSON.parse((await run(BILL, '--json')).out) as { files: { from: string }[] }).files
  const month = bill!.from.slice(0, 7)
  expect(await exported(month)).toEqual({ code: 0, err: '' })
  const empty = await exported('2001-01')
  expect(empty.err).toContain('2001-01 还没有收进账单')
  expect(empty.err).toContain('zhanggui import bill FILE')
})
