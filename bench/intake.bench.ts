import SqliteDatabase from 'better-sqlite3'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { taobao } from '../core/connectors/taobao'
import { createLog, systemClock } from '../core/kernel'
import { DEFAULT_TIME_OUTS } from '../core/orders'
import { storePages } from '../core/sync/inbox'
import { understandSome } from '../core/sync/understand'
import { flatness, idleLoop, measured, median, print, round } from './measure'
import { scratchCore, type Scratch } from './scratch-core'
import { SKUS, taobaoPage } from './taobao-pages'

const ORDERS = Number(process.env['ZG_BENCH_ORDERS'] ?? 20_000)
const ROUNDS = 3
const PER_COMMIT = 50
interface Ours {
  readonly cpuMs: number
  readonly wallMs: number
  readonly longestStepMs: number
  readonly peakRssMb: number
  readonly rssGrowth: number
  readonly scratch: Scratch
}
const nowhere = { send: () => Promise.reject(new Error('no network in a bench')), throttled: () => undefined }

const CHUNK = 1000

/** The whole intake: pages into the inbox, parsed, mapped, reserved, searched, counted, with history. */
async function ours(orders: number): Promise<Ours> {
  const scratch = await scratchCore(SKUS)
  const { database, box } = scratch
  const connection = taobao.open(
    { id: 's1', origin: 'http://127.0.0.1', settings: { app_key: 'k', app_secret: 's', session: 'x' } },
    { clock: systemClock, http: nowhere },
  )
  const deps = {
    database,
    box,
    clock: systemClock,
    log: createLog('silent'),
    timeOuts: () => DEFAULT_TIME_OUTS,
    connectionOf: async () => connection,
    watchingOf: async () => undefined,
  }
  const total = { cpuMs: 0, wallMs: 0, longestStepMs: 0 }
  const rss: number[] = []
  for (let from = 0; from < orders; from += CHUNK) {
    // What the shop answers lies ready in memory, as the rows of the reference do.
    const bodies: Buffer[] = []
    for (let page = from; page < Math.min(orders, from + CHUNK); page += PER_COMMIT)
      bodies.push(Buffer.from(taobaoPage(page, Math.min(PER_COMMIT, orders - page))))
    const run = await measured(async () => {
      for (const body of bodies) {
        // A page comes off the network: a turn of the loop of its own.
        await new Promise((resolve) => setImmediate(resolve))
        await database.withTx({ who: 'sync', from: 'shop:s1' }, (tx) =>
          storePages(tx, box, 's1', [
            { source: 'pull', kind: 'increment', asOf: Date.UTC(2026, 10, 20), body: body.toString() },
          ]),
        )
      }
      while ((await understandSome(deps, false)) > 0);
    })
    total.cpuMs += run.cpuMs
    total.wallMs += run.wallMs
    total.longestStepMs = Math.max(total.longestStepMs, run.longestStepMs)
    rss.push(process.memoryUsage().rss / 2 ** 20)
  }
  return { ...total, peakRssMb: Math.max(...rss), rssGrowth: flatness(rss), scratch }
}

interface Raw {
  readonly cpuMs: number
  readonly wallMs: number
  /** What this disk takes to make one commit safe, at its slowest. */
  readonly longestCommitMs: number
}

/** The same business rows, read back from ours and inserted raw with prepared statements, as many orders a commit. */
async function reference(from: Scratch): Promise<Raw> {
  const folder = mkdtempSync(join(tmpdir(), 'zhanggui-raw-'))
  const source = new SqliteDatabase(from.file, { readonly: true })
  const target = new SqliteDatabase(join(folder, 'raw.sqlite'))
  target.pragma('journal_mode = WAL')
  target.pragma('synchronous = FULL')
  target.pragma('cache_size = -64000')
  const tables = [
    'orders',
    'order_lines',
    'consignments',
    'consignment_lines',
    'stock_moves',
    'inbox_parts',
    'history',
  ]
  for (const { sql } of source
    .prepare(
      `select sql from sqlite_master where sql is not null and tbl_name in (${tables.map(() => '?').join(',')}) and name not like 'sqlite_%' and type in ('table','index')`,
    )
    .all(...tables) as { sql: string }[])
    target.exec(sql.replace(/ references \w+\(\w+\)/g, ''))
  const ids = (source.prepare('select id from orders order by id').all() as { id: number }[]).map(
    (row) => row.id,
  )
  const readers = tables.map((table) => {
    const where =
      table === 'orders'
        ? 'id = ?'
        : table === 'consignment_lines'
          ? 'consignment_id = ?'
          : table === 'history'
            ? `entity = 'order' and entity_id = ?`
            : 'order_id = ?'
    const columns = (source.pragma(`table_info(${table})`) as { name: string }[]).map((column) => column.name)
    return {
      read: source.prepare(`select * from ${table} where ${where}`).raw(),
      insert: target.prepare(`insert into ${table} values (${columns.map(() => '?').join(',')})`),
      text: table === 'history',
    }
  })
  const total = { cpuMs: 0, wallMs: 0, longestCommitMs: 0 }
  for (let start = 0; start < ids.length; start += 2000) {
    // Reading is not part of what is measured: the rows lie ready in memory.
    const rows = ids
      .slice(start, start + 2000)
      .map((id) => readers.map(({ read, text }) => read.all(text ? String(id) : id) as unknown[][]))
    const run = await measured(() => {
      for (let at = 0; at < rows.length; at += PER_COMMIT) {
        target.exec('BEGIN IMMEDIATE')
        for (const order of rows.slice(at, at + PER_COMMIT))
          order.forEach((lines, n) => lines.forEach((line) => readers[n]?.insert.run(line)))
        const began = performance.now()
        target.exec('COMMIT')
        total.longestCommitMs = Math.max(total.longestCommitMs, performance.now() - began)
      }
    })
    total.cpuMs += run.cpuMs
    total.wallMs += run.wallMs
  }
  source.close()
  target.close()
  rmSync(folder, { recursive: true, force: true })
  return total
}

const rounds: { mine: Ours; raw: Raw; ratio: number; growth: number; idleMs: number }[] = []
for (let n = 0; n < ROUNDS; n++) {
  const idle = idleLoop()
  const mine = await ours(ORDERS)
  const idleMs = await idle()
  const raw = await reference(mine.scratch)
  await mine.scratch[Symbol.asyncDispose]()
  const small = await ours(ORDERS / 10)
  await small.scratch[Symbol.asyncDispose]()
  rounds.push({ mine, raw, ratio: mine.cpuMs / raw.cpuMs, growth: mine.wallMs / small.wallMs, idleMs })
}
const middle = (of: (one: (typeof rounds)[number]) => number) => round(median(rounds.map(of)))
const ratio = middle((one) => one.ratio)
const growth = middle((one) => one.growth)
const longest = middle((one) => one.mine.longestStepMs)
const flat = middle((one) => one.mine.rssGrowth)
print({
  name: 'intake',
  params: { orders: ORDERS, linesPerOrder: 3, ordersPerCommit: PER_COMMIT, rounds: ROUNDS },
  ours: {
    cpuMs: middle((one) => one.mine.cpuMs),
    wallMs: middle((one) => one.mine.wallMs),
    longestStepMs: longest,
    peakRssMb: middle((one) => one.mine.peakRssMb),
    rssGrowth: flat,
  },
  reference: {
    what: 'raw prepared inserts of the same rows (inbox body and history included), same orders a commit',
    cpuMs: middle((one) => one.raw.cpuMs),
    wallMs: middle((one) => one.raw.wallMs),
    longestCommitMs: middle((one) => one.raw.longestCommitMs),
    idleLoopLongestStepMs: middle((one) => one.idleMs),
  },
  ratio: { cpu: ratio, tenfold: growth },
  targets: [
    { what: 'CPU ratio', target: '≤ 6', measured: ratio, met: ratio <= 6 },
    { what: 'ten times the orders, times the time', target: '≤ 10.5', measured: growth, met: growth <= 10.5 },
    { what: 'longest step of the loop, ms', target: '≤ 20', measured: longest, met: longest <= 20 },
    { what: 'memory of the last quarter over the second', target: '≤ 1.1', measured: flat, met: flat <= 1.1 },
  ],
})
