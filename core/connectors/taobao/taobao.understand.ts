import { Unreadable, parseJsonExactly, type Json } from '../../kernel'
import type { RawPage, Understood, UnderstoodOrder, UnreadableOrder } from '../connector'
import { mapTrade, tradeId } from './taobao.map'
import { meaningOf } from './taobao.states'
import {
  answerOf,
  messagesWire,
  readAs,
  refundAnswerWire,
  refundWire,
  refundsWire,
  responseKey,
  tradeAnswerWire,
  tradeWire,
  tradesWire,
} from './taobao.wire'
import type { RefundWire, TradeWire } from './taobao.wire'

export const METHODS = {
  increment: 'taobao.trades.sold.increment.get',
  fullinfo: 'taobao.trade.fullinfo.get',
  refunds: 'taobao.refunds.receive.get',
  refund: 'taobao.refund.get',
  time: 'taobao.time.get',
  consume: 'taobao.tmc.messages.consume',
  confirm: 'taobao.tmc.messages.confirm',
  memo: 'taobao.trade.memo.update',
  agreeRefund: 'taobao.rp.refunds.agree',
  agreeReturn: 'taobao.rp.returngoods.agree',
  reviewRefund: 'taobao.rp.refund.review',
  refuseRefund: 'taobao.refund.refuse',
  companies: 'taobao.logistics.companies.get',
  send: 'alibaba.ascp.logistics.offline.send',
  skusByCode: 'taobao.skus.custom.get',
  itemsByCode: 'taobao.items.custom.get',
  skusQuantity: 'taobao.skus.quantity.update',
  itemQuantity: 'taobao.item.quantity.update',
} as const

/** Which trade an answer speaks of, before the rest of it is read. */
const identity = tradeWire.pick({ tid: true, tid_str: true })

/** Envelope of taobao.refunds.receive.get. */
export const REFUND_ROWS = responseKey(METHODS.refunds)

/**
 * Reads a raw page. The pages `increment` and `fullinfo` are one answer, or a JSON array of it and what
 * taobao.refund.get and taobao.refunds.receive.get said of its refunds; `messages` only names orders to read again.
 */
export function understand(page: RawPage): Understood {
  try {
    const body = parseJsonExactly(page.body)
    if (page.kind === 'messages') return understandMessages(body)
    return understandTrades(body, page)
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    return { orders: [], rereads: [], unreadable: [unreadable(undefined, page.body, error)] }
  }
}

function understandTrades(body: Json, page: RawPage): Understood {
  const [main, ...extras] = Array.isArray(body) ? body : [body]
  const details = extras.flatMap(refundsOf)
  const orders: UnderstoodOrder[] = []
  const rereads: string[] = []
  const unreadables: UnreadableOrder[] = []
  for (const part of tradesOf(main ?? null, page.kind)) {
    let externalId: string | undefined
    try {
      externalId = tradeId(readAs(identity, part))
      const own = details.filter((detail) => refundTid(detail) === externalId)
      const trade = readAs(tradeWire, part)
      const refunds: RefundWire[] = own.map((detail) => readAs(refundWire, detail))
      const observation = mapTrade(trade, refunds, page.asOf)
      orders.push({ observation, part: own.length > 0 ? { trade: part, refunds: own } : part })
      if (page.kind === 'increment' && needsDetail(trade)) rereads.push(externalId)
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      unreadables.push(unreadable(externalId, part, error))
    }
  }
  return { orders, rereads, unreadable: unreadables }
}

function tradesOf(main: Json, kind: string): Json[] {
  const method = kind === 'increment' ? METHODS.increment : METHODS.fullinfo
  const answer = answerOf(main, method)
  if (answer === undefined) throw new Unreadable('unexpected-shape', `no ${responseKey(method)}`)
  if (kind === 'increment') return (readAs(tradesWire, answer).trades ?? []) as Json[]
  return [readAs(tradeAnswerWire, answer).trade as Json]
}

function refundsOf(extra: Json): Json[] {
  const list = answerOf(extra, METHODS.refunds)
  if (list !== undefined) return (readAs(refundsWire, list).refunds ?? []) as Json[]
  return [readAs(refundAnswerWire, answerOf(extra, METHODS.refund)).refund as Json]
}

function refundTid(detail: Json): string | undefined {
  return readAs(identity, detail).tid
}

/** Lists need not carry lines and receiver (TOP document of trades.sold.increment.get): then open orders are read in full. */
function needsDetail(trade: TradeWire): boolean {
  const bare =
    trade.receiver_name === undefined &&
    trade.receiver_mobile === undefined &&
    trade.receiver_state === undefined
  if (!trade.orders || trade.orders.length === 0) return true
  return bare && trade.status !== undefined && meaningOf(trade.status).end === undefined
}

/** A message names its trade in `content`, which is JSON inside a JSON string. */
function understandMessages(body: Json): Understood {
  const rereads = new Set<string>()
  const unreadables: UnreadableOrder[] = []
  for (const message of readAs(messagesWire, answerOf(body, METHODS.consume)).messages ?? []) {
    try {
      const content =
        typeof message.content === 'string' ? parseJsonExactly(message.content) : message.content
      rereads.add(tradeId(readAs(identity, content)))
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error
      if (/^taobao_(trade|refund)_/.test(message.topic ?? 'taobao_trade_'))
        unreadables.push(
          unreadable(
            undefined,
            { id: message.id, topic: message.topic ?? null, content: message.content as Json },
            error,
          ),
        )
    }
  }
  return { orders: [], rereads: [...rereads], unreadable: unreadables }
}

function unreadable(externalId: string | undefined, part: Json, error: Unreadable): UnreadableOrder {
  return { externalId, part, code: error.code, detail: error.detail }
}
