import { OutsideFailure } from '../../kernel'
import type { ConnectorTools, TestStep } from '../connector'
import type { Answer, ShopifyClient } from './shopify.client'
import { isShopifysOwn } from './shopify.failures'
import { API_VERSION, ONE_ORDER_QUERY, SHOP_QUERY } from './shopify.queries'

const TOLERATED_SKEW_MS = 5 * 60_000

/** `shop test`: network, keys, api-version, clock, orders-readable; stops at the first that fails. */
export async function* checkShop(
  client: ShopifyClient,
  tools: ConnectorTools,
  signal?: AbortSignal,
): AsyncGenerator<TestStep> {
  let shop: Answer
  try {
    shop = await askGently(client, signal)
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error
    const step = isAboutNetwork(error) ? 'network' : 'keys'
    if (step === 'keys') yield { step: 'network', ok: true }
    yield { step, ok: false, detail: error.message, advice: adviceFor(error) }
    return
  }
  yield { step: 'network', ok: true }
  yield { step: 'keys', ok: true }
  yield versionStep(shop.headers['x-shopify-api-version'])
  const platformNow = Date.parse(shop.headers['date'] ?? '')
  const skewMs = tools.clock.now() - platformNow
  // Our times never decide anything, but a wrong clock confuses people: said, and gone on.
  if (Math.abs(skewMs) > TOLERATED_SKEW_MS)
    yield { step: 'clock', ok: true, detail: `${Math.round(skewMs / 1000)} s`, advice: 'set-clock' }
  else yield { step: 'clock', ok: true }
  try {
    await client.ask(() => ONE_ORDER_QUERY, {}, signal)
    yield { step: 'orders-readable', ok: true }
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error
    yield { step: 'orders-readable', ok: false, detail: error.message, advice: adviceFor(error) }
  }
}

/** Some keys may read orders and not the shop: then the orders are asked at once. */
async function askGently(client: ShopifyClient, signal?: AbortSignal): Promise<Answer> {
  try {
    return await client.ask(() => SHOP_QUERY, {}, signal)
  } catch (error) {
    const { platformCode } = error instanceof OutsideFailure ? error : {}
    if (platformCode !== 'GRAPHQL' && platformCode !== 'ACCESS_DENIED') throw error
    return client.ask(() => ONE_ORDER_QUERY, {}, signal)
  }
}

/** An expired version is silently served by another one (shopify.dev, «API versioning»): said, not refused. */
function versionStep(served: string | undefined): TestStep {
  if (served === undefined || served === API_VERSION)
    return { step: 'api-version', ok: true, detail: API_VERSION }
  const advice = served > API_VERSION ? 'update-program' : 'older-api-served'
  return { step: 'api-version', ok: true, detail: `${served} instead of ${API_VERSION}`, advice }
}

function isAboutNetwork(error: OutsideFailure): boolean {
  return error.platformCode === '404' || !isShopifysOwn(error)
}

function adviceFor(error: OutsideFailure): string {
  const advice: Readonly<Record<string, string>> = {
    '401': 'renew-keys',
    '402': 'pay-shopify-bill',
    '403': 'check-permissions',
    '404': 'check-address',
    '423': 'ask-shopify-support',
    ACCESS_DENIED: 'grant-read-orders',
    SHOP_INACTIVE: 'pay-shopify-bill',
  }
  const found = advice[error.platformCode ?? '']
  if (found !== undefined) return found
  return error.needsKeys ? 'renew-keys' : isAboutNetwork(error) ? 'check-network' : 'try-later'
}
