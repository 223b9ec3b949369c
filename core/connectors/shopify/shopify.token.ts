import { OutsideFailure, parseJsonExactly, type Json } from '../../kernel'
import type { ConnectorTools, ShopAccount } from '../connector'

/** A token is renewed this long before it ends, so that none expires on its way. */
const RENEW_BEFORE_MS = 120_000

export interface TokenSource {
  get(signal?: AbortSignal): Promise<string>
  /** The platform refused this token: fetch another if we can. False = there is only this one. */
  refused(token: string): boolean
}

/**
 * The shop's access token: the fixed one of a custom app, or one fetched by the client-credentials grant
 * (shopify.dev, «Client credentials grant»: lives 24 h, no refresh token, asked for again).
 */
export function tokenSource(account: ShopAccount, tools: ConnectorTools): TokenSource {
  const fixed = account.settings['access_token']
  if (fixed !== undefined && fixed !== '') return { get: () => Promise.resolve(fixed), refused: () => false }
  let held: { token: string; until: number } | undefined
  return {
    async get(signal) {
      if (held === undefined || tools.clock.now() > held.until) held = await grant(account, tools, signal)
      return held.token
    },
    refused(token) {
      if (held?.token === token) held = undefined
      return true
    },
  }
}

async function grant(account: ShopAccount, tools: ConnectorTools, signal: AbortSignal | undefined) {
  const response = await tools.http.send({
    method: 'POST',
    url: `${account.origin}/admin/oauth/access_token`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: new URLSearchParams({
      client_id: account.settings['client_id'] ?? '',
      client_secret: account.settings['client_secret'] ?? '',
      grant_type: 'client_credentials',
    }).toString(),
    signal,
  })
  if (response.status >= 500 || response.status === 429)
    throw new OutsideFailure(`Shopify gave no token (HTTP ${response.status})`, {
      retryable: true,
      platformCode: String(response.status),
    })
  if (response.status !== 200)
    throw new OutsideFailure(`Shopify refused the client id and secret (HTTP ${response.status})`, {
      retryable: false,
      platformCode: String(response.status),
      needsKeys: true,
    })
  const answer = parseJsonExactly(response.body) as { [key: string]: Json }
  const token = answer['access_token']
  if (typeof token !== 'string')
    throw new OutsideFailure('Shopify answered without a token', { retryable: true })
  const livesMs = Number(answer['expires_in'] ?? 86_399) * 1000
  return { token, until: response.sentAt + livesMs - RENEW_BEFORE_MS }
}
