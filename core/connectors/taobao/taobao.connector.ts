import { OutsideFailure, Refusal } from '../../kernel'
import type { Connector, ConnectorTools, RawPage, ShopAccount, ShopConnection, Window } from '../connector'
import { afterSale } from './taobao.after-sale'
import { testShop } from './taobao.check'
import { topClient } from './taobao.client'
import { isMethodRefused } from './taobao.errors'
import { fetchMessages } from './taobao.messages'
import { orderReader, type IfAllowed } from './taobao.read-orders'
import { taobaoShipper } from './taobao.ship'
import { SETTINGS } from './taobao.settings'
import { isSignMethod } from './taobao.sign'
import { taobaoStock } from './taobao.stock'
import { METHODS, understand } from './taobao.understand'

const SECOND_MS = 1000
const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
/** taobao.trade.memo.update takes no longer memo. */
const MEMO_BYTES = 1000

export const taobao: Connector = {
  platform: 'taobao',
  settings: SETTINGS,
  nameField: undefined,
  manners: {
    // The platform allows one day; room is left for whole seconds and for a clock that nobody tells us.
    maxWindowMs: DAY_MS - 30 * MINUTE_MS,
    overlapMs: 120 * SECOND_MS,
    historyMs: 89 * DAY_MS,
    // The second that is still filling is read again by the overlap.
    settleMs: 0,
    callsPerSecond: 20,
    burst: 20,
    push: 'fetched',
    takesMemo: true,
    // taobao.rp.refunds.agree names a refund_id: there is none before the buyer has asked.
    refundsAskedFor: true,
    takesRefusal: true,
    opensCases: ['requested', 'agreed', 'returning'],
    ships: { parts: 'pieces', parcels: true },
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

  const ifAllowed: IfAllowed = async (method, ask) => {
    if (refused.has(method)) return undefined
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof OutsideFailure) || error.retryable || error.needsKeys) throw error
      if (isMethodRefused(error)) refused.add(method)
      return undefined
    }
  }
  const orders = orderReader(call, ifAllowed, tools.clock)

  async function* sweep(ids: readonly string[], wide: boolean, signal?: AbortSignal): AsyncIterable<RawPage> {
    for (const id of ids) {
      const page = await ifAllowed(METHODS.fullinfo, () => orders.readInFull(id, 'sweep', signal))
      if (page) yield page
    }
    if (!wide) return
    const now = await orders.platformNow(signal)
    const windows: Window[] = [2, 1].map((days) => ({
      from: now - days * taobao.manners.maxWindowMs,
      to: now - (days - 1) * taobao.manners.maxWindowMs,
    }))
    // A trade that the platform showed late has a «modified» that was read over before it was there.
    for (const window of windows) yield* orders.readWindow(window, 'sweep', signal)
  }

  async function writeMemo(externalId: string, memo: string, signal?: AbortSignal): Promise<void> {
    const bytes = Buffer.byteLength(memo)
    if (bytes > MEMO_BYTES) throw new Refusal('memo-too-long', { bytes, max: MEMO_BYTES })
    await call(METHODS.memo, { tid: externalId, ...(memo === '' ? { reset: 'true' } : { memo }) }, { signal })
  }

  return {
    test: (signal) => testShop(call, tools.clock, account.origin !== taobao.defaultOrigin, signal),
    platformNow: (signal) => orders.platformNow(signal),
    readWindow: (window, signal) => orders.readWindow(window, 'pull', signal),
    sweep,
    readOrder: (externalId, signal) => orders.readInFull(externalId, 'detail', signal),
    understand,
    fetchMessages: async (signal) =>
      (await ifAllowed(METHODS.consume, () => fetchMessages(call, signal))) ?? {
        pages: [],
        confirm: async () => {},
      },
    writeMemo,
    afterSale: afterSale(call, account),
    ...taobaoShipper(call),
    ...taobaoStock(call),
  }
}
