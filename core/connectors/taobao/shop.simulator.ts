import { Bug, assert } from '../../kernel'
import type { SimulatedShop, SimulatorMemory } from '../simulator'
import type { MessageQueue } from './messages.simulator'
import { netOfLine, newTrade, totalOf, type SimRefund, type SimTrade } from './trade.simulator'

export interface Ledger {
  readonly trades: Map<string, SimTrade>
  readonly refunds: Map<string, SimRefund>
}
export type WritableShop = SimulatedShop & {
  readonly ledger: Ledger
  touch(trade: SimTrade, at: number, topic: string): void
  /** The refund stands in another state, its lines with it; a message tells. */
  moveRefund(refund: SimRefund, at: number, status: string, topic: string): void
  /** What the shelf shows, by code. */
  readonly shown: Map<string, number>
}

const ENDED = new Set(['SUCCESS', 'CLOSED', 'SELLER_REFUSE_BUYER'])
const open = (status: string) => !status.startsWith('TRADE_')

/** What the merchant's customers do. Every move sets `modified` and puts a message in the queue. */
export function simulatedShop({
  queue,
  seed,
  memory = { trades: new Map(), refunds: new Map(), shown: new Map(), turn: 0 },
}: {
  queue: MessageQueue
  seed: number
  memory?: SimulatorMemory | undefined
}): WritableShop {
  const held = memory as unknown as Ledger & { turn: number; shown: Map<string, number> }
  const { trades, refunds, shown } = held
  const base = 4_203_815_521_773_000_000n + BigInt(seed % 100_000) * 1_000_000_000n
  let { turn } = held

  const find = (id: string): SimTrade => {
    const trade = trades.get(id)
    if (!trade) throw new Bug(`the practice shop has no trade ${id}`)
    return trade
  }
  const touch = (trade: SimTrade, at: number, topic: string) => {
    trade.modified = Math.max(at, trade.modified)
    trade.turn = ++turn
    queue.put(`taobao_${topic}`, { tid: trade.tid, status: trade.status, seller_nick: 'practice' }, at)
  }
  const setAll = (trade: SimTrade, status: string) => {
    trade.status = status
    for (const line of trade.lines) if (line.status !== 'TRADE_CLOSED') line.status = status
  }
  const close = (trade: SimTrade, at: number, status: string) => {
    setAll(trade, status)
    trade.endedAt = at
  }
  const openRefund = (
    trade: SimTrade,
    at: number,
    refund: { kind: 'money' | 'return'; amount: number; reason: string; line: number | undefined },
  ) => {
    const id = String(98_765_432_100_000_000n + BigInt(seed % 1000) * 1_000_000n + BigInt(refunds.size + 1))
    refunds.set(id, {
      id,
      tid: trade.tid,
      ...refund,
      created: at,
      modified: at,
      status: 'WAIT_SELLER_AGREE',
      version: at,
    })
    for (const line of touched(trade, refund.line))
      Object.assign(line, { refundId: id, refundStatus: 'WAIT_SELLER_AGREE' })
    return id
  }
  const payOut = (refund: SimRefund, at: number) => {
    const trade = find(refund.tid)
    assert(refund.status !== 'SUCCESS', 'a refund is paid once')
    Object.assign(refund, { status: 'SUCCESS', modified: at, version: refund.version + 1 })
    trade.refunded += refund.amount
    const lines = touched(trade, refund.line)
    const whole = refund.amount >= lines.reduce((sum, line) => sum + netOfLine(line), 0)
    for (const line of lines) {
      line.refundStatus = 'SUCCESS'
      if (whole) line.status = 'TRADE_CLOSED'
    }
    if (trade.lines.every((line) => line.status === 'TRADE_CLOSED')) close(trade, at, 'TRADE_CLOSED')
    return trade
  }

  const moveRefund = (refund: SimRefund, at: number, status: string, topic: string) => {
    const trade = find(refund.tid)
    Object.assign(refund, { status, modified: at, version: refund.version + 1 })
    for (const line of touched(trade, refund.line)) line.refundStatus = status
    touch(trade, at, `refund_${topic}`)
  }

  return {
    ledger: { trades, refunds },
    shown,
    touch,
    moveRefund,
    place(order) {
      const id = order.externalId ?? String(base + BigInt(trades.size + 1) * 1000n)
      assert(!trades.has(id), 'a trade number is given once')
      const trade = newTrade(id, order)
      trades.set(id, trade)
      touch(trade, order.createdAt, 'trade_TradeCreate')
      return id
    },
    pay(externalId, at) {
      const trade = find(externalId)
      trade.paidAt = at
      setAll(trade, 'WAIT_SELLER_SEND_GOODS')
      touch(trade, at, 'trade_TradeBuyerPay')
    },
    ship(externalId, at, parcel) {
      const trade = find(externalId)
      const wanted =
        parcel.lines ??
        trade.lines.map((line, index) => ({ line: index, quantity: line.goods.quantity - line.shipped }))
      const sent: { line: number; quantity: number }[] = []
      for (const { line: index, quantity } of wanted) {
        const line = trade.lines[index]
        assert(line, 'a parcel names lines of its trade')
        if (quantity <= 0 || !open(line.status)) continue
        line.shipped += quantity
        sent.push({ line: index, quantity })
        Object.assign(line, { courier: parcel.courier, waybill: parcel.waybill, consignedAt: at })
        line.status =
          line.shipped >= line.goods.quantity ? 'WAIT_BUYER_CONFIRM_GOODS' : 'SELLER_CONSIGNED_PART'
      }
      trade.parcels.push({ courier: parcel.courier, waybill: parcel.waybill, lines: sent })
      trade.consignedAt ??= at
      const all = trade.lines.every(
        (line) => line.status === 'WAIT_BUYER_CONFIRM_GOODS' || line.status === 'TRADE_CLOSED',
      )
      trade.status = all ? 'WAIT_BUYER_CONFIRM_GOODS' : 'SELLER_CONSIGNED_PART'
      touch(trade, at, all ? 'trade_TradeSellerShip' : 'trade_TradePartlySellerShip')
    },
    complete(externalId, at) {
      const trade = find(externalId)
      close(trade, at, 'TRADE_FINISHED')
      touch(trade, at, 'trade_TradeSuccess')
    },
    cancel(externalId, at) {
      const trade = find(externalId)
      if (trade.paidAt === undefined) close(trade, at, 'TRADE_CLOSED_BY_TAOBAO')
      else {
        const amount = totalOf(trade.order) - trade.refunded
        const id = openRefund(trade, at, { kind: 'money', amount, reason: '不想要了', line: undefined })
        payOut(findRefund(refunds, id), at)
      }
      touch(trade, at, 'trade_TradeClose')
    },
    requestRefund(externalId, at, { kind, amountMinor, reason, line }) {
      const trade = find(externalId)
      assert(line === undefined || trade.lines[line], 'a refund names a line of its trade')
      const id = openRefund(trade, at, { kind, amount: amountMinor, reason, line })
      touch(trade, at, 'refund_RefundCreated')
      return id
    },
    payRefund(refundId, at) {
      if (ENDED.has(findRefund(refunds, refundId).status)) return
      touch(payOut(findRefund(refunds, refundId), at), at, 'refund_RefundSuccess')
    },
    awaitsGoods: (refundId) => refunds.get(refundId)?.status === 'WAIT_BUYER_RETURN_GOODS',
    sendBack(refundId, at, parcel) {
      const refund = findRefund(refunds, refundId)
      assert(refund.status === 'WAIT_BUYER_RETURN_GOODS', 'goods go back once the return was agreed to')
      refund.parcel = parcel
      moveRefund(refund, at, 'WAIT_SELLER_CONFIRM_GOODS', 'RefundBuyerReturnGoods')
    },
    refundedOf: (externalId) => find(externalId).refunded,
    memo(externalId, at, text) {
      const trade = find(externalId)
      trade.memo = text
      touch(trade, at, 'trade_TradeMemoModified')
    },
    pushTo() {
      // Taobao posts nothing: its messages are fetched.
    },
    standing(externalId) {
      const { status, paidAt } = find(externalId)
      if (!open(status)) return 'over'
      if (paidAt === undefined) return 'unpaid'
      return status === 'WAIT_BUYER_CONFIRM_GOODS' ? 'shipped' : 'to-ship'
    },
    remember: () => ({ trades, refunds, shown, turn }),
    ids: () => [...trades.keys()],
    memoOf: (externalId) => find(externalId).memo,
    parcelsOf: (externalId) => find(externalId).parcels,
    stockOf: (sku) => shown.get(sku),
  }
}

function findRefund(refunds: ReadonlyMap<string, SimRefund>, id: string): SimRefund {
  const refund = refunds.get(id)
  if (!refund) throw new Bug(`the practice shop has no refund ${id}`)
  return refund
}

function touched(trade: SimTrade, line: number | undefined) {
  return trade.lines.filter((_line, index) => line === undefined || index === line)
}
