import { recordHistory, type Change } from '../audit'
import type { Tx } from '../database'
import {
  COURIERS, insertShipment, problemsOf, sendAgain, setRefused, shippingFacts, shipmentsOf, takeShipment, tellJobKey, wantedOf,
  type AskedParcel, type Confirmation, type ParcelToSend, type Problem, type ShipmentLine, type ShipmentRow,
} from '../fulfilment' // prettier-ignore
import { reserveOrder, skuOfShop, StockBook, type PlannedLine } from '../inventory'
import { queueJob } from '../jobs'
import { Refusal } from '../kernel'
import {
  boardStateOf, countOrder, dueAtOf, loadOrder, OURS, updateOrder, type Order, type TimeOuts,
} from '../orders' // prettier-ignore
import { needOf } from './need-of'
import { planWaiting } from './plan-waiting.flow'

export interface ShipOrder {
  readonly orderId: number
  readonly parcels: readonly AskedParcel[]
  /** What the person said yes to by name. */
  readonly confirm: readonly Confirmation[]
}

/**
 * Parcels leave: in one transaction our rows are written, the goods leave the ledger, the consignment is planned
 * again, the order takes its new place and the job that tells the platform is queued. Refuses with the first problem
 * of `problemsOf` that nobody confirmed.
 */
export async function shipOrder(tx: Tx, timeOuts: TimeOuts, command: ShipOrder): Promise<ShipmentRow[]> {
  const order = await lockOrder(tx, command.orderId)
  const facts = await shippingFacts(tx, order, command.parcels)
  const confirmed = refuseUnlessConfirmed(problemsOf(facts), command.confirm)
  const known = await shipmentsOf(tx, order.id)
  const first = (known.at(-1)?.ordinal ?? 0) + 1
  const lines = await takeOut(tx, timeOuts, order, {
    parcels: facts.parcels.map((parcel, n) => ({ ...parcel, ordinal: first + n })),
    confirmed,
  })
  const rows: ShipmentRow[] = []
  for (const [n, parcel] of facts.parcels.entries()) {
    const row = await insertShipment(tx, { ...parcel, ...order, orderId: order.id, ordinal: first + n, lines: lines[n] ?? [] }) // prettier-ignore
    await queueTelling(tx, row)
    rows.push(row)
  }
  return rows
}

/** A refused parcel is sent again, with another number or courier where the person gives one. */
export async function shipAgain(
  tx: Tx,
  timeOuts: TimeOuts,
  command: Pick<ShipOrder, 'confirm'> & Pick<ShipmentRow, 'id' | 'courier' | 'waybill'>,
): Promise<ShipmentRow> {
  const refused = await takeShipment(tx, command.id, 'refused')
  if (!refused) throw new Refusal('shipment-not-refused')
  const order = await lockOrder(tx, refused.orderId)
  const facts = await shippingFacts(tx, order, [{ ...command, lines: refused.lines }])
  const confirmed = refuseUnlessConfirmed(problemsOf(facts), command.confirm)
  const parcels = facts.parcels.map((parcel) => ({ ...parcel, ordinal: refused.ordinal }))
  const [lines = []] = await takeOut(tx, timeOuts, order, { parcels, confirmed })
  const waybill = parcels[0]?.waybill ?? command.waybill
  const row = await sendAgain(tx, refused, { courier: command.courier, waybill, lines })
  await queueTelling(tx, row)
  return row
}

/** A parcel whose telling got stuck (keys, a restore, a gone shop) is told again, unchanged. */
export async function tellShipmentAgain(tx: Tx, id: number): Promise<ShipmentRow> {
  const row = await takeShipment(tx, id, 'telling')
  if (!row) throw new Refusal('shipment-not-refused')
  const stuck = await tx.run(`update jobs set state='done', done_at=? where key=? and state='stuck'`, [tx.now, tellJobKey(row)]) // prettier-ignore
  if (stuck === 0) throw new Refusal('shipment-under-way')
  const again = await sendAgain(tx, row, row)
  await queueTelling(tx, again)
  tx.collect('announce', { entity: 'order', entityId: String(row.orderId) })
  return again
}

/**
 * The platform said no: the parcel keeps its words, and its goods are back in the warehouse they left, in the same
 * transaction. Pieces that a stranger's parcel has meanwhile taken over in the platform's count stay out.
 */
export async function refuseShipment(
  tx: Tx,
  timeOuts: TimeOuts,
  refused: { readonly id: number; readonly code: string; readonly message: string },
): Promise<void> {
  const shipment = await takeShipment(tx, refused.id, 'telling')
  if (!shipment) return
  const before = await lockOrder(tx, shipment.orderId)
  const back = new Map<string, number>()
  const lines = before.lines.map((line) => {
    const sent = shipment.lines.find((one) => one.lineExternalId === line.externalId)?.quantity ?? 0
    const undone = Math.min(sent, line.aheadQuantity)
    back.set(line.externalId, undone)
    return { ...line, aheadQuantity: line.aheadQuantity - undone }
  })
  const name = ours(shipment.ordinal)
  const parcels = before.parcels.filter((parcel) => parcel.externalId !== name)
  const book = await StockBook.open(tx)
  await book.load(shipment.lines.flatMap((line) => line.sku ?? []))
  for (const { lineExternalId, sku, warehouseId, consumed, quantity } of shipment.lines) {
    const onHand = Math.max(0, consumed - (quantity - (back.get(lineExternalId) ?? 0)))
    if (sku !== null && warehouseId !== null && onHand > 0)
      book.move({ sku, warehouseId, kind: 'ship', onHand, reserved: 0, orderId: before.id, reason: 'shipment-refused' })
  } // prettier-ignore
  await setRefused(tx, shipment.id, refused)
  const { state } = await settle(tx, timeOuts, book, before, { ...before, lines, parcels })
  recordHistory(tx, {
    kind: 'order.shipment-refused', entity: 'order', entityId: String(before.id),
    changes: [
      [`parcels.${name}`, told(shipment), null], ['source', null, refused.message],
      ...(state === before.state ? [] : [['state', before.state, state] as const]),
    ],
  }) // prettier-ignore
}

async function lockOrder(tx: Tx, id: number): Promise<Order> {
  await tx.get(`select id from orders where id=?${tx.forUpdate}`, [id])
  const order = await loadOrder(tx, id)
  if (!order) throw new Refusal('no-such-order')
  return order
}

/** Returns what stood in the way and was said yes to. */
function refuseUnlessConfirmed(
  problems: readonly Problem[],
  confirm: readonly Confirmation[],
): readonly Confirmation[] {
  const open = problems.find(({ mild, confirm: name }) => !mild && !(name && confirm.includes(name)))
  if (open) throw new Refusal(open.code, { ...open.data, confirm: open.confirm ?? null })
  return [...new Set(problems.flatMap((problem) => problem.confirm ?? []))]
}

interface Leaving {
  readonly parcels: readonly (ParcelToSend & { readonly ordinal: number })[]
  readonly confirmed: readonly Confirmation[]
}

/** The goods leave ledger and consignment. Returns, parcel by parcel, what of each line left the ledger. */
async function takeOut(
  tx: Tx,
  timeOuts: TimeOuts,
  before: Order,
  { parcels, confirmed }: Leaving,
): Promise<ShipmentLine[][]> {
  const wanted = wantedOf(parcels)
  const lines = before.lines.map((line) => ({
    ...line,
    aheadQuantity: line.aheadQuantity + (wanted.get(line.externalId) ?? 0),
  }))
  const added = parcels.map(({ ordinal, courier, waybill, lines: sent }) => ({
    externalId: ours(ordinal), courier: COURIERS[courier].zh, waybill, shippedAt: tx.now, deliveredAt: null, lines: sent,
  })) // prettier-ignore
  const book = await StockBook.open(tx)
  const after = { ...before, lines, parcels: [...before.parcels, ...added] }
  // Asked before: once all that it held has left, an order may be planned in another warehouse.
  const place = await tx.get<{ warehouse_id: string | null }>(
    'select warehouse_id from consignments where order_id=?',
    [before.id],
  )
  const { plan, state } = await settle(tx, timeOuts, book, before, after)
  const changes: Change[] = parcels.map((parcel) => [`parcels.${ours(parcel.ordinal)}`, null, told(parcel)])
  if (state !== before.state) changes.push(['state', before.state, state])
  if (confirmed.length > 0) changes.push(['confirmed', null, confirmed.join(' ')])
  recordHistory(tx, { kind: 'order.shipped', entity: 'order', entityId: String(before.id), changes })
  return shareOut(parcels, plan, place?.warehouse_id ?? null)
}

/** Writes the order as it now is: state, clock, reservation, counters. */
async function settle(
  tx: Tx,
  timeOuts: TimeOuts,
  book: StockBook,
  before: Order,
  changed: Order,
): Promise<{ plan: readonly PlannedLine[]; state: Order['state'] }> {
  const after: Order = { ...changed, version: before.version + 1, state: boardStateOf(changed) }
  const needs = after.lines.map((line) =>
    needOf(after, line, before.lines.find((was) => was.externalId === line.externalId)),
  ) // prettier-ignore
  const skuOf = await skuOfShop(tx, after.shopId)
  const plan = await reserveOrder(tx, book, { orderId: after.id, lines: needs, fresh: false }, skuOf)
  const short = plan.reduce((sum, line) => sum + line.short, 0)
  await updateOrder(tx, after, { dueAt: dueAtOf(after, timeOuts), short }, before)
  await book.flush()
  // What came back, or was promised and is no longer wanted, belongs to the oldest order that waits for it.
  await planWaiting(tx, book.freed)
  countOrder(tx, before, after)
  return { plan, state: after.state }
}

/** What the plan took from the ledger, shared over the parcels in their order. */
function shareOut(
  parcels: readonly ParcelToSend[],
  plan: readonly PlannedLine[],
  warehouseId: string | null,
): ShipmentLine[][] {
  const left = new Map(plan.map((line) => [line.lineExternalId, line.consumed]))
  const skus = new Map(plan.map((line) => [line.lineExternalId, line.sku]))
  return parcels.map((parcel) =>
    parcel.lines.map(({ lineExternalId, quantity }) => {
      const consumed = Math.min(quantity, left.get(lineExternalId) ?? 0)
      left.set(lineExternalId, (left.get(lineExternalId) ?? 0) - consumed)
      const sku = skus.get(lineExternalId) ?? null
      return { lineExternalId, quantity, consumed, sku, warehouseId: consumed > 0 ? warehouseId : null }
    }),
  )
}

async function queueTelling(tx: Tx, row: ShipmentRow): Promise<void> {
  await queueJob(tx, {
    kind: 'ship',
    subject: `order:${row.orderId}`,
    payload: { shipmentId: row.id, tries: row.tries },
    key: tellJobKey(row),
  })
}

const ours = (ordinal: number) => `${OURS}${ordinal}`
const told = ({ courier, waybill }: Pick<ParcelToSend, 'courier' | 'waybill'>) =>
  `${COURIERS[courier].zh} ${waybill}`
