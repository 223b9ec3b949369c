import ExcelJS from 'exceljs'
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { Refusal } from '../kernel'

const MOST_BYTES = 50 << 20

/**
 * The first sheet of an .xlsx, or a .csv in UTF-8 or GBK, as rows of text. `Refusal`: `file-missing`,
 * `sheet-too-large`, `sheet-unreadable`.
 */
export async function readTable(file: string): Promise<string[][]> {
  const name = basename(file)
  const size = await stat(file).then((found) => (found.isFile() ? found.size : undefined), () => undefined) // prettier-ignore
  if (size === undefined) throw new Refusal('file-missing', { file: name })
  if (size > MOST_BYTES) throw new Refusal('sheet-too-large', { file: name, mb: Math.round(size / 2 ** 20) })
  const bytes = await readFile(file)
  // A ZIP whatever the name says: shops hand out .xls that are none.
  const rows = bytes.subarray(0, 2).toString('latin1') === 'PK' ? await sheetRows(bytes, name) : csvRows(textOf(bytes, name)) // prettier-ignore
  return rows.filter((row) => row.some((cell) => cell !== ''))
}

async function sheetRows(bytes: Buffer, name: string): Promise<string[][]> {
  const book = new ExcelJS.Workbook()
  try {
    await book.xlsx.load(bytes as unknown as ArrayBuffer) // its types know an older Buffer
  } catch (cause) {
    throw Object.assign(new Refusal('sheet-unreadable', { file: name }), { cause })
  }
  const rows: string[][] = []
  book.worksheets[0]?.eachRow((row) => {
    const cells = Array.isArray(row.values) ? row.values : []
    rows.push(Array.from({ length: Math.max(0, cells.length - 1) }, (_, n) => row.getCell(n + 1).text.trim()))
  })
  return rows
}

function textOf(bytes: Buffer, name: string): string {
  for (const encoding of ['utf-8', 'gbk'])
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes)
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
    }
  throw new Refusal('sheet-unreadable', { file: name })
}

/** Comma, semicolon or tab, whichever the first line has most of; quotes double themselves. */
export function csvRows(text: string): string[][] {
  const first = text.slice(0, (text.indexOf('\n') + 1 || text.length + 1) - 1)
  const mark = [',', ';', '\t'].reduce((best, one) => (first.split(one).length > first.split(best).length ? one : best)) // prettier-ignore
  const rows: string[][] = [[]]
  let cell = ''
  let quoted = false
  const endCell = () => {
    // Excel keeps a long number whole when it is written ="123", and Alipay's sheets end cells with a tab.
    rows.at(-1)?.push(cell.trim().replace(/^="?(.*?)"?$/, '$1'))
    cell = ''
  }
  for (let n = 0; n < text.length; n += 1) {
    const sign = text[n] ?? ''
    if (quoted && sign === '"' && text[n + 1] === '"') cell += text[++n]
    else if (sign === '"' && (quoted || cell.trim() === '')) quoted = !quoted
    else if (quoted || (sign !== mark && sign !== '\n')) cell += sign === '\r' ? '' : sign
    else {
      endCell()
      if (sign === '\n') rows.push([])
    }
  }
  endCell()
  return rows
}
