import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writePracticeBills, type PracticeBills } from '../core/practice'
import { billAt, importBills, openBill, readBill, type BillRow } from '../core/reconciliation'
import { flatness, measured, print, round } from './measure'
import { fillSold, FROM, soldIn, TO } from './reconcile-orders'
import { scratchCore } from './scratch-core'

const SMALL = Number(process.env['ZG_BENCH_ORDERS'] ?? 20_000)
const LARGE = Number(process.env['ZG_BENCH_LARGE'] ?? SMALL * 10)
const TROUBLE_SHARE = 0.01
const CLEANED = new Set(['test-order', 'internal-order'])
const BESIDE = new Set([...CLEANED, 'unknown-order'])

const folder = mkdtempSync(join(tmpdir(), 'zhanggui-bench-'))

function* salesOf(count: number) {
  for (const { sale } of soldIn(count)) yield sale
}

/** Everything that one size takes, made beforehand: orders in a database, bills in files, the troubles in them. */
async function made(count: number) {
  const database = join(folder, `${count}.sqlite`)
  {
    await using scratch = await scratchCore([], database)
    fillSold(scratch.file, count)
  }
  const bills = await writePracticeBills(join(folder, String(count)), salesOf(count), { seed: 11, troubleShare: TROUBLE_SHARE, from: FROM, to: TO }) // prettier-ignore
  return { count, database, bills }
} // prettier-ignore
type Made = Awaited<ReturnType<typeof made>>

/** Our whole way: both readings, rows kept and sealed, matched, held against the orders, differences listed. */
async function ours({ count, database, bills }: Made) {
  await using scratch = await scratchCore([], database)
  globalThis.gc?.()
  const rss: number[] = []
  const watch = setInterval(() => rss.push(process.memoryUsage.rss() / 2 ** 20), 50)
  const run = await measured(() => importBills(scratch, { who: 'bench', from: 'bench' }, bills.files.map(billAt))) // prettier-ignore
  clearInterval(watch)
  const refused = run.result.files.flatMap((file) => (file.ok ? [] : [file.message]))
  if (refused.length > 0) throw new Error(refused.join('\n'))
  const rows = run.result.files.reduce((sum, file) => sum + (file.ok ? file.rows : 0), 0)
  const { wallMs, cpuMs, longestStepMs } = run
  const found = await judged(scratch.database.slow, count, bills)
  return { rows, wallMs, cpuMs, longestStepMs, peakRssMb: Math.max(...rss), rssGrowth: flatness(rss), found }
} // prettier-ignore
type Run = Awaited<ReturnType<typeof ours>>

/** One size in a process of its own, so that its peak is its own. */
function apart(what: Made): Run {
  const told = join(folder, `${what.count}.json`)
  writeFileSync(told, JSON.stringify(what))
  const child = spawnSync(process.execPath, ['--expose-gc', process.argv[1] ?? ''], {
    env: { ...process.env, ZG_BENCH_MADE: told },
    encoding: 'utf8',
    maxBuffer: 1 << 24,
  })
  if (child.status !== 0) throw new Error(`${what.count}: ${child.stderr}`)
  return JSON.parse(child.stdout) as Run
}

interface Judged {
  readonly clean: number
  readonly cleanMatched: number
  readonly wrong: number
  readonly troubles: number
  readonly troublesListed: number
  readonly listedInVain: number
}

/** Compares with the generator's own truth. */
async function judged(read: Awaited<ReturnType<typeof scratchCore>>['database']['slow'], count: number, bills: PracticeBills): Promise<Judged> {
  const rows = await read.all<{ order_no: string; order_id: number | null; cleaned: string | null }>(
    `select order_no, order_id, cleaned from bill_rows where ledger = 'trade' and kind = 'payment'`,
  )
  const listed = new Set(
    (
      await read.all<{ number: string }>(
        `select coalesce(case when s.platform = 'taobao' then 'T200P' || o.external_id else o.number end, r.order_no) as number from bill_differences d
         left join orders o on o.id = d.order_id left join shops s on s.id = o.shop_id left join bill_rows r on r.id = d.row_id where d.state = 'open'`,
      )
    ).map((row) => row.number),
  )
  const truth = new Map([...soldIn(count)].map((sold) => [sold.sale.number, sold.id]))
  const matched = new Map(rows.map((row) => [row.order_no, row.order_id]))
  const cleaned = new Set(rows.filter((row) => row.cleaned !== null).map((row) => row.order_no))
  const troubled = new Set(bills.troubles.filter((one) => !BESIDE.has(one.trouble)).map((one) => one.number))
  const clean = [...truth].filter(([number]) => !troubled.has(number))
  const stated = new Set(bills.troubles.map((one) => one.number))
  return {
    clean: clean.length,
    cleanMatched: clean.filter(([number, id]) => Number(matched.get(number)) === id && !listed.has(number)).length,
    wrong: rows.filter((row) => row.order_id !== null && truth.get(row.order_no) !== Number(row.order_id)).length,
    troubles: bills.troubles.length,
    troublesListed: bills.troubles.filter(({ trouble, number }) => CLEANED.has(trouble) ? cleaned.has(number) : listed.has(number)).length,
    listedInVain: [...listed].filter((number) => !stated.has(number)).length,
  }
} // prettier-ignore

/** The rawest way: all rows already parsed and all orders in memory, one hash join, one sum per order. */
async function reference(count: number, { files }: PracticeBills) {
  const rows: BillRow[] = []
  const parsed = await measured(async () => {
    for (const file of files)
      for (const part of await openBill(billAt(file)))
        for await (const piece of readBill(part)) for (const row of piece.rows) rows.push(row)
  })
  const orders = [...soldIn(count)]
  const joined = await measured(() => {
    const sums = new Map(orders.map(({ sale, refund }) => [sale.number, { due: sale.totalMinor - refund, got: 0 }])) // prettier-ignore
    let strangers = 0
    for (const row of rows) {
      if (!row.key.includes(':trade:')) continue
      const sum = sums.get(row.orderNo ?? '')
      if (sum) sum.got += row.settledMinor + row.discountMinor
      else strangers += 1
    }
    return strangers + [...sums.values()].filter(({ due, got }) => due !== got).length
  })
  return { parse: parsed.wallMs, join: joined.wallMs }
}

async function compare(): Promise<void> {
  const [few, many] = [await made(SMALL), await made(LARGE)]
  const [small, large] = [apart(few), apart(many)]
  const raw = { small: await reference(SMALL, few.bills), large: await reference(LARGE, many.bills) }
  const view = (run: Run) => ({
    rows: run.rows,
    wallMs: Math.round(run.wallMs),
    cpuMs: Math.round(run.cpuMs),
    longestStepMs: round(run.longestStepMs),
    peakRssMb: Math.round(run.peakRssMb),
    rssGrowth: round(run.rssGrowth),
    ...run.found,
  })
  const times = large.wallMs / small.wallMs
  const cleanShare = round((100 * small.found.cleanMatched) / small.found.clean)
  const missed = [small, large].reduce((sum, { found }) => sum + found.troubles - found.troublesListed, 0)
  const wrong = small.found.wrong + large.found.wrong
  const step = round(Math.max(small.longestStepMs, large.longestStepMs))
  const growth = round(large.rssGrowth)
  const target = (what: string, text: string, value: number, met: boolean) => ({ what, target: text, measured: value, met }) // prettier-ignore

  print({
    name: 'reconcile',
    params: { orders: SMALL, large: LARGE, troubleShare: TROUBLE_SHARE },
    ours: { small: view(small), large: view(large) },
    reference: {
      what: 'the rawest hash join: the same rows parsed into memory, all orders in one map, one sum per order; nothing kept',
      small: { parseMs: round(raw.small.parse), joinMs: round(raw.small.join) },
      large: { parseMs: round(raw.large.parse), joinMs: round(raw.large.join) },
    },
    ratio: {
      smallToParseAndJoin: round(small.wallMs / (raw.small.parse + raw.small.join)),
      largeToParseAndJoin: round(large.wallMs / (raw.large.parse + raw.large.join)),
      largeToSmall: round(times),
    },
    targets: [
      target('clean sales matched and not listed, %', '≥ 99', cleanShare, cleanShare >= 99),
      target('wrong matches', '0', wrong, wrong === 0),
      target('seeded troubles not listed', '0', missed, missed === 0),
      target(`time for ${LARGE / SMALL} times the orders`, `≤ ${(LARGE / SMALL) * 1.05}`, round(times), times <= (LARGE / SMALL) * 1.05), // prettier-ignore
      target('memory of the last quarter over the second', '≤ 1.1', growth, growth <= 1.1),
      target('longest step of the loop, ms', '≤ 20', step, step <= 20),
    ],
  })
}

try {
  const given = process.env['ZG_BENCH_MADE']
  if (given === undefined) await compare()
  else process.stdout.write(JSON.stringify(await ours(JSON.parse(readFileSync(given, 'utf8')) as Made)))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
