import type { ReadDb } from '../database'
import { Refusal, type SecretBox } from '../kernel'
import { rowsOfOrders } from '../orders'
import { fieldsView } from './fields-view'
import { evidenceOf } from './match-slip'
import { slipOrders } from './orders-for-slips.store'
import { pieceOf } from './slip-picture.store'
import { keyOfSlip, openReading, slipById, type Slip } from './slip.store'
import type { SlipDetail, SlipOrderView, SlipRowView } from './slips.contract'

type OrderRow = Awaited<ReturnType<typeof rowsOfOrders>>[number]

function orderView(row: OrderRow): SlipOrderView {
  const { id, number, platform, shopName, state, pieces, lineCount, buyer, city, currency, totalMinor } = row
  return {
    id, number, platform, shopName, state, pieces, lineCount, buyer, city, currency, totalMinor,
    title: row.firstTitle, pictureUrl: row.firstPictureUrl,
  } // prettier-ignore
}

/** Slips as lists show them, each with its order or its likeliest candidate. */
export async function slipRows(read: ReadDb, slips: readonly Slip[]): Promise<SlipRowView[]> {
  const wanted = slips.map((slip) => slip.orderId ?? slip.candidates[0]?.orderId)
  const ids = [...new Set(wanted.filter((id) => id !== undefined))]
  const orders = new Map((await rowsOfOrders(read, ids)).map((row) => [row.id, orderView(row)]))
  return slips.map((slip, at) => {
    const { id, version, receivedAt, source, fileName, sentBy, sentFrom, state, problem, ask, basis, waybill, courier } = slip // prettier-ignore
    return {
      id, version, receivedAt, source, fileName, sentBy, sentFrom, state, problem, ask, basis, waybill, courier, orderId: slip.orderId,
      order: orders.get(wanted[at] ?? 0) ?? null, candidates: slip.candidates.length, decidedBy: slip.decidedBy, decidedAt: slip.decidedAt,
      mayUndo: slip.decidedAt !== null && !slip.followed, putAt: slip.putAt,
    } // prettier-ignore
  })
}

export async function slipRowOf(read: ReadDb, id: string): Promise<SlipRowView> {
  const slip = await slipById(read, id)
  const [row] = slip ? await slipRows(read, [slip]) : []
  if (!row) throw new Refusal('no-such-slip')
  return row
}

/** A slip with all that the returns desk shows. Refuses with `no-such-slip`. */
export async function openSlip(read: ReadDb, box: SecretBox, id: string): Promise<SlipDetail> {
  const slip = await slipById(read, id)
  if (!slip) throw new Refusal('no-such-slip')
  const key = await keyOfSlip(read, box, slip)
  const reading = openReading(key, slip)
  const ids = slip.candidates.map(({ orderId }) => orderId)
  const rows = new Map((await rowsOfOrders(read, ids)).map((row) => [row.id, orderView(row)]))
  const known = new Map((await slipOrders(read, ids)).map((order) => [Number(order.orderId), order]))
  const [row] = await slipRows(read, [slip])
  const preview = key && (await pieceOf(read, key, id, 'preview', 0))
  return {
    row: row!,
    fields: reading ? fieldsView(reading) : [],
    candidates: slip.candidates.flatMap(({ orderId, confidence }) => {
      const [order, own] = [rows.get(orderId), known.get(orderId)]
      return order ? [{ order, confidence, evidence: reading && own ? evidenceOf(reading, own) : [] }] : []
    }),
    hasPicture: preview !== undefined,
    erased: key === undefined,
    readMs: slip.readMs,
  }
}
