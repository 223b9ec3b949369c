import type { Shipment, ShopConnection } from '../connectors'
import type { Database, ReadDb } from '../database'
import { refuseShipment } from '../flows'
import {
  COURIERS,
  setTold,
  shipmentById,
  shipmentsOf,
  takeShipment,
  waitingOf,
  type ShipmentRow,
} from '../fulfilment'
import { queueJob, type RunningJob } from '../jobs'
import { OutsideFailure, Refusal } from '../kernel'
import { loadOrder, type Order, type TimeOuts } from '../orders'

interface Telling {
  readonly database: Database
  readonly timeOuts: () => TimeOuts
  readonly connectionOf: (shopId: string) => Promise<ShopConnection | undefined>
}

/**
 * The handler of job `ship`. A parcel is told by one run at a time: after a long sleep of this PC the lease of a job
 * that still waits for its answer is over, and a second run would ask while the first word is on its way.
 */
export function shipmentTeller(deps: Telling): (job: RunningJob) => Promise<void> {
  const running = new Map<number, Promise<void>>()
  return (job) => {
    const { shipmentId } = job.payload as { shipmentId: number }
    const known = running.get(shipmentId)
    if (known) return known
    const run = tellShipment(deps, job).finally(() => running.delete(shipmentId))
    running.set(shipmentId, run)
    return run
  }
}

/**
 * Job `ship`: the platform is told of a parcel, once. It is asked first whether it knows the parcel already, whatever
 * we remember: an answer may have been lost, this program killed, or a backup restored that knows nothing of it. A
 * platform that says no is asked once more, since the no may be its answer to our own first word.
 */
async function tellShipment(deps: Telling, job: RunningJob): Promise<void> {
  const { shipmentId, tries } = job.payload as { shipmentId: number; tries: number }
  const row = await shipmentById(deps.database.read, shipmentId)
  if (row?.state !== 'telling' || row.tries !== tries) return
  const order = await loadOrder(deps.database.read, row.orderId)
  const connection = order && (await deps.connectionOf(order.shopId))
  if (!order || !connection)
    throw new OutsideFailure('the shop of this parcel is gone', { retryable: false, platformCode: 'no-shop' })
  if (connection.ship && connection.findShipment) {
    const shipment = await shipmentFor(deps.database.read, order, row)
    const refused = await tellOnce(connection.ship, connection.findShipment, shipment, job.signal)
    if (refused) {
      await deps.database.withTx(actorOf(order), (tx) =>
        refuseShipment(tx, deps.timeOuts(), { id: row.id, ...refused }),
      )
      return
    }
  }
  await confirmTold(deps.database, order, row)
}

/** `undefined`: the platform knows the parcel. */
async function tellOnce(
  ship: NonNullable<ShopConnection['ship']>,
  find: NonNullable<ShopConnection['findShipment']>,
  shipment: Shipment,
  signal: AbortSignal,
): Promise<{ code: string; message: string } | undefined> {
  try {
    if (await find(shipment, signal)) return undefined
    await ship(shipment, signal)
    return undefined
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    if (await find(shipment, signal).catch(unlessRefused)) return undefined
    const { code, message } = error.data
    return { code: String(code ?? error.code), message: String(message ?? error.message) }
  }
}

/** An order that the platform does not know cannot be asked about either. */
function unlessRefused(error: unknown): false {
  if (error instanceof Refusal) return false
  throw error
}

async function shipmentFor(read: ReadDb, order: Order, row: ShipmentRow): Promise<Shipment> {
  const later = (await shipmentsOf(read, order.id)).filter(
    (one) => one.ordinal > row.ordinal && one.state === 'telling',
  )
  // What goes out in a later parcel still waits when this one is told.
  const waits = (lineExternalId: string) =>
    later.flatMap((one) => one.lines).some((line) => line.lineExternalId === lineExternalId)
  const done = (line: Order['lines'][number]) => waitingOf(line) === 0 && !waits(line.externalId)
  const { zh, en } = COURIERS[row.courier]
  return {
    key: row.key,
    externalId: order.externalId,
    courier: row.courier,
    courierName: { zh, en },
    waybill: row.waybill,
    lines: row.lines.map(({ lineExternalId, quantity }) => ({
      lineExternalId,
      quantity,
      completes: order.lines.some((line) => line.externalId === lineExternalId && done(line)),
    })),
    completes: order.lines.every(done),
  }
}

/** Told: and the order is read again, so that the platform's own count takes ours over. */
async function confirmTold(database: Database, order: Order, row: ShipmentRow): Promise<void> {
  await database.withTx(actorOf(order), async (tx) => {
    if (!(await takeShipment(tx, row.id, 'telling'))) return
    await setTold(tx, row.id)
    await queueJob(tx, {
      kind: 'reread',
      subject: order.shopId,
      payload: { ids: [order.externalId] },
      key: `reread:shipment:${row.key}:${row.tries}`,
    })
    tx.collect('announce', { entity: 'order', entityId: String(order.id) })
  })
}

const actorOf = (order: Order) => ({ who: 'sync', from: `shop:${order.shopId}` })
