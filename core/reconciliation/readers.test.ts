import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Refusal } from '../kernel'
import { billAt, openBill, type BillInput } from './bill-file'
import type { BillRow } from './bill-row'
import { proveBill } from './prove-bill'
import { readBill } from './read-bill'

const samples = join(import.meta.dirname, 'samples')
const sample = (name: string) => readFileSync(join(samples, name))
const utf8 = (text: string, name = 'bill.csv'): BillInput => ({ name, bytes: Buffer.from(text) })
const wechat = () => sample('wechat_tradebill_ALL.utf8.csv').toString('utf8')
const alipay = () => new TextDecoder('gb18030').decode(sample('alipay_trade_detail.gbk.csv'))

async function rowsOf(input: BillInput): Promise<BillRow[]> {
  const rows: BillRow[] = []
  for (const part of await openBill(input)) for await (const piece of readBill(part)) rows.push(...piece.rows)
  return rows
}
const codeOf = (input: BillInput) =>
  rowsOf(input).then(
    () => 'taken',
    (error: unknown) => (error instanceof Refusal ? error.code : String(error)),
  )
const short = ({ kind, orderNo, settledMinor, feeMinor, discountMinor }: BillRow) =>
  [kind, orderNo, settledMinor, feeMinor, discountMinor] as const

describe('the providers’ own layouts', () => {
  test('WeChat trade bill: payments, a coupon of the merchant, refunds of this and of an older order', async () => {
    const rows = await rowsOf(billAt(join(samples, 'wechat_tradebill_ALL.utf8.csv')))
    expect(rows.map(short)).toEqual([
      ['payment', 'SYN20261121000001', 9900, -59, 0],
      ['payment', 'SYN20261121000002', 5300, -32, 500],
      ['refund', 'SYN20261121000001', -1234, 7, 0],
      ['refund', 'SYN20261120000009', -2000, 12, 0],
    ])
    expect(rows[0]).toMatchObject({ at: Date.parse('2026-11-21T01:12:44Z'), day: '2026-11-21', feePpm: 6000 })
    expect(JSON.stringify(rows)).not.toContain('oSYN')
  })
  test('the refund layout names the same events', async () => {
    const all = await rowsOf(billAt(join(samples, 'wechat_tradebill_ALL.utf8.csv')))
    const refunds = await rowsOf(billAt(join(samples, 'wechat_tradebill_REFUND.utf8.csv')))
    expect(refunds.map((row) => row.key)).toEqual(all.slice(2).map((row) => row.key))
  })
  test('WeChat fund flow: the fee is its own row, or inside the refund and told in its remark', async () => {
    const rows = await rowsOf(billAt(join(samples, 'wechat_fundflow_BASIC.utf8.csv')))
    expect(rows.map((row) => [row.kind, row.settledMinor, row.feeMinor])).toEqual([
      ['payment', 9900, 0], ['fee', 0, -59], ['payment', 5300, 0], ['fee', 0, -32], ['refund', -1234, 7], ['transfer', -50000, 0],
    ]) // prettier-ignore
  })
  test('Alipay 业务明细 and 账务明细', async () => {
    expect((await rowsOf(billAt(join(samples, 'alipay_trade_detail.gbk.csv')))).map(short)).toEqual([
      ['payment', 'SYN20261121000001', 9900, -59, 0],
      ['payment', 'SYN20261121000002', 5300, -32, 500],
      ['refund', 'SYN20261121000001', -1234, 7, 0],
    ])
    const flow = await rowsOf(billAt(join(samples, 'alipay_signcustomer.gbk.csv')))
    expect(flow.map((row) => row.kind)).toEqual(['payment', 'fee', 'payment', 'fee', 'refund', 'fee'])
    expect(flow.reduce((sum, row) => sum + row.settledMinor + row.feeMinor, 0)).toBe(15207 - 1325)
  })
  test('a ZIP with GBK names: the details are read, the summary explains itself', async () => {
    const parts = await openBill(billAt(join(samples, 'alipay_trade_20261121.zip')))
    expect(parts.map((part) => part.name)).toEqual([
      '20889990000000010156_20261121_业务明细.csv',
      '20889990000000010156_20261121_业务明细(汇总).csv',
    ])
    const proven = await proveBill(parts[0]!, () => undefined)
    expect(proven).toMatchObject({ rowCount: 3, account: '20889990000000010156' })
    expect([...proven.days.keys()]).toEqual(['2026-11-21'])
    await expect(proveBill(parts[1]!, () => undefined)).rejects.toMatchObject({ code: 'bill-summary' })
  })
  test('the same bill plain, gzipped and saved as UTF-8 is the same bill', async () => {
    const idOf = async (input: BillInput) =>
      (await proveBill((await openBill(input))[0]!, () => undefined)).id
    const plain = await idOf(utf8(wechat()))
    expect(await idOf(billAt(join(samples, 'wechat_tradebill_ALL.utf8.csv.gz')))).toBe(plain)
    expect(await idOf(utf8(wechat().replace(/\r?\n/g, '\r\n')))).toBe(plain)
    expect(await idOf(utf8(alipay()))).toBe(
      await idOf({ name: 'a', bytes: sample('alipay_trade_detail.gbk.csv') }),
    )
  })
  test('columns are found by name: moved, with half-width brackets, under their former name', async () => {
    const moved = alipay().split('\n').map((line) => {
      if (line.startsWith('#') || line.trim() === '') return line
      const cells = line.replace(/\r$/, '').split(',')
      return [...cells.slice(11, 13), ...cells.slice(0, 11), ...cells.slice(13)].join(',')
    }).join('\n').replaceAll('（元）', '(元)') // prettier-ignore
    expect((await rowsOf(utf8(moved))).map(short)).toEqual((await rowsOf(utf8(alipay()))).map(short))
    const former = wechat()
      .replace('应结订单金额', '总金额')
      .replace('应结订单总金额', '总交易额')
      .replace('退款总金额', '总退款金额')
    expect((await rowsOf(utf8(former))).map(short)).toEqual((await rowsOf(utf8(wechat()))).map(short))
  })
  test('a comma inside a title is told from one between cells', async () => {
    const rows = await rowsOf(utf8(alipay().replaceAll('测试水杯', '测试,水杯,大')))
    expect(rows[1]).toMatchObject({ note: '测试,水杯,大', settledMinor: 5300 })
    expect(await rowsOf(utf8(wechat().replace('测试水杯', '测试,水杯')))).toHaveLength(4)
  })
})

describe('a WeChat bill that another program saved', () => {
  const flow = () => sample('wechat_fundflow_BASIC.utf8.csv').toString('utf8')
  /** As Excel writes it: every line as wide as the head, times without seconds, ids of many digits as powers. */
  const excel = (text: string, id: (digits: string) => string) =>
    text.replaceAll('`', '').split('\n').map((line, n) => (n === 0 ? line : line.replace(/(2026)-(11)-(21) (\d\d):(\d\d):\d\d/, '$1/$2/$3 $4:$5').replace(/\d{20,}/g, id)).trimEnd()).join('\r\n') // prettier-ignore
  const padded = (text: string, width: number) =>
    text.split('\n').map((line) => (/^`?[\d总资][^-]/.test(line) && !line.includes('2026-') ? line.trimEnd() + ','.repeat(width - line.split(',').length) : line)).join('\n') // prettier-ignore

  test('without its signs, and with its totals drawn out to the width of the head, it is read where all of it proves', async () => {
    const rows = await rowsOf(utf8(wechat()))
    expect(await rowsOf(utf8(wechat().replaceAll('`', '')))).toEqual(rows)
    expect(await rowsOf(utf8(padded(wechat(), 27)))).toEqual(rows)
    expect(await rowsOf(utf8(padded(flow().replaceAll('`', ''), 11)))).toEqual(await rowsOf(utf8(flow())))
    const saved = await rowsOf(utf8(excel(wechat(), (digits) => digits)))
    expect(saved.map((row) => [row.key, row.day])).toEqual(rows.map((row) => [row.key, row.day]))
    const comma = wechat().replaceAll('`', '').replace('测试水杯', '"测试,水杯"')
    expect((await rowsOf(utf8(comma)))[1]?.note).toBe('测试,水杯')
    expect(await rowsOf(utf8(wechat().replace('`测试水杯', '"`测试,水杯"')))).toHaveLength(4)
  })

  test.each<[string, () => string]>([
    ['numbers became powers', () => excel(wechat(), () => '4.2E+27')],
    ['numbers lost their last digits', () => excel(wechat(), (digits) => digits.slice(0, 15).padEnd(digits.length, '0'))],
    ['a comma of a title cannot be told any more', () => wechat().replaceAll('`', '').replace('测试水杯', '测试,水杯')],
    ['the totals are gone', () => wechat().replaceAll('`', '').split('\n').slice(0, 5).join('\n')],
  ])('%s: it asks for the original', async (_what, text) => expect(await codeOf(utf8(text()))).toBe('bill-resaved')) // prettier-ignore
})

test('a row that cannot be read says why in words, with no code in them', async () => {
  const said = (text: string) => rowsOf(utf8(text)).then(() => '', (error: Error) => error.message) // prettier-ignore
  const day = await said(wechat().replace('2026-11-21 10:01:20', '2026-13-41 10:01:20'))
  expect(day).toContain('第 3 行的时间写成「2026-13-41 10:01:20」')
  for (const text of [
    day,
    await said(wechat().replace('`99.00', '`九十九')),
    await said(wechat().replace('`4200000000202611210000000002', '`')),
    await said(flowWith('`支出', '`不明')),
  ])
    // prettier-ignore
    expect(text).not.toMatch(/[a-z]+-[a-z]+/)
})
const flowWith = (from: string, to: string) =>
  sample('wechat_fundflow_BASIC.utf8.csv').toString('utf8').replace(from, to)

test('a packed bill keeps its own name', async () => {
  expect((await openBill({ name: 'bill.csv.gz', bytes: gzipSync(wechat()) })).map((part) => part.name)).toEqual(['bill.csv.gz']) // prettier-ignore
})

describe('bad input: one clear reason each, nothing taken', () => {
  test.each<[string, string, () => BillInput]>([
    ['not a bill', 'bill-not-a-bill', () => utf8('name,price\nx,1\n')],
    ['a picture', 'bill-not-a-bill', () => ({ name: 'a.jpg', bytes: Buffer.from([0xff, 0xd8, 0xff, 0xe0, ...Buffer.alloc(100, 1)]) })],
    ['0 bytes', 'bill-empty', () => utf8('')],
    ['a missing column', 'bill-column-missing', () => utf8(wechat().replace('手续费,', '费,'))],
    ['a key column missing', 'bill-column-missing', () => utf8(alipay().replace('支付宝交易号', '交易号'))],
    ['no trailer', 'bill-trailer-missing', () => utf8(wechat().split('\n').slice(0, 5).join('\n'))],
    ['cut off inside a row', 'bill-trailer-missing', () => utf8(wechat().slice(0, 900))],
    ['no trailer (Alipay)', 'bill-trailer-missing', () => utf8(alipay().split('\n').slice(0, 8).join('\n'))],
    ['a row taken out', 'bill-totals-differ', () => utf8(wechat().split('\n').toSpliced(2, 1).join('\n'))],
    ['an amount changed', 'bill-totals-differ', () => utf8(alipay().replace(',58.00,53.00,', ',58.00,53.01,'))],
    ['an amount that is none', 'bill-row-unreadable', () => utf8(wechat().replace('`99.00', '`九十九'))],
    ['half a fen', 'bill-row-unreadable', () => utf8(wechat().replace('`0.59000', '`0.59500'))],
    ['read in the wrong encoding', 'bill-bad-encoding', () => utf8(sample('alipay_trade_detail.gbk.csv').toString('utf8').replace(/^#[^\n]*\n/gm, ''))],
    ['bytes of no encoding', 'bill-bad-encoding', () => ({ name: 'b', bytes: Buffer.concat([sample('wechat_tradebill_ALL.utf8.csv').subarray(0, 700), Buffer.from([0xff, 0xff, 0x0a])]) })],
    ['another currency', 'bill-currency', () => utf8(wechat().replaceAll('`CNY', '`USD'))],
    ['a summary', 'bill-summary', () => ({ name: 's', bytes: sample('alipay_trade_summary.gbk.csv') })],
    ['a truncated gzip', 'bill-truncated', () => ({ name: 'b.gz', bytes: gzipSync(wechat()).subarray(0, 300) })],
    ['a truncated zip', 'bill-truncated', () => ({ name: 'b.zip', bytes: sample('alipay_trade_20261121.zip').subarray(0, 900) })],
    ['a zip whose text is not what was packed', 'bill-truncated', () => ({ name: 'b.zip', bytes: otherSum(sample('alipay_trade_20261121.zip')) })],
    ['a zip with a damaged middle', 'bill-truncated', () => ({ name: 'b.zip', bytes: otherByte(sample('alipay_trade_20261121.zip'), 0.5) })],
    ['a period that is none', 'bill-period-unreadable', () => utf8(alipay().replace(/起始日期：\[2026年/, '起始日期：[2026郝'))],
    ['a period that ends before it begins', 'bill-period-unreadable', () => utf8(alipay().replace(/终止日期：\[2026年/, '终止日期：[2025年'))],
    ['a period of centuries', 'bill-period-unreadable', () => utf8(alipay().replace(/终止日期：\[2026年/, '终止日期：[2926年'))],
    ['a bomb', 'bill-bomb', () => ({ name: 'b.gz', bytes: gzipSync(wechat().split('\n').flatMap((line, n) => (n === 1 ? Array<string>(20_000).fill(line) : [line])).join('\n')) })],
    ['a gzip in a gzip', 'bill-nested', () => ({ name: 'b.gz', bytes: gzipSync(gzipSync(wechat())) })],
    ['no such file', 'bill-file-missing', () => billAt('/nowhere/bill.csv')],
    ['a folder', 'bill-is-folder', () => billAt(import.meta.dirname)],
  ])('%s', async (_what, code, input) => expect(await codeOf(input())).toBe(code)) // prettier-ignore

  function otherByte(zip: Buffer, at: number): Buffer {
    const bytes = Buffer.from(zip)
    const place = Math.floor(bytes.length * at)
    bytes[place] = (bytes[place] ?? 0) ^ 0xff
    return bytes
  }
  /** As if a bit of the packed text had flipped and still unpacked: the sum of the directory is another. */
  function otherSum(zip: Buffer): Buffer {
    const bytes = Buffer.from(zip)
    const at = bytes.indexOf('PK\x01\x02') + 16
    bytes.writeUInt32LE((bytes.readUInt32LE(at) ^ 1) >>> 0, at)
    return bytes
  }

  test('rows that lie centuries apart, with no period above them, are no bill: each day between would count as at hand', async () => {
    const [part] = await openBill(utf8(wechat().replace('2026-11-21 10:01:20', '2926-11-21 10:01:20')))
    await expect(proveBill(part!, () => undefined)).rejects.toMatchObject({ code: 'bill-period-unreadable' })
  })

  test('whatever bytes come, the answer is a refusal, never a crash', async () => {
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)),
      fc.string({ maxLength: 300 }).map((text) => Buffer.from(text)),
      fc.tuple(fc.nat(900), fc.nat(255), fc.boolean()).map(([at, byte, zip]) => {
        const bytes = Buffer.from(sample(zip ? 'alipay_trade_20261121.zip' : 'wechat_tradebill_ALL.utf8.csv'))
        bytes[at] = byte
        return bytes
      }),
    )
    await fc.assert(
      fc.asyncProperty(anything, async (bytes) => {
        const code = await codeOf({ name: 'x', bytes })
        return code === 'taken' || code.startsWith('bill-')
      }),
      { numRuns: 150 },
    )
  })
})
