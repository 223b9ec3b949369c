import { OutsideFailure, Refusal } from '../../kernel'
import type { Connector, ConnectorTools, RawPage, ShopAccount, ShopConnection } from '../connector'
import { afterSale } from './vendure.after-sale'
import { checkShop } from './vendure.check'
import { vendureClient } from './vendure.client'
import { ENDED_STATES, OPEN_STATES } from './vendure.map'
import { writeNote } from './vendure.notes'
import { acceptWebhook } from './vendure.push'
import { ORDER, PING } from './vendure.queries'
import { readByIds, walkOrders } from './vendure.read'
import { vendureShipper } from './vendure.ship'
import { SETTINGS } from './vendure.settings'
import { pushStock, readStock } from './vendure.stock'
import { understand } from './vendure.understand'

const DAY_MS = 86_400_000
/** How far back the wide sweep looks at orders that have ended: refunds move nothing else there. */
const ENDED_DAYS = 90

export const vendure: Connector = {
  platform: 'vendure',
  settings: SETTINGS,
  nameField: 'code',
  manners: {
    maxWindowMs: 3650 * DAY_MS,
    overlapMs: 120_000,
    historyMs: undefined,
    settleMs: 1000,
    callsPerSecond: 20,
    burst: 40,
    push: 'webhook',
    takesMemo: true,
    // Pending: somebody in the store has promised the money, and it has not gone.
    opensCases: ['agreed'],
    ships: { parts: 'pieces', parcels: true },
  },
  defaultOrigin: undefined,
  open,
}

function open(account: ShopAccount, tools: ConnectorTools): ShopConnection {
  const set = (name: string) => (account.settings[name] ?? '') !== ''
  if (!set('api_key') && !(set('username') && set('password')))
    throw new Refusal('setting-missing', { setting: set('username') ? 'password' : 'api_key' })
  const client = vendureClient(account, tools)

  async function platformNow(signal?: AbortSignal): Promise<number> {
    const { headers } = await client.askOpenly(PING, signal)
    const now = Date.parse(headers['date'] ?? '')
    if (Number.isNaN(now)) throw new OutsideFailure('Vendure answered without a Date', { retryable: true })
    return now
  }

  /** Open states first; then those of `ids` that have left them; `wide`: also what ended lately. */
  async function* sweep(ids: readonly string[], wide: boolean, signal?: AbortSignal): AsyncIterable<RawPage> {
    const missing = new Set(ids)
    const onIds = (found: readonly string[]) => found.forEach((id) => missing.delete(id))
    const walk = (by: 'createdAt' | 'updatedAt', from: number, states: readonly string[]) => {
      const filter = { state: { in: [...states] } }
      return walkOrders(client, { by, from, filter, source: 'sweep', onIds }, signal)
    }
    // `createdAt` never moves: orders that leave the state while we read shift nothing.
    yield* walk('createdAt', 1, OPEN_STATES)
    if (wide) yield* walk('updatedAt', tools.clock.now() - ENDED_DAYS * DAY_MS, ENDED_STATES)
    yield* readByIds(client, [...missing], signal)
  }

  async function readOrder(externalId: string, signal?: AbortSignal): Promise<RawPage | undefined> {
    const { data, body, sentAt } = await client.ask(ORDER, { id: externalId }, signal)
    if ((data['order'] ?? null) === null) return undefined
    return { source: 'detail', kind: 'order', asOf: sentAt, body }
  }

  return {
    test: (signal) => checkShop(client, tools, signal),
    platformNow,
    readWindow: ({ from, to }, signal) =>
      walkOrders(
        client,
        { by: 'updatedAt', from: Math.max(from, 1), to, filter: { active: { eq: false } }, source: 'pull' },
        signal,
      ),
    sweep,
    readOrder,
    understand,
    acceptPush: (push) => acceptWebhook(account, push),
    pushStock: (levels, _key, signal) => pushStock(client, levels, signal),
    readStock: (codes, signal) => readStock(client, codes, signal),
    writeMemo: (externalId, memo, signal) => writeNote(client, externalId, memo, signal),
    afterSale: afterSale(client),
    ...vendureShipper(client),
  }
}
