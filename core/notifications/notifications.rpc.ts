import { implement } from '@orpc/server'
import { guard, once, ownerOnly, type RpcContext } from '../auth'
import type { Http } from '../connectors'
import { outboundKey, Refusal } from '../kernel'
import { adapterView, offeredAdapters, openAdapter, setAdapter } from './adapter.store'
import { notificationsContract } from './notifications.contract'
import type { TellingDeps } from './tell-customer.job'
import { reachable, TRIAL_WORDS } from './templates'

export type NotificationsDeps = Omit<TellingDeps, 'http'> & { readonly messageHttp: Http }

export function notificationsRpc(deps: NotificationsDeps) {
  const { database, box, clock, messageHttp: http } = deps
  const os = implement(notificationsContract).$context<RpcContext>().use(guard)
  return {
    adapter: os.adapter.handler(async ({ context }) => {
      ownerOnly(context.caller)
      return { adapter: await adapterView(database.read), offered: offeredAdapters() }
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
    // The gateway keeps the key, not we: a trial changes nothing here.
    tryAdapter: os.tryAdapter.handler(async ({ input, context }) => {
      ownerOnly(context.caller)
      const opened = await openAdapter(database.read, box)
      if (!opened) throw new Refusal('no-adapter')
      const phone = reachable(input.phone)
      if (phone === undefined) throw new Refusal('phone-unreachable')
      const { adapter, origin, settings } = opened
      const key = outboundKey('message', 'trial', input.commandId)
      await adapter.open({ origin, settings }, { clock, http }).send({ key, phone, text: TRIAL_WORDS })
      return { phone }
    }),
  }
}
