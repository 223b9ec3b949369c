import { readFile, writeFile } from 'node:fs/promises'
import { isAbsolute, resolve } from 'node:path'
import { z } from 'zod'
import type { Core } from '../build-core'
import { COURIERS } from '../fulfilment'
import { Refusal } from '../kernel'
import { likelyNumbers, matchSlip, OrderIndex, problemSentence, readSlips, slipFilesIn } from '../slips'
import type { SlipOrder, SlipRow } from '../slips'
import { option, type Io, type Words } from './io'
import { wrong } from './usage'
import { scanIntoFolder } from './scan-into-folder'
import { unreadPrediction, type Prediction } from './scan-prediction'

/**
 * `zhanggui scan`: reads slips and finds their orders. With `--orders` in that file, and nothing is kept; without it in
 * the data folder of `core`, where the pictures are kept as if a station had sent them. Writes a list to `--out` (or
 * stdout with `--json`). A picture that cannot be read is a row with its reason.
 */
export async function scan(core: Core | undefined, words: Words, io: Io): Promise<number> {
  if (words.positionals.length === 0)
    throw wrong('读哪些图片？写出文件或文件夹。', 'Read which pictures? Name files or folders.', 'zhanggui scan FILES|DIRS… [--orders orders.json] [--out predictions.json]') // prettier-ignore
  const absolute = (path: string) => (isAbsolute(path) ? path : resolve(io.cwd, path))
  const ordersFile = option(words, 'orders')
  const out = option(words, 'out')
  const files = await slipFilesIn(words.positionals.map(absolute))
  const predictions =
    ordersFile === undefined && core
      ? await scanIntoFolder(core, files, io)
      : await scanAgainst(ordersFile === undefined ? [] : await ordersIn(absolute(ordersFile)), files, io)
  if (out !== undefined) await writeFile(absolute(out), `${JSON.stringify(predictions, null, 1)}\n`)
  const matched = predictions.filter(({ matchedOrderId }) => matchedOrderId !== null).length
  const unreadable = predictions.filter(({ error }) => error !== undefined).length
  if (io.json)
    io.out(
      `${JSON.stringify(out === undefined ? predictions : { files: files.length, matched, unreadable, out })}\n`,
    )
  else {
    if (out === undefined) for (const one of predictions) io.out(`${lineOf(one)}\n`)
    io.out(
      `${files.length} 张 · 找到订单 ${matched} · 请人看 ${files.length - matched - unreadable} · 读不了 ${unreadable}\n${files.length} pictures, ${matched} found their order, ${files.length - matched - unreadable} for a person to look at, ${unreadable} unreadable\n`,
    )
  }
  return 0
}

async function scanAgainst(
  orders: readonly SlipOrder[],
  files: readonly string[],
  io: Io,
): Promise<Prediction[]> {
  const index = new OrderIndex(orders)
  const tell = (row: SlipRow, done: number, all: number) =>
    void (row.problem && io.err(`${done}/${all} ${row.file}: ${problemSentence(row.problem.code).zh}\n`))
  const rows = await readSlips(files, { onRow: tell })
  return rows.map((row) => predictionOf(row, index))
}

function predictionOf(row: SlipRow, index: OrderIndex): Prediction {
  const { file, reading, problem, ms } = row
  if (!reading) return unreadPrediction(file, problem?.code ?? '', ms)
  const candidates = index.candidatesOf(reading)
  const match = matchSlip(reading, candidates)
  const { orderNo, waybill } = likelyNumbers(reading, match, candidates)
  return {
    file, waybill, courier: reading.courier?.value ?? null, orderNo,
    amount: reading.amount ? (reading.amount.value / 100).toFixed(2) : null, date: reading.date?.value ?? null,
    phone: reading.phone?.value ?? null, reason: reading.reason?.value ?? null, matchedOrderId: match.orderId,
    confidence: match.confidence, candidates: [...match.candidates], ...(match.ask ? { ask: match.ask } : {}), ms,
  } // prettier-ignore
}

function lineOf(one: Prediction): string {
  const courier =
    one.courier && one.courier in COURIERS ? COURIERS[one.courier as keyof typeof COURIERS].zh : ''
  const found =
    one.error ??
    (one.matchedOrderId
      ? `→ ${one.matchedOrderId}`
      : `? ${(one.candidates ?? []).map(({ orderId }) => orderId).join(' ')}`)
  return [
    one.file,
    `${courier} ${one.waybill ?? ''}`.trim(),
    one.orderNo ?? '',
    one.amount ?? '',
    found,
  ].join('\t')
}

const fileOrders = z.array(
  z.object({
    orderId: z.string(),
    orderNo: z.coerce.string(),
    phone: z.string().nullish(),
    amount: z.coerce.string().nullish(),
    buyer: z.string().nullish(),
    orderDate: z.string().nullish(),
    returnWaybill: z.string().nullish(),
  }),
)

/** A list of orders in a file: `orderId, orderNo, phone, amount ("12.30"), buyer, orderDate, returnWaybill`. */
async function ordersIn(file: string): Promise<SlipOrder[]> {
  let parsed
  try {
    parsed = fileOrders.safeParse(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    throw new Refusal(
      'orders-unreadable',
      { file },
      error instanceof SyntaxError
        ? '--orders 要一份 .json：订单的列表，每张有 orderId、orderNo。这份不是。\n--orders wants a .json file: a list of orders, each with orderId and orderNo. This is none.'
        : `这份订单文件读不了：${file}\nThis file of orders cannot be read: ${String(error)}`,
    )
  }
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new Refusal(
      'orders-unreadable',
      { file, where: issue?.path.join('.') ?? '' },
      '这份订单文件的内容不对。\nThis file of orders is not of the expected form.',
    )
  }
  return parsed.data.map((order) => ({
    orderId: order.orderId, orderNo: order.orderNo, phone: order.phone ?? null,
    amount: order.amount === null || order.amount === undefined ? null : Math.round(Number(order.amount) * 100),
    buyer: order.buyer ?? null, orderedOn: order.orderDate?.slice(0, 10) ?? null, returnWaybills: order.returnWaybill ? [order.returnWaybill] : [],
  })) // prettier-ignore
}
