import { minor, parseMajor, Unreadable } from '../kernel'
import { alipayCells } from './alipay-cells'
import { billTime } from './bill-time'
import type { BillRow } from './bill-row'
import { cellAt, idAt, neededAt, type Columns } from './columns'
import type { Layout, LayoutReader } from './layout'
import { Tally } from './tally'

/**
 * Alipay's 业务明细. A refund's row carries the original trade's numbers; some accounts write its amounts negative,
 * some positive, so the kind of business decides the sign.
 */
export const ALIPAY_TRADE: Layout = {
  name: 'alipay-trade',
  provider: 'alipay',
  ledger: 'trade',
  recognises: (columns) => columns.has('支付宝交易号') && columns.has('商家实收'),
  begin,
}

const AMOUNTS = [
  '订单金额', '商家实收', '支付宝红包', '集分宝', '支付宝优惠', '商家优惠', '券核销金额', '商家红包消费金额', '卡消费金额', '服务费', '分润',
] // prettier-ignore

function begin(columns: Columns): LayoutReader {
  const tally = new Tally(['交易笔数', '商家实收', '商家优惠', '退款笔数', '商家实收退款', '商家优惠退款'])
  const at = {
    trade: columns.at('支付宝交易号'), order: columns.at('商户订单号'), type: columns.at('业务类型'), title: columns.maybe('商品名称'),
    created: columns.maybe('创建时间'), done: columns.at('完成时间'), amount: columns.at('订单金额'), settled: columns.at('商家实收'),
    coupon: columns.maybe('商家优惠'), refundNo: columns.at('退款批次号/请求号', '退款批次号'), fee: columns.at('服务费'),
    share: columns.maybe('分润'), buyer: columns.maybe('对方账户'),
  } // prettier-ignore
  const known = (names: readonly string[]) => names.flatMap((name) => columns.maybe(name) ?? [])
  const shape = {
    columns,
    times: known(['创建时间', '完成时间']),
    amounts: known(AMOUNTS),
    free: known(['商品名称', '券名称', '备注']),
  }

  const row = (cells: readonly string[]): BillRow => {
    const money = (cell: number | undefined) => parseMajor(cellAt(cells, cell) || '0', 'CNY')
    const type = neededAt(cells, at.type, '业务类型')
    const refund = type.includes('退款')
    const [settled, amount] = [Math.abs(money(at.settled)), Math.abs(money(at.amount))]
    if (type === '交易' || type === '退款') {
      tally.add(`${type}笔数`, 1)
      tally.add(refund ? '商家实收退款' : '商家实收', settled)
      tally.add(refund ? '商家优惠退款' : '商家优惠', Math.abs(money(at.coupon)))
    }
    const trade = neededAt(cells, at.trade, '支付宝交易号')
    const refundNo = idAt(cells, at.refundNo)
    if (refund && !refundNo) throw new Unreadable('missing-field', '退款批次号/请求号')
    const time = cellAt(cells, at.done) || cellAt(cells, at.created)
    const sign = refund ? -1 : 1
    return {
      key: refund
        ? `alipay:trade:r:${trade}:${refundNo}`
        : type === '交易'
          ? `alipay:trade:p:${trade}`
          : `alipay:trade:o:${trade}:${type}:${time}`,
      kind: refund ? 'refund' : type === '交易' ? 'payment' : 'other',
      event: trade,
      orderNo: idAt(cells, at.order),
      refundNo,
      at: billTime(time),
      day: time.slice(0, 10),
      currency: 'CNY',
      amountMinor: minor(amount),
      settledMinor: minor(sign * settled || 0),
      discountMinor: minor(sign * (amount - settled) || 0),
      feeMinor: money(at.fee),
      commissionMinor: money(at.share),
      feePpm: null,
      note: cellAt(cells, at.title).slice(0, 60),
      cells: cells.map((cell, n) => (n === at.buyer ? '' : cell)),
    }
  }
  return {
    cells: (line) => alipayCells(line, shape),
    row,
    stated(trailer) {
      const [trade, refund] = ['交易', '退款'].map((kind) =>
        trailer.find((line) => line.startsWith(`#${kind}合计`)),
      )
      if (!trade || !refund) return new Map()
      return new Map([...figures(trade, '交易笔数', ''), ...figures(refund, '退款笔数', '退款')])
    },
    counted: () => tally.totals(),
    account: () => '',
  }
}

/** `#交易合计：2笔，商家实收共152.00元，商家优惠共5.00元`; amounts without their sign, as accounts differ in it. */
function figures(line: string, count: string, what: string): [string, number][] {
  const found = /合计[:：]\s*(\d+)笔/.exec(line)
  const amounts = [...line.matchAll(/(商家实收|商家优惠)(?:退款)?共\s*([+-]?[\d.]+)元/g)]
  return [
    ...(found ? [[count, Number(found[1])] as [string, number]] : []),
    ...amounts.map(([, name, text]): [string, number] => [
      `${name}${what}`,
      Math.abs(parseMajor(text ?? '', 'CNY')),
    ]),
  ]
}
