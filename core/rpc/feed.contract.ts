import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { procedure } from '../kernel/contract'
import { field, EVERYBODY } from '../kernel/rights'

const all = { see: EVERYBODY }

/** A frame of the feed: at most ten a second. `reload` = too far behind or another epoch: ask for everything anew. */
export const feedFrame = z.object({
  epoch: field(z.string(), all),
  sequence: field(z.number(), all),
  reload: field(z.boolean(), all),
  /** `order` changed (its id) · `shop` · `sync` · `exception` · `settings` */
  changes: field(z.array(z.object({ entity: field(z.string(), all), id: field(z.string(), all) })), all),
})
export type FeedFrame = z.infer<typeof feedFrame>

export const feedContract = {
  /** Follows everything after `since` (null = from now). Ends with the connection. */
  follow: procedure
    .input(z.object({ epoch: z.string().nullable(), since: z.number().int().nullable() }))
    .output(eventIterator(feedFrame)),
}
