import { Refusal } from '../kernel'
import type { Connector } from '../connectors'
import { shopify } from '../connectors/shopify'
import { taobao } from '../connectors/taobao'
import { vendure } from '../connectors/vendure'

/** Every platform this program speaks with, by our short name. */
export const platforms: ReadonlyMap<string, Connector> = new Map(
  [taobao, shopify, vendure].map((connector) => [connector.platform, connector]),
)

/** `Refusal('unknown-platform')` names the known ones. */
export function connectorOf(platform: string): Connector {
  const connector = platforms.get(platform)
  if (!connector) throw new Refusal('unknown-platform', { platform, known: [...platforms.keys()].join(', ') })
  return connector
}
