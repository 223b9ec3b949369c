import SqliteDatabase from 'better-sqlite3'
import { statSync } from 'node:fs'
import { countOrders, pageOfOrders } from '../core/orders'
import type { OrderFilter } from '../core/orders/orders.contract'
import { fillOrders, seeded, SHOPS, WORDS } from './many-orders'
import { median, percentile, print, round } from './measure'
import { scratchCore } from './scratch-core'

const ORDERS = Number(process.env['ZG_BENCH_ORDERS'] ?? 1_000_000)
const QUERIES = 200
const PAGE = 60
const TARGET_MS = 50
/** Without our indexes some raw answers take seconds each: enough of them are enough. */
const RAW_BUDGET_MS = 15_000

const scratch = await scratchCore([])
const began = performance.now()
const ids = fillOrders(scratch.file, ORDERS)
const fillMs = performance.now() - began
const { read, slow } = scratch.database
const raw = new SqliteDatabase(scratch.file, { readonly: true })
raw.pragma('cache_size = -16000')
const statements = new Map<string, SqliteDatabase.Statement>()

function rawly(sql: string, ...params: readonly (string | number)[]): unknown[] {
  let statement = statements.get(sql)
  if (!statement) statements.set(sql, (statement = raw.prepare(sql)))
  return statement.all(...params)
}

const ROW = `id,version,shop_id,number,external_id,state,platform_state,hold,flags,currency,total,refunded,buyer,city,district,first_title,first_picture,first_quantity,
  pieces,line_count,memo,buyer_note,created_at,paid_at,due_at,ship_by,last_courier,last_waybill,last_shipped_at,short,modified_at`
const rawPage = (where: string, order: string, ...params: readonly (string | number)[]) =>
  rawly(`select ${ROW} from orders where ${where} order by ${order} limit ${PAGE + 1}`, ...params)
const rawCount = (where: string, ...params: readonly (string | number)[]) =>
  rawly(
    `select state, currency, count(*), sum(total) from (select state, currency, total from orders where ${where} limit 10001) group by state, currency`,
    ...params,
  )
const rawSearch = (match: string) =>
  rawly(
    `select ${ROW.replace(/\w+/g, 'o.$&')} from order_search s cross join orders o on o.id = s.rowid where s.order_search match ? order by s.rowid desc limit ${PAGE + 1}`,
    `"${match}"`,
  )

/** One question: what is asked of ours, as the page asks it, and the rawest SQL that answers the same. */
interface Question {
  readonly what: string
  readonly draw: () => { ours: () => Promise<unknown>; raw: () => unknown }
}

const roll = seeded(7)
const oneOf = <T>(list: readonly [T, ...T[]] | readonly T[]): T => list[roll(list.length)] as T
const page =
  (filter: OrderFilter, cursor: string | null = null) =>
  () =>
    pageOfOrders(filter.some(({ field }) => field === 'text') ? slow : read, filter, cursor, PAGE)
const count = (filter: OrderFilter) => () => countOrders(read, slow, filter, false)
const isState = (state: 'to-pay' | 'to-ship' | 'shipped' | 'returning' | 'done') => ({
  field: 'state' as const,
  op: 'is' as const,
  values: [state],
})
const text = (value: string): OrderFilter => [{ field: 'text', op: 'contains', value }]

const questions: Question[] = [
  ...(['to-pay', 'to-ship', 'shipped', 'returning'] as const).map((state): Question => ({
    what: `first page, ${state}`,
    draw: () => ({ ours: page([isState(state)]), raw: () => rawPage('state=?', state === 'shipped' ? 'id desc' : 'due_at, id', state) }),
  })),
  { what: 'first page, all', draw: () => ({ ours: page([]), raw: () => rawPage('1', 'id desc') }) },
  {
    what: 'filtered page: shop and memo',
    draw: () => {
      const shop = oneOf(SHOPS)
      return { ours: page([{ field: 'shop', op: 'is', values: [shop] }, { field: 'memo', op: 'any' }]), raw: () => rawPage(`shop_id=? and memo <> ''`, 'id desc', shop) }
    },
  },
  {
    what: 'filtered page: amount and memo',
    draw: () => {
      const total = 100_000 + roll(100_000)
      return { ours: page([{ field: 'total', op: 'atLeast', value: total }, { field: 'memo', op: 'any' }]), raw: () => rawPage(`total >= ? and memo <> ''`, 'id desc', total) }
    },
  },
  {
    what: 'deep page, all',
    draw: () => {
      const id = oneOf(ids)
      return { ours: page([], `0.${id}`), raw: () => rawPage('id < ?', 'id desc', id) }
    },
  },
  {
    what: 'deep page, done',
    draw: () => {
      const id = oneOf(ids)
      return { ours: page([isState('done')], `0.${id}`), raw: () => rawPage('state=? and id < ?', 'id desc', 'done', id) }
    },
  },
  ...(['common', 'rare', 'absent'] as const).map((kind): Question => ({
    what: `search, ${kind} word of two signs`,
    draw: () => {
      const word = oneOf(WORDS[kind])
      return { ours: page(text(word)), raw: () => rawSearch(word) }
    },
  })),
  {
    what: 'search, item name of three signs or more',
    draw: () => {
      const word = oneOf(['马克杯', '收纳篮', '四件套', '桂花香薰', '黑胡桃砧板'])
      const pairs = Array.from({ length: word.length - 1 }, (_, n) => word.slice(n, n + 2))
      return { ours: page(text(word)), raw: () => rawSearch(pairs.join('" AND "')) }
    },
  },
  {
    what: 'search, last four of a phone',
    draw: () => {
      const tail = String(roll(10_000)).padStart(4, '0')
      return { ours: page(text(tail)), raw: () => rawSearch(`${tail.slice(0, 3)}" AND "${tail.slice(1)}`) }
    },
  },
  {
    what: 'search, deep page of a common word',
    draw: () => {
      const [word, id] = [oneOf(WORDS.common), oneOf(ids)]
      return {
        ours: page(text(word), `0.${id}`),
        raw: () => rawly(`select ${ROW.replace(/\w+/g, 'o.$&')} from order_search s cross join orders o on o.id = s.rowid where s.order_search match ? and s.rowid < ? order by s.rowid desc limit ${PAGE + 1}`, `"${word}"`, id),
      }
    },
  },
  { what: 'counts by state, all', draw: () => ({ ours: count([]), raw: () => rawly('select state, currency, sum(count), sum(total) from order_counters group by 1, 2') }) },
  {
    what: 'counts by state, memo',
    draw: () => {
      const shop = oneOf(SHOPS)
      return { ours: count([{ field: 'shop', op: 'is', values: [shop] }, { field: 'memo', op: 'any' }]), raw: () => rawCount(`shop_id=? and memo <> ''`, shop) }
    },
  },
  {
    what: 'counts by state, amount',
    draw: () => {
      const total = 50_000 + roll(150_000)
      return { ours: count([{ field: 'total', op: 'atLeast', value: total }]), raw: () => rawCount('total >= ?', total) }
    },
  },
  {
    what: 'counts of late orders to ship',
    draw: () => {
      const due = Date.UTC(2026, 9, 1) + roll(50) * 86_400_000
      return { ours: count([isState('to-ship'), { field: 'hold', op: 'none' }, { field: 'due', op: 'before', value: due }]), raw: () => rawCount('state=? and hold is null and due_at <= ?', 'to-ship', due) }
    },
  },
  {
    what: 'counts by state, search for a common word',
    draw: () => {
      const word = oneOf(WORDS.common)
      return {
        ours: count(text(word)),
        raw: () => rawly('select state, currency, count(*), sum(total) from (select o.state, o.currency, o.total from order_search s cross join orders o on o.id = s.rowid where s.order_search match ? limit 10001) group by state, currency', `"${word}"`),
      }
    },
  },
] // prettier-ignore

async function timed(work: () => unknown): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

const results = []
for (const { what, draw } of questions) {
  const mine: number[] = []
  const reference: number[] = []
  let rawMs = 0
  for (let n = 0; n < QUERIES; n++) {
    const asked = draw()
    // In turns, so that neither always finds what the other just read.
    for (const turn of n % 2 === 0 ? (['ours', 'raw'] as const) : (['raw', 'ours'] as const))
      if (turn === 'ours') mine.push(await timed(asked.ours))
      else if (rawMs < RAW_BUDGET_MS) {
        const took = await timed(asked.raw)
        reference.push(took)
        rawMs += took
      }
  }
  const of = (values: readonly number[]) => ({
    p50Ms: round(median(values)),
    p95Ms: round(percentile(values, 0.95)),
  })
  results.push({ what, ours: of(mine), reference: of(reference) })
}
raw.close()
const fileMb = Math.round(statSync(scratch.file).size / 2 ** 20)
await scratch[Symbol.asyncDispose]()

print({
  name: 'list',
  params: {
    orders: ORDERS,
    fileMb,
    queriesEach: QUERIES,
    pageRows: PAGE,
    fillMs: Math.round(fillMs),
  },
  ours: Object.fromEntries(results.map(({ what, ours }) => [what, ours])),
  reference: {
    what: 'the rawest SQL that answers the same, prepared, on the calling thread',
    ...Object.fromEntries(results.map(({ what, reference }) => [what, reference])),
  },
  ratio: Object.fromEntries(
    results.map(({ what, ours, reference }) => [
      what,
      { p50: round(ours.p50Ms / reference.p50Ms), p95: round(ours.p95Ms / reference.p95Ms) },
    ]),
  ),
  targets: results.map(({ what, ours }) => ({
    what: `p95, ms: ${what}`,
    target: `≤ ${TARGET_MS}`,
    measured: ours.p95Ms,
    met: ours.p95Ms <= TARGET_MS,
  })),
})
