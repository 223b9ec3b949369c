import 'reflect-metadata'
import pg from 'pg'
import { historyStep } from '../core/audit'
import { openDatabase, TX_DEADLINE_MS, type Database } from '../core/database'
import { entities } from '../core/entities'
import { holdStock } from '../core/flows'
import { shopStockStep } from '../core/inventory'
import { Bug, Changes, Refusal, systemClock } from '../core/kernel'
import { countersStep, searchStep } from '../core/orders'
import { announceStep } from '../core/sync'

export const actor = { who: 'bench', from: 'bench' }

export interface Asked {
  readonly url: string
  readonly sku: string
  readonly attempts: number
  /** The bare UPDATE in place of our own way. */
  readonly bare: boolean
}
export interface Given {
  readonly granted: number
  /** Transactions that stood in the queue for longer than a transaction may take, were undone and asked again. */
  readonly late: number
}

/** As a core process opens it: the same last steps before every commit. */
export function openShared(url: string): Promise<Database> {
  const lastSteps = [countersStep, searchStep, shopStockStep, announceStep, historyStep]
  return openDatabase({ url, entities, lastSteps, changes: new Changes(), clock: systemClock })
}

/** A fresh shelf for the bare UPDATE. */
export async function rawGrants(url: string, units: number): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('drop table if exists bench_shelf')
  await client.query(
    'create table bench_shelf (sku text primary key, free bigint not null check (free >= 0))',
  )
  await client.query('insert into bench_shelf values ($1, $2)', ['A', units])
  await client.end()
}

export async function askOurs(database: Database, { sku, attempts }: Asked): Promise<Given> {
  let [granted, late] = [0, 0]
  for (let n = 0; n < attempts; n += 1)
    try {
      await database.withTx(actor, (tx) => holdStock(tx, { sku, quantity: 1, note: '' }))
      granted += 1
    } catch (error) {
      if (error instanceof Refusal) continue
      if (!(error instanceof Bug) || !error.message.includes(`${TX_DEADLINE_MS} ms`)) throw error
      late += 1
      n -= 1
    }
  return { granted, late }
}

export async function askBare(client: pg.Client, { attempts }: Asked): Promise<Given> {
  let granted = 0
  for (let n = 0; n < attempts; n += 1) {
    const { rowCount } = await client.query(
      'update bench_shelf set free = free - 1 where sku = $1 and free >= 1',
      ['A'],
    )
    granted += rowCount ?? 0
  }
  return { granted, late: 0 }
}
