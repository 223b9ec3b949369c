import { Refusal } from '../kernel'
import type { Database, ReadDb } from './database'
import { verifyChain } from './history-chain'

export interface Finding {
  readonly check: Check
  readonly ok: boolean
  /** What was found, in a few words or numbers. */
  readonly detail: string
}
export interface DoctorReport {
  /** Nothing is broken. Exceptions and a long log ask for attention, but are not illness. */
  readonly ok: boolean
  readonly findings: readonly Finding[]
}

const LONG_WAL_BYTES = 256 << 20
const ATTENTION_ONLY: ReadonlySet<Check> = new Set<Check>(['exceptions', 'wal'])

/** Each query returns what must not be there; the first rows are named in the finding. */
const MUST_BE_EMPTY = {
  'stock-ledger': `select sku, warehouse_id, sum(on_hand) as on_hand, sum(reserved) as reserved, sum(in_transit) as in_transit, sum(damaged) as damaged from (
      select sku, warehouse_id, on_hand, reserved, in_transit, damaged from stock_moves
      union all select sku, warehouse_id, -on_hand, -reserved, -in_transit, -damaged from stock_levels) as both_sides
    group by sku, warehouse_id having sum(on_hand) <> 0 or sum(reserved) <> 0 or sum(in_transit) <> 0 or sum(damaged) <> 0 limit 20`,
  'stock-reserved': `select sku, warehouse_id, sum(reserved) as reserved from (
      select l.sku, c.warehouse_id, l.reserved from consignment_lines l join consignments c on c.id = l.consignment_id where l.reserved <> 0
      union all select sku, warehouse_id, quantity from stock_holds where state = 'open'
      union all select sku, warehouse_id, -reserved from stock_levels) as both_sides
    group by sku, warehouse_id having sum(reserved) <> 0 limit 20`,
  'stock-in-transit': `select sku, warehouse_id, sum(pieces) as pieces from (
      select l.sku, t.to_id as warehouse_id, l.sent - l.received - l.returned as pieces from transfer_lines l join transfers t on t.id = l.transfer_id
      union all select sku, warehouse_id, -in_transit from stock_levels) as both_sides
    group by sku, warehouse_id having sum(pieces) <> 0 limit 20`,
  'transfer-states': `select t.id, t.state from transfers t join transfer_lines l on l.transfer_id = t.id
    group by t.id, t.state having (t.state = 'open') <> (sum(l.sent - l.received - l.returned) > 0) limit 20`,
  'order-counters': `select shop_id, state, currency, sum(n) as orders, sum(total) as total from (
      select shop_id, state, currency, 1 as n, total from orders
      union all select shop_id, state, currency, -count, -total from order_counters) as both_sides
    group by shop_id, state, currency having sum(n) <> 0 or sum(total) <> 0 limit 20`,
  'consignment-sums': `select consignment_id, line_external_id from consignment_lines
    where wanted <> reserved + short + untracked or (reserved > 0 and sku is null) limit 20`,
  'lines-ahead': `select l.order_id, l.external_id, l.ahead from order_lines l where l.ahead > 0 and l.ahead >
      (select coalesce(sum(p.quantity), 0) from shipments s join shipment_lines p on p.shipment_id = s.id
       where s.order_id = l.order_id and p.line_external_id = l.external_id and s.state <> 'refused') limit 20`,
  'shipments-told': `select s.id, s.order_id, s.waybill from shipments s where s.state = 'telling' and not exists
      (select 1 from jobs j where j.key = 'ship:' || s.key || ':' || s.tries and j.state <> 'done') limit 20`,
  'shipments-out': `select p.shipment_id, p.line_external_id, p.consumed from shipment_lines p
    where p.consumed > 0 and (p.sku is null or p.warehouse_id is null) limit 20`,
  'coverage-gaps': `select shop_id, gap_from, gap_to from (
      select c.shop_id, max(c.to_ms) over (partition by c.shop_id order by c.from_ms rows between unbounded preceding and 1 preceding) as gap_from,
        c.from_ms as gap_to from coverage c join shops s on s.id = c.shop_id where s.removed = 0) as spans
    where gap_to > gap_from limit 20`,
  'one-owner': `select id, roles from people where (id = 'owner') <> (',' || roles || ',' like '%,owner,%') or (id = 'owner' and removed_at is not null) limit 20`,
  'ended-sessions': `select s.person_id, s.station_id from sessions s join people p on p.id = s.person_id left join stations t on t.id = s.station_id
    where p.removed_at is not null or t.removed_at is not null limit 20`,
  'codes-of-removed': `select c.person_id from one_time_codes c join people p on p.id = c.person_id where p.removed_at is not null limit 20`,
  // What was paid back, is under way or may be: never more than the buyer paid. A payout that the platform's own list
  // shows stands in the order's sum already.
  'refunds-within-paid': `select order_id, paid, back from (select c.order_id, max(o.total) as paid, sum(p.amount) as back
      from refund_payouts p join refund_cases c on c.id = p.case_id join orders o on o.id = c.order_id where p.state in ('sent','paid') group by c.order_id) as sums
    where back > paid limit 20`,
  'refund-cases': `select id, state from refund_cases c where
      (state = 'paid' and source <> 'platform' and not exists (select 1 from refund_payouts p where p.case_id = c.id and p.state = 'paid'))
      or (state = 'paying' and not exists (select 1 from refund_payouts p where p.case_id = c.id))
      or (state = 'deciding' and not exists (select 1 from refund_steps s where s.case_id = c.id and s.state = 'open'))
      or (state not in ('deciding','agreed','paying') and exists (select 1 from refund_steps s where s.case_id = c.id and s.state in ('open','waiting'))) limit 20`,
  'refund-goods': `select g.order_id, g.line_external_id, sum(g.good + g.damaged) as back from refund_goods g
    join order_lines l on l.order_id = g.order_id and l.external_id = g.line_external_id
    group by g.order_id, g.line_external_id, l.shipped having sum(g.good + g.damaged) > l.shipped limit 20`,
  'stuck-jobs': `select id, kind, subject, last_error from jobs where state = 'stuck' order by id limit 20`,
  'slip-pictures': `select s.id, s.parts, count(p.part) as stored from slips s
    left join slip_pictures p on p.slip_id = s.id and p.kind = 'original' group by s.id, s.parts having count(p.part) <> s.parts limit 20`,
  'slips-unread': `select s.id from slips s where s.state = 'reading' and not exists (
      select 1 from jobs j where j.state in ('waiting','running') and j.key like 'read-slip:' || s.id || ':%') limit 20`,
  exceptions: `select id, shop_id, code from inbox_pages where state = 'exception' order by id limit 20`,
} as const

/** Every check by its id. Who adds one owes it a sentence (`command-line/check-sentences.ts`) and a planted illness. */
export const CHECKS = [
  'integrity',
  'foreign-keys',
  'history-chain',
  ...(Object.keys(MUST_BE_EMPTY) as (keyof typeof MUST_BE_EMPTY)[]),
  'wal',
] as const
export type Check = (typeof CHECKS)[number]

/**
 * Examines the whole database on the slow reader, check by check. Reads only; each check is one short snapshot, so a
 * busy database is examined while it works.
 */
export async function doctor(
  database: Pick<Database, 'slow' | 'walBytes' | 'integrityFaults'>,
  onCheck?: (check: Check) => void,
): Promise<DoctorReport> {
  const read = database.slow
  const findings: Finding[] = []
  const examine = async (check: Check, look: () => Promise<string | undefined>, healthy = 'ok') => {
    onCheck?.(check)
    const wrong = await unlessDamaged(look)
    findings.push({ check, ok: wrong === undefined, detail: wrong ?? healthy })
  }
  await examine('integrity', async () => (await database.integrityFaults()).join('; ') || undefined)
  await examine('foreign-keys', () => foreignKeyFault(read))
  await examine('history-chain', async () => {
    const fault = await verifyChain(read)
    return fault && `${fault.why} at entry ${fault.sequence}`
  })
  for (const check of CHECKS)
    if (isRowCheck(check)) await examine(check, () => rowsFault(read, MUST_BE_EMPTY[check]))
  const walBytes = database.walBytes()
  await examine(
    'wal',
    async () => (walBytes > LONG_WAL_BYTES ? `${walBytes} bytes` : undefined),
    `${walBytes} bytes`,
  )
  return { ok: findings.every(({ check, ok }) => ok || ATTENTION_ONLY.has(check)), findings }
}

/** Sums that stand twice in the database: cheap to hold against each other, and wrong as soon as one was touched alone. */
const SUMS = [
  'order-counters',
  'stock-ledger',
  'stock-reserved',
  'stock-in-transit',
  'consignment-sums',
] as const

/** The first of the doctor's sums that does not add up, as `check: rows`. */
export async function wrongSum(read: ReadDb): Promise<string | undefined> {
  for (const check of SUMS) {
    const fault = await rowsFault(read, MUST_BE_EMPTY[check])
    if (fault !== undefined) return `${check}: ${fault}`
  }
  return undefined
}

function isRowCheck(check: Check): check is keyof typeof MUST_BE_EMPTY {
  return check in MUST_BE_EMPTY
}

/** Where the file is too damaged to be asked, that is the finding; the other checks go on. */
async function unlessDamaged(look: () => Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await look()
  } catch (error) {
    if (error instanceof Refusal && error.code === 'database-damaged') return 'damaged, cannot be read'
    throw error
  }
}

async function foreignKeyFault(read: ReadDb): Promise<string | undefined> {
  // PostgreSQL's foreign keys cannot be switched off by us.
  if (read.dialect === 'postgres') return undefined
  const rows = await read.all<{ table: string; rowid: number; parent: string }>('pragma foreign_key_check')
  if (rows.length === 0) return undefined
  const some = rows.slice(0, 5).map((row) => `${row.table} ${row.rowid} → ${row.parent}`)
  return `${rows.length}: ${some.join('; ')}`
}

async function rowsFault(read: ReadDb, sql: string): Promise<string | undefined> {
  const rows = await read.all(sql)
  if (rows.length === 0) return undefined
  const some = rows.slice(0, 5).map((row) => Object.values(row).join(' '))
  return `${rows.length === 20 ? '20 or more' : rows.length}: ${some.join('; ')}`
}
