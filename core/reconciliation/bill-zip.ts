import { crc32 } from 'node:zlib'
import * as yauzl from 'yauzl'
import { refuseBill } from './bill-refusal'
import { guarded, isAbsurd } from './bomb-guard'
import type { BillInput, BillPart } from './bill-file'
import { Refusal } from '../kernel'

const MOST_ENTRIES = 64
const UTF8_NAMES = 1 << 11

export function looksZipped(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5)
}

const open = (input: BillInput) =>
  'path' in input
    ? yauzl.openPromise(input.path, { decodeStrings: false, autoClose: false })
    : yauzl.fromBufferPromise(input.bytes, { decodeStrings: false, autoClose: false })

/** The texts in a ZIP; Alipay writes their names in GBK without saying so. */
export async function partsOfZip(input: BillInput): Promise<BillPart[]> {
  const entries = await listed(input)
  const names = entries.map((entry) => nameOf(entry))
  if (names.includes('[Content_Types].xml')) throw refuseBill('bill-is-spreadsheet')
  if (names.length > MOST_ENTRIES) throw refuseBill('bill-bomb')
  if (names.some((name) => /\.(zip|gz|rar|7z)$/i.test(name))) throw refuseBill('bill-nested')
  const total = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0)
  const packed = entries.reduce((sum, entry) => sum + entry.compressedSize, 0)
  if (isAbsurd(total, packed)) throw refuseBill('bill-bomb')
  const parts = entries.flatMap((entry, at): BillPart[] => {
    const name = names[at] ?? ''
    if (name.startsWith('__MACOSX/') || !/\.(csv|txt)$/i.test(name)) return []
    if (entry.isEncrypted()) throw refuseBill('bill-encrypted')
    return [{ name: name.split('/').at(-1) ?? name, read: onceProven(() => contentOf(input, at)) }]
  })
  if (parts.length === 0) throw refuseBill('bill-not-a-bill')
  return parts
}

async function listed(input: BillInput): Promise<yauzl.Entry[]> {
  try {
    const zip = await open(input)
    try {
      if (zip.entryCount > MOST_ENTRIES) throw refuseBill('bill-bomb')
      const entries: yauzl.Entry[] = []
      for await (const entry of zip.eachEntry()) entries.push(entry)
      return entries
    } finally {
      zip.close()
    }
  } catch (error) {
    throw error instanceof Refusal ? error : refuseBill('bill-truncated')
  }
}

/** Read through for its sum before the first reading: of a damaged archive nothing is said but that, whatever its bytes look like. */
function onceProven(read: () => AsyncGenerator<Buffer>): () => AsyncGenerator<Buffer> {
  let proven = false
  return async function* () {
    if (!proven) for await (const chunk of read()) void chunk
    proven = true
    yield* read()
  }
}

/** Ends with a refusal where what came out is not what was packed: the reading library leaves the sum to us. */
async function* contentOf(input: BillInput, at: number): AsyncGenerator<Buffer> {
  const zip = await open(input)
  try {
    let n = 0
    for await (const entry of zip.eachEntry())
      if (n++ === at) {
        const stream = await zip.openReadStreamPromise(entry).catch(() => {
          throw refuseBill('bill-truncated')
        })
        let sum = 0
        for await (const chunk of guarded(stream, () => entry.compressedSize)) {
          sum = crc32(chunk, sum)
          yield chunk
        }
        if (sum !== entry.crc32) throw refuseBill('bill-truncated')
        return
      }
  } finally {
    zip.close()
  }
}

function nameOf(entry: yauzl.Entry): string {
  const encoding = entry.generalPurposeBitFlag & UTF8_NAMES ? 'utf-8' : 'gb18030'
  return new TextDecoder(encoding).decode(entry.fileNameRaw)
}
