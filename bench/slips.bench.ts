import { execFile, execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import {
  SlipDesk,
  matchSlip,
  OrderIndex,
  type SlipOrder,
  type SlipReading,
  type SlipRow,
} from '../core/slips'
import { median, percentile, print, round } from './measure'

/** One picture's truth: what is printed, and its order (null: a person must decide, or there is none). */
interface Truth {
  readonly file: string
  readonly waybill: string | null
  readonly orderNo: string | null
  readonly amount: string | null
  readonly date: string | null
  readonly phone: string | null
  readonly orderId: string | null
}

const FIELDS = ['waybill', 'orderNo', 'phone', 'amount', 'date'] as const
const here = dirname(fileURLToPath(import.meta.url))
const folder = process.env['ZG_BENCH_SLIPS'] ?? join(here, '../../core/slips/samples')
const json = <T>(name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as T
const truth = json<(Truth & { order_no?: string | null; matches_order_id?: string | null })[]>('truth.json').map((one) => ({
  ...one, orderNo: one.orderNo ?? one.order_no ?? null, orderId: one.orderId ?? one.matches_order_id ?? null,
})) // prettier-ignore
const pictures = new Set(readdirSync(folder))
const slips = truth.filter(({ file }) => pictures.has(file))
const index = new OrderIndex(
  json<Record<string, string | null>[]>('orders.json').map((order): SlipOrder => ({
    orderId: order['orderId']!, orderNo: order['orderNo']!, phone: order['phone'] ?? null, amount: Math.round(Number(order['amount']) * 100),
    buyer: order['buyer'] ?? null, orderedOn: order['orderDate'] ?? null, returnWaybills: order['returnWaybill'] ? [order['returnWaybill']] : [],
  })),
) // prettier-ignore

const plain = (text: string | null | undefined) => (text ?? '').toUpperCase().replace(/[^0-9A-Z*]/g, '').replace(/\*+/g, '*') // prettier-ignore
const printed = (one: Truth) => FIELDS.filter((field) => one[field] !== null)

/** How many of the printed values were read. */
function rightOf(one: Truth, reading: SlipReading | null): number {
  if (!reading) return 0
  const read = {
    waybill: reading.waybill?.value, orderNo: reading.orderNo?.value, phone: reading.phone?.value, date: reading.date?.value,
    amount: reading.amount ? (reading.amount.value / 100).toFixed(2) : null,
  } // prettier-ignore
  return printed(one).filter((field) => plain(one[field]) === plain(read[field])).length
}

/** The reference's text is searched for the printed values; it has no fields, so standing anywhere is enough. */
function rightIn(one: Truth, text: string): number {
  const page = plain(text)
  const day = one.date?.split('-').map(Number)
  const days = day ? [plain(one.date), `${day[0]}${day[1]}${day[2]}`] : []
  return printed(one).filter((field) =>
    field === 'date'
      ? days.some((form) => plain(text.replace(/[年月]/g, '')).includes(form))
      : page.includes(plain(one[field])),
  ).length
}

const run = promisify(execFile)

/** Debian's program with the same language, on the picture as it is. */
async function native(file: string): Promise<{ text: string; ms: number }> {
  const began = performance.now()
  const text = await run('tesseract', [join(folder, file), '-', '-l', 'chi_sim', '--psm', '3'], {
    maxBuffer: 2 ** 24,
  }).then(
    ({ stdout }) => stdout,
    () => '',
  )
  return { text, ms: performance.now() - began }
}

function hasNative(): boolean {
  try {
    return execFileSync('tesseract', ['--list-langs'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).includes('chi_sim')
  } catch (error) {
    void error
    return false
  }
}

/** Resident memory of this process and its helper, in MB. */
function residentMb(pid: number | undefined): number {
  let mb = process.memoryUsage().rss / 2 ** 20
  try {
    if (pid !== undefined)
      mb += Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
  } catch (error) {
    // Not Linux, or the helper has just been replaced: this sample counts us alone.
    void error
  }
  return mb
}

const reference = hasNative()
if (!reference)
  process.stderr.write(
    'The native tesseract program with chi_sim is not on the PATH; only our own figures follow. To get it: apt-get install tesseract-ocr tesseract-ocr-chi-sim\n',
  )
let peakMb = 0
const rows: SlipRow[] = []
const theirs: { text: string; ms: number }[] = []
{
  await using desk = new SlipDesk({ lanes: 1 })
  const sampler = setInterval(() => (peakMb = Math.max(peakMb, residentMb(desk.helperPid))), 50)
  // The first picture also starts the helper and its readers.
  await desk.read(join(folder, slips[0]!.file))
  for (const [at, { file }] of slips.entries()) {
    if (reference && at % 2 === 0) theirs[at] = await native(file)
    rows.push(await desk.read(join(folder, file)))
    if (reference && at % 2 === 1) theirs[at] = await native(file)
  }
  clearInterval(sampler)
}

const isSlip = (at: number) => printed(slips[at]!).length > 0
const ours = rows.filter((_, at) => isSlip(at))
const matches = rows.map(({ reading }) =>
  reading ? matchSlip(reading, index.candidatesOf(reading)).orderId : null,
)
const wrong = matches.filter((orderId, at) => orderId !== null && orderId !== slips[at]!.orderId).length
const withOrder = slips.filter(({ orderId }) => orderId !== null).length
const right = matches.filter((orderId, at) => orderId !== null && orderId === slips[at]!.orderId).length
const oursRight = rows.reduce((sum, { reading }, at) => sum + rightOf(slips[at]!, reading), 0)
const theirsRight = theirs.reduce((sum, { text }, at) => sum + rightIn(slips[at]!, text), 0)
const oursMs = median(ours.map(({ ms }) => ms))
const theirsMs = reference ? median(theirs.filter((_, at) => isSlip(at)).map(({ ms }) => ms)) : null
const steps = ['decode', 'codes', 'light', 'angle', 'page', 'numbers', 'parse'] as const
const values = slips.reduce((sum, one) => sum + printed(one).length, 0)

print({
  name: 'slips',
  params: { slips: ours.length, pictures: slips.length, values, cores: availableParallelism(), atOnce: 1 },
  ours: {
    rightValues: oursRight, medianMs: Math.round(oursMs), p95Ms: Math.round(percentile(ours.map(({ ms }) => ms), 0.95)),
    matched: right, withOrder, wrongMatches: wrong, peakMb: Math.round(peakMb),
    whereTheTimeGoesMs: Object.fromEntries(steps.map((step) => [step, Math.round(median(ours.map(({ times }) => times?.[step] ?? 0)))])),
  },
  reference: reference
    ? { what: 'native tesseract, chi_sim, --psm 3, the value anywhere in its text', rightValues: theirsRight, medianMs: Math.round(theirsMs!) }
    : { what: 'native tesseract: not on the PATH (apt-get install tesseract-ocr tesseract-ocr-chi-sim)' },
  ratio: reference ? { right: round(oursRight / theirsRight), time: round(oursMs / theirsMs!) } : {},
  targets: [
    { what: 'wrong matches', target: '0', measured: wrong, met: wrong === 0 },
    { what: 'matched, %', target: '≥ 93', measured: round((100 * right) / withOrder), met: right >= withOrder * 0.93 },
    { what: 'median per slip, s', target: '≤ 0.8', measured: round(oursMs / 1000), met: oursMs <= 800 },
    { what: 'peak, MB', target: '≤ 700', measured: Math.round(peakMb), met: peakMb <= 700 },
    ...(reference ? [{ what: 'right values against native', target: `≥ ${theirsRight}`, measured: oursRight, met: oursRight >= theirsRight }] : []),
  ],
}) // prettier-ignore
