import ExcelJS from 'exceljs'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { setImmediate as breathe } from 'node:timers/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawnSync } from 'node:child_process'
import { exportSheets } from '../core/exports'
import { fillOrders } from './many-orders'
import { measured, median, print, round } from './measure'
import { scratchCore } from './scratch-core'

const ORDERS = Number(process.env['ZG_BENCH_ORDERS'] ?? 100_000)
const ROUNDS = Number(process.env['ZG_BENCH_ROUNDS'] ?? 3)
const COLUMNS = 20
const PEAK_MB = 300
/** Each way runs in a process of its own, so that its peak is its own. */
const WAY = process.env['ZG_BENCH_WAY']

interface Run {
  readonly wallMs: number
  readonly cpuMs: number
  readonly longestStepMs: number
  readonly peakRssMb: number
  readonly fileMb: number
}

const folder = mkdtempSync(join(tmpdir(), 'zhanggui-bench-'))
const file = join(folder, 'sheet.xlsx')

/** Rows as wide as ours and as varied, made on the fly: what remains is the writer. */
function* plainRows(): Generator<(string | number)[]> {
  for (let n = 0; n < ORDERS; n++) {
    const number = String(4_200_000_000_000_000_000n + BigInt(n) * 7_919n)
    const texts = ['栗里家居', 'taobao', number, number, '已完成', '周**', `粗陶马克杯 ${n % 400} ×2；亚麻桌旗 ×1`]
    const figures = Array.from({ length: 6 }, (_, k) => ((n * 37 + k * 1_009) % 90_000) / 100)
    yield [...texts, n % 5, ...figures, '2026-11-21 14:03:05', '2026-11-21 14:04:05', 'ZTO', `7${number.slice(0, 13)}`, '送人的，请包好', '']
  }
} // prettier-ignore

async function stream(): Promise<void> {
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({
    filename: file,
    useStyles: true,
    useSharedStrings: false,
  })
  const sheet = book.addWorksheet('订单', { views: [{ state: 'frozen', ySplit: 1 }] })
  sheet.columns = Array.from({ length: COLUMNS }, (_, n) => ({
    header: `列 ${n}`,
    width: 16,
    style: { numFmt: n > 7 && n < 14 ? '#,##0.00' : '@' },
  }))
  let rows = 0
  for (const row of plainRows()) {
    sheet.addRow(row).commit()
    if (++rows % 1000 === 0) await breathe()
  }
  sheet.commit()
  await book.commit()
}

async function inMemory(): Promise<void> {
  const book = new ExcelJS.Workbook()
  const sheet = book.addWorksheet('订单')
  for (const row of plainRows()) sheet.addRow(row)
  await book.xlsx.writeFile(file)
}

async function watched(work: () => Promise<unknown>): Promise<Run> {
  globalThis.gc?.()
  let peak = 0
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20)
  const { wallMs, cpuMs, longestStepMs } = await measured(work)
  clearInterval(watch)
  return {
    wallMs,
    cpuMs,
    longestStepMs,
    peakRssMb: Math.max(peak, process.memoryUsage.rss()) / 2 ** 20,
    fileMb: statSync(file).size / 2 ** 20,
  }
}

async function ours(): Promise<Run> {
  const from = process.env['ZG_BENCH_FILE'] ?? ''
  await using scratch = await scratchCore([], from)
  return await watched(() =>
    exportSheets(scratch.database.slow, file, { what: 'orders', roles: ['owner'] }, { practice: false }),
  )
}

/** One way in a process of its own. */
function apart(way: string, database: string): Run {
  const child = spawnSync(process.execPath, ['--expose-gc', process.argv[1] ?? ''], {
    env: { ...process.env, ZG_BENCH_WAY: way, ZG_BENCH_FILE: database },
    encoding: 'utf8',
    maxBuffer: 1 << 24,
  })
  if (child.status !== 0) throw new Error(`${way}: ${child.stderr}`)
  return JSON.parse(child.stdout) as Run
}

async function compare(): Promise<void> {
  const database = join(folder, 'orders.sqlite')
  {
    await using scratch = await scratchCore([], database)
    fillOrders(scratch.file, ORDERS)
  }
  const runs = { ours: [] as Run[], stream: [] as Run[] }
  for (let n = 0; n < ROUNDS; n++)
    for (const way of n % 2 === 0 ? (['ours', 'stream'] as const) : (['stream', 'ours'] as const))
      runs[way].push(apart(way, database))
  const memory = apart('memory', database)
  const of = (way: keyof typeof runs, what: keyof Run) => round(median(runs[way].map((run) => run[what])))
  const figures = (way: keyof typeof runs) => ({
    wallMs: Math.round(of(way, 'wallMs')),
    cpuMs: Math.round(of(way, 'cpuMs')),
    longestStepMs: of(way, 'longestStepMs'),
    peakRssMb: Math.round(of(way, 'peakRssMb')),
    fileMb: of(way, 'fileMb'),
  })
  const ratio = round(of('ours', 'wallMs') / of('stream', 'wallMs'))
  const peak = Math.round(of('ours', 'peakRssMb'))
  const step = of('ours', 'longestStepMs')
  print({
    name: 'export',
    params: { orders: ORDERS, columns: COLUMNS, rounds: ROUNDS },
    ours: figures('ours'),
    reference: {
      what: 'exceljs: its streaming writer alone on ready rows as wide as ours (styles, no database), and the same in memory',
      stream: figures('stream'),
      memory: {
        wallMs: Math.round(memory.wallMs),
        cpuMs: Math.round(memory.cpuMs),
        peakRssMb: Math.round(memory.peakRssMb),
      },
    },
    ratio: {
      wallToStream: ratio,
      cpuToStream: round(of('ours', 'cpuMs') / of('stream', 'cpuMs')),
      wallToMemory: round(of('ours', 'wallMs') / memory.wallMs),
      peakToMemory: round(peak / memory.peakRssMb),
    },
    targets: [
      {
        what: 'time beside the streaming writer alone',
        target: '≤ 1.5',
        measured: ratio,
        met: ratio <= 1.5,
      },
      { what: 'peak memory, MB', target: `≤ ${PEAK_MB}`, measured: peak, met: peak <= PEAK_MB },
      { what: 'longest step of the loop, ms', target: '≤ 20', measured: step, met: step <= 20 },
    ],
  })
}

try {
  if (WAY === undefined) await compare()
  else {
    const run = await (WAY === 'ours' ? ours() : watched(WAY === 'stream' ? stream : inMemory))
    process.stdout.write(JSON.stringify(run))
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
