import { OutsideFailure, type Json } from '../../kernel'
import type { Window } from '../connector'
import type { TopCall } from './taobao.client'
import { REFUND_FIELDS, TRADE_FIELDS, TRADE_TYPES } from './taobao.fields'
import { PAGE_SIZE, type ListPage, type Row } from './taobao.read-backwards'
import { toTopTime } from './taobao.time'
import { METHODS } from './taobao.understand'
import { readAs, refundWire, refundsWire, tradeWire, tradesWire } from './taobao.wire'

/** The trades modified in a window, by taobao.trades.sold.increment.get. */
export function tradeList(call: TopCall, signal?: AbortSignal): ListPage {
  return async (window, page) => {
    const asked = { ...pageOf(window, page), fields: TRADE_FIELDS, type: TRADE_TYPES }
    const answer = await call(METHODS.increment, asked, { signal })
    const { total_results: total, trades = [] } = readAs(tradesWire, answer.answer)
    return { answer, total: totalOf(total, trades.length, page), rows: (trades as Json[]).map(tradeRow) }
  }
}

/** The refunds modified in a window, by taobao.refunds.receive.get. */
export function refundList(call: TopCall, signal?: AbortSignal): ListPage {
  return async (window, page) => {
    const answer = await call(METHODS.refunds, { ...pageOf(window, page), fields: REFUND_FIELDS }, { signal })
    const { total_results: total, refunds = [] } = readAs(refundsWire, answer.answer)
    return { answer, total: totalOf(total, refunds.length, page), rows: (refunds as Json[]).map(refundRow) }
  }
}

/** Whole seconds around the window, the boundary seconds included at both ends whichever way the platform counts. */
function pageOf(window: Window, page: number): Record<string, string> {
  return {
    start_modified: toTopTime(window.from),
    end_modified: toTopTime(window.to),
    page_no: String(page),
    page_size: String(PAGE_SIZE),
  }
}

function totalOf(total: number | undefined, rows: number, page: number): number {
  if (total === undefined && rows === PAGE_SIZE)
    throw new OutsideFailure('a full page without total_results', { retryable: true })
  return total ?? (page - 1) * PAGE_SIZE + rows
}

/** A row that cannot be read is told apart by its text: what is wrong with it is found out when it is understood. */
function tradeRow(raw: Json): Row {
  const read = tradeWire.pick({ tid: true, tid_str: true, modified: true }).safeParse(raw)
  const id = read.success ? (read.data.tid_str ?? read.data.tid) : undefined
  return {
    id: id ?? JSON.stringify(raw),
    modified: (read.success ? read.data.modified : undefined) ?? 0,
    raw,
  }
}

function refundRow(raw: Json): Row {
  const read = refundWire.pick({ refund_id: true, modified: true }).safeParse(raw)
  const id = read.success ? read.data.refund_id : JSON.stringify(raw)
  return { id, modified: (read.success ? read.data.modified : undefined) ?? 0, raw }
}
