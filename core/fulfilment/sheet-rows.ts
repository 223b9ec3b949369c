import { Refusal } from '../kernel'
import { findColumns, readSheets, textAt, type Table } from '../sheets'

/** A line of a shipping sheet, as it stands there. */
export interface SheetRow {
  /** Counted as the sheet's program does, from 1. */
  readonly line: number
  readonly number: string
  readonly waybill: string
  readonly courier: string
}

const COLUMNS = {
  number: /^(平台|原始|线上|网店|店铺|主)?(订单号|订单编号|订单id|交易号|交易编号|order(number|no\.?|id)?)$/,
  waybill:
    /^(电子)?(快递|物流|运单|面单)?(单号码?|运单号码?|运单编号|物流编号|面单号码?|快递号|物流号)$|^(waybill|tracking)(number|no\.?|code|id)?$/,
  courier: /^(快递|物流|承运)(公司|商)?(名称)?$|^(courier|carrier|shippingcompany)$/,
} as const
/** A day of a large shop; what is pasted or dropped travels in one message. */
const BOUNDS = { mostBytes: 8 << 20, mostRows: 5_000 }

export interface ShippingSheet {
  readonly rows: readonly SheetRow[]
  /** Which sheet of the book these lines are of; `null` where there is but one. */
  readonly sheet: string | null
}

/**
 * Reads order numbers and waybills by the names of their columns, from the first sheet that has such lines: templates
 * of platforms begin with one of explanations. `Refusal`: `sheet-columns-missing`, and those of `readTable`.
 */
export async function readShippingSheet(file: string, bytes: Buffer): Promise<ShippingSheet> {
  const sheets = await readSheets(file, bytes, BOUNDS)
  let headed = false
  for (const { name, rows: read } of sheets) {
    const rows = rowsOf(read())
    headed ||= rows !== undefined
    if (rows && rows.length > 0) return { rows, sheet: sheets.length > 1 ? name : null }
  }
  throw new Refusal(headed ? 'sheet-empty' : 'sheet-columns-missing', { file })
}

function rowsOf(table: Table): SheetRow[] | undefined {
  const found = findColumns(table, COLUMNS, (has) => has('number') && has('waybill'))
  if (!found) return undefined
  const { at, body } = found
  return body
    .map((row) => ({
      line: row.line,
      number: textAt(row, at.number),
      waybill: textAt(row, at.waybill),
      courier: textAt(row, at.courier),
    }))
    .filter(({ number, waybill }) => number !== '' || waybill !== '')
}
