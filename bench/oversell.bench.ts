import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { doctor, type Database } from '../core/database'
import { countStock, holdStock } from '../core/flows'
import { Refusal } from '../core/kernel'
import { startPostgres } from '../tools/postgres.mjs'
import { median, print, round } from './measure'
import { actor, openShared, rawGrants, type Asked, type Given } from './oversell-client'
import { scratchCore } from './scratch-core'

const ATTEMPTS = Number(process.env['ZG_BENCH_ATTEMPTS'] ?? 20_000)
const UNITS = Number(process.env['ZG_BENCH_UNITS'] ?? 1_000)
const CLIENTS = 8
const ROUNDS = Number(process.env['ZG_BENCH_ROUNDS'] ?? 3)

interface Run {
  readonly granted: number
  readonly wallMs: number
  readonly late: number
  /** What the books say afterwards. */
  readonly reserved: number
  readonly ill: readonly string[]
}

async function putOnShelf(database: Database, sku: string): Promise<void> {
  await database.withTx(actor, (tx) => countStock(tx, [{ sku, warehouseId: 'w1', onHand: UNITS, reason: 'bench' }])) // prettier-ignore
}

async function booksOf(database: Database, sku: string): Promise<Pick<Run, 'reserved' | 'ill'>> {
  const row = await database.read.get<{ n: number }>(
    'select coalesce(sum(reserved), 0) as n from stock_levels where sku = ?',
    [sku],
  )
  const { findings } = await doctor(database)
  return { reserved: Number(row?.n), ill: findings.flatMap((one) => (one.ok ? [] : [`${one.check}: ${one.detail}`])) } // prettier-ignore
}

/** Eight clients of one core: each asks again as soon as it has its answer. */
async function oneCore(database: Database, sku: string): Promise<Run> {
  await putOnShelf(database, sku)
  let [left, granted] = [ATTEMPTS, 0]
  const client = async () => {
    while (left-- > 0)
      try {
        await database.withTx(actor, (tx) => holdStock(tx, { sku, quantity: 1, note: '' }))
        granted += 1
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
      }
  }
  const began = performance.now()
  await Promise.all(Array.from({ length: CLIENTS }, client))
  const wallMs = performance.now() - began
  return { granted, wallMs, late: 0, ...(await booksOf(database, sku)) }
}

/** The least that can be done on SQLite: a conditional UPDATE, committed as durably as ours. */
function bareSqlite(): Run {
  const folder = mkdtempSync(join(tmpdir(), 'zhanggui-bench-'))
  const handle = new SqliteDatabase(join(folder, 'bare.sqlite'))
  try {
    handle.pragma('journal_mode = WAL')
    handle.pragma('synchronous = FULL')
    handle.exec('create table shelf (sku text primary key, free integer not null check (free >= 0)) strict')
    handle.prepare('insert into shelf values (?, ?)').run('A', UNITS)
    const take = handle.prepare('update shelf set free = free - 1 where sku = ? and free >= 1')
    const began = performance.now()
    let granted = 0
    for (let n = 0; n < ATTEMPTS; n += 1) granted += take.run('A').changes
    return { granted, wallMs: performance.now() - began, late: 0, reserved: granted, ill: [] }
  } finally {
    handle.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Eight processes over one PostgreSQL, all started before the first asks. */
async function eightProcesses(
  asked: Omit<Asked, 'attempts'>,
): Promise<Pick<Run, 'granted' | 'wallMs' | 'late'>> {
  const script = join(import.meta.dirname, 'bench-oversell-client.js')
  const children = Array.from({ length: CLIENTS }, () => fork(script, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })) // prettier-ignore
  try {
    const attempts = Math.ceil(ATTEMPTS / CLIENTS)
    for (const child of children) child.send({ ...asked, attempts } satisfies Asked)
    await Promise.all(children.map((child) => once(child, 'message')))
    const began = performance.now()
    const ends = children.map((child) => once(child, 'message'))
    for (const child of children) child.send('go')
    const given = (await Promise.all(ends)).map(([one]) => one as Given)
    const sum = (name: keyof Given) => given.reduce((all, one) => all + one[name], 0)
    return { granted: sum('granted'), late: sum('late'), wallMs: performance.now() - began }
  } finally {
    for (const child of children) child.kill()
  }
}

const runs = {
  sqlite: [] as Run[],
  sqliteBare: [] as Run[],
  postgres: [] as Run[],
  postgresBare: [] as Run[],
}
{
  await using scratch = await scratchCore([])
  for (let n = 0; n < ROUNDS; n += 1) {
    runs.sqlite.push(await oneCore(scratch.database, `sku-${n}`))
    runs.sqliteBare.push(bareSqlite())
  }
}
const server = await startPostgres({ durable: true })
try {
  await using database = await openShared(server.url)
  await database.withTx(actor, (tx) => tx.run(`insert into warehouses (id, name, position) values ('w1', '总仓', 1)`)) // prettier-ignore
  for (let n = 0; n < ROUNDS; n += 1) {
    const sku = `sku-${n}`
    await putOnShelf(database, sku)
    const ours = await eightProcesses({ url: server.url, sku, bare: false })
    runs.postgres.push({ ...ours, ...(await booksOf(database, sku)) })
    await rawGrants(server.url, UNITS)
    const bare = await eightProcesses({ url: server.url, sku, bare: true })
    runs.postgresBare.push({ ...bare, reserved: bare.granted, ill: [] })
  }
} finally {
  await server.stop()
}

const pace = (all: readonly Run[]) => Math.round(median(all.map((run) => (ATTEMPTS / run.wallMs) * 1000)))
const view = (all: readonly Run[]) => ({ attemptsPerSecond: pace(all), wallMs: Math.round(median(all.map((run) => run.wallMs))), granted: all.map((run) => run.granted), late: all.map((run) => run.late) }) // prettier-ignore
const exact = (what: string, all: readonly Run[]) => {
  const wrong = all.find((run) => run.granted !== UNITS || run.reserved !== UNITS)
  return { what: `${what}: granted, and reserved in the books, in every round`, target: `${UNITS}`, measured: wrong ? Math.max(wrong.granted, wrong.reserved) : UNITS, met: !wrong } // prettier-ignore
}
const ills = [...runs.sqlite, ...runs.postgres].flatMap((run) => run.ill)

print({
  name: 'oversell',
  params: { attempts: ATTEMPTS, units: UNITS, clients: CLIENTS, rounds: ROUNDS },
  ours: { sqlite: view(runs.sqlite), postgres: view(runs.postgres) },
  reference: {
    what: 'a bare conditional UPDATE: SQLite by one connection, PostgreSQL by eight processes; no ledger, no history',
    sqlite: view(runs.sqliteBare),
    postgres: view(runs.postgresBare),
  },
  ratio: {
    sqliteTimes: round(pace(runs.sqliteBare) / pace(runs.sqlite)),
    postgresTimes: round(pace(runs.postgresBare) / pace(runs.postgres)),
  },
  targets: [
    exact('8 clients of one core on SQLite', runs.sqlite),
    exact('8 cores on PostgreSQL', runs.postgres),
    { what: 'findings of the doctor afterwards', target: '0', measured: ills.length, met: ills.length === 0 },
  ],
})
