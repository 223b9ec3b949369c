import { Unreadable } from '../kernel'
import { ALIPAY_FLOW } from './alipay-flow'
import { ALIPAY_TRADE } from './alipay-trade'
import type { BillPart } from './bill-file'
import { linesOf } from './bill-lines'
import { refuseBill } from './bill-refusal'
import type { BillRow } from './bill-row'
import { columnName, Columns } from './columns'
import type { Layout, LayoutReader, Totals } from './layout'
import { preambleOf, type Preamble } from './preamble'
import { WECHAT_FLOW } from './wechat-flow'
import { WECHAT_TRADE } from './wechat-trade'

const LAYOUTS: readonly Layout[] = [WECHAT_TRADE, WECHAT_FLOW, ALIPAY_TRADE, ALIPAY_FLOW]
/** Lines above the columns, and below the rows. */
const LONGEST_EDGE = 30
const DAMAGED = /\uFFFD|锟斤拷|銆|鏀|浜ゆ/

/** What one file turned out to be, once its last line was read. */
export interface ReadBill {
  readonly layout: Layout
  readonly columns: readonly string[]
  readonly preamble: Preamble
  readonly account: string
  readonly totals: Totals
}

/** Lines and what they say, a piece of the file at a time. */
export interface BillPiece {
  readonly lines: readonly string[]
  readonly rows: readonly BillRow[]
}

/**
 * Reads one bill from beginning to end, a piece at a time. Its return, after the last row, is the proof that it is
 * whole: the trailer's totals equal what the rows add up to. Otherwise it refuses, at the line that is wrong or at the
 * end: a caller keeps nothing before that. Pure: no database, no clock.
 */
export async function* readBill(part: BillPart): AsyncGenerator<BillPiece, ReadBill> {
  const above: string[] = []
  const below: string[] = []
  let begun: { layout: Layout; columns: Columns; reader: LayoutReader } | undefined
  let ended = false
  let bad: { line: number; error: Unreadable } | undefined
  let line = 0

  for await (const lines of linesOf(part)) {
    const rows: BillRow[] = []
    for (const text of lines) {
      line += 1
      // A bad line is a bad line only if another follows; the last one was cut off.
      if (bad) throw begun?.reader.resaved?.() ? refuseBill('bill-resaved') : unreadable(bad)
      if (!begun) begun = headerIn(text, above, part.name)
      else if (!ended) {
        try {
          const cells = text.trim() === '' ? undefined : begun.reader.cells(text)
          if (cells) rows.push(inCny(begun.reader.row(cells)))
          else {
            ended = true
            below.push(text)
          }
        } catch (error) {
          if (!(error instanceof Unreadable)) throw error
          bad = { line, error }
        }
      } else if (below.push(text) > LONGEST_EDGE) throw refuseBill('bill-not-a-bill')
    }
    yield { lines, rows }
  }
  if (!begun) throw above.length === 0 ? refuseBill('bill-empty') : refuseBill('bill-not-a-bill')
  const { layout, columns, reader } = begun
  if (bad) throw refuseBill(reader.resaved?.() ? 'bill-resaved' : 'bill-trailer-missing')
  const totals = proven(reader, below)
  const preamble = preambleOf(above, part.name)
  return { layout, columns: columns.names, preamble, account: preamble.account || reader.account(), totals }
}

/** The columns' line begins the bill; what stands before is kept. Refuses what is no bill, or only its summary. */
function headerIn(text: string, above: string[], fileName: string) {
  const names = text.split(',').map(columnName)
  const columns = new Columns(names)
  const layout = LAYOUTS.find((one) => one.recognises(columns))
  if (layout) return { layout, columns, reader: layout.begin(columns) }
  if (columns.has('交易订单总笔数') || preambleOf([...above, text], fileName).summary)
    throw refuseBill('bill-summary')
  if (DAMAGED.test(text)) throw refuseBill('bill-bad-encoding')
  if (text.trim() !== '') above.push(text)
  const preamble = text.startsWith('#') || text.trim() === ''
  if (above.length > LONGEST_EDGE || !preamble) refuseForeign(columns)
  return undefined
}

/** A first line that names some columns of a bill but not all tells which is missing. */
function refuseForeign(columns: Columns): never {
  for (const [sign, needed] of [
    ['商户订单号', '微信订单号'],
    ['微信支付业务单号', '资金流水单号'],
    ['商家实收', '支付宝交易号'],
    ['支付宝交易号', '商家实收'],
    ['账务流水号', '收入金额'],
  ] as const)
    // prettier-ignore
    if (columns.has(sign) && !columns.has(needed)) throw refuseBill('bill-column-missing', { column: needed })
  throw refuseBill('bill-not-a-bill')
}

function proven(reader: LayoutReader, trailer: readonly string[]): Totals {
  const missing = reader.resaved?.() ? 'bill-resaved' : 'bill-trailer-missing'
  let stated: Totals
  try {
    stated = reader.stated(trailer)
  } catch (error) {
    if (error instanceof Unreadable) throw refuseBill(missing)
    throw error
  }
  if (stated.size === 0) throw refuseBill(missing)
  const counted = reader.counted()
  for (const [total, sum] of counted) {
    const said = stated.get(total)
    // A former layout has fewer totals; the number of rows is in every one.
    if (said === undefined && /笔数|单数/.test(total)) throw refuseBill(missing)
    if (said !== undefined && said !== sum)
      throw refuseBill('bill-totals-differ', {
        total,
        stated: shown(total, said),
        counted: shown(total, sum),
      })
  }
  return counted
}

function shown(total: string, value: number): string {
  return /笔数|单数/.test(total) ? String(value) : (value / 100).toFixed(2)
}

function inCny(row: BillRow): BillRow {
  if (row.currency !== 'CNY') throw refuseBill('bill-currency', { currency: row.currency })
  return row
}

function unreadable({ line, error }: { line: number; error: Unreadable }) {
  return refuseBill('bill-row-unreadable', { line, reason: error.code, detail: error.detail })
}
