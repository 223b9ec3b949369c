import { Refusal } from '../kernel'
import type { Connector } from '../connectors'
import { connectorOf } from './platforms'

export interface ShopKeys {
  readonly platform: string
  /** Origin in place of the platform's own; empty = the platform's. */
  readonly url: string
  readonly settings: Readonly<Record<string, string>>
}

/**
 * Checks what a person typed to bind a shop, without any network. Returns the origin to speak to and the settings
 * that are filled. `Refusal`: unknown-platform, url-needed, bad-url, setting-missing, setting-unknown.
 */
export function checkNewShop(keys: ShopKeys): {
  connector: Connector
  origin: string
  settings: Record<string, string>
} {
  const connector = connectorOf(keys.platform)
  const settings = filledSettings(connector, keys.settings)
  refuseMissing(connector, settings)
  return { connector, origin: originOf(connector, keys.url), settings }
}

/** The filled settings, trimmed. `Refusal('setting-unknown')` lists the names this platform does not have. */
export function filledSettings(
  connector: Connector,
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  const known = connector.settings.map(({ name }) => name)
  const unknown = Object.keys(given).filter((name) => !known.includes(name))
  if (unknown.length > 0)
    throw new Refusal('setting-unknown', { settings: unknown.join(', '), known: known.join(', ') })
  const filled = Object.entries(given).flatMap(([name, value]): [string, string][] =>
    value.trim() ? [[name, value.trim()]] : [],
  )
  return Object.fromEntries<string>(filled)
}

export function refuseMissing(connector: Connector, settings: Readonly<Record<string, string>>): void {
  const missing = connector.settings
    .filter(({ name, required }) => required && !settings[name])
    .map(({ name }) => name)
  if (missing.length > 0) throw new Refusal('setting-missing', { settings: missing.join(', ') })
}

/** http(s)://host[:port] and nothing else: the connector adds the documented path, and keys never ride in an address. */
function originOf(connector: Connector, url: string): string {
  const text = url.trim()
  if (text === '') {
    if (connector.defaultOrigin === undefined)
      throw new Refusal('url-needed', { platform: connector.platform })
    return connector.defaultOrigin
  }
  const parsed = URL.canParse(text) ? new URL(text) : undefined
  if (!parsed || !['http:', 'https:'].includes(parsed.protocol))
    throw new Refusal('bad-url', { why: 'not-http' })
  if (parsed.username || parsed.password) throw new Refusal('bad-url', { why: 'credentials' })
  if (parsed.pathname !== '/' || text.includes('?') || text.includes('#'))
    throw new Refusal('bad-url', { why: 'path', origin: parsed.origin })
  return parsed.origin
}
