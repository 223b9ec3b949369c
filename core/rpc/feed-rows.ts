import type { ReadDb } from '../database'
import { rowsOfOrders } from '../orders'
import type { FeedFrame } from './feed.contract'
import type { Announced } from './feed-hub'

/** A frame that names more orders carries none of them: reading the lists anew is shorter. */
const MOST_ORDERS = 50

/**
 * Puts the changed orders into a frame, so that no screen has to ask for them: read once per frame, however many
 * screens follow. What each of them may see of it is cut on its way out.
 */
export function frameReader(read: ReadDb): (announced: Announced) => Promise<FeedFrame> {
  const frames = new WeakMap<Announced, Promise<FeedFrame>>()
  return (announced) => {
    const frame = frames.get(announced) ?? withOrders(read, announced)
    frames.set(announced, frame)
    return frame
  }
}

async function withOrders(read: ReadDb, announced: Announced): Promise<FeedFrame> {
  const ids = announced.changes.filter(({ entity }) => entity === 'order').map(({ id }) => Number(id))
  const few = !announced.reload && ids.length <= MOST_ORDERS
  return { ...announced, orders: few ? await rowsOfOrders(read, ids) : null }
}
