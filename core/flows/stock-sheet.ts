import { Refusal } from '../kernel'
import { findColumns, ROUNDED, textAt, type Table } from '../sheets'
import type { Counted } from './count-stock.flow'

const COLUMNS = {
  sku: /^(sku|(商家|商品|货品|规格)?编码|sku编码|货号)$/,
  warehouse: /^(warehouse|仓库|仓|仓名|仓库名称|发货仓)$/,
  onHand: /^(onhand|quantity|在库|实盘数?|数量|(现有)?库存|库存数量)$/,
} as const
const WORDS = { sku: '商家编码 sku', warehouse: '仓库 warehouse', onHand: '在库 on hand' }

/**
 * A sheet of SKU, warehouse and pieces as counts; columns are found by their names, in any order. With one warehouse
 * the column may be missing. `Refusal` names the row: `sheet-columns`, `sheet-warehouse`, `sheet-quantity`, `sheet-empty`.
 */
export function countsOfSheet(
  table: Table,
  warehouses: readonly { readonly id: string; readonly name: string }[],
): Counted[] {
  const only = warehouses.length === 1 ? warehouses[0] : undefined
  const wanted: readonly (keyof typeof COLUMNS)[] = only ? ['sku', 'onHand'] : ['sku', 'warehouse', 'onHand']
  const found = findColumns(table, COLUMNS, (has) => wanted.every(has))
  if (!found) throw columnsMissing(table, wanted)
  const { at, body } = found
  const counts = body.flatMap((row): Counted[] => {
    const code = textAt(row, at.sku)
    if (code === '') return []
    if (code.startsWith(ROUNDED)) throw new Refusal('number-rounded', { number: code.slice(ROUNDED.length) })
    const named = textAt(row, at.warehouse)
    const warehouse = warehouses.find((one) => one.name === named || one.id === named) ?? (named === '' ? only : undefined) // prettier-ignore
    if (!warehouse) throw new Refusal('sheet-warehouse', { row: row.line, warehouse: named, known: warehouses.map((one) => one.name).join('、') }) // prettier-ignore
    const said = textAt(row, at.onHand)
    const pieces = said.normalize('NFKC').replaceAll(',', '')
    if (!/^\d{1,8}$/.test(pieces)) throw new Refusal('sheet-quantity', { row: row.line, sku: code, quantity: said }) // prettier-ignore
    return [{ sku: code, warehouseId: warehouse.id, onHand: Number(pieces), reason: '导入盘点' }]
  })
  if (counts.length === 0) throw new Refusal('sheet-empty')
  const seen = new Set<string>()
  for (const { sku: code, warehouseId } of counts) {
    const cell = `${code}\u001f${warehouseId}`
    if (seen.has(cell)) throw new Refusal('counted-twice', { sku: code })
    seen.add(cell)
  }
  return counts
}

/** Speaks of the line that has most of the columns: that is the head its writer meant. */
function columnsMissing(table: Table, wanted: readonly (keyof typeof COLUMNS)[]): Refusal {
  let missing = wanted
  let head = table[0]?.cells ?? []
  for (const row of table) {
    const at = findColumns([row], COLUMNS, () => true)?.at
    const absent = wanted.filter((name) => (at?.[name] ?? -1) < 0)
    if (absent.length >= missing.length) continue
    missing = absent
    head = row.cells
  }
  const found = head
    .map(({ text }) => text)
    .join('、')
    .slice(0, 120)
  return new Refusal('sheet-columns', { missing: missing.map((name) => WORDS[name]).join('、'), found })
}
