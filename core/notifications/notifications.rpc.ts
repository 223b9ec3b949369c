import { implement } from '@orpc/server'
import { guard, once, ownerOnly, type RpcContext } from '../auth'
import type { Database } from '../database'
import type { SecretBox } from '../kernel'
import { adapterView, setAdapter } from './adapter.store'
import { notificationsContract } from './notifications.contract'

export interface NotificationsDeps {
  readonly database: Database
  readonly box: SecretBox
}

export function notificationsRpc({ database, box }: NotificationsDeps) {
  const os = implement(notificationsContract).$context<RpcContext>().use(guard)
  return {
    adapter: os.adapter.handler(async ({ context }) => {
      ownerOnly(context.caller)
      return { adapter: await adapterView(database.read) }
    }),
    setAdapter: os.setAdapter.handler(async ({ input, context }) => {
      ownerOnly(context.caller)
      await database.withTx({ who: context.caller.name, from: context.caller.from }, (tx) =>
        once(
          tx,
          { commandId: input.commandId, name: 'notifications.setAdapter', input, secrets: box },
          async () => {
            await setAdapter(tx, box, input.adapter)
            return null
          },
        ),
      )
      return { adapter: await adapterView(database.read) }
    }),
  }
}
