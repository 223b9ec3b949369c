import type { ReadDb } from './database'
import { wrongSum } from './doctor'
import { verifyChain } from './history-chain'
import { explainSqlite } from './dialects/sqlite'
import { SlowReader } from './dialects/sqlite-slow-reader'
import { isPresentSchema, unknownMigration } from './migrate'

/** What a copy of the database holds, and whether it can be relied on. */
export interface Proof {
  readonly ok: boolean
  /** `null`, or the first thing found: `damaged: …`, `history: …`, `counts: …`, `sums: …`, `newer`, `not-ours`. */
  readonly problem: string | null
  readonly kind: string | null
  readonly orders: number
  readonly sequence: number
}

/** The file is whole and says what the database said, but its books do not add up. */
export const WRONG_SUMS = 'sums: '

const NOTHING = { kind: null, orders: 0, sequence: 0 }

/**
 * Reads a database file from end to end, in a worker: pages, foreign keys, history chain, counts, and the sums that
 * stand twice. An older program's file has its sums looked at by the doctor once it was opened. Never throws for what it finds.
 */
export async function proveFile(file: string): Promise<Proof> {
  await using reader = new SlowReader(file)
  try {
    return await prove(reader)
  } catch (error) {
    const { message } = error as Error
    return {
      ok: false,
      problem: /no such table|not a database/.test(message) ? 'not-ours' : `damaged: ${message}`,
      ...NOTHING,
    }
  }
}

/** Reads a database file that no program has open, as it is: neither migrated nor written. */
export async function lookInto<T>(file: string, look: (read: ReadDb) => Promise<T>): Promise<T> {
  await using reader = new SlowReader(file)
  try {
    return await look(reader)
  } catch (error) {
    throw explainSqlite(error)
  }
}

async function prove(read: ReadDb): Promise<Proof> {
  const integrity = await read.get<{ integrity_check: string }>('pragma integrity_check(1)')
  if (integrity?.integrity_check !== 'ok')
    return { ok: false, problem: `damaged: ${integrity?.integrity_check ?? 'no answer'}`, ...NOTHING }
  const applied = await read.all<{ name: string }>('select name from schema_migrations order by id')
  const names = applied.map((row) => row.name)
  if (unknownMigration(names)) return { ok: false, problem: 'newer', ...NOTHING }
  const kind = await read.get<{ value: string }>(`select value from meta where key = 'kind'`)
  const orders = await read.get<{ n: number }>('select count(*) as n from orders')
  const head = await read.get<{ seq: number }>('select seq from history_head')
  const counted = await read.get<{ n: number | null }>('select sum(count) as n from order_counters')
  const found = { kind: kind?.value ?? null, orders: orders?.n ?? 0, sequence: head?.seq ?? 0 }
  const orphans = await read.all('pragma foreign_key_check')
  if (orphans.length > 0)
    return { ok: false, problem: `damaged: ${orphans.length} rows refer to nothing`, ...found }
  const fault = await verifyChain(read)
  if (fault) return { ok: false, problem: `history: ${fault.why} at ${fault.sequence}`, ...found }
  if ((counted?.n ?? 0) !== found.orders)
    return { ok: false, problem: `counts: ${found.orders} orders, ${counted?.n ?? 0} counted`, ...found }
  const sums = isPresentSchema(names) ? await wrongSum(read) : undefined
  if (sums !== undefined) return { ok: false, problem: `${WRONG_SUMS}${sums}`, ...found }
  return { ok: true, problem: null, ...found }
}
