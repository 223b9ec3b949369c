import { implement } from '@orpc/server'
import { recordHistory } from '../audit'
import { guard, once, ownerOnly, type RpcContext } from '../auth'
import type { Database } from '../database'
import { letGoOfStuck, tryStuckAgain } from '../jobs'
import { Refusal, type Clock, type SecretBox } from '../kernel'
import { keepMemoHere } from '../orders'
import { openPage } from './inbox'
import { listStuck } from './stuck-view.store'
import type { SyncService } from './sync-service'
import { listExceptions, shopSyncs, syncPill } from './sync-view.store'
import { syncContract } from './sync.contract'

export interface SyncRpcDeps {
  readonly database: Database
  readonly box: SecretBox
  readonly clock: Clock
  readonly practice: boolean
  readonly sync: SyncService
}

export function syncRpc({ database, box, clock, practice, sync }: SyncRpcDeps) {
  const os = implement(syncContract).$context<RpcContext>().use(guard)
  return {
    pill: os.pill.handler(() => syncPill(database.read, practice, clock.now())),
    shops: os.shops.handler(async () => ({ shops: await shopSyncs(database.read, clock.now()) })),
    now: os.now.handler(({ input }) => {
      sync.pullNow(input.shopId)
      return { ok: true }
    }),
    exceptions: os.exceptions.handler(async ({ input, context }) => {
      ownerOnly(context.caller)
      return { exceptions: await listExceptions(database.read, box, input.setAside) }
    }),
    stuck: os.stuck.handler(async ({ context }) => {
      ownerOnly(context.caller)
      return { jobs: await listStuck(database.read) }
    }),
    retryStuck: os.retryStuck.handler(async ({ input, context }) => {
      ownerOnly(context.caller)
      await database.withTx({ who: context.caller.name, from: context.caller.from }, (tx) =>
        once(tx, { commandId: input.commandId, name: 'sync.retryStuck', input }, async () => {
          if (!(await tryStuckAgain(tx, { id: Number(input.id) }))) throw new Refusal('no-such-job')
          return null
        }),
      )
      sync.wakeJobs()
      return { ok: true }
    }),
    letGo: os.letGo.handler(async ({ input, context }) => {
      ownerOnly(context.caller)
      await database.withTx({ who: context.caller.name, from: context.caller.from }, (tx) =>
        once(tx, { commandId: input.commandId, name: 'sync.letGo', input }, async () => {
          const job = await letGoOfStuck(tx, { id: Number(input.id) })
          if (!job) throw new Refusal('no-such-job')
          if (job.kind === 'memo')
            await keepMemoHere(tx, job.payload as { orderId: number; commandId: string })
          return null
        }),
      )
      return { ok: true }
    }),
    exceptionBody: os.exceptionBody.handler(async ({ input, context }) => {
      ownerOnly(context.caller)
      const row = await database.read.get<{ shop_id: string; body: Uint8Array }>(
        'select shop_id, body from inbox_pages where id=?',
        [Number(input.id)],
      )
      if (!row) throw new Refusal('no-such-exception')
      return { body: openPage(box, row.shop_id, row.body) }
    }),
    retry: os.retry.handler(async ({ input, context }) => {
      ownerOnly(context.caller)
      const id = Number(input.id)
      await database.withTx({ who: context.caller.name, from: context.caller.from }, (tx) =>
        once(tx, { commandId: input.commandId, name: 'sync.retry', input }, async () => {
          // Its failures so far stay counted; 0 = due now, whatever their number.
          await tx.run(
            `update inbox_pages set state='exception', next_at=0, reason=null where id=? and state in ('exception','aside')`,
            [id],
          )
          recordHistory(tx, {
            kind: 'exception.retried',
            entity: 'exception',
            entityId: input.id,
            changes: [],
          })
          return null
        }),
      )
      await sync.retryNow(id)
      const left = await database.read.get<{ code: string | null }>(
        `select code from inbox_pages where id=? and state='exception'`,
        [id],
      )
      return { understood: left === undefined, code: left?.code ?? null }
    }),
    setAside: os.setAside.handler(async ({ input, context }) => {
      ownerOnly(context.caller)
      await database.withTx({ who: context.caller.name, from: context.caller.from }, (tx) =>
        once(tx, { commandId: input.commandId, name: 'sync.setAside', input }, async () => {
          const changed = await tx.run(
            `update inbox_pages set state='aside', reason=? where id=? and state='exception'`,
            [input.reason, Number(input.id)],
          )
          if (changed === 0) throw new Refusal('no-such-exception')
          recordHistory(tx, {
            kind: 'exception.set-aside',
            entity: 'exception',
            entityId: input.id,
            changes: [['reason', null, input.reason]],
          })
          return null
        }),
      )
      return { ok: true }
    }),
  }
}
