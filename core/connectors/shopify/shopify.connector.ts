import { Refusal } from '../../kernel'
import type { AcceptedPush, Connector, IncomingPush, SettingField, ShopConnection } from '../connector'
import { afterSale } from './shopify.after-sale'
import { checkShop } from './shopify.check'
import { shopifyClient } from './shopify.client'
import { readWholeOrder } from './shopify.detail'
import { platformNowOf, readerOf, readWindowOf } from './shopify.read'
import { shopifyShipper } from './shopify.ship'
import { isGenuineWebhook } from './shopify.sign'
import { pushStock, readStock } from './shopify.stock'
import { sweepOrders } from './shopify.sweep'
import { understand } from './shopify.understand'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

const SETTINGS: readonly SettingField[] = [
  {
    name: 'access_token',
    required: false,
    secret: true,
    label: { zh: '访问令牌', en: 'Access token' },
    help: {
      zh: '自定义应用的 Admin API 访问令牌（shpat_ 开头）；填了 Client ID 和密钥可以不填',
      en: "The custom app's Admin API access token (shpat_…); not needed with client id and secret",
    },
  },
  {
    name: 'client_id',
    required: false,
    secret: false,
    label: { zh: 'Client ID', en: 'Client ID' },
    help: { zh: 'Dev Dashboard → 应用 → 设置', en: 'Dev Dashboard → your app → Settings' },
  },
  {
    name: 'client_secret',
    required: false,
    secret: true,
    label: { zh: 'Client 密钥', en: 'Client secret' },
    help: {
      zh: '与 Client ID 在同一页；也用来核对 Webhook 的签名',
      en: 'Beside the client id; webhooks are signed with it too',
    },
  },
  {
    name: 'client_secret_old',
    required: false,
    secret: true,
    label: { zh: '旧的 Client 密钥', en: 'Old client secret' },
    help: {
      zh: '更换密钥后的一小时内，旧密钥签的推送仍会到达',
      en: 'For about an hour after a rotation webhooks are still signed with it',
    },
  },
]

export const shopify: Connector = {
  platform: 'shopify',
  settings: SETTINGS,
  nameField: 'name',
  manners: {
    // No limit is documented: shorter ones would ask a young shop about many empty years.
    maxWindowMs: 3 * 366 * DAY_MS,
    overlapMs: 2 * MINUTE_MS,
    // Sixty days with `read_orders`, everything with `read_all_orders`; asking for more simply brings nothing.
    historyMs: undefined,
    settleMs: 2000,
    callsPerSecond: 4,
    burst: 10,
    push: 'webhook',
    // `note` is the buyer's as well: our memo stays with us.
    takesMemo: false,
    takesRefusal: true,
    // A refund that is there already is the payment provider's business: only returns wait for a word.
    opensCases: ['requested', 'returning'],
    ships: { parts: 'pieces', parcels: true },
  },
  defaultOrigin: undefined,
  open(account, tools): ShopConnection {
    const set = (name: string) => (account.settings[name] ?? '') !== ''
    if (!set('access_token') && !(set('client_id') && set('client_secret')))
      throw new Refusal('setting-missing', { setting: set('client_id') ? 'client_secret' : 'access_token' })
    const client = shopifyClient(account, tools)
    const reader = readerOf(client, tools.clock)
    return {
      test: (signal) => checkShop(client, tools, signal),
      platformNow: (signal) => platformNowOf(reader, signal),
      readWindow: (window, signal) => readWindowOf(reader, window, signal),
      sweep: (ids, wide, signal) => sweepOrders(reader, ids, wide, signal),
      readOrder: (externalId, signal) => readWholeOrder(client, externalId, signal),
      understand,
      pushStock: (levels, key, signal) => pushStock(client, levels, key, signal),
      readStock: (codes, signal) => readStock(client, codes, signal),
      acceptPush: (push) => acceptWebhook(account, push),
      afterSale: afterSale(client),
      ...shopifyShipper(client),
    }
  },
}

/** `undefined` without a valid signature, or when it speaks of another shop that uses the same app. */
function acceptWebhook(
  account: Parameters<Connector['open']>[0],
  push: IncomingPush,
): AcceptedPush | undefined {
  const secrets = [account.settings['client_secret'] ?? '', account.settings['client_secret_old'] ?? '']
  const given = push.headers['x-shopify-hmac-sha256'] ?? ''
  if (!isGenuineWebhook(secrets, push.body, given)) return undefined
  const domain = push.headers['x-shopify-shop-domain']?.toLowerCase()
  const own = new URL(account.origin).hostname
  if (domain !== undefined && own.endsWith('.myshopify.com') && domain !== own) return undefined
  const kind = push.headers['x-shopify-topic'] ?? ''
  const page = { source: 'push', kind, asOf: push.receivedAt, body: push.body.toString('utf8') } as const
  return { page, deliveryId: push.headers['x-shopify-webhook-id'] }
}
