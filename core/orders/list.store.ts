import type { ReadDb, Row, Value } from '../database'
import { Refusal } from '../kernel'
import { filterSql } from './list-filter'
import { NO_CLOCK } from './order.store'
import type { BoardState, OrderFilter, OrderRow } from './orders.contract'

export interface OrderPage {
  readonly rows: OrderRow[]
  readonly nextCursor: string | null
}

const OPEN_STATES: readonly BoardState[] = ['to-pay', 'to-ship', 'returning']

/** The one open state that the filter names: its list is sorted by urgency. */
function urgentState(filter: OrderFilter): boolean {
  const states = filter.filter((clause) => clause.field === 'state')
  const only = states[0]
  return (
    states.length === 1 && only?.field === 'state' && only.op === 'is' && only.values.length === 1 &&
    OPEN_STATES.includes(only.values[0] ?? 'closed') && !filter.some((clause) => clause.field === 'text' && clause.value.trim() !== '')
  ) // prettier-ignore
}

const ROW = `o.id, o.version, o.shop_id, s.name as shop_name, s.platform, o.number, o.external_id, o.state, o.platform_state, o.hold, o.flags,
  o.currency, o.total, o.refunded, o.buyer, o.city, o.district, o.first_title, o.first_picture, o.first_quantity, o.pieces, o.line_count,
  o.memo, o.buyer_note, o.created_at, o.paid_at, o.due_at, o.ship_by, o.last_courier, o.last_waybill, o.last_shipped_at, o.completed_at, o.cancelled_at, o.short, o.modified_at`

/** A page of orders by keyset: deep pages cost as much as the first. Urgent first for one open state, else newest first. */
export async function pageOfOrders(
  read: ReadDb,
  filter: OrderFilter,
  cursor: string | null,
  limit: number,
): Promise<OrderPage> {
  const urgent = urgentState(filter)
  const sql = filterSql(filter, read.dialect, urgent ? 'urgent' : 'newest')
  const from = cursor === null ? undefined : parseCursor(cursor)
  const after: readonly [string, readonly Value[]] =
    from === undefined
      ? ['', []]
      : urgent
        ? [' and (o.due_at, o.id) > (?, ?)', [from.due, from.id]]
        : [` and ${sql.id} < ?`, [from.id]]
  const rows = await read.all(
    // The left join keeps the shops out of the planning: they are looked up for the rows of the page.
    `select ${ROW} from ${sql.from} left join shops s on s.id = o.shop_id where ${sql.where}${after[0]} order by ${urgent ? 'o.due_at, o.id' : `${sql.id} desc`} limit ?`,
    [...sql.params, ...after[1], limit + 1],
  )
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    rows: page.map(rowOf),
    nextCursor:
      rows.length > limit && last ? `${urgent ? Number(last['due_at']) : 0}.${Number(last['id'])}` : null,
  }
}

/** One row as lists show it; `undefined` when there is no such order. */
export async function rowOfOrder(read: ReadDb, id: number): Promise<OrderRow | undefined> {
  const row = await read.get(`select ${ROW} from orders o join shops s on s.id = o.shop_id where o.id = ?`, [
    id,
  ])
  return row && rowOf(row)
}

/** The rows of these orders as lists show them, in no order; what is not there is left out. */
export async function rowsOfOrders(read: ReadDb, ids: readonly number[]): Promise<OrderRow[]> {
  if (ids.length === 0) return []
  const marks = ids.map(() => '?').join(',')
  const rows = await read.all(
    `select ${ROW} from orders o join shops s on s.id = o.shop_id where o.id in (${marks})`,
    [...ids],
  )
  return rows.map(rowOf)
}

function parseCursor(cursor: string): { due: number; id: number } {
  const match = /^(\d{1,16})\.(\d{1,16})$/.exec(cursor)
  if (!match) throw new Refusal('bad-cursor')
  return { due: Number(match[1]), id: Number(match[2]) }
}

function rowOf(row: Row): OrderRow {
  const text = (name: string) => row[name] as string
  const maybe = (name: string) => (row[name] ?? null) as string | null
  const number = (name: string) => Number(row[name])
  const time = (name: string) => (row[name] === null || row[name] === NO_CLOCK ? null : Number(row[name]))
  return {
    id: number('id'), version: number('version'), shopId: text('shop_id'), shopName: text('shop_name'), platform: text('platform'),
    number: text('number'), externalId: text('external_id'), state: text('state') as BoardState, platformState: text('platform_state'),
    hold: maybe('hold'), flags: text('flags') === '' ? [] : text('flags').split(' '), currency: text('currency'),
    totalMinor: number('total'), refundedMinor: number('refunded'), buyer: text('buyer'), city: maybe('city'), district: maybe('district'),
    firstTitle: text('first_title'), firstPictureUrl: maybe('first_picture'), firstQuantity: number('first_quantity'), pieces: number('pieces'),
    lineCount: number('line_count'), memo: text('memo'), buyerNote: text('buyer_note'), createdAt: number('created_at'), paidAt: time('paid_at'),
    dueAt: time('due_at'), shipBy: time('ship_by'), lastCourier: maybe('last_courier'), lastWaybill: maybe('last_waybill'),
    lastShippedAt: time('last_shipped_at'),
    stateAt: (row['state'] === 'closed' ? time('cancelled_at') : row['state'] === 'done' ? time('completed_at') : null) ??
      time('last_shipped_at') ?? time('paid_at') ?? number('created_at'),
    short: number('short'), modifiedAt: number('modified_at'),
  } // prettier-ignore
}

export interface OrderCounts {
  readonly groups: { state: BoardState; currency: string; count: number; totalMinor: number }[]
  readonly capped: boolean
}

const CAP = 10_000

/**
 * Counts and sums by state and currency. From the counters when the filter names only shops and states; else by
 * counting on the slow reader, up to 10,000 orders unless `exact`.
 */
export async function countOrders(
  read: ReadDb,
  slow: ReadDb,
  filter: OrderFilter,
  exact: boolean,
): Promise<OrderCounts> {
  const { from, where, params } = filterSql(filter, read.dialect, 'count')
  const simple = filter.every((clause) => clause.field === 'state' || clause.field === 'shop')
  const rows = simple
    ? await read.all<GroupRow>(
        `select o.state, o.currency, cast(sum(o.count) as bigint) as count, cast(sum(o.total) as bigint) as total from order_counters o where ${where} group by o.state, o.currency`,
        params,
      )
    : await slow.all<GroupRow>(
        `select state, currency, count(*) as count, cast(sum(total) as bigint) as total from
         (select o.state, o.currency, o.total from ${from} where ${where}${exact ? '' : ` limit ${CAP + 1}`}) t group by state, currency`,
        params,
      )
  const groups = rows
    .filter((row) => row.count > 0)
    .map((row) => ({
      state: row.state as BoardState,
      currency: row.currency,
      count: Number(row.count),
      totalMinor: Number(row.total),
    }))
  return { groups, capped: !simple && !exact && groups.reduce((sum, group) => sum + group.count, 0) > CAP }
}

interface GroupRow {
  state: string
  currency: string
  count: number
  total: number
}
