import { implement } from '@orpc/server'
import { actingOn, guard, mustEdit, once, type RpcContext } from '../auth'
import type { ShippingManners } from '../connectors'
import type { Database, Tx } from '../database'
import { shipAgain, shipOrder, tellShipmentAgain } from '../flows'
import { Refusal } from '../kernel'
import { loadOrder, type TimeOuts } from '../orders'
import { problemsOf, waitingOf, type Problem } from './check-shipping'
import { fulfilmentContract, shipmentView } from './fulfilment.contract'
import { parcelViews } from './parcel-views.store'
import { pickOrders } from './pick-orders.store'
import { heldBy, planRows } from './plan-rows.store'
import { readShippingSheet } from './sheet-rows'
import { shippingFacts, type AskedParcel } from './shipping-facts.store'
import { shipmentById } from './shipment.store'
import { shipRow } from './ship-row'
import {
  COURIERS,
  doubtOf,
  nearlyRecognised,
  normaliseWaybill,
  recogniseWaybill,
  type CourierCode,
} from './waybills'

export interface FulfilmentDeps {
  readonly database: Database
  readonly timeOuts: () => TimeOuts
  /** What the shop's platform can be told of a shipment. */
  readonly shipsOf: (shopId: string) => Promise<ShippingManners | undefined>
  readonly wakeJobs: () => void
}

export function fulfilmentRpc({ database, timeOuts, shipsOf, wakeJobs }: FulfilmentDeps) {
  const os = implement(fulfilmentContract).$context<RpcContext>().use(guard)
  const { read } = database
  /** A command of somebody who may ship, once, and the platform is told at once. */
  async function command<T>(
    { caller }: RpcContext,
    name: string,
    input: { readonly commandId: string },
    body: (tx: Tx) => Promise<T>,
  ): Promise<T> {
    const actor = actingOn(caller, 'warehouse', shipmentView.shape.waybill, 'shipment')
    const result = await database.withTx(actor, (tx) =>
      once(tx, { commandId: input.commandId, name: `fulfilment.${name}`, input }, () => body(tx)),
    )
    wakeJobs()
    return result
  }
  return {
    couriers: os.couriers.handler(() => ({
      couriers: (Object.keys(COURIERS) as CourierCode[]).map((code) => ({ code, zh: COURIERS[code].zh, en: COURIERS[code].en })),
    })),
    options: os.options.handler(async ({ input }) => {
      const order = await orderOf(input.orderId)
      const ships = await shipsOf(order.shopId)
      const covers = await read.all<{ id: string; reserved: number; short: number; untracked: number }>(
        `select l.line_external_id as id, l.reserved, l.short, l.untracked from consignments c
         join consignment_lines l on l.consignment_id = c.id where c.order_id=?`,
        [order.id],
      )
      const lines = order.lines.map((line) => {
        const { reserved = 0, short = 0, untracked = 0 } = covers.find((one) => one.id === line.externalId) ?? {}
        const { externalId, sku, title, variant, pictureUrl } = line
        return { externalId, sku, title, variant, pictureUrl, left: waitingOf(line), reserved, short, untracked }
      })
      return { lines, parcels: await parcelViews(read, order.id), parts: ships?.parts ?? null, severalParcels: ships?.parcels ?? true }
    }),
    parcels: os.parcels.handler(async ({ input }) => ({ parcels: await parcelViews(read, input.orderId) })),
    recognise: os.recognise.handler(({ input }) => {
      const waybill = normaliseWaybill(input.waybill)
      const courier = input.courier === null ? (recogniseWaybill(waybill)[0]?.courier ?? nearlyRecognised(waybill) ?? null) : courierCode(input.courier)
      const doubt = courier && waybill.length >= 4 ? doubtOf(waybill, courier) : undefined
      const data = { waybill, courier: courier && COURIERS[courier].zh, other: doubt?.courier ? COURIERS[doubt.courier].zh : null }
      return { waybill, courier, doubt: doubt ? { code: doubt.code, data, confirm: doubt.asks ? ('waybill' as const) : null, mild: !doubt.asks } : null }
    }),
    check: os.check.handler(async ({ input }) => {
      const order = await orderOf(input.orderId)
      return { problems: problemsOf(await shippingFacts(read, order, input.parcels.map(asked))).map(viewOf) }
    }),
    readSheet: os.readSheet.handler(async ({ input, context }) => {
      mustEdit(context.caller, shipmentView.shape.waybill, 'shipment')
      const { rows, sheet } = await readShippingSheet(input.name, Buffer.from(input.base64, 'base64'))
      return { rows: [...rows], sheet }
    }),
    preview: os.preview.handler(async ({ input }) => {
      const planned = await planRows(read, input.rows, input.above)
      return {
        rows: planned.map((row) => ({ ...row, problems: row.problems.map(viewOf) })),
        held: [...heldBy(planned)].map(([line, problem]) => ({ line, problem: viewOf(problem) })),
      }
    }),
    ship: os.ship.handler(({ input, context }) =>
      command(context, 'ship', input, async (tx) => {
        await shipOrder(tx, timeOuts(), { ...input, parcels: input.parcels.map(asked) })
        return { parcels: await parcelViews(tx, input.orderId) }
      }),
    ),
    bulk: os.bulk.handler(({ input, context }) =>
      command(context, 'bulk', input, async (tx) => {
        const rows = []
        for (const row of input.rows) {
          const problem = await shipRow(tx, row, (orderId, parcel) => shipOrder(tx, timeOuts(), { orderId, parcels: [parcel], confirm: [...input.confirm, ...row.confirm] }))
          rows.push({ line: row.line, done: problem === undefined, problem: problem ? viewOf(problem) : null })
          await tx.breathe()
        }
        return { rows }
      }),
    ),
    retry: os.retry.handler(({ input, context }) =>
      command(context, 'retry', input, async (tx) => {
        const row = await shipmentById(tx, input.shipmentId)
        if (!row) throw new Refusal('no-such-shipment')
        if (row.state === 'telling') await tellShipmentAgain(tx, row.id)
        else await shipAgain(tx, timeOuts(), { id: row.id, courier: courierCode(input.courier), waybill: input.waybill, confirm: input.confirm })
        return { parcels: await parcelViews(tx, row.orderId) }
      }),
    ),
    picking: os.picking.handler(async ({ input }) => ({
      orders: (await pickOrders(read, input.orderIds, input.limit)).map((order) => ({ ...order, lines: [...order.lines] })),
    })),
  }

  async function orderOf(id: number) {
    const order = await loadOrder(read, id)
    if (!order) throw new Refusal('no-such-order')
    return order
  }
} // prettier-ignore

function courierCode(said: string): CourierCode {
  if (!Object.hasOwn(COURIERS, said)) throw new Refusal('courier-unknown', { courier: said })
  return said as CourierCode
}

function asked(parcel: Omit<AskedParcel, 'courier'> & { readonly courier: string }): AskedParcel {
  return { ...parcel, courier: courierCode(parcel.courier) }
}

function viewOf({ code, data, confirm, mild }: Problem) {
  return { code, data, confirm: confirm ?? null, mild: mild === true }
}
