import type { MessageQueue } from './messages.simulator'
import { TopRefusal, invalid, missing } from './refusal.simulator'
import { COMPANIES, sendOff } from './ship.simulator'
import type { WritableShop } from './shop.simulator'
import { refundMethods } from './refunds.simulator'
import type { SimulatorFaults } from '../simulator'
import { stockMethods } from './stock.simulator'
import { fromTopTime, toTopTime } from './taobao.time'
import { refundOut, tradeOut } from './trade.simulator'
import { bare, pickFields } from './wire.simulator'

type Params = Readonly<Record<string, string>>
export interface SimMethod {
  readonly needsSession: boolean
  answer(params: Params, now: number): unknown
}
const DAY_MS = 86_400_000
const HISTORY_MS = 92 * DAY_MS

/** The methods that the practice platform speaks, each with its own limits. */
export function simMethods(
  shop: WritableShop,
  queue: MessageQueue,
  faults: SimulatorFaults,
  codeFromMinor: number,
): ReadonlyMap<string, SimMethod> {
  const { trades, refunds } = shop.ledger
  const find = (tid: string) => {
    const trade = trades.get(tid)
    if (!trade) throw new TopRefusal(15, 'Remote service error', 'isv.trade-not-exist', '交易订单不存在')
    return trade
  }
  const withSession = (answer: SimMethod['answer']): SimMethod => ({ needsSession: true, answer })
  const without = (answer: SimMethod['answer']): SimMethod => ({ needsSession: false, answer })
  return new Map<string, SimMethod>([
    ...refundMethods(shop, codeFromMinor),
    ...stockMethods(shop, faults),
    ['taobao.time.get', without((_params, now) => ({ time: toTopTime(now) }))],
    [
      'taobao.trades.sold.increment.get',
      withSession((params, now) => {
        const { from, to } = windowOf(params)
        const rows = [...trades.values()]
          .filter((trade) => inWindow(trade.modified, from, to) && trade.order.createdAt >= now - HISTORY_MS)
          .sort((a, b) => secondOf(b.modified) - secondOf(a.modified) || b.turn - a.turn)
        return page(params, rows, (part) => ({
          trades: { trade: part.map((trade) => pickFields(tradeOut(trade), fieldsOf(params))) },
        }))
      }),
    ],
    [
      'taobao.trade.fullinfo.get',
      withSession((params) => ({
        trade: pickFields(tradeOut(find(wanted(params, 'tid'))), fieldsOf(params)),
      })),
    ],
    [
      'taobao.refunds.receive.get',
      withSession((params) => {
        const { from, to } = windowOf(params)
        const rows = [...refunds.values()]
          .filter((refund) => inWindow(refund.modified, from, to))
          .sort((a, b) => b.modified - a.modified)
        return page(params, rows, (part) => ({
          refunds: {
            refund: part.map((refund) => pickFields(refundOut(refund, find(refund.tid)), fieldsOf(params))),
          },
        }))
      }),
    ],
    [
      'taobao.refund.get',
      withSession((params) => {
        const refund = refunds.get(wanted(params, 'refund_id'))
        if (!refund) throw new TopRefusal(15, 'Remote service error', 'isv.refund-not-exist', '退款不存在')
        return { refund: pickFields(refundOut(refund, find(refund.tid)), fieldsOf(params)) }
      }),
    ],
    [
      'taobao.trade.memo.update',
      withSession((params, now) => {
        const trade = find(wanted(params, 'tid'))
        const memo = params['reset'] === 'true' ? '' : wanted(params, 'memo')
        if (Buffer.byteLength(memo) > 1000) throw invalid('memo')
        shop.memo(trade.tid, now, memo)
        return { trade: { tid: bare(trade.tid), modified: toTopTime(trade.modified) } }
      }),
    ],
    [
      'taobao.logistics.companies.get',
      withSession((params) => ({
        logistics_companies: {
          logistics_company: COMPANIES.map((company) => pickFields({ ...company }, fieldsOf(params))),
        },
      })),
    ],
    [
      'alibaba.ascp.logistics.offline.send',
      withSession((params, now) => {
        const trade = find(wanted(params, 'tid'))
        sendOff(shop, trade, { packages: wanted(params, 'consign_pkgs'), now })
        return { result: { success: true } }
      }),
    ],
    [
      'taobao.tmc.messages.consume',
      without((params, now) => {
        const quantity = whole(params, 'quantity', 100, 10, 200)
        const messages = queue.consume(quantity, now)
        return messages.length === 0 ? {} : { messages: { tmc_message: messages } }
      }),
    ],
    [
      'taobao.tmc.messages.confirm',
      without((params) => {
        const ids = wanted(params, 's_message_ids').split(',')
        if (ids.length > 200) throw invalid('s_message_ids')
        queue.confirm(ids)
        return { is_success: true }
      }),
    ],
  ])
}

function page<T>(
  params: Params,
  rows: readonly T[],
  body: (part: readonly T[]) => Record<string, unknown>,
): Record<string, unknown> {
  const size = whole(params, 'page_size', 40, 1, 100)
  const from = (whole(params, 'page_no', 1, 1, Number.MAX_SAFE_INTEGER) - 1) * size
  const part = rows.slice(from, from + size)
  const count =
    params['use_has_next'] === 'true'
      ? { has_next: from + size < rows.length }
      : { total_results: rows.length }
  return { ...count, ...(part.length > 0 && body(part)) }
}

const secondOf = (ms: number) => Math.floor(ms / 1000)
const inWindow = (ms: number, from: number, to: number) =>
  secondOf(ms) >= secondOf(from) && secondOf(ms) <= secondOf(to)

function windowOf(params: Params): { from: number; to: number } {
  const from = timeIn(params, 'start_modified')
  const to = timeIn(params, 'end_modified')
  if (to < from || to - from > DAY_MS) throw invalid('end_modified')
  return { from, to }
}
function timeIn(params: Params, name: string): number {
  const text = wanted(params, name)
  try {
    return fromTopTime(text)
  } catch (cause) {
    throw Object.assign(invalid(name), { cause })
  }
}
function fieldsOf(params: Params): string {
  return wanted(params, 'fields')
}
function wanted(params: Params, name: string): string {
  const value = params[name]
  if (!value) throw missing(name)
  return value
}
function whole(params: Params, name: string, fallback: number, min: number, max: number): number {
  const value = params[name] === undefined ? fallback : Number(params[name])
  if (!Number.isInteger(value) || value < min || value > max) throw invalid(name)
  return value
}
