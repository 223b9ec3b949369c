import { z } from 'zod'
import { procedure, commandBase } from '../kernel/contract'
import { field, EVERYBODY, OWNER } from '../kernel/rights'

const all = { see: EVERYBODY }
const own = { see: OWNER }

/** One stretch of a shop's coverage strip: has this time (the platform's, less its skew) provably been read? */
export const coverageSpan = z.object({
  from: field(z.number(), all),
  to: field(z.number(), all),
  /** `read` wholly read · `healed` was a gap, read later · `gap` not read · `pull` read without push */
  kind: field(z.enum(['read', 'healed', 'gap']), all),
})

export const shopSync = z.object({
  shopId: field(z.string(), all),
  shopName: field(z.string(), all),
  platform: field(z.string(), all),
  paused: field(z.boolean(), all),
  /** How news arrives now: push is heard, or only pulling. */
  mode: field(z.enum(['push', 'pull']), all),
  /** ms between pulls at present. */
  paceMs: field(z.number(), all),
  lastContactAt: field(z.number().nullable(), all),
  /** Everything the platform knew up to here is on the board (our time: the platform's, less its skew). */
  dataAsOf: field(z.number().nullable(), all),
  /** `ok` · `late` (older than its own pace allows) · `failing` · `keys` (needs a person) · `paused` · `first-read` */
  health: field(z.enum(['ok', 'late', 'failing', 'keys', 'paused', 'first-read']), all),
  /** First reading back: 0..1, null once done. */
  progress: field(z.number().nullable(), all),
  lastError: field(z.string().nullable(), all),
  retryAt: field(z.number().nullable(), all),
  clockSkewMs: field(z.number().nullable(), all),
  ordersToday: field(z.number(), all),
  duplicatesAbsorbed: field(z.number(), all),
  gapsFound: field(z.number(), all),
  gapsHealed: field(z.number(), all),
  callsToday: field(z.number(), all),
  /** Orders received and not understood: they are not on the board. */
  unreadable: field(z.number(), all),
  coverage: field(z.array(coverageSpan), all),
})
export type ShopSync = z.infer<typeof shopSync>

/** The pill of the top bar: names the oldest shop, never the freshest. */
export const syncPill = z.object({
  shops: field(z.number(), all),
  gaps: field(z.number(), all),
  oldestShop: field(z.string().nullable(), all),
  oldestAsOf: field(z.number().nullable(), all),
  /** no shop hears push: the pill says 拉取 */
  pullOnly: field(z.boolean(), all),
  health: field(z.enum(['none', 'ok', 'late', 'failing']), all),
  exceptions: field(z.number(), all),
  receivedToday: field(z.number(), all),
  shippedToday: field(z.number(), all),
  duplicatesToday: field(z.number(), all),
  practice: field(z.boolean(), all),
})
export type SyncPill = z.infer<typeof syncPill>

export const exceptionView = z.object({
  id: field(z.string(), own),
  shopId: field(z.string(), own),
  shopName: field(z.string(), own),
  platform: field(z.string(), own),
  externalId: field(z.string().nullable(), own),
  /** What people call the order, where that much can be read. */
  number: field(z.string().nullable(), own),
  source: field(z.string(), own),
  /** `truncated-json`, `unknown-state`, `unknown-currency`, … */
  code: field(z.string(), own),
  detail: field(z.string(), own),
  attempts: field(z.number(), own),
  firstAt: field(z.number(), own),
  lastAt: field(z.number(), own),
  /** Three failures in a row: a person is asked. */
  needsPerson: field(z.boolean(), own),
  setAsideReason: field(z.string().nullable(), own),
})
export type ExceptionView = z.infer<typeof exceptionView>

/** Work in the background that cannot succeed by itself. */
export const stuckJobView = z.object({
  id: field(z.string(), own),
  /** `memo` the seller's memo told to the platform · `reread` an order asked for again · … */
  kind: field(z.string(), own),
  shopName: field(z.string().nullable(), own),
  platform: field(z.string().nullable(), own),
  orderId: field(z.number().nullable(), own),
  orderNumber: field(z.string().nullable(), own),
  /** As the last try said it; the platform's own words stand in 「」. */
  error: field(z.string(), own),
  since: field(z.number(), own),
})
export type StuckJobView = z.infer<typeof stuckJobView>

const done = z.object({ ok: field(z.boolean(), own) })

export const syncContract = {
  pill: procedure.output(syncPill),
  shops: procedure.output(z.object({ shops: field(z.array(shopSync), all) })),
  /** Pulls this shop (or all) now. */
  now: procedure.input(commandBase.extend({ shopId: z.string().nullable() })).output(done),
  exceptions: procedure
    .input(z.object({ setAside: z.boolean() }))
    .output(z.object({ exceptions: field(z.array(exceptionView), own) })),
  stuck: procedure.output(z.object({ jobs: field(z.array(stuckJobView), own) })),
  /** Tries stuck work once more, or lets go of it: a memo then stays here only. */
  retryStuck: procedure.input(commandBase.extend({ id: z.string() })).output(done),
  letGo: procedure.input(commandBase.extend({ id: z.string() })).output(done),
  exceptionBody: procedure
    .input(z.object({ id: z.string() }))
    .output(z.object({ body: field(z.string(), own) })),
  retry: procedure
    .input(commandBase.extend({ id: z.string() }))
    .output(z.object({ understood: field(z.boolean(), own), code: field(z.string().nullable(), own) })),
  setAside: procedure
    .input(commandBase.extend({ id: z.string(), reason: z.string().trim().min(2).max(200) }))
    .output(done),
}
