import { basename, isAbsolute, resolve } from 'node:path'
import type { Core } from '../build-core'
import { countsOfSheet, countStock, type Counted } from '../flows'
import { knownSkus, matrixPage, warehousesOf } from '../inventory'
import { Refusal } from '../kernel'
import { readSheetsFile } from '../sheets'
import { type Io, type Words } from './io'
import { wrong } from './usage'
import { sentenceOf } from './sentences'

const actor = { who: 'owner', from: 'command-line' }
const PAGE = 500
/** So many lines share one transaction. */
const LINES_AT_ONCE = 200

/** `stock list`: a line per SKU and warehouse. */
export async function stock(core: Core, { positionals: [verb] }: Words, io: Io): Promise<number> {
  if (verb !== 'list') throw wrong(verb === undefined ? '要看什么？' : `不认识「${verb}」。`, verb === undefined ? 'Show what?' : `“${verb}” is not known.`, 'zhanggui stock list [--json]') // prettier-ignore
  const names = new Map((await warehousesOf(core.database.read)).map((one) => [one.id, one.name]))
  const all = []
  for (let cursor: string | null = null, more = true; more; more = cursor !== null) {
    const page = await matrixPage(core.database.slow, { text: '', show: 'all', cursor, limit: PAGE, now: core.clock.now() }) // prettier-ignore
    all.push(...page.rows)
    cursor = page.nextCursor
  }
  const lines = all.flatMap(({ sku, title, short, cells }) =>
    cells.map(({ warehouseId, available, onHand, reserved, inTransit, damaged, safety, countedAt }) => ({
      sku, title, warehouse: names.get(warehouseId) ?? warehouseId, available, onHand, reserved, inTransit, damaged, safety, short,
      countedAt: countedAt > 0 ? new Date(countedAt).toISOString() : null,
    })),
  ) // prettier-ignore
  io.out(
    io.json
      ? `${JSON.stringify(lines)}\n`
      : `${['编码 SKU', '仓 warehouse', '可卖 available', '在库 on hand', '占 reserved', '途 in transit', '坏 damaged'].join('\t')}\n${lines.map((line) => [line.sku, line.warehouse, line.available, line.onHand, line.reserved, line.inTransit, line.damaged].join('\t')).join('\n')}\n`,
  )
  return 0
}

/** `import stock FILE…`: each file is a count, checked wholly before its first line is taken. 1 when one was refused. */
export async function importStock(core: Core, files: readonly string[], io: Io): Promise<number> {
  const results: StockFile[] = []
  for (const file of files)
    try {
      results.push(await importSheet(core, file, isAbsolute(file) ? file : resolve(io.cwd, file)))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      results.push({ file, ok: false, code: error.code, message: sentenceOf(error) })
    }
  io.out(io.json ? `${JSON.stringify(results)}\n` : results.map(told).join(''))
  return results.every((one) => one.ok) ? 0 : 1
}

type StockFile =
  | { readonly file: string; readonly ok: true; readonly lines: number; readonly differing: number; readonly shortOrders: number; readonly newGoods: readonly string[] }
  | { readonly file: string; readonly ok: false; readonly code: string; readonly message: string } // prettier-ignore

async function importSheet(core: Core, file: string, path: string): Promise<StockFile> {
  const warehouses = await warehousesOf(core.database.read)
  const counts = await countsIn(path, warehouses)
  const known = await knownSkus(core.database.slow)
  const newGoods = newIn(counts.map((count) => count.sku), known) // prettier-ignore
  let [differing, shortOrders] = [0, 0]
  for (let start = 0; start < counts.length; start += LINES_AT_ONCE) {
    const some = counts.slice(start, start + LINES_AT_ONCE)
    const result = await core.database.withTx(actor, (tx) => countStock(tx, some, file))
    differing += result.differing
    shortOrders += result.shortOrders.length
  }
  core.jobs.wake()
  return { file, ok: true, lines: counts.length, differing, shortOrders, newGoods }
}

/** The counts of the first sheet that has any: explanations often stand before them. */
async function countsIn(path: string, warehouses: Parameters<typeof countsOfSheet>[1]): Promise<Counted[]> {
  let why: Refusal | undefined
  for (const { rows } of await readSheetsFile(path))
    try {
      return countsOfSheet(rows(), warehouses)
    } catch (error) {
      if (!(error instanceof Refusal) || (error.code !== 'sheet-columns' && error.code !== 'sheet-empty'))
        throw error
      why ??= error
    }
  throw why ?? new Refusal('sheet-empty', { file: basename(path) })
}

/** Codes that nothing of ours is called by yet. One that differs from a known code in capitals alone is a slip of the pen. */
function newIn(skus: readonly string[], known: readonly string[]): string[] {
  const exact = new Set(known)
  const plain = new Map(known.map((sku) => [sku.toLowerCase(), sku]))
  const fresh = [...new Set(skus)].filter((sku) => !exact.has(sku))
  for (const sku of fresh) {
    const meant = plain.get(sku.toLowerCase())
    if (meant !== undefined) throw new Refusal('sheet-code-nearly', { sku, meant })
  }
  return fresh
}

const NAMED = 8

function told(one: StockFile): string {
  if (!one.ok) return `✗ ${one.file}\n  ${one.message.replaceAll('\n', '\n  ')}\n`
  const { file, lines, differing, shortOrders, newGoods } = one
  const some = `${newGoods.slice(0, NAMED).join('、')}${newGoods.length > NAMED ? ' …' : ''}`
  return [
    `✓ ${file}`,
    `  盘了 ${lines} 行，${differing} 行和账上不一样，${shortOrders} 张单因此缺货`,
    `  ${lines} lines counted, ${differing} differed from the books, ${shortOrders} orders are short because of it`,
    ...(newGoods.length > 0
      ? [`  新货品 ${newGoods.length} 个：${some}`, `  ${newGoods.length} codes are new`]
      : []),
    '',
  ].join('\n')
}
