import { isAbsolute, resolve } from 'node:path'
import { exportSheets, isExportKind } from '../exports'
import type { CoreCommand } from './commands'
import { option } from './io'
import { wrong } from './usage'

const USAGE =
  'zhanggui export orders|stock|refunds|reconciliation|accountant-pack [--month 2026-11] --out FILE.xlsx|.csv|.jsonl|.zip'
/** A sheet of a few seconds is written in silence. */
const SAID_EVERY_MS = 2_000

/** `export WHAT`: streams a sheet; Ctrl C leaves nothing half done behind. */
export const exportSheet: CoreCommand = async (core, words, io) => {
  const [what] = words.positionals
  const [out, month] = [option(words, 'out'), option(words, 'month')]
  if (!isExportKind(what))
    throw what === undefined
      ? wrong('要导出什么？', 'Export what?', USAGE)
      : wrong(`不会导出「${what}」。`, `There is no export “${what}”.`, USAGE)
  if (!out) throw wrong('写到哪里？加 --out 文件名。', 'Write it where? Add --out FILE.', USAGE)
  let said = performance.now()
  const progress = (rows: number) => {
    if (performance.now() - said < SAID_EVERY_MS) return
    said = performance.now()
    io.err(`已写 ${rows} 行… / ${rows} rows written…\n`)
  }
  const file = isAbsolute(out) ? out : resolve(io.cwd, out)
  const { practice, database } = core
  const wish = { what, roles: ['owner'] as const, ...(month === undefined ? {} : { month }) }
  const { files, rows, sheets } = await exportSheets(database.slow, file, wish, { practice, progress, signal: io.signal }) // prettier-ignore
  if ((sheets['proof'] ?? sheets['books-proof']) === 0)
    io.err(
      `${month} 还没有收进账单，对账是空的：先用 zhanggui import bill FILE。\nNo bill of ${month} was taken in, so its reconciliation is empty: zhanggui import bill FILE first.\n`,
    )
  io.out(
    io.json
      ? `${JSON.stringify({ file: files[0], files, rows, sheets, ...(what === 'orders' ? { orders: rows } : {}) })}\n`
      : `${rows} 行 / rows → ${files.join(' ')}\n`,
  )
  return 0
}
