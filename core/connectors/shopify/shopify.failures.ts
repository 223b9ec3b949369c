import { OutsideFailure, type Json } from '../../kernel'
import type { HttpResponse } from '../connector'
import { object, type JsonObject } from './shopify.json'
import { costOf } from './shopify.cost'

/** HTTP statuses as in shopify.dev «Response status codes»; errors of the GraphQL layer come with 200. */
export function httpFailure(response: HttpResponse): OutsideFailure | undefined {
  const { status } = response
  const platformCode = String(status)
  if (status === 200) return undefined
  if (status === 429) {
    const seconds = Number(response.headers['retry-after'] ?? 2)
    const retryAfterMs = Number.isFinite(seconds) ? seconds * 1000 : 2000
    return new OutsideFailure('Shopify: too many requests', {
      retryable: true,
      throttled: true,
      retryAfterMs,
      platformCode,
    })
  }
  const said = REASONS[status]
  if (said)
    return new OutsideFailure(said.reason, { retryable: false, needsKeys: said.needsKeys, platformCode })
  return new OutsideFailure(`Shopify answered HTTP ${status}`, { retryable: status >= 500, platformCode })
}

const REASONS: Readonly<Record<number, { reason: string; needsKeys: boolean }>> = {
  401: { reason: 'Shopify does not accept the access token', needsKeys: true },
  402: { reason: 'The shop is frozen: its Shopify bill is unpaid', needsKeys: false },
  403: { reason: 'Shopify forbids this app the call', needsKeys: true },
  404: { reason: 'There is no Shopify shop at this address', needsKeys: false },
  423: { reason: 'The shop is locked by Shopify', needsKeys: false },
}

/** The first error of an answer with HTTP 200. `largestCost`: the size of the bucket as known so far. */
export function graphqlFailure(answer: JsonObject, largestCost: number): OutsideFailure | undefined {
  const errors = answer['errors']
  if (errors === undefined || errors === null || (Array.isArray(errors) && errors.length === 0))
    return undefined
  const found = (Array.isArray(errors) ? errors : [errors]).map(codeAndMessage)
  const worst = found.find((error) => KNOWN.includes(error.code)) ??
    found[0] ?? { code: 'GRAPHQL', message: '' }
  const platformCode = worst.code
  if (platformCode === 'THROTTLED') {
    const cost = costOf(answer)
    const requested = cost?.requested ?? 0
    // What is larger than the whole bucket would be throttled for ever.
    if (requested > Math.min(cost?.maximum ?? Infinity, largestCost))
      return new OutsideFailure('The query costs more than the bucket holds', {
        retryable: false,
        platformCode: 'MAX_COST_EXCEEDED',
      })
    const missing = Math.max(0, requested - (cost?.available ?? 0))
    const retryAfterMs = Math.ceil((missing / (cost?.restoreRate || 50)) * 1000)
    return new OutsideFailure('Shopify: throttled', {
      retryable: true,
      throttled: true,
      retryAfterMs,
      platformCode,
    })
  }
  const message = `Shopify: ${platformCode}: 「${worst.message.slice(0, 300)}」`
  if (platformCode === 'ACCESS_DENIED')
    return new OutsideFailure(message, { retryable: false, needsKeys: true, platformCode })
  return new OutsideFailure(message, { retryable: platformCode === 'INTERNAL_SERVER_ERROR', platformCode })
}

const KNOWN = ['THROTTLED', 'MAX_COST_EXCEEDED', 'SHOP_INACTIVE', 'INTERNAL_SERVER_ERROR', 'ACCESS_DENIED']

/** Whether Shopify itself said no, rather than nobody, or somebody on the way. */
export function isShopifysOwn({ platformCode = '' }: OutsideFailure): boolean {
  return platformCode === 'GRAPHQL' || KNOWN.includes(platformCode) || /^4\d\d$/.test(platformCode)
}

/** Errors without a code of the rate limiter or the shop are about the query's text itself: `GRAPHQL`. */
function codeAndMessage(error: Json): { code: string; message: string } {
  const said = object(error)
  const given = object(said?.['extensions'])?.['code']
  const code = typeof given === 'string' && KNOWN.includes(given) ? given : 'GRAPHQL'
  return { code, message: typeof said?.['message'] === 'string' ? said['message'] : String(error) }
}
