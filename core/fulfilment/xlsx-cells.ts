import * as yauzl from 'yauzl'
import { Refusal } from '../kernel'
import type { Cell } from './sheet-rows'

const MOST_BYTES = 64 << 20
const MOST_DIGITS = 15

export function looksLikeXlsx(bytes: Buffer): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b
}

/** The cells of the first sheet (ECMA-376, SpreadsheetML): text shared or inline, and numbers as they were kept. */
export async function cellsOfXlsx(name: string, bytes: Buffer): Promise<Cell[][]> {
  const parts = await partsOf(name, bytes)
  const sheets = [...parts.keys()].filter((part) => /^xl\/worksheets\/[^/]+\.xml$/.test(part))
  const first = sheets.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))[0]
  const sheet = first === undefined ? undefined : parts.get(first)
  if (sheet === undefined) throw new Refusal('sheet-unreadable', { file: name })
  const shared = sharedTexts(parts.get('xl/sharedStrings.xml') ?? '')
  const rows: Cell[][] = []
  for (const [, attributes = '', body = ''] of sheet.matchAll(/<row\b([^>]*)>(.*?)<\/row>/gs)) {
    const at = Number(/\br="(\d+)"/.exec(attributes)?.[1] ?? rows.length + 1) - 1
    while (rows.length < at && rows.length < 100_000) rows.push([])
    rows.push(cellsOfRow(body, shared))
  }
  return rows
}

function cellsOfRow(body: string, shared: readonly string[]): Cell[] {
  const cells: Cell[] = []
  for (const [, attributes = '', inner = ''] of body.matchAll(/<c\b([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
    const column = columnAt(/\br="([A-Z]{1,3})\d+"/.exec(attributes)?.[1], cells.length)
    while (cells.length < column) cells.push({ text: '' })
    cells.push(cellOf(/\bt="(\w+)"/.exec(attributes)?.[1] ?? 'n', inner, shared))
  }
  return cells
}

function cellOf(type: string, inner: string, shared: readonly string[]): Cell {
  if (type === 'inlineStr') return { text: textIn(inner) }
  const value = plain(/<v[^>]*>(.*?)<\/v>/s.exec(inner)?.[1] ?? '')
  if (type === 's') return { text: shared[Number(value)] ?? '' }
  if (type !== 'n') return { text: value }
  // Excel keeps fifteen digits of a number: a longer one is another number now.
  const number = Number(value)
  if (value === '' || !Number.isInteger(number)) return { text: value }
  const text = BigInt(number).toString()
  return text.length > MOST_DIGITS ? { text, rounded: true } : { text }
}

function columnAt(letters: string | undefined, next: number): number {
  if (letters === undefined) return next
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

function sharedTexts(xml: string): string[] {
  return [...xml.matchAll(/<si\b[^>]*?(?:\/>|>(.*?)<\/si>)/gs)].map(([, inner = '']) => textIn(inner))
}

/** All text of a cell; what is only its reading aid (phonetic) is left out. */
function textIn(xml: string): string {
  const own = xml.replace(/<rPh\b.*?<\/rPh>/gs, '')
  return [...own.matchAll(/<t\b[^>]*?(?:\/>|>(.*?)<\/t>)/gs)].map(([, text = '']) => plain(text)).join('')
}

const SIGNS: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }
function plain(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (hex) return String.fromCodePoint(parseInt(String(hex), 16))
    if (decimal) return String.fromCodePoint(Number(decimal))
    return SIGNS[String(name)] ?? String(whole)
  })
}

const WANTED = /^xl\/(worksheets\/[^/]+\.xml|sharedStrings\.xml)$/

/** The XML parts that are read, unpacked up to a bound whatever the archive says of itself. */
async function partsOf(name: string, bytes: Buffer): Promise<Map<string, string>> {
  const parts = new Map<string, string>()
  let unpacked = 0
  try {
    const zip = await yauzl.fromBufferPromise(bytes, { decodeStrings: false, autoClose: false })
    try {
      for await (const entry of zip.eachEntry()) {
        const part = entry.fileNameRaw.toString('utf8').replace(/^\//, '')
        if (!WANTED.test(part)) continue
        const chunks: Buffer[] = []
        for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
          unpacked += chunk.length
          if (unpacked > MOST_BYTES) throw new Refusal('sheet-too-large', { file: name })
          chunks.push(chunk)
        }
        parts.set(part, Buffer.concat(chunks).toString('utf8'))
      }
    } finally {
      zip.close()
    }
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw new Refusal('sheet-unreadable', { file: name })
  }
  return parts
}
