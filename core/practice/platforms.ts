import type { Simulator, SimulatorOptions } from '../connectors'
import { startShopifySimulator } from '../connectors/shopify'
import { startTaobaoSimulator } from '../connectors/taobao'
import { startVendureSimulator } from '../connectors/vendure'
import { Refusal } from '../kernel'
import type { Platform } from './shop'

export function startSimulator(platform: Platform, options: SimulatorOptions): Promise<Simulator> {
  switch (platform) {
    case 'taobao':
      return startTaobaoSimulator(options)
    case 'shopify':
      return startShopifySimulator(options)
    case 'vendure':
      return startVendureSimulator(options)
  }
}

const PLATFORMS: readonly Platform[] = ['taobao', 'shopify', 'vendure']

/** Refuses with `unknown-platform` what no practice shop can play. */
export function platformOf(word: string): Platform {
  const found = PLATFORMS.find((platform) => platform === word)
  if (!found) throw new Refusal('unknown-platform', { platform: word, known: PLATFORMS.join(', ') })
  return found
}
