import { normaliseWaybill } from '../fulfilment'
import type { ReadDb } from '../database'
import { plainNumber, type SlipOrder } from './match-slip'
import { endsOf, quartersOf, shiftedQuarters } from './number-pieces'
import { phoneEndsOf } from './slip-keys.store'
import type { SlipReading } from './slip-reading'

/** Parameters of one question; the databases take many more. */
const AT_ONCE = 400

/**
 * Every order that a slip could belong to: with one of its numbers (up to three signs off), return waybills or phones.
 * The keys must have been brought up before (`bringKeysUp`). An order whose person was forgotten is none.
 */
export async function ordersForSlip(read: ReadDb, reading: SlipReading): Promise<SlipOrder[]> {
  const found = new Set<number>()
  const keys = keysOf(reading)
  for (const [column, values] of Object.entries(keys))
    for (const some of slices([...values])) {
      const [table, id] = column === 'waybill' ? ['return_waybills', 'order_id'] : ['slip_keys', 'order_id']
      const rows = await read.all<{ id: number | string }>(
        `select ${id} as id from ${table} where ${column} in (${some.map(() => '?').join(',')})`,
        some,
      )
      for (const row of rows) found.add(Number(row.id))
    }
  return slipOrders(read, [...found])
}

/** These orders as matching needs to know them. */
export async function slipOrders(read: ReadDb, ids: readonly number[]): Promise<SlipOrder[]> {
  const orders: SlipOrder[] = []
  for (const some of slices(ids)) {
    const marks = some.map(() => '?').join(',')
    const rows = await read.all<Row>(
      `select id, number, phone, total, currency, buyer, receiver, created_at as at from orders where id in (${marks}) and salt is not null`,
      some,
    )
    const waybills = await read.all<{ order_id: number | string; waybill: string }>(
      `select order_id, waybill from return_waybills where order_id in (${marks})`,
      some,
    )
    for (const row of rows)
      orders.push({
        orderId: String(row.id), orderNo: row.number, phone: row.phone, amount: row.currency === 'CNY' ? Number(row.total) : null,
        buyer: row.receiver ?? row.buyer, orderedOn: chinaDay(Number(row.at)),
        returnWaybills: waybills.filter((one) => String(one.order_id) === String(row.id)).map((one) => one.waybill),
      }) // prettier-ignore
  }
  return orders
}

type Keys = Readonly<Record<'number' | 'second' | 'third' | 'fourth' | 'ends' | 'tail' | 'phone' | 'phone_ends' | 'waybill', Set<string>>> // prettier-ignore

function keysOf({ numbers, phones }: SlipReading): Keys {
  const keys: Keys = {
    number: new Set(), second: new Set(), third: new Set(), fourth: new Set(), ends: new Set(), tail: new Set(),
    phone: new Set(), phone_ends: new Set(), waybill: new Set(),
  } // prettier-ignore
  for (const text of new Set(numbers.flatMap((one) => one.readings))) {
    const plain = plainNumber(text)
    for (const part of [plain, ...partsOf(plain)]) keys.number.add(part)
    for (const part of [normaliseWaybill(text), ...partsOf(plain)]) keys.waybill.add(part)
    const [, second, third, fourth] = quartersOf(plain)
    // Three signs off leave a quarter whole. The first is every order's of a month: where only it is whole, the second
    // is one sign off.
    if (second !== undefined) for (const one of oneOff(second)) keys.second.add(one)
    if (third !== undefined) keys.third.add(third)
    if (fourth !== undefined) keys.fourth.add(fourth)
    // A digit lost or seen twice shifts what follows it.
    for (const [second, third, fourth] of shiftedQuarters(plain)) {
      keys.second.add(second)
      keys.third.add(third)
      keys.fourth.add(fourth)
    }
    const { ends, tail } = endsOf(plain)
    if (ends !== null) keys.ends.add(ends)
    if (tail !== null) keys.tail.add(tail)
  }
  for (const { value } of phones) {
    keys.phone.add(value)
    const ends = phoneEndsOf(value)
    if (ends !== null) keys.phone_ends.add(ends)
  }
  return keys
}

/** What the next cell's number may have run on to: every stretch of twelve signs and more. */
function partsOf(plain: string): string[] {
  const parts: string[] = []
  for (let length = 12; length <= plain.length - 3; length++)
    for (let at = 0; at + length <= plain.length; at++) parts.push(plain.slice(at, at + length))
  return parts
}

/** The quarter itself and every one that differs from it in one digit. */
function oneOff(quarter: string): string[] {
  const from = quarter.indexOf('.') + 1
  const all = [quarter]
  for (let at = from; at < quarter.length; at++)
    for (const digit of '0123456789')
      if (digit !== quarter[at]) all.push(quarter.slice(0, at) + digit + quarter.slice(at + 1))
  return all
}

function* slices<T>(all: readonly T[]): Generator<T[]> {
  for (let at = 0; at < all.length; at += AT_ONCE) yield all.slice(at, at + AT_ONCE)
}

interface Row {
  readonly id: number | string
  readonly number: string
  readonly phone: string | null
  readonly total: number | string
  readonly currency: string
  readonly buyer: string
  readonly receiver: string | null
  readonly at: number | string
}

const CHINA_MS = 8 * 3_600_000

/** The day in China, where slips are printed. */
function chinaDay(ms: number): string {
  return new Date(ms + CHINA_MS).toISOString().slice(0, 10)
}
