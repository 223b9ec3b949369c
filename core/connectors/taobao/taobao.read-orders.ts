import { OutsideFailure, type Clock, type Json } from '../../kernel'
import type { RawPage, Window } from '../connector'
import type { TopAnswer, TopCall } from './taobao.client'
import { isBadArgument, isNotFound } from './taobao.errors'
import { REFUND_FIELDS, TRADE_FIELDS } from './taobao.fields'
import { platformTime, type PlatformTime } from './taobao.platform-time'
import { readBackwards, type ListPage, type Row } from './taobao.read-backwards'
import { refundList, tradeList } from './taobao.read-window'
import { hasRefund } from './taobao.states'
import { METHODS, REFUND_ROWS } from './taobao.understand'
import { readAs, refundAnswerWire, refundWire, tradeAnswerWire, tradeWire } from './taobao.wire'

const SECOND_MS = 1000
/** TOP refuses a timestamp further from its own clock (document 101617): so far it may be from ours. */
const MAX_SKEW_MS = 10 * 60_000
/** Refunds whose orders were read already; forgotten together, as reading once more harms nobody. */
const MOST_TOLD = 10_000

/** Runs `ask` unless the platform refused the method before; the app simply may not call it, so we do without. */
export type IfAllowed = <T>(method: string, ask: () => Promise<T>) => Promise<T | undefined>

export interface OrderReader {
  platformNow(signal?: AbortSignal): Promise<number>
  readWindow(window: Window, source: RawPage['source'], signal?: AbortSignal): AsyncIterable<RawPage>
  readInFull(
    externalId: string,
    source: RawPage['source'],
    signal?: AbortSignal,
  ): Promise<RawPage | undefined>
}

/** Reads trades together with their refunds: a trade alone tells neither the sum of a refund nor the earlier ones. */
export function orderReader(call: TopCall, ifAllowed: IfAllowed, clock: Clock): OrderReader {
  let time: PlatformTime | undefined
  let futureRefused = false
  const told = new Set<string>()

  async function platformNow(signal?: AbortSignal): Promise<number> {
    time = await platformTime(call, clock, signal)
    return time.now
  }

  /** Whole seconds around the window; where the platform's clock is only guessed, as far around as it may be off. */
  function around(window: Window): { asked: Window; filling: boolean } {
    const filling = time === undefined || window.to >= time.now - SECOND_MS
    const to = window.to + SECOND_MS
    if (time === undefined || time.sure) return { asked: { from: window.from, to }, filling }
    const from = window.from - MAX_SKEW_MS
    if (!filling) return { asked: { from, to }, filling }
    const reach = clock.now() + MAX_SKEW_MS + SECOND_MS
    return { asked: { from, to: futureRefused ? Math.min(to, time.now) : Math.max(to, reach) }, filling }
  }

  async function* readWindow(
    window: Window,
    source: RawPage['source'],
    signal?: AbortSignal,
  ): AsyncIterable<RawPage> {
    const refunds = await refundsIn(window, signal)
    const seen = new Set<string>()
    for await (const listing of readAround(tradeList(call, signal), window, signal)) {
      // A list that leaves out the lines is read in full anyway: with what is known of its refunds, here.
      for (const row of listing.rows) if (hasLines(row.raw)) seen.add(row.id)
      yield await withRefunds(listing.answer, listing.rows.map((row) => row.raw), 'increment', source, refunds, signal) // prettier-ignore
    }
    for (const [tid, rows] of refunds) {
      const news = rows.filter((row) => !told.has(markOf(row)))
      if (!seen.has(tid) && news.length > 0) {
        const page = await ifAllowed(METHODS.fullinfo, () => readInFull(tid, source, signal, refunds))
        if (page) yield page
      }
      if (told.size > MOST_TOLD) told.clear()
      for (const row of news) told.add(markOf(row))
    }
  }

  async function* readAround(list: ListPage, window: Window, signal?: AbortSignal) {
    const { asked, filling } = around(window)
    try {
      yield* readBackwards(list, asked, filling, clock, signal)
    } catch (error) {
      if (!filling || futureRefused || time === undefined) throw error
      if (!(error instanceof OutsideFailure) || !isBadArgument(error)) throw error
      futureRefused = true
      const to = Math.max(asked.from, Math.min(window.to, time.now))
      yield* readBackwards(list, { from: asked.from, to }, filling, clock, signal)
    }
  }

  /** Refunds that moved in the window by trade: with them come those that moved while their trade did not. */
  async function refundsIn(window: Window, signal?: AbortSignal): Promise<Map<string, Row[]>> {
    const byId = new Map<string, Row>()
    await ifAllowed(METHODS.refunds, async () => {
      for await (const { rows } of readAround(refundList(call, signal), window, signal))
        for (const row of rows) byId.set(row.id, row)
    })
    const byTrade = new Map<string, Row[]>()
    for (const row of byId.values()) {
      const read = refundWire.pick({ tid: true }).safeParse(row.raw)
      const tid = read.success ? read.data.tid : undefined
      if (tid !== undefined) byTrade.set(tid, [...(byTrade.get(tid) ?? []), row])
    }
    return byTrade
  }

  async function readInFull(
    externalId: string,
    source: RawPage['source'],
    signal?: AbortSignal,
    refunds: ReadonlyMap<string, readonly Row[]> = new Map(),
  ): Promise<RawPage | undefined> {
    let answer: TopAnswer
    try {
      answer = await call(METHODS.fullinfo, { tid: externalId, fields: TRADE_FIELDS }, { signal })
    } catch (error) {
      if (error instanceof OutsideFailure && isNotFound(error)) return undefined
      throw error
    }
    const trade = readAs(tradeAnswerWire, answer.answer).trade
    if (trade === undefined || trade === null) return undefined
    return withRefunds(answer, [trade as Json], 'fullinfo', source, refunds, signal)
  }

  /** An answer and the refunds of its trades: as the list told them, or asked for one by one where it did not. */
  async function withRefunds(
    answer: TopAnswer,
    trades: readonly Json[],
    kind: string,
    source: RawPage['source'],
    listed: ReadonlyMap<string, readonly Row[]>,
    signal?: AbortSignal,
  ): Promise<RawPage> {
    const rows: Json[] = []
    const bodies: string[] = []
    for (const trade of trades) {
      const read = tradeWire.pick({ tid: true, tid_str: true }).safeParse(trade)
      const own = (read.success && listed.get(read.data.tid_str ?? read.data.tid ?? '')) || []
      const stale = new Set<string>()
      for (const { id, status } of refundsOnLines(trade)) {
        if (own.some((row) => row.id === id && statusOf(row) === status)) continue
        const detail = await ifAllowed(METHODS.refund, () =>
          call(METHODS.refund, { refund_id: id, fields: REFUND_FIELDS }, { signal }),
        )
        if (!detail || !readAs(refundAnswerWire, detail.answer).refund) continue
        bodies.push(detail.body)
        stale.add(id)
      }
      rows.push(...own.filter((row) => !stale.has(row.id)).map((row) => row.raw))
    }
    if (rows.length > 0) bodies.push(JSON.stringify({ [REFUND_ROWS]: { refunds: { refund: rows } } }))
    const body = bodies.length === 0 ? answer.body : `[${[answer.body, ...bodies].join(',')}]`
    return { source, kind, asOf: answer.sentAt, body }
  }

  return { platformNow, readWindow, readInFull }
}

function refundsOnLines(trade: Json): { id: string; status: string }[] {
  const read = tradeWire.pick({ orders: true }).safeParse(trade)
  const found = new Map<string, string>()
  for (const line of read.success ? (read.data.orders ?? []) : [])
    if (hasRefund(line.refund_status) && line.refund_id) found.set(line.refund_id, line.refund_status)
  return [...found].map(([id, status]) => ({ id, status }))
}

function hasLines(trade: Json): boolean {
  const read = tradeWire.pick({ orders: true }).safeParse(trade)
  return !read.success || (read.data.orders ?? []).length > 0
}

function statusOf(row: Row): string | undefined {
  const read = refundWire.pick({ status: true }).safeParse(row.raw)
  return read.success ? read.data.status : undefined
}

function markOf(row: Row): string {
  return `${row.id} ${row.modified}`
}
