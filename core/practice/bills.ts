import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import iconv from 'iconv-lite'
import { eventsOf, type BillEventOptions } from './bill-events'
import type { PracticeSale, SeededTrouble } from './bill-sale'
import { alipayFlowText, alipayTradeText, wechatFlowText, wechatTradeText, type BillText } from './bill-texts'

export interface PracticeBills {
  /** Trade and flow of both providers, in the layouts that a merchant downloads. */
  readonly files: readonly string[]
  /** Sales whose rows are as they should be. */
  readonly clean: number
  readonly troubles: readonly SeededTrouble[]
}

/**
 * Writes the month's bills of these sales into a folder, as they come: memory stays flat however many there are.
 * The same sales and seed give the same bills.
 */
export async function writePracticeBills(
  folder: string,
  sales: Iterable<PracticeSale> | AsyncIterable<PracticeSale>,
  options: BillEventOptions,
): Promise<PracticeBills> {
  await mkdir(folder, { recursive: true })
  const files = {
    wechat: [wechatTradeText(options), wechatFlowText(options)].map((text) => billFile(folder, text)),
    alipay: [alipayTradeText(options), alipayFlowText(options)].map((text) => billFile(folder, text)),
  }
  const troubles: SeededTrouble[] = []
  let clean = 0
  for await (const sale of sales) {
    const { events, trouble } = eventsOf(sale, options)
    if (trouble) troubles.push(trouble)
    if (!trouble || isBeside(trouble)) clean += 1
    for (const event of events)
      for (const file of files[sale.channel]) {
        const text = file.text.add(event)
        if (!file.write(text)) await file.drained()
      }
  }
  const all = [...files.wechat, ...files.alipay]
  for (const file of all) await file.end()
  return { files: all.map((file) => file.path), clean, troubles }
}

/** A payment beside the sale: the sale itself is as it should be. */
function isBeside({ trouble }: SeededTrouble): boolean {
  return trouble === 'unknown-order' || trouble === 'test-order' || trouble === 'internal-order'
}

function billFile(folder: string, text: BillText) {
  const path = join(folder, text.fileName)
  const stream = createWriteStream(path)
  const done = finished(stream)
  done.catch((error: unknown) => error)
  const encoded = (part: string) => (text.encoding === 'gbk' ? iconv.encode(part, 'gb18030') : part)
  let waiting = text.head()
  return {
    path,
    text,
    write(part: string): boolean {
      waiting += part
      if (waiting.length < 1 << 15) return true
      const ok = stream.write(encoded(waiting))
      waiting = ''
      return ok
    },
    drained: () => Promise.race([once(stream, 'drain'), done]),
    async end() {
      stream.end(encoded(waiting + text.foot()))
      await done
    },
  }
}
