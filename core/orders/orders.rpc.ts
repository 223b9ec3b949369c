import { implement } from '@orpc/server'
import { readHistory } from '../audit'
import { actingOn, guard, once, ownerOnly, type RpcContext } from '../auth'
import type { Database } from '../database'
import { queueJob, tryStuckAgain } from '../jobs'
import { Refusal, type SecretBox } from '../kernel'
import { openOrder } from './open-order.store'
import { countOrders, pageOfOrders } from './list.store'
import { loadOrder } from './order.store'
import { orderRow, ordersContract } from './orders.contract'
import { rawParts } from './raw-parts.store'
import { readablePath } from './readable-path'
import { memoJobKey, setMemo } from './set-memo'
import { forRoles } from './timeline'

export interface OrdersDeps {
  readonly database: Database
  readonly box: SecretBox
  readonly takesMemo: (shopId: string) => Promise<boolean>
  readonly wakeJobs: () => void
}

export function ordersRpc({ database, box, takesMemo, wakeJobs }: OrdersDeps) {
  const os = implement(ordersContract).$context<RpcContext>().use(guard)
  return {
    page: os.page.handler(async ({ input }) => {
      const began = performance.now()
      // A search may read many rows: off the main thread.
      const reader = input.filter.some((clause) => clause.field === 'text') ? database.slow : database.read
      const page = await pageOfOrders(reader, input.filter, input.cursor, input.limit)
      return { ...page, tookMs: Math.round(performance.now() - began) }
    }),
    counts: os.counts.handler(({ input }) =>
      countOrders(database.read, database.slow, input.filter, input.exact),
    ),
    open: os.open.handler(async ({ input, context }) => {
      const order = await openOrder(database.read, box, input.id)
      return { ...order, timeline: forRoles(order.timeline, context.caller.roles) }
    }),
    raw: os.raw.handler(async ({ input, context }) => {
      ownerOnly(context.caller)
      return { parts: await rawParts(database.read, box, input.id) }
    }),
    history: os.history.handler(async ({ input, context }) => {
      const order = await loadOrder(database.read, input.id)
      if (!order) throw new Refusal('no-such-order')
      const own = await readHistory(
        database.read,
        'order',
        String(input.id),
        order.salt ? box.keyFor(order.salt) : undefined,
      )
      const cases = await readHistory(database.read, 'refund', String(input.id))
      const entries = [...own, ...cases].sort((a, b) => a.sequence - b.sequence)
      const text = (value: string | number | null) => (value === null ? null : String(value))
      return {
        entries: entries.toReversed().map((entry) => ({
          sequence: entry.sequence, at: entry.at, kind: entry.kind, who: entry.who, from: entry.origin,
          changes: entry.changes.filter(([path]) => readablePath(path, context.caller.roles)).map(([path, before, after]) => ({ path, before: text(before), after: text(after) })),
        })),
      } // prettier-ignore
    }),
    setMemo: os.setMemo.handler(async ({ input, context }) => {
      const actor = actingOn(context.caller, 'support', orderRow.shape.memo, 'memo')
      const order = await loadOrder(database.read, input.id)
      const told = order ? await takesMemo(order.shopId) : false
      const result = await database.withTx(actor, (tx) =>
        once(tx, { commandId: input.commandId, name: 'orders.setMemo', input }, () =>
          setMemo(tx, { ...input, tellPlatform: told }),
        ),
      )
      wakeJobs()
      return result
    }),
    tellMemoAgain: os.tellMemoAgain.handler(async ({ input, context }) => {
      const actor = actingOn(context.caller, 'support', orderRow.shape.memo, 'memo')
      const queued = await database.withTx(actor, (tx) =>
        once(tx, { commandId: input.commandId, name: 'orders.tellMemoAgain', input }, async () => {
          const row = await tx.get<{ memo_pending: string | null }>(
            'select memo_pending from orders where id=?',
            [input.id],
          )
          if (!row) throw new Refusal('no-such-order')
          return (
            row.memo_pending !== null &&
            (await tryStuckAgain(tx, { key: memoJobKey(row.memo_pending) })) !== undefined
          )
        }),
      )
      wakeJobs()
      return { queued }
    }),
    reread: os.reread.handler(async ({ input, context }) => {
      ownerOnly(context.caller)
      await database.withTx({ who: context.caller.name, from: context.caller.from }, (tx) =>
        once(tx, { commandId: input.commandId, name: 'orders.reread', input }, async () => {
          const row = await tx.get<{ shop_id: string; external_id: string }>(
            'select shop_id, external_id from orders where id=?',
            [input.id],
          )
          if (!row) throw new Refusal('no-such-order')
          await queueJob(tx, {
            kind: 'reread',
            subject: row.shop_id,
            payload: { ids: [row.external_id] },
            key: `reread:${input.commandId}`,
          })
          return null
        }),
      )
      wakeJobs()
      return { queued: true }
    }),
  }
}
