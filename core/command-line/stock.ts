import { isAbsolute, resolve } from 'node:path'
import type { Core } from '../build-core'
import { countsOfSheet, countStock } from '../flows'
import { matrixPage, warehousesOf } from '../inventory'
import { readTableFile } from '../sheets'
import { Usage, type Io, type Words } from './io'

const actor = { who: 'owner', from: 'command-line' }
const PAGE = 500
/** So many lines share one transaction. */
const LINES_AT_ONCE = 200

/** `stock list`: a line per SKU and warehouse. */
export async function stock(core: Core, { positionals: [verb] }: Words, io: Io): Promise<number> {
  if (verb !== 'list') throw new Usage('zhanggui stock list [--json]')
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

/** `import stock FILE…`: each file is a count. It is checked wholly before its first line is taken. */
export async function importStock(core: Core, files: readonly string[], io: Io): Promise<number> {
  const results = []
  for (const file of files) {
    const rows = await readTableFile(isAbsolute(file) ? file : resolve(io.cwd, file))
    const counts = countsOfSheet(rows, await warehousesOf(core.database.read))
    let [differing, shortOrders] = [0, 0]
    for (let start = 0; start < counts.length; start += LINES_AT_ONCE) {
      const some = counts.slice(start, start + LINES_AT_ONCE)
      const result = await core.database.withTx(actor, (tx) => countStock(tx, some, file))
      differing += result.differing
      shortOrders += result.shortOrders.length
    }
    core.jobs.wake()
    results.push({ file, lines: counts.length, differing, shortOrders })
  }
  io.out(
    io.json
      ? `${JSON.stringify(results)}\n`
      : `${results.map((one) => `✓ ${one.file}\n  盘了 ${one.lines} 行，${one.differing} 行和账上不一样，${one.shortOrders} 张单因此缺货\n  ${one.lines} lines counted, ${one.differing} differed from the books, ${one.shortOrders} orders are short because of it`).join('\n')}\n`,
  )
  return 0
}
