import type { RawPage, Source } from '../connectors'
import type { Tx } from '../database'
import { contentHash, sealText, unsealText, type SecretBox } from '../kernel'

/** Inside this time a repeated push is answered with the state of the first. */
export const REPEAT_WINDOW_MS = 5 * 60_000

export interface StoredPage {
  readonly id: number
  readonly shopId: string
  readonly page: RawPage
  readonly attempts: number
  readonly externalId: string | null
}

const NOTHING = new Uint8Array(0)

export function sealPage(box: SecretBox, shopId: string, body: string): Uint8Array {
  return sealText(box.drawerKey(`inbox:${shopId}`), body)
}
export function openPage(box: SecretBox, shopId: string, body: Uint8Array): string {
  return unsealText(box.drawerKey(`inbox:${shopId}`), body)
}

/** Makes pages that we read ourselves durable. Each is its own fact, even when its content was seen before. */
export async function storePages(
  tx: Tx,
  box: SecretBox,
  shopId: string,
  pages: readonly RawPage[],
): Promise<void> {
  for (const [n, page] of pages.entries())
    await tx.run(
      `insert into inbox_pages (shop_id,source,kind,as_of,received_at,hash,body,state,last_at) values (?,?,?,?,?,?,?,'new',?) on conflict(shop_id,hash) do nothing`,
      [
        shopId,
        page.source,
        page.kind,
        page.asOf,
        tx.now,
        contentHash(`${page.kind} ${page.asOf} ${n} ${page.body}`),
        sealPage(box, shopId, page.body),
        tx.now,
      ],
    )
}

export interface PushOutcome {
  readonly repeat: boolean
  /** Where the order stands, once the first delivery was understood. */
  readonly externalId: string | null
}

/** Makes a push durable once; a repeat within five minutes is absorbed and counted. */
export async function storePush(
  tx: Tx,
  box: SecretBox,
  shopId: string,
  page: RawPage,
  deliveryId: string | undefined,
): Promise<PushOutcome> {
  const hash = contentHash(
    deliveryId === undefined ? `${page.kind} ${page.body}` : `${page.kind} id:${deliveryId}`,
  )
  const body = sealPage(box, shopId, page.body)
  const fresh = await tx.run(
    `insert into inbox_pages (shop_id,source,kind,as_of,received_at,hash,body,state,last_at) values (?,?,?,?,?,?,?,'new',?) on conflict(shop_id,hash) do nothing`,
    [shopId, page.source, page.kind, page.asOf, tx.now, hash, body, tx.now],
  )
  await tx.run('update shop_sync set last_push_at=?, last_contact_at=? where shop_id=?', [
    tx.now,
    tx.now,
    shopId,
  ])
  if (fresh > 0) return { repeat: false, externalId: null }
  const first = await tx.get<{ id: number; state: string; received_at: number; external_id: string | null }>(
    `select id, state, received_at, external_id from inbox_pages where shop_id=? and hash=?${tx.forUpdate}`,
    [shopId, hash],
  )
  await countDuplicates(tx, shopId, 1)
  if (first && first.state === 'done' && tx.now - first.received_at > REPEAT_WINDOW_MS)
    await tx.run(`update inbox_pages set state='new', body=?, received_at=?, last_at=?, as_of=? where id=?`, [
      body,
      tx.now,
      tx.now,
      page.asOf,
      first.id,
    ])
  else if (first) await tx.run('update inbox_pages set last_at=? where id=?', [tx.now, first.id])
  return { repeat: true, externalId: first?.external_id ?? null }
}

export async function countDuplicates(tx: Tx, shopId: string, count: number): Promise<void> {
  if (count === 0) return
  await tx.run('update shop_sync set duplicates=duplicates+? where shop_id=?', [count, shopId])
  await countDay(tx, shopId, 'duplicates', count)
}

/** The day in the merchant's reckoning: Beijing time, as on every platform's seller page. */
export function dayOf(ms: number): string {
  return new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10)
}

export async function countDay(
  tx: Tx,
  shopId: string,
  what: 'received' | 'duplicates' | 'calls',
  count: number,
): Promise<void> {
  if (count === 0) return
  await tx.run(
    `insert into sync_days (shop_id,day,${what}) values (?,?,?) on conflict(shop_id,day) do update set ${what}=sync_days.${what}+excluded.${what}`,
    [shopId, dayOf(tx.now), count],
  )
}

interface PageRow { id: number; shop_id: string; source: Source; kind: string; as_of: number; body: Uint8Array; attempts: number; external_id: string | null } // prettier-ignore

export function pageOf(box: SecretBox, row: PageRow): StoredPage {
  const page: RawPage = {
    source: row.source,
    kind: row.kind,
    asOf: row.as_of,
    body: openPage(box, row.shop_id, row.body),
  }
  return { id: row.id, shopId: row.shop_id, page, attempts: row.attempts, externalId: row.external_id }
}

export const PAGE_COLUMNS = 'id, shop_id, source, kind, as_of, body, attempts, external_id'
export type { PageRow }

/** A page is understood: pulled ones are dropped, pushes leave their name behind so that a repeat is known. */
export async function finishPage(tx: Tx, stored: StoredPage, externalId: string | null): Promise<void> {
  if (stored.page.source === 'push')
    await tx.run(
      `update inbox_pages set state='done', body=?, external_id=?, code=null, detail=null where id=?`,
      [NOTHING, externalId, stored.id],
    )
  else await tx.run('delete from inbox_pages where id=?', [stored.id])
}

const RETRY_MS = [60_000, 300_000, 900_000]
/** The kind of an exception that is one order of a page, before the page's own kind. */
export const ORDER_OF = 'order of '
export const FAILURES_BEFORE_PERSON = 3

/** Keeps a page that cannot be read, with the reason; it is tried again by itself, then put before a person. */
export async function keepAsException(
  tx: Tx,
  stored: StoredPage,
  code: string,
  detail: string,
): Promise<void> {
  const attempts = stored.attempts + 1
  await tx.run(`update inbox_pages set state='exception', attempts=?, code=?, detail=?, next_at=?, last_at=? where id=?`, [
    attempts, code, detail.slice(0, 500), tx.now + (RETRY_MS[attempts - 1] ?? RETRY_MS[2] ?? 0), tx.now, stored.id,
  ]) // prettier-ignore
  tx.collect('announce', { entity: 'exception', entityId: String(stored.id) })
}

/**
 * Keeps one order of a page that cannot be read; the rest of the page goes on. An order has one exception, however
 * often and in whatever form it comes: each is another failure, shown with the newest content. Set aside it stays
 * aside until something else is wrong with it.
 */
export async function keepOrderAsException(
  tx: Tx,
  box: SecretBox,
  stored: StoredPage,
  externalId: string,
  part: string,
  code: string,
  detail: string,
): Promise<void> {
  const hash = contentHash(`exception ${externalId} ${part}`)
  const body = sealPage(box, stored.shopId, part)
  const [known, ...doubles] = await tx.all<{ id: number }>(
    `select id from inbox_pages where state in ('exception','aside') and shop_id=? and external_id=? and kind like ? order by id`,
    [stored.shopId, externalId, `${ORDER_OF}%`],
  )
  for (const { id } of doubles) await tx.run('delete from inbox_pages where id=?', [id])
  // What says when it is due is its first failure, and who asked since: a list read every few seconds must not put it off.
  if (known)
    await tx.run(
      `update inbox_pages set state=case when state='aside' and code<>? then 'exception' else state end, attempts=attempts+1, code=?, detail=?, last_at=?, hash=?, body=?, as_of=?,
       next_at=case when next_at=0 then ? else next_at end where id=?`,
      [code, code, detail.slice(0, 500), tx.now, hash, body, stored.page.asOf, tx.now + (RETRY_MS[2] ?? 0), known.id],
    )
  else
    await tx.run(
      `insert into inbox_pages (shop_id,source,kind,as_of,received_at,hash,body,state,external_id,attempts,code,detail,next_at,last_at) values (?,?,?,?,?,?,?,'exception',?,1,?,?,?,?)`,
      [
        stored.shopId, 'detail', `${ORDER_OF}${stored.page.kind}`, stored.page.asOf, tx.now, hash,
        body, externalId, code, detail.slice(0, 500), tx.now + (RETRY_MS[0] ?? 0), tx.now,
      ],
    ) // prettier-ignore
  tx.collect('announce', { entity: 'exception', entityId: externalId })
}
