import { implement } from '@orpc/server'
import type { z } from 'zod'
import { actingOn, actorOf, guard, once, ownerOnly, type RpcContext } from '../auth'
import type { ShopConnection } from '../connectors'
import type { Actor, Database, Tx } from '../database'
import * as flows from '../flows'
import { OutsideFailure, type Clock } from '../kernel'
import { openHolds } from './holds.store'
import {
  holdView,
  inventoryContract,
  stockCell,
  transferView,
  unmappedCode,
  warehouseView,
} from './inventory.contract'
import { matrixPage, movesOf } from './matrix.store'
import { pushShops } from './push-shops.store'
import { setSafety } from './safety'
import { mustSeeStock } from './see-stock'
import { confirmPush, fingerprintOf, stopPush, wantedStock } from './shop-stock.store'
import { listAliases, unmappedCodes } from './suggest-sku.store'
import { listTransfers } from './transfer.store'
import { orderWarehouses, saveWarehouse, warehousesOf } from './warehouse.store'

export interface InventoryDeps {
  readonly database: Database
  readonly clock: Clock
  /** Speaks with a shop; `undefined` when it is gone. */
  readonly connectionOf: (shopId: string) => Promise<ShopConnection | undefined>
  readonly wakeJobs: () => void
}

const TRANSFERS_AT_ONCE = 50

export function inventoryRpc({ database, clock, connectionOf, wakeJobs }: InventoryDeps) {
  const os = implement(inventoryContract).$context<RpcContext>().use(guard)
  /** The warehouse's work, whoever else may do it. */
  const hands = ({ caller }: RpcContext, field: z.ZodType, what: string) => actingOn(caller, 'warehouse', field, what)
  /** A command: once, in one transaction, then whatever it queued. */
  async function command<T>(actor: Actor, name: string, input: { commandId: string }, body: (tx: Tx) => Promise<T>): Promise<T> {
    const result = await database.withTx(actor, (tx) =>
      once(tx, { commandId: input.commandId, name: `inventory.${name}`, input }, () => body(tx)),
    )
    wakeJobs()
    return result
  }
  const nothing = { done: true }
  return {
    warehouses: os.warehouses.handler(async () => ({ warehouses: await warehousesOf(database.read) })),
    matrix: os.matrix.handler(({ input, context }) => {
      // Which cells are below their line tells how many lie there.
      if (input.show === 'below') mustSeeStock(context.caller)
      return matrixPage(database.slow, { ...input, now: clock.now() })
    }),
    moves: os.moves.handler(({ input, context }) => {
      mustSeeStock(context.caller)
      return movesOf(database.read, input)
    }),
    transfers: os.transfers.handler(async ({ input, context }) => {
      mustSeeStock(context.caller)
      return { transfers: await listTransfers(database.read, { ...input, limit: TRANSFERS_AT_ONCE }) }
    }),
    holds: os.holds.handler(async () => ({ holds: await openHolds(database.read) })),
    codes: os.codes.handler(async () => ({ ...(await unmappedCodes(database.slow)), aliases: await listAliases(database.read) })),
    pushShops: os.pushShops.handler(async ({ context }) => {
      mustSeeStock(context.caller)
      const shops = await pushShops(database.read)
      return {
        shops: await Promise.all(
          shops.map(async (shop) => ({ ...shop, state: (await connectionOf(shop.shopId))?.pushStock ? shop.state : ('cannot' as const) })),
        ),
      }
    }),
    pushPreview: os.pushPreview.handler(async ({ input, context }) => {
      ownerOnly(context.caller)
      const lines = await wantedStock(database.slow, input)
      const present = await presentAt(await connectionOf(input.shopId), lines.map((line) => line.platformSku))
      return {
        lines: lines.map((line) => ({ ...line, present: present?.get(line.platformSku) ?? null })),
        fingerprint: fingerprintOf(lines), readable: present !== undefined,
      }
    }),

    saveWarehouse: os.saveWarehouse.handler(({ input, context }) => {
      return command(hands(context, warehouseView.shape.name, 'warehouse'), 'saveWarehouse', input, (tx) => saveWarehouse(tx, input))
    }),
    orderWarehouses: os.orderWarehouses.handler(({ input, context }) => {
      return command(hands(context, warehouseView.shape.name, 'warehouse'), 'orderWarehouses', input, async (tx) => (await orderWarehouses(tx, input.ids), nothing))
    }),
    receive: os.receive.handler(({ input, context }) => {
      return command(hands(context, stockCell.shape.onHand, 'stock'), 'receive', input, async (tx) => (await flows.receiveGoods(tx, input), nothing))
    }),
    adjust: os.adjust.handler(({ input, context }) => {
      return command(hands(context, stockCell.shape.onHand, 'stock'), 'adjust', input, async (tx) => ({ shortOrders: (await flows.adjustStock(tx, input)).shortOrders.length }))
    }),
    count: os.count.handler(({ input, context }) => {
      const lines = input.lines.map(({ counted, ...line }) => ({ ...line, onHand: counted, warehouseId: input.warehouseId }))
      return command(hands(context, stockCell.shape.onHand, 'stock'), 'count', input, async (tx) => {
        const { differing, shortOrders } = await flows.countStock(tx, lines)
        return { differing, shortOrders: shortOrders.length }
      })
    }),
    transfer: os.transfer.handler(({ input, context }) => {
      return command(hands(context, transferView.shape.state, 'transfer'), 'transfer', input, (tx) => flows.sendTransfer(tx, input))
    }),
    receiveTransfer: os.receiveTransfer.handler(({ input, context }) => {
      return command(hands(context, transferView.shape.state, 'transfer'), 'receiveTransfer', input, (tx) => flows.receiveTransfer(tx, input))
    }),
    cancelTransfer: os.cancelTransfer.handler(({ input, context }) => {
      return command(hands(context, transferView.shape.state, 'transfer'), 'cancelTransfer', input, (tx) => flows.cancelTransfer(tx, input))
    }),
    hold: os.hold.handler(({ input, context }) => {
      return command(hands(context, holdView.shape.quantity, 'hold'), 'hold', input, (tx) => flows.holdStock(tx, input))
    }),
    endHold: os.endHold.handler(({ input, context }) => {
      return command(hands(context, holdView.shape.quantity, 'hold'), 'endHold', input, async (tx) => (await flows.endHold(tx, input), nothing))
    }),
    setSafety: os.setSafety.handler(({ input, context }) => {
      return command(hands(context, stockCell.shape.safety, 'safety'), 'setSafety', input, async (tx) => (await setSafety(tx, input), nothing))
    }),
    mapCode: os.mapCode.handler(({ input, context }) => {
      return command(hands(context, unmappedCode.shape.platformSku, 'alias'), 'mapCode', input, (tx) => flows.mapSku(tx, input))
    }),
    refuseSuggestion: os.refuseSuggestion.handler(({ input, context }) => {
      return command(hands(context, unmappedCode.shape.platformSku, 'alias'), 'refuseSuggestion', input, async (tx) => (await flows.refuseAlias(tx, input), nothing))
    }),
    confirmPush: os.confirmPush.handler(({ input, context }) => {
      ownerOnly(context.caller)
      return command(actorOf(context.caller), 'confirmPush', input, async (tx) => (await confirmPush(tx, input), nothing))
    }),
    stopPush: os.stopPush.handler(({ input, context }) => {
      ownerOnly(context.caller)
      return command(actorOf(context.caller), 'stopPush', input, async (tx) => (await stopPush(tx, input.shopId), nothing))
    }),
  }
} // prettier-ignore

/** What the shop shows now; `undefined` where it cannot be read, which keeps nobody from seeing the list. */
async function presentAt(
  connection: ShopConnection | undefined,
  codes: readonly string[],
): Promise<ReadonlyMap<string, number> | undefined> {
  try {
    return await connection?.readStock?.(codes)
  } catch (error) {
    if (error instanceof OutsideFailure) return undefined
    throw error
  }
}
