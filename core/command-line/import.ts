import { isAbsolute, resolve } from 'node:path'
import { formatMajor } from '../kernel'
import { billAt, importBills, type FileResult, type ImportResult } from '../reconciliation'
import { importVips } from '../refunds'
import { readTableFile } from '../sheets'
import type { Core } from '../build-core'
import type { CoreCommand } from './commands'
import { option, type Io, type Words } from './io'
import { wrong } from './usage'
import { importStock } from './stock'

const LAYOUTS: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  'wechat-trade': ['微信支付 交易账单', 'WeChat Pay trade bill'],
  'wechat-flow': ['微信支付 资金账单', 'WeChat Pay fund flow'],
  'alipay-trade': ['支付宝 业务明细', 'Alipay trades'],
  'alipay-flow': ['支付宝 账务明细', 'Alipay fund flow'],
}

/** `import bill FILE…`: what each file was, what of it was new, and what did not come out even. 1 when one was refused, or none was taken. */
export const importFiles: CoreCommand = async (core, words, io) => {
  const [what, ...files] = words.positionals
  if (what === 'vip') return importVip(core, files, words, io)
  if (what === 'stock' && files.length > 0) return importStock(core, files, io)
  if (what !== 'bill' || files.length === 0) throw whichImport(what)
  const inputs = files.map((file) => billAt(isAbsolute(file) ? file : resolve(io.cwd, file)))
  const result = await importBills(core, { who: 'owner', from: 'command-line' }, inputs)
  io.out(io.json ? `${JSON.stringify(result)}\n` : `${told(result)}\n`)
  // The totals of a ZIP lie beside its details: what explains itself as a summary is no failure beside what was taken.
  const refused = result.files.some((file) => !file.ok && file.code !== 'bill-summary')
  return refused || !result.files.some((file) => file.ok) ? 1 : 0
}

function whichImport(what: string | undefined) {
  const usage = 'zhanggui import bill|stock|vip FILE… [--json]'
  if (what === undefined) return wrong('要收什么：账单 bill、盘点表 stock、名单 vip？', 'Take in what: bill, stock or vip?', usage)
  if (what === 'bill' || what === 'stock') return wrong('收哪些文件？写在后面。', 'Which files? Name them.', usage)
  return wrong(`不会收「${what}」。`, `There is no import “${what}”.`, usage)
} // prettier-ignore

/** `import vip FILE --shop ID`: whose refunds have the higher limit. */
async function importVip(core: Core, files: readonly string[], words: Words, io: Io): Promise<number> {
  const shop = option(words, 'shop')
  const [file] = files
  if (!file || !shop || files.length > 1) throw wrong('收一份名单要写文件和 --shop 店的编号。', 'A list of VIP buyers needs one file, and --shop with the id of its shop.', 'zhanggui import vip FILE --shop ID [--json]') // prettier-ignore
  const path = isAbsolute(file) ? file : resolve(io.cwd, file)
  const table = await readTableFile(path)
  const result = await core.database.withTx({ who: 'owner', from: 'command-line' }, (tx) =>
    importVips(tx, shop, table),
  )
  const { marked, known, unknown } = result
  io.out(
    io.json
      ? `${JSON.stringify(result)}\n`
      : `VIP：新 ${marked} · 已有 ${known} · 店里没有 ${unknown.length}${unknown.length > 0 ? `（第 ${unknown.join('、')} 行）` : ''}\nVIP: ${marked} new, ${known} known, ${unknown.length} not in this shop\n`,
  )
  return 0
}

function told(result: ImportResult): string {
  const { orders, differing, unknown, open } = result
  return [
    ...result.files.map(fileTold),
    `核对 ${orders} 单，对不上 ${differing} 单，账单上有而店里没有 ${unknown} 笔；待处理差异共 ${open} 条`,
    `checked ${orders} orders, ${differing} differ, ${unknown} bill rows without an order; open differences: ${open}`,
  ].join('\n')
}

function fileTold(file: FileResult): string {
  if (!file.ok) return `✗ ${file.name}\n  ${file.message.replaceAll('\n', '\n  ')}`
  const { name, layout, from, to, rows, fresh, known, cleaned, contradicting, totals } = file
  const days = from === to ? from : `${from} – ${to}`
  const [zh, en] = LAYOUTS[layout] ?? [layout, layout]
  const proven = Object.entries(totals).map(
    ([total, value]) => `${total} ${/笔数|单数/.test(total) ? value : formatMajor(value, 'CNY')}`,
  )
  return [
    `✓ ${name}`,
    `  ${zh} · ${days} · ${rows} 行，新 ${fresh}，已有 ${known}${cleaned ? `，测试和内部 ${cleaned}` : ''}${contradicting ? `，与以前的账单不一致 ${contradicting}` : ''}`,
    `  ${en} · ${days} · ${rows} rows, ${fresh} new, ${known} known${cleaned ? `, ${cleaned} test or internal` : ''}${contradicting ? `, ${contradicting} unlike earlier bills` : ''}`,
    `  合计相符 totals proven: ${proven.join(' · ')}`,
  ].join('\n')
}
