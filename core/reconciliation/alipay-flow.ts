import { minor, parseMajor, Unreadable } from '../kernel'
import { alipayCells } from './alipay-cells'
import { billTime } from './bill-time'
import type { BillRow, RowKind } from './bill-row'
import { cellAt, idAt, neededAt, type Columns } from './columns'
import type { Layout, LayoutReader } from './layout'
import { Tally } from './tally'
import { placed } from './wechat-flow'

/** Alipay's 账务明细: every movement of the account; a fee is its own row. The order of columns differs by account. */
export const ALIPAY_FLOW: Layout = {
  name: 'alipay-flow',
  provider: 'alipay',
  ledger: 'flow',
  recognises: (columns) => columns.has('账务流水号') && columns.has('收入金额'),
  begin,
}

/** 业务类型 → what it is to us; what is not here is `other`. */
const KINDS: ReadonlyMap<string, RowKind> = new Map([
  ['在线支付', 'payment'],
  ['交易付款', 'payment'],
  ['交易退款', 'refund'],
  ['收费', 'fee'],
  ['退费', 'fee'],
  ['交易分账', 'commission'],
  ['分账', 'commission'],
  ['提现', 'transfer'],
  ['转账', 'transfer'],
])

function begin(columns: Columns): LayoutReader {
  const tally = new Tally(['支出笔数', '支出合计', '收入笔数', '收入合计'])
  const at = {
    flow: columns.at('账务流水号'), business: columns.at('业务流水号'), order: columns.at('商户订单号'), title: columns.maybe('商品名称'),
    time: columns.at('发生时间'), income: columns.at('收入金额'), expense: columns.at('支出金额'), type: columns.at('业务类型'),
    remark: columns.maybe('备注'), other: columns.maybe('对方账号', '对方账户'),
  } // prettier-ignore
  const known = (names: readonly string[]) => names.flatMap((name) => columns.maybe(name) ?? [])
  const shape = {
    columns,
    times: known(['发生时间']),
    amounts: known(['收入金额', '支出金额', '账户余额']),
    free: known(['商品名称', '备注']),
  }

  const row = (cells: readonly string[]): BillRow => {
    const money = (cell: number) => Math.abs(parseMajor(cellAt(cells, cell) || '0', 'CNY'))
    const [income, expense] = [money(at.income), money(at.expense)]
    if (income !== 0 && expense !== 0) throw new Unreadable('bad-direction', `${income} ${expense}`)
    const way = cellAt(cells, at.income) !== '' && expense === 0 ? '收入' : '支出'
    tally.add(`${way}笔数`, 1)
    tally.add(`${way}合计`, income + expense)
    const kind = KINDS.get(cellAt(cells, at.type)) ?? 'other'
    const flow = neededAt(cells, at.flow, '账务流水号')
    const time = neededAt(cells, at.time, '发生时间')
    return {
      key: `alipay:flow:${flow}`,
      kind,
      event: cellAt(cells, at.business),
      orderNo: idAt(cells, at.order),
      refundNo: null,
      at: billTime(time),
      day: time.slice(0, 10),
      currency: 'CNY',
      amountMinor: minor(income + expense),
      ...placed(kind, minor(income - expense)),
      discountMinor: minor(0),
      feePpm: null,
      note: (cellAt(cells, at.title) || cellAt(cells, at.remark)).slice(0, 60),
      cells: cells.map((cell, n) => (n === at.other ? '' : cell)),
    }
  }
  return {
    cells: (line) => alipayCells(line, shape),
    row,
    stated: (trailer) => new Map(['支出', '收入'].flatMap((way) => figures(trailer, way))),
    counted: () => tally.totals(),
    account: () => '',
  }
}

/** `#支出合计：3笔，共-13.25元`; the amount without its sign. */
function figures(trailer: readonly string[], way: string): [string, number][] {
  const line = trailer.find((one) => one.startsWith(`#${way}合计`)) ?? ''
  const found = /合计[:：]\s*(\d+)笔[，,]\s*共\s*([+-]?[\d.]+)元/.exec(line)
  if (!found) return []
  return [
    [`${way}笔数`, Number(found[1])],
    [`${way}合计`, Math.abs(parseMajor(found[2] ?? '', 'CNY'))],
  ]
}
