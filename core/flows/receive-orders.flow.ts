import { recordHistory } from '../audit'
import type { RawPage, UnderstoodOrder } from '../connectors'
import type { Tx } from '../database'
import { reserveOrder, seeGoods, skuOfShop, StockBook, type SkuOf } from '../inventory'
import { contentHash, randomSalt, sealText, Unreadable, type SecretBox } from '../kernel'
import {
  applyObservation, blankOrder, boardStateOf, countOrder, describeChanges, dueAtOf, insertOrder, loadOrders, updateOrder,
  type Order, type TimeOuts,
} from '../orders' // prettier-ignore
import { observeAfterSale, type Watching } from '../refunds'
import { needOf } from './need-of'
import { planWaiting } from './plan-waiting.flow'

/** What the flow needs beside the transaction. */
export interface Intake {
  readonly box: SecretBox
  readonly timeOuts: TimeOuts
  readonly shopId: string
  /** How this shop's after-sale is watched; absent = no cases are opened. */
  readonly afterSale?: Watching
}

export interface Received {
  readonly created: number
  readonly changed: number
  /** Said nothing new: a repeat, a stale page, an unchanged sweep. */
  readonly absorbed: number
  /** Platform ids whose observations tie: to be read again in full. */
  readonly rereads: readonly string[]
  readonly failed: readonly {
    readonly order: UnderstoodOrder
    readonly code: string
    readonly detail: string
  }[]
}

/**
 * Takes up to 50 understood orders into the books, in the transaction it is given: rows, one consignment, the
 * reservation in the ledger, counters, history. An order that cannot be read is returned in `failed` and touches
 * nothing of the others; any other error is the caller's, who then takes the orders one by one.
 */
export async function receiveOrders(
  tx: Tx,
  intake: Intake,
  page: Pick<RawPage, 'source' | 'kind' | 'asOf'>,
  orders: readonly UnderstoodOrder[],
): Promise<Received> {
  const known = await loadOrders(tx, intake.shopId, [
    ...new Set(orders.map((order) => order.observation.externalId)),
  ])
  const book = await StockBook.open(tx)
  // Asked inside: a code that is mapped meanwhile waits for this commit and then plans these orders again.
  const skuOf = await skuOfShop(tx, intake.shopId)
  const result = {
    created: 0,
    changed: 0,
    absorbed: 0,
    rereads: [] as string[],
    failed: [] as Received['failed'][number][],
  }
  for (const [n, order] of orders.entries()) {
    if (n % 5 === 4) await tx.breathe()
    try {
      const outcome = await receiveOne(tx, { ...intake, skuOf }, page, order, known, book)
      result[outcome.kind] += 1
      if (outcome.tie) result.rereads.push(order.observation.externalId)
      known.set(order.observation.externalId, outcome.order)
    } catch (error) {
      // What cannot be read is found before the order's first row is written. Anything else undoes the batch.
      if (!(error instanceof Unreadable)) throw error
      result.failed.push({ order, code: error.code, detail: error.detail })
    }
  }
  await tx.breathe()
  await book.flush()
  // What a cancelled order gave back belongs to the oldest that waits for it.
  await planWaiting(tx, book.freed)
  await seeGoods(tx, intake.shopId, orders.flatMap(({ observation }) => observation.groups.lines ?? [])) // prettier-ignore
  return result
}

type Outcome = { kind: 'created' | 'changed' | 'absorbed'; order: Order; tie: boolean }

async function receiveOne(
  tx: Tx,
  intake: Intake & { readonly skuOf: SkuOf },
  page: Pick<RawPage, 'source' | 'kind' | 'asOf'>,
  { observation, part }: UnderstoodOrder,
  known: ReadonlyMap<string, Order>,
  book: StockBook,
): Promise<Outcome> {
  const existing = known.get(observation.externalId)
  if (!existing && (!observation.groups.money || !observation.groups.status || !observation.groups.lines))
    throw new Unreadable('missing-field', 'a first observation needs status, money and lines')
  const before = existing ?? blankOrder(intake.shopId, observation, randomSalt(), tx.now)
  const { order, changed, tie } = applyObservation(before, observation)
  const body = JSON.stringify(part)
  if (existing && changed.length === 0) {
    await tx.run('update orders set groups_json=? where id=?', [JSON.stringify(order.marks), order.id])
    await keepPart(tx, intake.box, order, page, body)
    return { kind: 'absorbed', order, tie }
  }
  order.version = before.version + 1
  order.state = boardStateOf(order)
  const needs = order.lines.map((line) =>
    needOf(
      order,
      line,
      existing?.lines.find((was) => was.externalId === line.externalId),
    ),
  )
  const dueAt = dueAtOf(order, intake.timeOuts)
  if (existing) {
    const plan = await reserveOrder(tx, book, { orderId: order.id, lines: needs, fresh: false }, intake.skuOf)
    await updateOrder(tx, order, { dueAt, short: sumShort(plan) }, existing)
    const { open, personal } = describeChanges(existing, order)
    recordHistory(tx, {
      kind: 'order.changed', entity: 'order', entityId: String(order.id), changes: open,
      ...(personal.length > 0 && order.salt ? { personal: { changes: personal, key: intake.box.keyFor(order.salt) } } : {}),
    }) // prettier-ignore
  } else {
    await insertOrder(tx, order, { dueAt, short: 0 })
    const plan = await reserveOrder(tx, book, { orderId: order.id, lines: needs, fresh: true }, intake.skuOf)
    const short = sumShort(plan)
    if (short > 0) await tx.run('update orders set short=? where id=?', [short, order.id])
    recordHistory(tx, {
      kind: 'order.received', entity: 'order', entityId: String(order.id),
      changes: [['source', null, `${page.source} ${page.kind}`], ['state', null, order.state], ['totalMinor', null, order.totalMinor]],
    }) // prettier-ignore
  }
  await keepPart(tx, intake.box, order, page, body)
  if (intake.afterSale && order.refunds.length > 0 && (!existing || changed.includes('refunds')))
    await observeAfterSale(tx, intake.afterSale, order, !existing)
  countOrder(tx, existing, order)
  return { kind: existing ? 'changed' : 'created', order, tie }
}

function sumShort(plan: readonly { short: number }[]): number {
  return plan.reduce((sum, line) => sum + line.short, 0)
}

/** Keeps what was received, once per content, sealed under the order's own key; a repeat is counted. */
async function keepPart(
  tx: Tx,
  box: SecretBox,
  order: Order,
  page: Pick<RawPage, 'source' | 'kind' | 'asOf'>,
  body: string,
): Promise<void> {
  const hash = contentHash(body)
  if (order.salt === null) return
  const repeated =
    order.version > 1
      ? await tx.run(
          'update inbox_parts set repeats=repeats+1, last_at=?, as_of=? where order_id=? and hash=?',
          [tx.now, page.asOf, order.id, hash],
        )
      : 0
  if (repeated > 0) return
  const sealed = sealText(box.keyFor(order.salt), body)
  await tx.run(
    `insert into inbox_parts (order_id,hash,source,kind,as_of,first_at,last_at,body) values (?,?,?,?,?,?,?,?)
     on conflict(order_id,hash) do update set repeats=inbox_parts.repeats+1, last_at=excluded.last_at, as_of=excluded.as_of`,
    [order.id, hash, page.source, page.kind, page.asOf, tx.now, tx.now, sealed],
  )
}
