import type { ReadDb } from '../database'
import { firstIdAt, type Json, type SecretBox } from '../kernel'
import { platforms } from '../shops'
import { coverageOf } from './coverage'
import { dayOf, openPage } from './inbox'
import type { ExceptionView, ShopSync, SyncPill } from './sync.contract'

const DAY_MS = 86_400_000
/** Push counts as heard when something came within this time. */
const PUSH_HEARD_MS = 15 * 60_000
/** Older than three of its own rounds (and a minute) is late. */
const LATE_ROUNDS = 3

interface Row {
  id: string; name: string; platform: string; paused: number; since: number | null; watermark: number | null; first_from: number | null
  first_done: number; last_contact_at: number | null; last_push_at: number | null; skew_ms: number | null; duplicates: number
  gaps_found: number; gaps_healed: number; failures: number; last_error: string | null; needs_keys: number; retry_at: number | null; pace_ms: number
  orders_today: number; calls_today: number; unreadable: number
} // prettier-ignore

/** How current each shop is: the truth that the pill and the sync page show. */
export async function shopSyncs(read: ReadDb, now: number): Promise<ShopSync[]> {
  const rows = await read.all<Row>(
    `select s.id, s.name, s.platform, s.paused, s.since, y.*, (select count(*) from orders o where o.shop_id = s.id and o.id >= ?) as orders_today, coalesce(d.calls,0) as calls_today,
       (select count(*) from inbox_pages p where p.state='exception' and p.shop_id = s.id) as unreadable
     from shops s join shop_sync y on y.shop_id = s.id left join sync_days d on d.shop_id = s.id and d.day = ? where s.removed = 0 order by s.created_at, s.id`,
    [firstIdAt(Date.parse(`${dayOf(now)}T00:00:00+08:00`)), dayOf(now)],
  )
  return Promise.all(rows.map((row) => shopSync(read, row, now)))
}

async function shopSync(read: ReadDb, row: Row, now: number): Promise<ShopSync> {
  const settleMs = platforms.get(row.platform)?.manners.settleMs ?? 0
  // Watermark and coverage are in the platform's time; what a person reads stands beside our own clock.
  const aheadMs = row.skew_ms ?? 0
  const dataAsOf = row.watermark === null ? null : Math.min(now, row.watermark + settleMs - aheadMs)
  const slackMs = Math.max(60_000, LATE_ROUNDS * row.pace_ms)
  // A pause is the owner's wish: what it leaves out is read when it ends, and is no gap until then. A gap that was counted is drawn.
  const notYetAGapMs = row.paused === 1 ? DAY_MS : row.gaps_found > row.gaps_healed ? 0 : slackMs
  return {
    shopId: row.id, shopName: row.name, platform: row.platform, paused: row.paused === 1,
    mode: row.last_push_at !== null && now - row.last_push_at < PUSH_HEARD_MS ? 'push' : 'pull',
    paceMs: row.pace_ms, lastContactAt: row.last_contact_at, dataAsOf, health: healthOf(row, dataAsOf, now, slackMs),
    progress: row.first_done === 1 || row.first_from === null || row.watermark === null ? null : Math.min(1, Math.max(0, (row.watermark - row.first_from) / Math.max(1, now - row.first_from))),
    lastError: row.last_error, retryAt: row.retry_at, clockSkewMs: row.skew_ms, ordersToday: row.orders_today, duplicatesAbsorbed: row.duplicates,
    gapsFound: row.gaps_found, gapsHealed: row.gaps_healed, callsToday: row.calls_today, unreadable: Number(row.unreadable),
    coverage: (await coverageOf(read, row.id, now + aheadMs - DAY_MS, now + aheadMs, notYetAGapMs)).map((span) => ({ ...span, from: span.from - aheadMs, to: span.to - aheadMs })),
  } // prettier-ignore
}

function healthOf(row: Row, dataAsOf: number | null, now: number, slackMs: number): ShopSync['health'] {
  if (row.paused === 1) return 'paused'
  if (row.needs_keys === 1) return 'keys'
  if (row.failures >= 3) return 'failing'
  if (row.first_done === 0) return 'first-read'
  return dataAsOf === null || now - dataAsOf > slackMs ? 'late' : 'ok'
}

/** The top bar's one sentence: names the oldest shop, never the freshest. */
export async function syncPill(read: ReadDb, practice: boolean, now: number): Promise<SyncPill> {
  const shops = (await shopSyncs(read, now)).filter((shop) => !shop.paused)
  // A shop that cannot be read is named before one that is only older.
  const inTrouble = shops.filter(isInTrouble)
  const oldest = (inTrouble.length > 0 ? inTrouble : shops).reduce<ShopSync | undefined>(
    (old, shop) => (!old || (shop.dataAsOf ?? 0) < (old.dataAsOf ?? 0) ? shop : old),
    undefined,
  )
  const dayStart = Date.parse(`${dayOf(now)}T00:00:00+08:00`)
  const days = await read.get<{ received: number; duplicates: number }>(
    'select (select count(*) from orders where id >= ?) as received, coalesce(sum(duplicates),0) as duplicates from sync_days where day=?',
    [firstIdAt(dayStart), dayOf(now)],
  )
  const shipped = await read.get<{ count: number }>(
    'select count(*) as count from orders where state in (?,?) and last_shipped_at >= ?',
    ['shipped', 'done', dayStart],
  )
  const exceptions = await read.get<{ count: number }>(
    `select count(*) as count from inbox_pages where state='exception'`,
  )
  const worst =
    inTrouble.length > 0 ? 'failing' : shops.some((shop) => shop.health === 'late') ? 'late' : 'ok'
  return {
    shops: shops.length, gaps: shops.reduce((sum, shop) => sum + shop.coverage.filter((span) => span.kind === 'gap').length, 0),
    oldestShop: oldest?.shopName ?? null, // A shop still being read back has no «up to here»: the pill says so instead of a time.
    oldestAsOf: oldest?.health === 'first-read' ? null : (oldest?.dataAsOf ?? null), pullOnly: shops.length > 0 && shops.every((shop) => shop.mode === 'pull'),
    health: shops.length === 0 ? 'none' : worst, exceptions: Number(exceptions?.count ?? 0), receivedToday: Number(days?.received ?? 0),
    shippedToday: Number(shipped?.count ?? 0), duplicatesToday: Number(days?.duplicates ?? 0), practice,
  } // prettier-ignore
}

function isInTrouble({ health }: ShopSync): boolean {
  return health === 'failing' || health === 'keys'
}

export async function listExceptions(
  read: ReadDb,
  box: SecretBox,
  setAside: boolean,
): Promise<ExceptionView[]> {
  const rows = await read.all<{
    id: number
    shop_id: string
    name: string
    platform: string
    external_id: string | null
    source: string
    code: string
    detail: string
    body: Uint8Array
    attempts: number
    received_at: number
    last_at: number
    reason: string | null
  }>(
    `select p.id, p.shop_id, s.name, s.platform, p.external_id, p.source, p.code, p.detail, p.body, p.attempts, p.received_at, p.last_at, p.reason
     from inbox_pages p join shops s on s.id = p.shop_id where p.state=? order by p.last_at desc limit 200`,
    [setAside ? 'aside' : 'exception'],
  )
  return rows.map((row) => ({
    id: String(row.id), shopId: row.shop_id, shopName: row.name, platform: row.platform, externalId: row.external_id, number: row.external_id === null ? null : nameOf(row.platform, openPage(box, row.shop_id, row.body), row.external_id), source: row.source, code: row.code ?? '',
    detail: row.detail ?? '', attempts: row.attempts, firstAt: row.received_at, lastAt: row.last_at, needsPerson: row.attempts >= 3, setAsideReason: row.reason,
  })) // prettier-ignore
}

/** What people call an order that could not be read: its name stands beside what was wrong. */
function nameOf(platform: string, body: string, externalId: string): string | null {
  const field = platforms.get(platform)?.nameField
  if (field === undefined) return externalId
  try {
    const name = (JSON.parse(body) as { readonly [field: string]: Json } | null)?.[field]
    return typeof name === 'string' && name !== '' ? name : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
