import type { ReadDb } from '../database'
import { loadOrder, type Order } from '../orders'
import { problemsOf, waitingOf, type Problem } from './check-shipping'
import { ROUNDED } from '../sheets'
import type { SheetRow } from './sheet-rows'
import { shippingFacts } from './shipping-facts.store'
import { isSameBuyer } from './waybill-use.store'
import {
  COURIERS,
  courierNamed,
  isNoWaybill,
  nearlyRecognised,
  normaliseWaybill,
  recogniseWaybill,
  type CourierCode,
} from './waybills'

/** A line of a sheet, with its order found and what stands against shipping it. */
export interface PlannedRow extends Pick<SheetRow, 'line' | 'number' | 'waybill'> {
  readonly orderId: number | null
  readonly courier: CourierCode | null
  /** Pieces that would leave. */
  readonly pieces: number
  readonly buyer: string
  readonly city: string | null
  readonly firstTitle: string
  readonly problems: readonly Problem[]
}

/** A line above that will leave: it takes all that waits of its order, and its number is used then. */
export type LineAbove = Pick<PlannedRow, 'line' | 'number' | 'waybill'> & { readonly orderId: number }

/**
 * Finds the order of each line and judges it as sending will, one after another. Each line takes all that still waits
 * of its order. `above`: lines of the same sheet that were judged before and will leave.
 */
export async function planRows(
  db: ReadDb,
  rows: readonly SheetRow[],
  above: readonly LineAbove[] = [],
): Promise<PlannedRow[]> {
  const planned: PlannedRow[] = []
  const leaving = [...above]
  for (const row of rows) {
    const one = await planRow(db, row)
    const problems = [...one.problems, ...(await clashes(db, one, leaving))]
    planned.push({ ...one, problems })
    const { line, number, waybill, orderId } = one
    if (orderId !== null && mayLeave(problems)) leaving.push({ line, number, waybill, orderId })
  }
  return planned
}

/**
 * The lines above that a plan holds back, each with its problem: a number that a line below gives to another buyer. Which
 * of the two is wrong nobody knows, so neither leaves before a person says yes to the upper one. The upper one may be a
 * line that was judged before, in an earlier part of the sheet.
 */
export function heldBy(planned: readonly PlannedRow[]): ReadonlyMap<number, Problem> {
  const held = new Map<number, Problem>()
  for (const { line, number, waybill, problems } of planned)
    for (const { code, data } of problems)
      if (code === 'waybill-twice-in-sheet')
        held.set(Number(data['line']), { code: 'waybill-below-too', data: { waybill, number, line }, confirm: 'waybill' })
  return held
} // prettier-ignore

/** Nothing stands against it but what a person may say yes to. */
const mayLeave = (problems: readonly Problem[]) => problems.every(({ mild, confirm }) => mild || confirm)

/** What the lines above take from this one. */
async function clashes(
  db: ReadDb,
  { orderId, waybill }: Pick<PlannedRow, 'orderId' | 'waybill'>,
  leaving: readonly LineAbove[],
): Promise<readonly Problem[]> {
  if (orderId === null) return []
  const same = leaving.find((one) => one.orderId === orderId)
  if (same) return [{ code: 'order-twice-in-sheet', data: { line: same.line } }]
  const problems: Problem[] = []
  for (const { line, number, orderId: other } of leaving.filter((one) => one.waybill === waybill)) {
    const data = { waybill, number, line }
    if (!(await isSameBuyer(db, orderId, other))) return [{ code: 'waybill-twice-in-sheet', data }]
    problems.push({ code: 'waybill-of-same-buyer', data, confirm: 'merged' })
  }
  return problems.slice(0, 1)
}

async function planRow(db: ReadDb, row: SheetRow): Promise<PlannedRow> {
  const waybill = normaliseWaybill(row.waybill)
  const courier = courierOf(row.courier, waybill)
  const none = { line: row.line, number: row.number, waybill, orderId: null, courier, pieces: 0, buyer: '', city: null, firstTitle: '' } // prettier-ignore
  const refuse = (code: string, data: Problem['data'] = {}) => ({ ...none, problems: [{ code, data }] })
  const rounded = [row.number, row.waybill].find((text) => text.startsWith(ROUNDED))?.slice(ROUNDED.length)
  if (rounded !== undefined) return refuse('number-rounded', { number: rounded })
  if (row.number.trim() === '') return refuse('order-missing')
  const found = await ordersNamed(db, row.number)
  if (found.length === 0) return refuse('order-not-found', { number: row.number })
  if (found.length > 1) return refuse('order-not-clear', { number: row.number, orders: found.length })
  const order = await loadOrder(db, found[0] ?? 0)
  if (!order) return refuse('order-not-found', { number: row.number })
  return { ...none, ...about(order), problems: await problems(db, order, { waybill, courier, row }) }
}

async function problems(
  db: ReadDb,
  order: Order,
  { waybill, courier, row }: { waybill: string; courier: CourierCode | null; row: SheetRow },
): Promise<readonly Problem[]> {
  if (waybill === '') return [{ code: 'waybill-missing', data: {} }]
  if (courier === null && isNoWaybill(waybill)) return [{ code: 'waybill-something-else', data: { waybill } }]
  if (courier === null) return [{ code: 'courier-unknown', data: { waybill, courier: row.courier } }]
  return problemsOf(await shippingFacts(db, order, [{ courier, waybill, lines: null }]))
}

function about(order: Order) {
  const { id, number, buyer, address, lines } = order
  const pieces = lines.reduce((sum, line) => sum + waitingOf(line), 0)
  return {
    orderId: id,
    number,
    buyer: buyer.name,
    city: address.city,
    firstTitle: lines[0]?.title ?? '',
    pieces,
  }
}

/** By the platform's id or by what people call it, with or without its `#`. */
async function ordersNamed(db: ReadDb, text: string): Promise<number[]> {
  const name = text.normalize('NFKC').trim()
  if (name === '') return []
  const other = name.startsWith('#') ? name.slice(1) : `#${name}`
  const rows = await db.all<{ id: number }>(
    `select id from orders where external_id in (?, ?) union select id from orders where number in (?, ?) and number <> external_id limit 3`,
    [name, other, name, other],
  )
  return rows.map((row) => row.id)
}

/** As it is called, by our code or its name; where nothing is said, by the form of the number. */
export function courierOf(said: string, waybill: string): CourierCode | null {
  const code = said.trim().toUpperCase()
  if (Object.hasOwn(COURIERS, code)) return code as CourierCode
  if (code !== '') return courierNamed(said) ?? null
  return recogniseWaybill(waybill)[0]?.courier ?? nearlyRecognised(waybill) ?? null
}
