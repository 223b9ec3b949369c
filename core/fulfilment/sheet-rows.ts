import { Refusal } from '../kernel'
import { findColumns, readTable, textAt, type Table } from '../sheets'

/** A line of a shipping sheet, as it stands there. */
export interface SheetRow {
  /** Counted as the sheet's program does, from 1. */
  readonly line: number
  readonly number: string
  readonly waybill: string
  readonly courier: string
}

const COLUMNS = {
  number: /^(平台|原始|主)?(订单号|订单编号|订单id|交易号|交易编号|order(number|no\.?|id)?)$/,
  waybill:
    /^(快递|物流|运单|面单)?(单号|运单号|运单编号|物流编号)$|^(waybill|tracking)(number|no\.?|code|id)?$/,
  courier: /^(快递|物流|承运)(公司|商)?(名称)?$|^(courier|carrier|shippingcompany)$/,
} as const
/** A day of a large shop; what is pasted or dropped travels in one message. */
const BOUNDS = { mostBytes: 8 << 20, mostRows: 5_000 }

/** Reads order numbers and waybills by the names of their columns. `Refusal`: `sheet-columns-missing`, and those of `readTable`. */
export async function readShippingSheet(file: string, bytes: Buffer): Promise<SheetRow[]> {
  const rows = rowsOf(file, await readTable(file, bytes, BOUNDS))
  if (rows.length === 0) throw new Refusal('sheet-empty', { file })
  return rows
}

function rowsOf(file: string, table: Table): SheetRow[] {
  const found = findColumns(table, COLUMNS, (has) => has('number') && has('waybill'))
  if (!found) throw new Refusal('sheet-columns-missing', { file })
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
