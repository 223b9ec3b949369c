import { createHmac, timingSafeEqual } from 'node:crypto'

/** HMAC-SHA256 over the raw body, base64: the value of `x-vendure-hmac-sha256`. */
export function webhookHmac(secret: string, body: Buffer): string {
  return createHmac('sha256', secret).update(body).digest('base64')
}

/** Constant-time comparison; without a secret nothing is genuine. */
export function isGenuineWebhook(secret: string, body: Buffer, given: string): boolean {
  if (secret === '' || given === '') return false
  const expected = Buffer.from(webhookHmac(secret, body))
  const received = Buffer.from(given)
  return expected.length === received.length && timingSafeEqual(expected, received)
}
