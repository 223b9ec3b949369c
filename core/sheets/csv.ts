import { Refusal } from '../kernel'
import type { Row } from './read-table'

/** By these many lines the separator is chosen: the first may be a heading without any. */
const LINES_TO_LOOK_AT = 20

export function rowsOfText(file: string, bytes: Buffer): Row[] {
  const text = decoded(file, bytes)
  return parse(text, separatorOf(text)).map((cells, n) => ({ line: n + 1, cells: cells.map((cell) => ({ text: cell })) })) // prettier-ignore
}

function decoded(file: string, bytes: Buffer): string {
  // What Excel calls Unicode text.
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  // Not UTF-8: what Chinese Excel writes. A NUL is in no text of either.
  for (const encoding of bytes.includes(0) ? [] : ['utf-8', 'gb18030'])
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes)
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
    }
  throw new Refusal('sheet-unreadable', { file })
}

/** Comma, tab or semicolon, whichever stands there most. */
function separatorOf(text: string): string {
  const head = text.split('\n', LINES_TO_LOOK_AT).join('\n')
  const count = (sign: string) => head.split(sign).length
  return [',', '\t', ';'].reduce((best, sign) => (count(sign) > count(best) ? sign : best))
}

/** RFC 4180: a quoted cell may hold the separator, line ends and doubled quotes. */
function parse(text: string, separator: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let quoted = false
  const endCell = () => {
    row.push(cell)
    cell = ''
  }
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] ?? ''
    if (quoted) {
      if (sign !== '"') cell += sign
      else if (text[at + 1] === '"') cell += text[++at] ?? ''
      else quoted = false
    } else if (sign === '"' && cell.trim() === '') {
      quoted = true
      cell = ''
    } else if (sign === separator) endCell()
    else if (sign === '\n') {
      endCell()
      rows.push(row)
      row = []
    } else if (sign !== '\r') cell += sign
  }
  endCell()
  rows.push(row)
  return rows
}
