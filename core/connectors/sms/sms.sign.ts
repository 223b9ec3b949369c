import { createHmac, timingSafeEqual } from 'node:crypto'

/** HMAC-SHA256 over the time (ms), a line feed and the body as sent, in hex. */
export function signSms(secret: string, timestamp: string, body: string): string {
  return createHmac('sha256', secret).update(`${timestamp}\n${body}`).digest('hex')
}

export function isSignedSms(secret: string, timestamp: string, body: string, given: string): boolean {
  const own = Buffer.from(signSms(secret, timestamp, body))
  const theirs = Buffer.from(given)
  return own.length === theirs.length && timingSafeEqual(own, theirs)
}
