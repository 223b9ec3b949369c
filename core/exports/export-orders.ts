import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { extname } from 'node:path'
import type { ReadDb } from '../database'
import { Refusal } from '../kernel'
import { loadOrdersById, neutralOrder } from '../orders'
import { csvSheet } from './csv-sheet'
import { jsonLines } from './json-lines'
import type { SheetWriter } from './sheet'
import { xlsxSheet } from './xlsx-sheet'

const AT_ONCE = 500

export interface ExportResult {
  readonly orders: number
  readonly file: string
}

/**
 * Streams all orders into a sheet whose form follows the ending: .xlsx, .csv or .jsonl. Written beside the target
 * and renamed when whole, so that a half sheet never looks finished. `Refusal('unknown-ending')` for other endings.
 */
export async function exportOrders(
  read: ReadDb,
  file: string,
  options: { practice: boolean; signal?: AbortSignal; progress?: (orders: number) => void },
): Promise<ExportResult> {
  const draft = `${file}.part`
  const platforms = new Map(
    (
      await read.all<{ id: string; platform: string; name: string }>('select id, platform, name from shops')
    ).map((shop) => [shop.id, shop]),
  )
  const writer = writerFor(file, draft, options.practice)
  let count = 0
  try {
    for (let after = -1; ;) {
      const ids = (
        await read.all<{ id: number }>(`select id from orders where id > ? order by id limit ${AT_ONCE}`, [
          after,
        ])
      ).map((row) => row.id)
      if (ids.length === 0) break
      for (const order of await loadOrdersById(read, ids)) {
        const shop = platforms.get(order.shopId)
        await writer.add({
          order,
          neutral: neutralOrder(order, shop?.platform ?? ''),
          shopName: shop?.name ?? order.shopId,
          platform: shop?.platform ?? '',
        })
        count += 1
      }
      after = ids.at(-1) ?? after
      options.progress?.(count)
      if (options.signal?.aborted) throw new Refusal('cancelled')
    }
    await writer.finish()
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true })
    if (
      (error as NodeJS.ErrnoException).code === 'ENOSPC' ||
      (error as NodeJS.ErrnoException).code === 'EFBIG'
    )
      throw new Refusal('disk-full', { file })
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new Refusal('folder-missing', { file })
    throw error
  }
  return { orders: count, file }
}

function writerFor(file: string, draft: string, practice: boolean): SheetWriter {
  switch (extname(file).toLowerCase()) {
    case '.jsonl': return jsonLines(createWriteStream(draft))
    case '.csv': return csvSheet(createWriteStream(draft), practice)
    case '.xlsx': return xlsxSheet(draft, practice)
    default: throw new Refusal('unknown-ending', { file, known: '.xlsx .csv .jsonl' })
  } // prettier-ignore
}
