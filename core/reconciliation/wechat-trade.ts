import { currencyOf, minor, parseMajor, Unreadable, type Currency } from '../kernel'
import { billDay, billTime } from './bill-time'
import type { BillRow } from './bill-row'
import { cellAt, idAt, neededAt, type Columns } from './columns'
import type { Layout, LayoutReader } from './layout'
import { Tally } from './tally'
import { WechatLines, wechatStated } from './wechat-cells'

/**
 * WeChat Pay's trade bill («交易账单», all / successful / refunded), by column names, former names included.
 * A refund's row carries the original payment's number; its time is when the refund was accepted.
 */
export const WECHAT_TRADE: Layout = {
  name: 'wechat-trade',
  provider: 'wechat',
  ledger: 'trade',
  recognises: (columns) => columns.has('微信订单号') && columns.has('交易状态'),
  begin,
}

/** Name in the trailer → the column it adds up, under its own and its former name. */
const SUMS: readonly (readonly [total: string, ...columns: string[]])[] = [
  ['应结订单总金额', '应结订单金额', '总金额'],
  ['退款总金额', '退款金额'],
  ['充值券退款总金额', '充值券退款金额', '代金券或立减优惠退款金额', '企业红包退款金额'],
  ['手续费总金额', '手续费'],
  ['订单总金额', '订单金额'],
  ['申请退款总金额', '申请退款金额'],
]
/** What the trailer of older files calls the same. */
const FORMER: ReadonlyMap<string, string> = new Map([
  ['总交易额', '应结订单总金额'],
  ['总退款金额', '退款总金额'],
  ['总代金券或立减优惠退款金额', '充值券退款总金额'],
  ['总企业红包退款金额', '充值券退款总金额'],
])
/** The provider gave these up: no money moved. */
const VOID = new Set(['FAIL'])

function begin(columns: Columns): LayoutReader {
  const sums = SUMS.flatMap(([total, ...names]) => {
    const at = columns.maybe(...names)
    return at === undefined ? [] : [{ total, at }]
  })
  const tally = new Tally(['总交易单数', ...sums.map(({ total }) => total)])
  const at = {
    time: columns.at('交易时间'), payment: columns.at('微信订单号'), order: columns.at('商户订单号'), state: columns.at('交易状态'),
    currency: columns.maybe('货币种类'), settled: columns.at('应结订单金额', '总金额'), total: columns.maybe('订单金额'),
    refund: columns.maybe('微信退款单号'), refundNo: columns.maybe('商户退款单号'), refunded: columns.maybe('退款金额'),
    asked: columns.maybe('申请退款金额'), refundState: columns.maybe('退款状态'), fee: columns.at('手续费'), rate: columns.maybe('费率'),
    title: columns.maybe('商品名称'), account: columns.maybe('商户号'), buyer: columns.maybe('用户标识'),
  } // prettier-ignore
  let currency: Currency = 'CNY'
  let account = ''
  const lines = new WechatLines(columns.names.length)

  const row = (cells: readonly string[]): BillRow => {
    if (cells.length !== columns.names.length)
      throw new Unreadable('cells', `${cells.length} / ${columns.names.length}`)
    currency = currencyOf(cellAt(cells, at.currency) || 'CNY')
    account ||= cellAt(cells, at.account)
    const money = (cell: number | undefined) => parseMajor(cellAt(cells, cell) || '0', currency)
    tally.add('总交易单数', 1)
    for (const sum of sums) tally.add(sum.total, money(sum.at))
    const payment = neededAt(cells, at.payment, '微信订单号')
    const refund = idAt(cells, at.refund)
    const settled = refund ? money(at.refunded) : money(at.settled)
    const amount = refund ? money(at.asked ?? at.refunded) : money(at.total ?? at.settled)
    const dead = VOID.has(cellAt(cells, at.refundState)) || (!refund && cellAt(cells, at.state) === 'REVOKED')
    const time = billTime(neededAt(cells, at.time, '交易时间'))
    const sign = dead ? 0 : refund ? -1 : 1
    return {
      key: refund ? `wechat:trade:r:${refund}` : `wechat:trade:p:${payment}`,
      kind: refund ? 'refund' : dead ? 'other' : 'payment',
      event: refund ?? payment,
      orderNo: idAt(cells, at.order),
      refundNo: idAt(cells, at.refundNo),
      at: time,
      day: billDay(time),
      currency,
      amountMinor: minor(dead ? 0 : amount),
      settledMinor: minor(sign * settled || 0),
      discountMinor: minor(sign * (amount - settled) || 0),
      feeMinor: minor(dead ? 0 : 0 - money(at.fee)),
      commissionMinor: minor(0),
      feePpm: rateOf(cellAt(cells, at.rate)),
      note: cellAt(cells, at.title).slice(0, 60),
      cells: cells.map((cell, n) => (n === at.buyer ? '' : cell)),
    }
  }
  return {
    cells: (line) => lines.cells(line),
    resaved: () => lines.resaved,
    row,
    stated: (trailer) =>
      new Map([...wechatStated(trailer, currency)].map(([name, value]) => [FORMER.get(name) ?? name, value])),
    counted: () => tally.totals(),
    account: () => account,
  }
}

/** `0.60%` → 6000 millionths; `null` where none is named. */
function rateOf(text: string): number | null {
  const match = /^(\d+)(?:\.(\d{1,4})0*)?%$/.exec(text)
  return match ? Number(match[1]) * 10_000 + Number((match[2] ?? '').padEnd(4, '0')) : null
}
