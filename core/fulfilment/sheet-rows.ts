import { Refusal } from '../kernel'
import { cellsOfXlsx, looksLikeXlsx } from './xlsx-cells'

/** A line of a shipping sheet, as it stands there. */
export interface SheetRow {
  /** Counted as the sheet's program does, from 1. */
  readonly line: number
  readonly number: string
  readonly waybill: string
  readonly courier: string
}

/** A cell; `rounded`: the sheet's program kept only the first digits of a long number. */
export interface Cell {
  readonly text: string
  readonly rounded?: true
}

const HEADERS = {
  number: /^(平台|原始|主)?(订单号|订单编号|订单id|交易号|交易编号|order(number|no\.?|id)?)$/,
  waybill:
    /^(快递|物流|运单|面单)?(单号|运单号|运单编号|物流编号)$|^(waybill|tracking)(number|no\.?|code|id)?$/,
  courier: /^(快递|物流|承运)(公司|商)?(名称)?$|^(courier|carrier|shippingcompany)$/,
} as const
/** Lines above the names of the columns. */
const LONGEST_PREAMBLE = 20
const MOST_ROWS = 5_000
export const MOST_SHEET_BYTES = 8 << 20

/** Reads order numbers and waybills by the names of their columns, from .xlsx, or .csv in UTF-8 or GBK. */
export async function readShippingSheet(name: string, bytes: Buffer): Promise<SheetRow[]> {
  if (bytes.length === 0) throw new Refusal('sheet-empty', { file: name })
  if (bytes.length > MOST_SHEET_BYTES) throw new Refusal('sheet-too-large', { file: name })
  const table = looksLikeXlsx(bytes) ? await cellsOfXlsx(name, bytes) : cellsOfText(name, bytes)
  const head = table.slice(0, LONGEST_PREAMBLE).findIndex((row) => columnOf(row, 'waybill') >= 0 && columnOf(row, 'number') >= 0)
  if (head < 0) throw new Refusal('sheet-columns-missing', { file: name })
  const titles = table[head] ?? []
  const at = { number: columnOf(titles, 'number'), waybill: columnOf(titles, 'waybill'), courier: columnOf(titles, 'courier') }
  const rows = table.slice(head + 1).flatMap((cells, n): SheetRow[] => {
    const number = textAt(cells, at.number)
    const waybill = textAt(cells, at.waybill)
    if (number === '' && waybill === '') return []
    return [{ line: head + n + 2, number, waybill, courier: textAt(cells, at.courier) }]
  })
  if (rows.length === 0) throw new Refusal('sheet-empty', { file: name })
  if (rows.length > MOST_ROWS) throw new Refusal('sheet-too-large', { file: name })
  return rows
} // prettier-ignore

function columnOf(titles: readonly Cell[], column: keyof typeof HEADERS): number {
  return titles.findIndex(({ text }) =>
    HEADERS[column].test(text.toLowerCase().replace(/[\s_\-（）()*]/g, '')),
  )
}

/** What stands for a number that the sheet rounded: no order and no parcel has it. */
export const ROUNDED = '≈'

/** Excel users write long numbers with an apostrophe, exports with a tab or as ="…" so that they stay text. */
function textAt(cells: readonly Cell[], at: number): string {
  const cell = cells[at]
  if (!cell) return ''
  const text = cell.text.trim().replace(/^="?(.*?)"?$/, '$1').replace(/^['\t]+/, '').trim()
  return cell.rounded || /^\d(\.\d+)?E\+?\d+$/i.test(text) ? `${ROUNDED}${text}` : text
} // prettier-ignore

function cellsOfText(name: string, bytes: Buffer): Cell[][] {
  if (bytes.includes(0)) throw new Refusal('sheet-unreadable', { file: name })
  const text = decoded(bytes)
  const [first = ''] = text.split(/\r?\n/, 1)
  const comma = (['\t', ';', ','] as const).find((sign) => first.includes(sign)) ?? ','
  return parseCsv(text, comma).map((row) => row.map((cell) => ({ text: cell })))
}

function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    // Not UTF-8: what Chinese Excel writes.
    if (error instanceof TypeError) return new TextDecoder('gb18030').decode(bytes)
    throw error
  }
}

/** RFC 4180: a quoted cell may hold the separator, line ends and doubled quotes. */
function parseCsv(text: string, comma: string): string[][] {
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
    } else if (sign === '"' && cell === '') quoted = true
    else if (sign === comma) endCell()
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
