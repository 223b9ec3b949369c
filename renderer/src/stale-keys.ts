import type { FeedFrame } from '../../core/rpc/api'

/** What a page must ask anew: keys of questions, or everything. */
export type Stale = 'all' | readonly (readonly unknown[])[]

/** Every list of orders, whatever its filter. */
export const LISTS = ['orders', 'page'] as const

/**
 * Which questions these announcements make stale: each once, and only those they touch. Lists take the orders that a
 * frame brings along themselves.
 */
export function staleKeys(frames: readonly FeedFrame[]): Stale {
  if (frames.some((frame) => frame.reload)) return 'all'
  const keys = new Map<string, readonly unknown[]>()
  for (const { changes, orders } of frames)
    for (const { entity, id } of changes)
      for (const key of keysOf(entity, id, orders !== null)) keys.set(JSON.stringify(key), key)
  return [...keys.values()]
}

function keysOf(entity: string, id: string, brought: boolean): readonly (readonly unknown[])[] {
  switch (entity) {
    case 'order':
      return [...(brought ? [] : [LISTS]), ['orders', 'counts'], ['order', Number(id)], ['sync', 'pill']]
    case 'refund':
      return [['refunds'], ['order', Number(id)]]
    case 'sync':
    case 'exception':
      return [['sync']]
    case 'job':
      // What is stuck, and the open order that may be the one it is about.
      return [['sync', 'stuck'], ['order']]
    case 'shop':
      return [['sync'], ['shops'], LISTS]
    case 'person':
    case 'station':
      return [['people'], ['stations']]
    case 'slip':
      return [['slips']]
    case 'stock':
    case 'warehouse':
    case 'transfer':
    case 'stock-hold':
    case 'sku-alias':
    case 'stock-push':
      return [['stock']]
    case 'bill-file':
    case 'bill-difference':
      return [['books']]
    case 'settings':
      return [['settings'], ['orders']]
    default:
      return []
  }
}
