import type { BillEvent } from './bill-events'

/** A bill being written: its lines above, a line or more per event, its totals below. */
export interface BillText {
  readonly encoding: 'utf8' | 'gbk'
  readonly fileName: string
  head(): string
  add(event: BillEvent): string
  foot(): string
}

export const yuan = (fen: number) =>
  `${fen < 0 ? '-' : ''}${Math.floor(Math.abs(fen) / 100)}.${String(Math.abs(fen) % 100).padStart(2, '0')}`

/** A moment as Beijing's clocks show it. */
export function beijing(ms: number): string {
  return new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
}
const chinese = (ms: number) => beijing(ms).replace(/^(\d+)-(\d+)-(\d+)/, '$1年$2月$3日')
const compact = (ms: number) => beijing(ms).slice(0, 10).replaceAll('-', '')
const ticked = (cells: readonly string[]) => `\`${cells.join(',`')}\r\n`
const net = (event: BillEvent) => event.amount - event.coupon
const MERCHANT = '1900000100'
const ACCOUNT = '20889990000000010156'

export interface BillSpan {
  readonly from: number
  readonly to: number
}

export function wechatTradeText({ from, to }: BillSpan): BillText {
  const sums = { rows: 0, settled: 0, refunded: 0, fee: 0, amount: 0 }
  return {
    encoding: 'utf8',
    fileName: `${MERCHANT}All${beijing(from).slice(0, 10)}_${beijing(to - 1).slice(0, 10)}.csv`,
    head: () =>
      '\uFEFF交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注\r\n',
    add(event) {
      const refund = event.kind === 'refund'
      sums.rows += 1
      sums.fee += event.fee
      sums.settled += refund ? 0 : net(event)
      sums.amount += refund ? 0 : event.amount
      sums.refunded += refund ? event.amount : 0
      return ticked([
        beijing(event.at), 'wx0000000000000001', MERCHANT, '0', '', event.paymentId, event.number, 'oPRACTICE0000000000000000001', 'JSAPI',
        refund ? 'REFUND' : 'SUCCESS', 'OTHERS', 'CNY', yuan(refund ? 0 : net(event)), yuan(event.coupon), refund ? event.refundId : '0',
        refund ? event.refundNo : '0', yuan(refund ? event.amount : 0), '0.00', refund ? 'ORIGINAL' : '', refund ? 'SUCCESS' : '', event.title, '',
        `${yuan(event.fee)}000`, '0.60%', yuan(refund ? 0 : event.amount), yuan(refund ? event.amount : 0), '',
      ]) // prettier-ignore
    },
    foot: () =>
      `总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额\r\n${ticked([
        `${sums.rows}.0`, yuan(sums.settled), yuan(sums.refunded), '0.00', `${yuan(sums.fee)}000`, yuan(sums.amount), yuan(sums.refunded),
      ])}`, // prettier-ignore
  }
}

export function wechatFlowText({ from, to }: BillSpan): BillText {
  const sums = { in: 0, inRows: 0, out: 0, outRows: 0 }
  let [balance, flows] = [500_00, 0]
  const row = (event: BillEvent, type: string, moved: number, remark: string) => {
    const income = moved >= 0
    sums[income ? 'in' : 'out'] += Math.abs(moved)
    sums[income ? 'inRows' : 'outRows'] += 1
    balance += moved
    const refund = event.kind === 'refund'
    return ticked([
      beijing(event.at), refund ? event.refundId : event.paymentId, `${MERCHANT}${compact(from)}${String(++flows).padStart(10, '0')}`,
      refund ? '退款' : '交易', type, income ? '收入' : '支出', yuan(Math.abs(moved)), yuan(balance), 'system', remark,
      refund ? event.refundNo : event.number,
    ]) // prettier-ignore
  }
  return {
    encoding: 'utf8',
    fileName: `${MERCHANT}基本账户${beijing(from).slice(0, 10)}_${beijing(to - 1).slice(0, 10)}.csv`,
    head: () =>
      '\uFEFF记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号\r\n',
    add(event) {
      if (event.kind === 'refund')
        return row(
          event,
          '退款',
          -(event.amount + event.fee),
          `退款总金额${yuan(event.amount)}元;含手续费${yuan(-event.fee)}元`,
        )
      const fee = event.fee === 0 ? '' : row(event, '扣除交易手续费', -event.fee, '')
      return row(event, '交易', net(event) + event.flowOff, '') + fee
    },
    foot: () =>
      `资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额\r\n${ticked([
        `${sums.inRows + sums.outRows}.0`, `${sums.inRows}.0`, yuan(sums.in), `${sums.outRows}.0`, yuan(sums.out),
      ])}`, // prettier-ignore
  }
}

const preamble = (what: string, { from, to }: BillSpan) =>
  `#支付宝${what}查询\r\n#账号：[${ACCOUNT}]\r\n#起始日期：[${chinese(from)}]   终止日期：[${chinese(to)}]\r\n#${'-'.repeat(41)}${what}列表${'-'.repeat(40)}\r\n`
const closing = (what: string, totals: string, { to }: BillSpan) =>
  `#${'-'.repeat(41)}${what}列表结束${'-'.repeat(36)}\r\n${totals}#导出时间：[${chinese(to + 6 * 3_600_000)}]\r\n`

export function alipayTradeText(span: BillSpan): BillText {
  const sums = { rows: 0, settled: 0, coupons: 0, refunds: 0, refunded: 0 }
  return {
    encoding: 'gbk',
    fileName: `${ACCOUNT}_${compact(span.from)}_${compact(span.to - 1)}_业务明细.csv`,
    head: () =>
      `${preamble('业务明细', span)}支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注\r\n`,
    add(event) {
      const refund = event.kind === 'refund'
      const sign = refund ? -1 : 1
      if (refund) {
        sums.refunds += 1
        sums.refunded += event.amount
      } else {
        sums.rows += 1
        sums.settled += net(event)
        sums.coupons += event.coupon
      }
      return `${[
        `${event.paymentId}\t`, `${event.number}\t`, refund ? '退款' : '交易', event.title, `${beijing(event.at - 9000)}\t`, `${beijing(event.at)}\t`,
        '', '', '', '', '*练(138****0001)\t', yuan(sign * event.amount), yuan(sign * net(event)), '0.00', '0.00', '0.00', yuan(event.coupon),
        yuan(event.coupon), '', '0.00', '0.00', `${event.refundNo}\t`, yuan(-event.fee), '0.00', event.title,
      ].join(',')}\r\n` // prettier-ignore
    },
    foot: () =>
      closing(
        '业务明细',
        `#交易合计：${sums.rows}笔，商家实收共${yuan(sums.settled)}元，商家优惠共${yuan(sums.coupons)}元\r\n#退款合计：${sums.refunds}笔，商家实收退款共${yuan(-sums.refunded)}元，商家优惠退款共0.00元\r\n`,
        span,
      ),
  }
}

export function alipayFlowText(span: BillSpan): BillText {
  const sums = { in: 0, inRows: 0, out: 0, outRows: 0 }
  let [balance, flows] = [1000_00, 0]
  const row = (event: BillEvent, type: string, moved: number, remark: string) => {
    const income = moved >= 0
    sums[income ? 'in' : 'out'] += Math.abs(moved)
    sums[income ? 'inRows' : 'outRows'] += 1
    balance += moved
    return `${[
      `3${compact(span.from)}${String(++flows).padStart(9, '0')}\t`, `${event.paymentId}\t`, `${event.number}\t`, event.title, `${beijing(event.at)}\t`,
      '*练(138****0001)\t', income ? yuan(moved) : '', income ? '' : yuan(moved), yuan(balance), '支付宝', type, remark,
    ].join(',')}\r\n` // prettier-ignore
  }
  return {
    encoding: 'gbk',
    fileName: `${ACCOUNT}_${compact(span.from)}_${compact(span.to - 1)}_账务明细.csv`,
    head: () =>
      `${preamble('账务明细', span)}账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注\r\n`,
    add(event) {
      if (event.kind === 'refund')
        return (
          row(event, '交易退款', -event.amount, event.refundNo) +
          (event.fee === 0 ? '' : row(event, '退费', -event.fee, '服务费退回'))
        )
      const fee = event.fee === 0 ? '' : row(event, '收费', -event.fee, '支付服务费')
      return row(event, '在线支付', net(event) + event.flowOff, '') + fee
    },
    foot: () =>
      closing(
        '账务明细',
        `#支出合计：${sums.outRows}笔，共${yuan(-sums.out)}元\r\n#收入合计：${sums.inRows}笔，共${yuan(sums.in)}元\r\n`,
        span,
      ),
  }
}
