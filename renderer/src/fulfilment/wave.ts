import type { PickOrderView } from '../../../core/rpc/api'

/** One place to go to: a SKU, how many of it, and into which slots they are put. */
export interface Stop {
  readonly key: string
  readonly sku: string | null
  readonly title: string
  readonly variant: string | null
  readonly pictureUrl: string | null
  readonly quantity: number
  /** Slot numbers count from 1, in the order of the wave. */
  readonly slots: readonly { readonly slot: number; readonly quantity: number }[]
}

/** The stops of a wave, each kind of goods once, by code: who walks along the shelves passes each place once. */
export function stopsOf(orders: readonly PickOrderView[]): Stop[] {
  const stops = new Map<string, Stop>()
  for (const [at, order] of orders.entries())
    for (const line of order.lines) {
      const key = line.sku ?? `${line.title} ${line.variant ?? ''}`
      const known = stops.get(key)
      const slot = { slot: at + 1, quantity: line.quantity }
      stops.set(key, {
        key, sku: line.sku, title: line.title, variant: line.variant, pictureUrl: line.pictureUrl,
        quantity: (known?.quantity ?? 0) + line.quantity, slots: merged([...(known?.slots ?? []), slot]),
      }) // prettier-ignore
    }
  return [...stops.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** Two lines of one kind in one order go into one slot. */
function merged(slots: readonly { slot: number; quantity: number }[]) {
  const bySlot = new Map<number, number>()
  for (const { slot, quantity } of slots) bySlot.set(slot, (bySlot.get(slot) ?? 0) + quantity)
  return [...bySlot].map(([slot, quantity]) => ({ slot, quantity }))
}

/** What was done at a stop. */
export type Tick = 'picked' | 'missing'

/** Ticks of a wave are kept on this station, so that a reload in the aisle loses nothing. */
export function storedTicks(wave: string): Readonly<Record<string, Tick>> {
  try {
    return JSON.parse(sessionStorage.getItem(`zg.pick.${wave}`) ?? '{}') as Record<string, Tick>
  } catch (error) {
    if (error instanceof SyntaxError) return {}
    throw error
  }
}

export function storeTicks(wave: string, ticks: Readonly<Record<string, Tick>>): void {
  sessionStorage.setItem(`zg.pick.${wave}`, JSON.stringify(ticks))
}
