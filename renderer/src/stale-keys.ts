import type { FeedFrame } from '../../core/rpc/api'

/** What a page must ask anew: keys of questions, or everything. */
export type Stale = 'all' | readonly (readonly unknown[])[]

/** Which questions these announcements make stale: each once, and only those they touch. */
export function staleKeys(frames: readonly FeedFrame[]): Stale {
  if (frames.some((frame) => frame.reload)) return 'all'
  const keys = new Map<string, readonly unknown[]>()
  for (const { entity, id } of frames.flatMap((frame) => frame.changes))
    for (const key of keysOf(entity, id)) keys.set(JSON.stringify(key), key)
  return [...keys.values()]
}

function keysOf(entity: string, id: string): readonly (readonly unknown[])[] {
  switch (entity) {
    case 'order':
      return [
        ['orders', 'page'],
        ['orders', 'counts'],
        ['order', Number(id)],
        ['sync', 'pill'],
      ]
    case 'sync':
    case 'exception':
      return [['sync']]
    case 'shop':
      return [['sync'], ['shops'], ['orders', 'page']]
    case 'settings':
      return [['settings'], ['orders']]
    default:
      return []
  }
}
