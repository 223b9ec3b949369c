import { minor, parseMajor, Unreadable, type Minor } from '../kernel'
import { billDay, billTime } from './bill-time'
import type { BillRow, RowKind } from './bill-row'
import { cellAt, idAt, neededAt, type Columns } from './columns'
import type { Layout, LayoutReader } from './layout'
import { Tally } from './tally'
import { WechatLines, wechatStated } from './wechat-cells'

/** WeChat Pay's fund flow («资金账单»): one row per movement, the fee its own row or inside the refund's. */
export const WECHAT_FLOW: Layout = {
  name: 'wechat-flow',
  provider: 'wechat',
  ledger: 'flow',
  recognises: (columns) => columns.has('资金流水单号') && columns.has('收支类型'),
  begin,
}

/** 业务类型 and 业务名称 → what it is to us. Both lists may grow: what is not here is `other`. */
const KINDS: ReadonlyMap<string, RowKind> = new Map([
  ['交易', 'payment'],
  ['退款', 'refund'],
  ['退款关闭', 'refund'],
  ['扣除交易手续费', 'fee'],
  ['退还交易手续费', 'fee'],
  ['分账', 'commission'],
  ['代金券/立减/折扣', 'subsidy'],
  ['充值/提现', 'transfer'],
  ['充值', 'transfer'],
  ['提现', 'transfer'],
  ['企业付款', 'transfer'],
])

function begin(columns: Columns): LayoutReader {
  const tally = new Tally(['资金流水总笔数', '收入笔数', '收入金额', '支出笔数', '支出金额'])
  const at = {
    time: columns.at('记账时间'), business: columns.at('微信支付业务单号'), flow: columns.at('资金流水单号'), name: columns.at('业务名称'),
    type: columns.maybe('业务类型'), way: columns.at('收支类型'), amount: columns.at('收支金额'), remark: columns.maybe('备注'),
    voucher: columns.maybe('业务凭证号'), who: columns.maybe('资金变更提交申请人'),
  } // prettier-ignore
  let account = ''
  const lines = new WechatLines(columns.names.length)

  const row = (cells: readonly string[]): BillRow => {
    if (cells.length !== columns.names.length)
      throw new Unreadable('cells', `${cells.length} / ${columns.names.length}`)
    const amount = parseMajor(neededAt(cells, at.amount, '收支金额'), 'CNY')
    const way = cellAt(cells, at.way)
    if (way !== '收入' && way !== '支出') throw new Unreadable('bad-direction', way)
    tally.add('资金流水总笔数', 1)
    tally.add(`${way}笔数`, 1)
    tally.add(`${way}金额`, amount)
    const flow = neededAt(cells, at.flow, '资金流水单号')
    // The flow's number begins with the merchant's: 10 digits, then the day.
    account ||= /^\d{10}(?=20\d{6})/.exec(flow)?.[0] ?? ''
    const kind = KINDS.get(cellAt(cells, at.type)) ?? KINDS.get(cellAt(cells, at.name)) ?? 'other'
    const refund = kind === 'refund' || cellAt(cells, at.type) === '退还交易手续费'
    const moved = minor(way === '收入' ? amount : 0 - amount)
    const time = billTime(neededAt(cells, at.time, '记账时间'))
    const voucher = idAt(cells, at.voucher)
    return {
      key: `wechat:flow:${flow}:${cellAt(cells, at.type)}`,
      kind,
      event: cellAt(cells, at.business),
      orderNo: refund ? null : voucher,
      refundNo: refund ? voucher : null,
      at: time,
      day: billDay(time),
      currency: 'CNY',
      amountMinor: amount,
      ...withFeeInside(kind, moved, cellAt(cells, at.remark)),
      discountMinor: minor(0),
      feePpm: null,
      note: (cellAt(cells, at.remark) || cellAt(cells, at.name)).slice(0, 60),
      cells: cells.map((cell, n) => (n === at.who ? '' : cell)),
    }
  }
  return {
    cells: (line) => lines.cells(line),
    resaved: () => lines.resaved,
    row,
    stated: (trailer) => wechatStated(trailer, 'CNY'),
    counted: () => tally.totals(),
    account: () => account,
  }
}

/** A refund may come net of the fee given back, told in its remark: «退款总金额12.34元;含手续费0.07元». */
function withFeeInside(kind: RowKind, moved: Minor, remark: string) {
  const told = kind === 'refund' ? /退款总金额([\d.]+)元.*?含手续费([\d.]+)元/.exec(remark) : null
  if (!told) return placed(kind, moved)
  const [whole, fee] = [parseMajor(told[1] ?? '', 'CNY'), parseMajor(told[2] ?? '', 'CNY')]
  if (fee - whole !== moved) return placed(kind, moved)
  return { settledMinor: minor(0 - whole), feeMinor: fee, commissionMinor: minor(0) }
}

/** Under which of the three amounts a movement counts. */
export function placed(
  kind: RowKind,
  moved: Minor,
): Pick<BillRow, 'settledMinor' | 'feeMinor' | 'commissionMinor'> {
  const none = minor(0)
  if (kind === 'fee') return { settledMinor: none, feeMinor: moved, commissionMinor: none }
  if (kind === 'commission') return { settledMinor: none, feeMinor: none, commissionMinor: moved }
  return { settledMinor: moved, feeMinor: none, commissionMinor: none }
}
