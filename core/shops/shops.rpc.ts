import { implement } from '@orpc/server'
import { guard, once, ownerOnly, type RpcContext } from '../auth'
import type { ShopConnection } from '../connectors'
import type { Database } from '../database'
import type { SecretBox } from '../kernel'
import { checkNewShop, type ShopKeys } from './check-new-shop'
import { platforms } from './platforms'
import { addShop, listShops, newKeys, openAccount, pauseShop, removeShop } from './shop.store'
import { shopsContract, type ShopView } from './shops.contract'
import { testSteps } from './test-steps'

export interface ShopsDeps {
  readonly database: Database
  readonly box: SecretBox
  /** Speaks with a shop under keys that are not saved yet. */
  readonly tryConnection: (keys: ShopKeys) => ShopConnection
  /** Shops changed: sync follows. */
  readonly shopsChanged: (shopId: string) => Promise<void>
}

export function shopsRpc({ database, box, tryConnection, shopsChanged }: ShopsDeps) {
  const os = implement(shopsContract).$context<RpcContext>().use(guard)
  const command = async <T>(
    context: RpcContext,
    input: { commandId: string },
    name: string,
    body: (tx: Parameters<typeof addShop>[0]) => Promise<T>,
  ) => {
    ownerOnly(context.caller)
    return database.withTx({ who: context.caller.name, from: context.caller.from }, (tx) =>
      once(tx, { commandId: input.commandId, name, input, secrets: box }, () => body(tx)),
    )
  }
  const ok = { ok: true as const }
  return {
    platforms: os.platforms.handler(() => ({
      platforms: [...platforms.values()].map((connector) => ({
        platform: connector.platform, defaultOrigin: connector.defaultOrigin ?? null, push: connector.manners.push, takesMemo: connector.manners.takesMemo,
        settings: connector.settings.map((setting) => ({ ...setting })),
      })), // prettier-ignore
    })),
    list: os.list.handler(async () => ({
      shops: (await listShops(database.read)).map(
        (shop): ShopView => ({
          id: shop.id, platform: shop.platform, name: shop.name, origin: shop.origin, settingNames: [...shop.settingNames], paused: shop.paused,
          webhookPath: `/hooks/${shop.id}`, createdAt: shop.createdAt,
        }), // prettier-ignore
      ),
    })),
    tryKeys: os.tryKeys.handler(async function* ({ input, context, signal }) {
      ownerOnly(context.caller)
      checkNewShop(input)
      yield* testSteps(tryConnection(input), signal)
    }),
    test: os.test.handler(async function* ({ input, context, signal }) {
      ownerOnly(context.caller)
      const account = await openAccount(database.read, box, input.id)
      yield* testSteps(
        tryConnection({
          platform: account.platform,
          url: account.origin,
          settings: { ...account.settings, ...input.settings },
        }),
        signal,
      )
    }),
    add: os.add.handler(async ({ input, context }) => {
      const { commandId: _commandId, ...shop } = input
      const added = await command(context, input, 'shops.add', async (tx) => ({
        id: (await addShop(tx, box, shop)).id,
      }))
      await shopsChanged(added.id)
      return { id: added.id, webhookPath: `/hooks/${added.id}` }
    }),
    pause: os.pause.handler(async ({ input, context }) => {
      await command(
        context,
        input,
        'shops.pause',
        async (tx) => (await pauseShop(tx, input.id, input.paused), null),
      )
      await shopsChanged(input.id)
      return ok
    }),
    newKeys: os.newKeys.handler(async ({ input, context }) => {
      await command(
        context,
        input,
        'shops.newKeys',
        async (tx) => (await newKeys(tx, box, input.id, input.settings), null),
      )
      await shopsChanged(input.id)
      return ok
    }),
    remove: os.remove.handler(async ({ input, context }) => {
      await command(context, input, 'shops.remove', async (tx) => (await removeShop(tx, box, input.id), null))
      await shopsChanged(input.id)
      return ok
    }),
  }
}
