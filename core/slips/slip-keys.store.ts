import type { Database, ReadDb, Tx, Value } from '../database'
import { plainNumber } from './match-slip'
import { endsOf, quartersOf } from './number-pieces'

const READ_TO = 'slip_keys_read_to'
/** History entries looked at together, and orders keyed in one transaction. */
const ENTRIES = 2_000
const ORDERS = 200
const ACTOR = { who: 'core', from: 'core' }

export function phoneEndsOf(phone: string): string | null {
  return phone.length < 7 ? null : phone.slice(0, 3) + phone.slice(-4)
}

/**
 * Brings the keys up to the last committed order: from the history, which names every order that came or changed, so
 * that no order can be missing when slips are matched. Short transactions; several processes at once do no harm.
 */
export async function bringKeysUp(database: Database): Promise<void> {
  for (;;) {
    const from = await readTo(database.read)
    const entries = await database.slow.all<{ seq: number; entity: string; entity_id: string }>(
      `select seq, entity, entity_id from history where seq > ? order by seq limit ${ENTRIES}`,
      [from],
    )
    const last = entries.at(-1)
    if (!last) return
    const ids = [...new Set(entries.filter(({ entity }) => entity === 'order').map((one) => one.entity_id))]
    for (let at = 0; at < ids.length; at += ORDERS)
      await database.withTx(ACTOR, (tx) => keyOrders(tx, ids.slice(at, at + ORDERS).map(Number)))
    await database.withTx(ACTOR, (tx) => keepReadTo(tx, Number(last.seq)))
    if (entries.length < ENTRIES) return
  }
}

async function readTo(read: ReadDb): Promise<number> {
  const kept = await read.get<{ value: string }>('select value from meta where key = ?', [READ_TO])
  return Number(kept?.value ?? 0)
}

async function keepReadTo(tx: Tx, sequence: number): Promise<void> {
  if ((await readTo(tx)) >= sequence) return
  await tx.run(
    'insert into meta (key, value) values (?, ?) on conflict (key) do update set value = excluded.value',
    [READ_TO, String(sequence)],
  )
}

const COLUMNS = ['number', 'second', 'third', 'fourth', 'ends', 'tail', 'phone', 'phone_ends'] as const
const UPSERT = `insert into slip_keys (order_id, ${COLUMNS.join(', ')}) values (?, ${COLUMNS.map(() => '?').join(', ')})
  on conflict (order_id) do update set ${COLUMNS.map((column) => `${column} = excluded.${column}`).join(', ')}`

async function keyOrders(tx: Tx, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  const marks = ids.map(() => '?').join(',')
  const orders = await tx.all<{ id: number; number: string; phone: string | null }>(
    `select id, number, phone from orders where id in (${marks})`,
    ids,
  )
  for (const { id, number, phone } of orders) await tx.run(UPSERT, [id, ...keysOf(number, phone)])
}

function keysOf(orderNo: string, phone: string | null): Value[] {
  const number = plainNumber(orderNo)
  const [, second = null, third = null, fourth = null] = quartersOf(number)
  const { ends, tail } = endsOf(number)
  return [number, second, third, fourth, ends, tail, phone, phone === null ? null : phoneEndsOf(phone)]
}
