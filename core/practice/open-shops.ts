import type { SimulatedShop } from '../connectors'

/** The practice shops while they are open, under the ids that they have here; none in a real folder. */
export class OpenShops {
  readonly #shops = new Map<string, SimulatedShop>()
  readonly #claimed = new Set<number>()

  attach(shopId: string, shop: SimulatedShop): Disposable {
    this.#shops.set(shopId, shop)
    return { [Symbol.dispose]: () => void this.#shops.delete(shopId) }
  }
  get(shopId: string): SimulatedShop | undefined {
    return this.#shops.get(shopId)
  }
  /** Claims an order for a request of its buyer; `false` when it was claimed before in this run. */
  claim(orderId: number): boolean {
    if (this.#claimed.has(orderId)) return false
    this.#claimed.add(orderId)
    return true
  }
}
