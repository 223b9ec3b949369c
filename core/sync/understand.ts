import type { ShopConnection, Understood, UnderstoodOrder } from '../connectors'
import type { Database, Tx } from '../database'
import { receiveOrders, type Intake } from '../flows'
import { queueJob } from '../jobs'
import { canonicalJson, reasonOf, Refusal, Unreadable, type Clock, type Log, type SecretBox } from '../kernel'
import type { TimeOuts } from '../orders'
import {
  countDay,
  countDuplicates,
  finishPage,
  keepAsException,
  keepOrderAsException,
  ORDER_OF,
  PAGE_COLUMNS,
  pageOf,
  type PageRow,
  type StoredPage,
} from './inbox'

/** So many orders share one commit. */
const BATCH = 50
const PAGES_AT_ONCE = 50

export interface Understanding {
  readonly database: Database
  readonly box: SecretBox
  readonly clock: Clock
  readonly log: Log
  readonly timeOuts: () => TimeOuts
  /** Speaks with the shop; `undefined` when it is gone: its pages wait. */
  readonly connectionOf: (shopId: string) => Promise<ShopConnection | undefined>
  /** How the shop's after-sale is watched. */
  readonly watchingOf: (shopId: string) => Promise<Intake['afterSale']>
}

/** The pages of a shop that was removed wait for ever, and must not stand before those of others. */
const STILL_HERE = 'shop_id in (select id from shops where removed=0)'

interface Read {
  readonly stored: StoredPage
  readonly understood: Understood
}

/** Understands what waits in the inbox, oldest first. Returns how many pages were taken; 0 = nothing left. */
export async function understandSome(deps: Understanding, retryExceptions: boolean): Promise<number> {
  const now = deps.clock.now()
  const rows = await deps.database.read.all<PageRow>(
    retryExceptions
      ? `select ${PAGE_COLUMNS} from inbox_pages where state='exception' and (attempts < 3 or next_at = 0) and next_at <= ? and ${STILL_HERE} order by id limit ${PAGES_AT_ONCE}`
      : `select ${PAGE_COLUMNS} from inbox_pages where state='new' and next_at <= ? and ${STILL_HERE} order by id limit ${PAGES_AT_ONCE}`,
    [now],
  )
  let group: Read[] = []
  for (const row of rows) {
    const read = await readPage(deps, pageOf(deps.box, row))
    await breathe()
    if (!read) continue
    const orders =
      group.reduce((sum, one) => sum + one.understood.orders.length, 0) + read.understood.orders.length
    if (group.length > 0 && (orders > BATCH || group[0]?.stored.shopId !== read.stored.shopId)) {
      await takeGroup(deps, group)
      group = []
    }
    group.push(read)
  }
  if (group.length > 0) await takeGroup(deps, group)
  return rows.length
}

/** Reading a page and taking 50 orders are each a step of the loop: what waits comes between them. */
const breathe = () => new Promise((resolve) => setImmediate(resolve))

const actorOf = (shopId: string) => ({ who: 'sync', from: `shop:${shopId}` })

async function readPage(deps: Understanding, stored: StoredPage): Promise<Read | undefined> {
  const connection = await deps.connectionOf(stored.shopId)
  if (!connection) return undefined
  if (stored.externalId !== null && stored.page.kind.startsWith(ORDER_OF)) {
    await deps.database.withTx(actorOf(stored.shopId), (tx) => askAgain(tx, stored, stored.externalId ?? ''))
    return undefined
  }
  try {
    return { stored, understood: connection.understand(stored.page) }
  } catch (error) {
    const [code, detail] =
      error instanceof Unreadable ? [error.code, error.detail] : ['program-error', reasonOf(error)]
    if (code === 'program-error')
      deps.log.error({ error, shop: stored.shopId, page: stored.id }, 'a page could not be understood')
    await deps.database.withTx(actorOf(stored.shopId), (tx) => keepAsException(tx, stored, code, detail))
    return undefined
  }
}

/** An order that could not be read is asked for again in full; if that cannot be read either, its count rises. */
async function askAgain(tx: Tx, stored: StoredPage, externalId: string): Promise<void> {
  await queueJob(tx, {
    kind: 'reread',
    subject: stored.shopId,
    payload: { ids: [externalId] },
    key: `reread:${stored.shopId}:exception:${stored.id}:${tx.now}`,
  })
  await tx.run('update inbox_pages set next_at=? where id=?', [tx.now + 300_000, stored.id])
}

async function takeGroup(deps: Understanding, group: readonly Read[]): Promise<void> {
  const first = group[0]
  if (!first) return
  const big = group.length === 1 && first.understood.orders.length > BATCH
  try {
    if (big) await takeBigPage(deps, first)
    else {
      const intake = await intakeOf(deps, first.stored.shopId)
      await deps.database.withTx(actorOf(first.stored.shopId), async (tx) => {
        for (const read of group) await takePage(deps, tx, intake, read, read.understood.orders, true)
      })
    }
  } catch (error) {
    // What stops the machine (a full disk) stops the queue; what stops one page must not stop the others.
    if (error instanceof Refusal) throw error
    if (group.length > 1) {
      for (const read of group) await takeGroup(deps, [read])
      return
    }
    if (first.understood.orders.length > 1) {
      await takeOneByOne(deps, first)
      return
    }
    deps.log.error(
      { error, shop: first.stored.shopId, page: first.stored.id },
      'a page could not be taken into the books',
    )
    await deps.database.withTx(actorOf(first.stored.shopId), (tx) =>
      keepAsException(tx, first.stored, 'program-error', reasonOf(error)),
    )
  }
  await breathe()
}

/** A page of more orders than one commit should hold: the page is done with its last part. */
async function takeBigPage(deps: Understanding, read: Read): Promise<void> {
  const { orders } = read.understood
  for (let start = 0; start < orders.length; start += BATCH) {
    const intake = await intakeOf(deps, read.stored.shopId)
    const chunk = orders.slice(start, start + BATCH)
    await deps.database.withTx(actorOf(read.stored.shopId), (tx) =>
      takePage(deps, tx, intake, read, chunk, start + BATCH >= orders.length),
    )
    await breathe()
  }
}

/** Something of this page broke its transaction: the orders beside it must not suffer. */
async function takeOneByOne(deps: Understanding, read: Read): Promise<void> {
  const { stored, understood } = read
  for (const order of understood.orders) {
    const actor = actorOf(stored.shopId)
    try {
      const intake = await intakeOf(deps, stored.shopId)
      await deps.database.withTx(actor, (tx) => takePage(deps, tx, intake, read, [order], false))
    } catch (error) {
      if (error instanceof Refusal) throw error
      const { externalId } = order.observation
      deps.log.error(
        { error, shop: stored.shopId, order: externalId },
        'an order could not be taken into the books',
      )
      await deps.database.withTx(actor, (tx) =>
        keepOrderAsException(
          tx,
          deps.box,
          stored,
          externalId,
          canonicalJson(order.part),
          'program-error',
          reasonOf(error),
        ),
      )
    }
  }
  const intake = await intakeOf(deps, stored.shopId)
  await deps.database.withTx(actorOf(stored.shopId), (tx) => takePage(deps, tx, intake, read, [], true))
}

async function intakeOf(deps: Understanding, shopId: string): Promise<Intake> {
  const afterSale = await deps.watchingOf(shopId)
  return { ...(afterSale && { afterSale }), box: deps.box, timeOuts: deps.timeOuts(), shopId }
}

async function takePage(
  deps: Understanding,
  tx: Tx,
  intake: Intake,
  { stored, understood }: Read,
  orders: readonly UnderstoodOrder[],
  last: boolean,
): Promise<void> {
  const { shopId, page } = stored
  const received = await receiveOrders(tx, intake, page, orders)
  await countDay(tx, shopId, 'received', received.created)
  if (page.source === 'push') await countDuplicates(tx, shopId, received.absorbed)
  for (const { order, code, detail } of received.failed)
    await keepOrderAsException(
      tx,
      deps.box,
      stored,
      order.observation.externalId,
      canonicalJson(order.part),
      code,
      detail,
    )
  await healExceptions(tx, shopId, orders, received.failed.map((one) => one.order)) // prettier-ignore
  const named = [...new Set([...received.rereads, ...(last ? understood.rereads : [])])]
  const again = await notAskedFor(tx, shopId, named)
  if (again.length > 0)
    await queueJob(tx, {
      kind: 'reread',
      subject: shopId,
      payload: { ids: again },
      key: `reread:${shopId}:${stored.id}:${orders[0]?.observation.externalId ?? ''}`,
    })
  if (!last) return
  let wholePage: { code: string; detail: string } | undefined
  for (const bad of understood.unreadable)
    if (bad.externalId === undefined) wholePage = bad
    else
      await keepOrderAsException(
        tx,
        deps.box,
        stored,
        bad.externalId,
        canonicalJson(bad.part),
        bad.code,
        bad.detail,
      )
  if (wholePage) await keepAsException(tx, stored, wholePage.code, wholePage.detail)
  else
    await finishPage(
      tx,
      stored,
      understood.orders[0]?.observation.externalId ?? understood.rereads[0] ?? null,
    )
}

/**
 * Those that no reading names which has not begun: it will see this news too. A paid order rings three times, and is read
 * once or twice.
 */
async function notAskedFor(tx: Tx, shopId: string, ids: readonly string[]): Promise<readonly string[]> {
  if (ids.length === 0) return ids
  const waiting = await tx.all<{ payload_json: string }>(
    `select payload_json from jobs where kind='reread' and subject=? and state='waiting' and attempts=0`,
    [shopId],
  )
  const asked = new Set(waiting.flatMap((job) => (JSON.parse(job.payload_json) as { ids: string[] }).ids))
  return ids.filter((id) => !asked.has(id))
}

/** An order that can be read now ends its earlier exceptions. */
async function healExceptions(
  tx: Tx,
  shopId: string,
  orders: readonly UnderstoodOrder[],
  failed: readonly UnderstoodOrder[],
): Promise<void> {
  const waiting = await tx.all<{ id: number; external_id: string }>(
    `select id, external_id from inbox_pages where state='exception' and shop_id=? and external_id is not null`,
    [shopId],
  )
  if (waiting.length === 0) return
  const healed = new Set(
    orders.filter((order) => !failed.includes(order)).map((order) => order.observation.externalId),
  )
  for (const row of waiting)
    if (healed.has(row.external_id)) {
      await tx.run('delete from inbox_pages where id=?', [row.id])
      tx.collect('announce', { entity: 'exception', entityId: String(row.id) })
    }
}
