import type { Connector, RawPage, ShopConnection, Window } from '../connectors'
import type { Database } from '../database'
import { OutsideFailure, type Log, type SecretBox } from '../kernel'
import { recordCoverage } from './coverage'
import { countDay, storePages } from './inbox'
import type { ShopHttp } from './shop-http'

const DAY_MS = 86_400_000
/** Where a platform sets no limit, reading back begins here: no shop of these platforms is older. */
const OLDEST_MS = Date.UTC(2010, 0, 1)
const SWEEP_EVERY_MS = 5 * 60_000
const WIDE_SWEEP_EVERY_MS = 60 * 60_000
/** Orders seen this recently need no sweep. */
const FRESH_MS = 60_000
const SWEEP_MOST = 2_000

export interface PullDeps {
  readonly database: Database
  readonly box: SecretBox
  readonly log: Log
  readonly shopId: string
  readonly connector: Connector
  readonly connection: ShopConnection
  readonly http: ShopHttp
  readonly since: number | null
  readonly signal: AbortSignal
  /** Pages were stored: there is something to understand. */
  readonly stored: () => void
}

interface SyncRow {
  watermark: number | null
  first_from: number | null
  first_done: number
  swept_at: number | null
  wide_swept_at: number | null
  gaps_found: number
  gaps_healed: number
}

/**
 * One round with a shop: its fetched messages, then every window from the watermark to the platform's now, oldest
 * first, then the sweep of open orders when it is due. The watermark moves only in the transaction that closes a
 * window whose every page is stored, and it comes from the platform's times. Returns how many pages came.
 */
export async function pullShop(deps: PullDeps, full: boolean): Promise<number> {
  let pages = await fetchMessages(deps)
  const row = await deps.database.read.get<SyncRow>('select * from shop_sync where shop_id=?', [deps.shopId])
  if (!row) return pages
  const now = await deps.connection.platformNow(deps.signal)
  const ahead = now - deps.http.clock.now()
  // Whole seconds and the way back: below two seconds nothing can be said.
  const skewMs = Math.abs(ahead) < 2_000 ? 0 : ahead
  const { manners } = deps.connector
  const start =
    row.watermark === null ? firstFrom(now, manners.historyMs, deps.since) : row.watermark - manners.overlapMs
  // The platform's seconds are half-open: its own «now» is read too.
  const windows = split({ from: start, to: now + 1_000 }, manners.maxWindowMs)
  for (const [n, window] of windows.entries()) {
    for await (const page of deps.connection.readWindow(window, deps.signal)) {
      pages += 1
      await store(deps, page)
    }
    const last = n === windows.length - 1
    await closeWindow(deps, window, Math.min(window.to, now - manners.settleMs), {
      first: start,
      last,
      healing: row.gaps_found > row.gaps_healed,
      skewMs,
    })
  }
  pages += await sweepIfDue(deps, row, now, full)
  return pages
}

function firstFrom(now: number, historyMs: number | undefined, since: number | null): number {
  const reachable = historyMs === undefined ? OLDEST_MS : now - historyMs
  return since === null ? reachable : Math.max(since, reachable)
}

function split(whole: Window, maxMs: number): Window[] {
  const windows: Window[] = []
  for (let from = whole.from; from < whole.to; from += maxMs)
    windows.push({ from, to: Math.min(from + maxMs, whole.to) })
  return windows
}

async function store(deps: PullDeps, page: RawPage): Promise<void> {
  await deps.database.withTx({ who: 'sync', from: `shop:${deps.shopId}` }, (tx) =>
    storePages(tx, deps.box, deps.shopId, [page]),
  )
  deps.stored()
}

async function closeWindow(
  deps: PullDeps,
  window: Window,
  watermark: number,
  how: { first: number; last: boolean; healing: boolean; skewMs: number },
): Promise<void> {
  const calls = deps.http.calls
  deps.http.calls = 0
  await deps.database.withTx({ who: 'sync', from: `shop:${deps.shopId}` }, async (tx) => {
    await tx.run(
      `update shop_sync set watermark=case when watermark is null or watermark < ? then ? else watermark end, first_from=coalesce(first_from, ?),
       first_done=case when ? = 1 then 1 else first_done end, last_contact_at=?, skew_ms=?, last_error=null, needs_keys=0, retry_at=null,
       failures=0 where shop_id=?`,
      [watermark, watermark, how.first, how.last ? 1 : 0, tx.now, how.skewMs, deps.shopId],
    )
    await recordCoverage(
      tx,
      deps.shopId,
      { from: window.from, to: Math.min(window.to, watermark + deps.connector.manners.settleMs) },
      how.healing ? 'healed' : 'read',
    )
    await countDay(tx, deps.shopId, 'calls', calls)
    tx.collect('announce', { entity: 'sync', entityId: deps.shopId })
  })
}

/** Messages hasten, pulling proves: trouble with them alone is no reason not to pull. What was not confirmed comes again. */
async function fetchMessages(deps: PullDeps): Promise<number> {
  const stored = { pages: 0 }
  try {
    await fetchAllMessages(deps, stored)
  } catch (error) {
    if (!(error instanceof OutsideFailure) || error.needsKeys) throw error
    deps.log.info({ shop: deps.shopId, error }, 'messages could not be fetched')
  }
  return stored.pages
}

async function fetchAllMessages(deps: PullDeps, stored: { pages: number }): Promise<void> {
  if (!deps.connection.fetchMessages) return
  // Bounded: a flood is read over several rounds, so that pulling goes on.
  for (let round = 0; round < 20; round++) {
    const { pages, confirm } = await deps.connection.fetchMessages(deps.signal)
    if (pages.length === 0) return
    stored.pages += pages.length
    await deps.database.withTx({ who: 'sync', from: `shop:${deps.shopId}` }, async (tx) => {
      await storePages(tx, deps.box, deps.shopId, pages)
      await tx.run('update shop_sync set last_push_at=?, last_contact_at=? where shop_id=?', [
        tx.now,
        tx.now,
        deps.shopId,
      ])
    })
    deps.stored()
    await confirm()
  }
}

/** Orders whose state can still change without their «updated» moving are read again: the open ones often, the shipped ones on the wide round. */
async function sweepIfDue(deps: PullDeps, row: SyncRow, now: number, full: boolean): Promise<number> {
  const ours = deps.http.clock.now()
  const wide = full || ours - (row.wide_swept_at ?? 0) >= WIDE_SWEEP_EVERY_MS
  if (!wide && ours - (row.swept_at ?? 0) < SWEEP_EVERY_MS) return 0
  const states = wide ? ['to-pay', 'to-ship', 'returning', 'shipped'] : ['to-pay', 'to-ship', 'returning']
  const open = await deps.database.slow.all<{ external_id: string; groups_json: string }>(
    `select external_id, groups_json from orders where shop_id=? and state in (${states.map(() => '?').join(',')}) and created_at > ? order by id desc limit ${SWEEP_MOST}`,
    [deps.shopId, ...states, now - 90 * DAY_MS],
  )
  const stale = open
    .filter((order) => seenAt(order.groups_json) < ours - FRESH_MS)
    .map((order) => order.external_id)
  let pages = 0
  for await (const page of deps.connection.sweep(stale, wide, deps.signal)) {
    pages += 1
    await store(deps, page)
  }
  await deps.database.withTx({ who: 'sync', from: `shop:${deps.shopId}` }, (tx) =>
    tx.run(
      `update shop_sync set swept_at=?, wide_swept_at=${wide ? '?' : 'wide_swept_at'} where shop_id=?`,
      wide ? [ours, ours, deps.shopId] : [ours, deps.shopId],
    ),
  )
  return pages
}

function seenAt(groupsJson: string): number {
  const marks = JSON.parse(groupsJson) as Record<string, readonly [number, number, string]>
  return marks['status']?.[1] ?? 0
}
