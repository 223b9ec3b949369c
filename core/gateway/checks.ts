import type { IncomingHttpHeaders } from 'node:http'

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]'])

/**
 * A page of another name that resolves to this machine (DNS rebinding) carries its own name in Host. On this PC any
 * port may be named (somebody forwards one to us); who came from the LAN names one of `lanHosts`, port and all.
 */
export function fromForeignHost(host: string | undefined, lanHosts?: ReadonlySet<string>): boolean {
  if (host === undefined) return true
  const name = host.toLowerCase()
  return lanHosts ? !lanHosts.has(name) : !LOOPBACK.has(name.replace(/:\d+$/, ''))
}

/** Browsers name the page that asks: only our own may write or open the wire. Programs send no Origin. */
export function fromForeignOrigin(headers: Pick<IncomingHttpHeaders, 'origin' | 'host'>): boolean {
  if (headers.origin === undefined) return false
  try {
    return new URL(headers.origin).host !== headers.host
  } catch {
    return true
  }
}

/** Nothing but our own files runs; antd writes style attributes, therefore unsafe-inline for styles alone. */
export const HEADERS = {
  'content-security-policy':
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob: https:; connect-src 'self'; font-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(self), microphone=(), geolocation=()',
} as const
