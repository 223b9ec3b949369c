import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { procedure } from '../kernel/contract'
import { field, EVERYBODY, OWNER, type Role } from '../kernel/rights'
import { SLIP_ROLES } from '../slips/slips.contract'
import { orderRow } from '../orders/orders.contract'

const all = { see: EVERYBODY }

const BOOKS: readonly Role[] = ['owner', 'supervisor', 'finance']
const STOCK: readonly Role[] = ['owner', 'supervisor', 'warehouse', 'finance']

/** Who is told that something changed. What is not named here is the owner's alone. */
const TOLD = {
  order: EVERYBODY,
  /** A case of an order moved; by the order's id. */
  refund: EVERYBODY,
  shop: EVERYBODY,
  sync: EVERYBODY,
  slip: SLIP_ROLES,
  /** Levels moved: everybody sees what can be promised. */
  stock: EVERYBODY,
  warehouse: EVERYBODY,
  transfer: STOCK,
  'stock-hold': EVERYBODY,
  'sku-alias': EVERYBODY,
  'stock-push': STOCK,
  /** Time-outs colour everybody's board; the settings themselves are the owner's. */
  settings: EVERYBODY,
  'bill-file': BOOKS,
  'bill-difference': BOOKS,
  exception: OWNER,
  person: OWNER,
  station: OWNER,
  job: OWNER,
  folder: OWNER,
}

/** A frame of the feed: at most ten a second. `reload` = too far behind or another epoch: ask for everything anew. */
export const feedFrame = z.object({
  epoch: field(z.string(), all),
  sequence: field(z.number(), all),
  reload: field(z.boolean(), all),
  /** `order` changed (its id) · `shop` · `sync` · `exception` · `settings` · `slip` */
  changes: field(z.array(z.object({ entity: field(z.string(), all), id: field(z.string(), all) })), {
    see: EVERYBODY,
    kinds: { by: 'entity', see: TOLD },
  }),
  /**
   * The changed orders as lists show them now, each without what the follower's roles may not see; an order that is
   * no more is left out. null = too many of them: ask for the lists.
   */
  orders: field(z.array(orderRow.partial()).nullable(), all),
})
export type FeedFrame = z.infer<typeof feedFrame>

export const feedContract = {
  /** Follows everything after `since` (null = from now). Ends with the connection. */
  follow: procedure
    .input(z.object({ epoch: z.string().nullable(), since: z.number().int().nullable() }))
    .output(eventIterator(feedFrame)),
}
