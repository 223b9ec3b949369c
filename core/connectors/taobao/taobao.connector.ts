import { OutsideFailure, Refusal, type Json } from '../../kernel'
import type { Connector, ConnectorTools, RawPage, ShopAccount, ShopConnection, Window } from '../connector'
import { testShop } from './taobao.check'
import { topClient, type TopAnswer } from './taobao.client'
import { isMethodRefused, isNotFound } from './taobao.errors'
import { REFUND_FIELDS, TRADE_FIELDS } from './taobao.fields'
import { fetchMessages } from './taobao.messages'
import { platformTime } from './taobao.platform-time'
import { readRefundList, readTrades, type WithRefunds } from './taobao.read-window'
import { SETTINGS } from './taobao.settings'
import { isSignMethod } from './taobao.sign'
import { hasRefund } from './taobao.states'
import { METHODS, understand } from './taobao.understand'
import { readAs, tradeAnswerWire, tradeWire } from './taobao.wire'

const SECOND_MS = 1000
const DAY_MS = 86_400_000
/** taobao.trade.memo.update takes no longer memo. */
const MEMO_BYTES = 1000

export const taobao: Connector = {
  platform: 'taobao',
  settings: SETTINGS,
  manners: {
    // The platform allows one day; a minute is left for rounding to whole seconds.
    maxWindowMs: DAY_MS - 60 * SECOND_MS,
    overlapMs: 120 * SECOND_MS,
    historyMs: 89 * DAY_MS,
    // The second that is still filling is read again by the overlap.
    settleMs: 0,
    callsPerSecond: 10,
    burst: 20,
    push: 'fetched',
    takesMemo: true,
  },
  defaultOrigin: 'https://gw.api.taobao.com',
  open,
}

function open(account: ShopAccount, tools: ConnectorTools): ShopConnection {
  for (const field of SETTINGS)
    if (field.required && !account.settings[field.name])
      throw new Refusal('setting-missing', { setting: field.name })
  const signMethod = account.settings['sign_method']
  if (signMethod && !isSignMethod(signMethod))
    throw new Refusal('setting-invalid', { setting: 'sign_method' })
  const call = topClient(account, tools)
  const refused = new Set<string>()

  /** Runs `ask` unless the platform refused the method before; the app simply may not call it, so we do without. */
  async function ifAllowed<T>(method: string, ask: () => Promise<T>): Promise<T | undefined> {
    if (refused.has(method)) return undefined
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof OutsideFailure) || error.retryable || error.needsKeys) throw error
      if (isMethodRefused(error)) refused.add(method)
      return undefined
    }
  }

  const withRefundsUnder =
    (signal?: AbortSignal): WithRefunds =>
    async (answer, trades, kind, source) => {
      const bodies: string[] = []
      for (const id of refundIdsIn(trades)) {
        const detail = await ifAllowed(METHODS.refund, () =>
          call(METHODS.refund, { refund_id: id, fields: REFUND_FIELDS }, { signal }),
        )
        if (detail) bodies.push(detail.body)
      }
      const body = bodies.length === 0 ? answer.body : `[${[answer.body, ...bodies].join(',')}]`
      return { source, kind, asOf: answer.sentAt, body }
    }

  async function readInFull(externalId: string, source: RawPage['source'], signal?: AbortSignal) {
    let answer: TopAnswer
    try {
      answer = await call(METHODS.fullinfo, { tid: externalId, fields: TRADE_FIELDS }, { signal })
    } catch (error) {
      if (error instanceof OutsideFailure && isNotFound(error)) return undefined
      throw error
    }
    const trade = readAs(tradeAnswerWire, answer.answer).trade
    if (trade === undefined || trade === null) return undefined
    return withRefundsUnder(signal)(answer, [trade as Json], 'fullinfo', source)
  }

  async function* readWindow(window: Window, signal?: AbortSignal): AsyncIterable<RawPage> {
    const seen = new Set<string>()
    yield* readTrades(call, window, withRefundsUnder(signal), seen, signal)
    const pages = await ifAllowed(METHODS.refunds, async () => {
      const found: RawPage[] = []
      for await (const page of readRefundList(call, window, seen, signal)) found.push(page)
      return found
    })
    yield* pages ?? []
  }

  async function* sweep(
    ids: readonly string[],
    _wide: boolean,
    signal?: AbortSignal,
  ): AsyncIterable<RawPage> {
    for (const id of ids) {
      const page = await readInFull(id, 'sweep', signal)
      if (page) yield page
    }
  }

  async function writeMemo(externalId: string, memo: string, signal?: AbortSignal): Promise<void> {
    const bytes = Buffer.byteLength(memo)
    if (bytes > MEMO_BYTES) throw new Refusal('memo-too-long', { bytes, max: MEMO_BYTES })
    await call(METHODS.memo, { tid: externalId, ...(memo === '' ? { reset: 'true' } : { memo }) }, { signal })
  }

  return {
    test: (signal) => testShop(call, tools.clock, signal),
    platformNow: (signal) => platformTime(call, tools.clock, signal),
    readWindow,
    sweep,
    readOrder: (externalId, signal) => readInFull(externalId, 'detail', signal),
    understand,
    fetchMessages: (signal) => fetchMessages(call, signal),
    writeMemo,
  }
}

function refundIdsIn(trades: readonly Json[]): string[] {
  const ids = trades.flatMap((trade) => {
    const read = tradeWire.pick({ orders: true }).safeParse(trade)
    return read.success ? (read.data.orders ?? []) : []
  })
  return [
    ...new Set(
      ids.flatMap((line) => (hasRefund(line.refund_status) && line.refund_id ? [line.refund_id] : [])),
    ),
  ]
}
