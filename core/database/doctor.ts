import { Refusal } from '../kernel'
import type { Database, ReadDb } from './database'
import { verifyChain } from './history-chain'

export interface Finding {
  readonly check: string
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
const ATTENTION_ONLY = new Set(['exceptions', 'wal'])

/** Each query returns what must not be there; the first rows are named in the finding. */
const MUST_BE_EMPTY: Readonly<Record<string, string>> = {
  'stock-ledger': `select sku, warehouse_id, sum(on_hand) as on_hand, sum(reserved) as reserved, sum(in_transit) as in_transit, sum(damaged) as damaged from (
      select sku, warehouse_id, on_hand, reserved, in_transit, damaged from stock_moves
      union all select sku, warehouse_id, -on_hand, -reserved, -in_transit, -damaged from stock_levels) as both_sides
    group by sku, warehouse_id having sum(on_hand) <> 0 or sum(reserved) <> 0 or sum(in_transit) <> 0 or sum(damaged) <> 0 limit 20`,
  'stock-reserved': `select sku, warehouse_id, sum(reserved) as reserved from (
      select l.sku, c.warehouse_id, l.reserved from consignment_lines l join consignments c on c.id = l.consignment_id where l.reserved <> 0
      union all select sku, warehouse_id, -reserved from stock_levels) as both_sides
    group by sku, warehouse_id having sum(reserved) <> 0 limit 20`,
  'order-counters': `select shop_id, state, currency, sum(n) as orders, sum(total) as total from (
      select shop_id, state, currency, 1 as n, total from orders
      union all select shop_id, state, currency, -count, -total from order_counters) as both_sides
    group by shop_id, state, currency having sum(n) <> 0 or sum(total) <> 0 limit 20`,
  'consignment-sums': `select consignment_id, line_external_id from consignment_lines
    where wanted <> reserved + short + untracked or (reserved > 0 and sku is null) limit 20`,
  'coverage-gaps': `select shop_id, gap_from, gap_to from (
      select c.shop_id, max(c.to_ms) over (partition by c.shop_id order by c.from_ms rows between unbounded preceding and 1 preceding) as gap_from,
        c.from_ms as gap_to from coverage c join shops s on s.id = c.shop_id where s.removed = 0) as spans
    where gap_to > gap_from limit 20`,
  'stuck-jobs': `select id, kind, subject, last_error from jobs where state = 'stuck' order by id limit 20`,
  exceptions: `select id, shop_id, code from inbox_pages where state = 'exception' order by id limit 20`,
}

/**
 * Examines the whole database on the slow reader, check by check. Reads only; each check is one short snapshot, so a
 * busy database is examined while it works.
 */
export async function doctor(
  database: Pick<Database, 'slow' | 'walBytes' | 'integrityFaults'>,
  onCheck?: (check: string) => void,
): Promise<DoctorReport> {
  const read = database.slow
  const findings: Finding[] = []
  const examine = async (check: string, look: () => Promise<string | undefined>, healthy = 'ok') => {
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
  for (const [check, sql] of Object.entries(MUST_BE_EMPTY)) await examine(check, () => rowsFault(read, sql))
  const walBytes = database.walBytes()
  await examine(
    'wal',
    async () => (walBytes > LONG_WAL_BYTES ? `${walBytes} bytes` : undefined),
    `${walBytes} bytes`,
  )
  return { ok: findings.every(({ check, ok }) => ok || ATTENTION_ONLY.has(check)), findings }
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
