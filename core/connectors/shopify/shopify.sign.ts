import { createHmac, timingSafeEqual } from 'node:crypto'

/** Base64 HMAC-SHA256 over the raw bytes, as in `X-Shopify-Hmac-Sha256` (shopify.dev, «Verify webhook deliveries»). */
export function webhookHmac(secret: string, body: Uint8Array): string {
  return createHmac('sha256', secret).update(body).digest('base64')
}

/** True if any of the secrets signed these bytes: for about an hour after a rotation the old one still does. */
export function isGenuineWebhook(secrets: readonly string[], body: Uint8Array, given: string): boolean {
  // No early exit: the time taken tells nothing about which secret was near.
  return secrets.filter((secret) => secret !== '' && sameText(webhookHmac(secret, body), given)).length > 0
}

/** Hex HMAC of an OAuth callback: all parameters but `hmac` and `signature`, sorted, `k=v` joined by `&`. */
export function oauthHmac(secret: string, parameters: Readonly<Record<string, string>>): string {
  const message = Object.entries(parameters)
    .filter(([name]) => name !== 'hmac' && name !== 'signature')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
  return createHmac('sha256', secret).update(message).digest('hex')
}

export function isGenuineCallback(secret: string, parameters: Readonly<Record<string, string>>): boolean {
  return sameText(oauthHmac(secret, parameters), parameters['hmac'] ?? '')
}

function sameText(expected: string, given: string): boolean {
  const a = Buffer.from(expected)
  const b = Buffer.from(given)
  return a.length === b.length && timingSafeEqual(a, b)
}
