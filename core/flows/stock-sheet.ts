import { Refusal } from '../kernel'
import type { Counted } from './count-stock.flow'

const NAMES = {
  sku: ['sku', '商家编码', '商品编码', '货品编码', '编码', '货号', 'sku编码', '规格编码'],
  warehouse: ['warehouse', '仓库', '仓', '仓名', '仓库名称', '发货仓'],
  onHand: ['onhand', 'on hand', 'on_hand', '在库', '库存', '实盘', '实盘数', '数量', '现有库存', '库存数量', 'quantity'],
} as const // prettier-ignore
const WORDS = { sku: '商家编码 sku', warehouse: '仓库 warehouse', onHand: '在库 on hand' }

/**
 * A sheet of SKU, warehouse and pieces as counts; columns are found by their names, in any order. With one warehouse
 * the column may be missing. `Refusal` names the row: `sheet-columns`, `sheet-warehouse`, `sheet-quantity`, `sheet-empty`.
 */
export function countsOfSheet(
  rows: readonly (readonly string[])[],
  warehouses: readonly { readonly id: string; readonly name: string }[],
): Counted[] {
  const [head = [], ...body] = rows
  const at = (name: keyof typeof NAMES) =>
    head.findIndex((cell) => (NAMES[name] as readonly string[]).includes(cell.replace(/^\uFEFF/, '').trim().toLowerCase())) // prettier-ignore
  const [sku, place, onHand] = [at('sku'), at('warehouse'), at('onHand')]
  const only = warehouses.length === 1 ? warehouses[0] : undefined
  const missing = [sku < 0 ? WORDS.sku : '', place < 0 && !only ? WORDS.warehouse : '', onHand < 0 ? WORDS.onHand : ''].filter(Boolean) // prettier-ignore
  if (missing.length > 0)
    throw new Refusal('sheet-columns', { missing: missing.join('、'), found: head.join('、').slice(0, 120) })
  const counts = body.flatMap((row, n): Counted[] => {
    const code = row[sku] ?? ''
    if (code === '') return []
    const named = row[place] ?? ''
    const warehouse = warehouses.find((one) => one.name === named || one.id === named) ?? (named === '' ? only : undefined) // prettier-ignore
    if (!warehouse) throw new Refusal('sheet-warehouse', { row: n + 2, warehouse: named })
    const pieces = (row[onHand] ?? '').replaceAll(',', '')
    if (!/^\d{1,8}$/.test(pieces)) throw new Refusal('sheet-quantity', { row: n + 2, sku: code, quantity: row[onHand] ?? '' }) // prettier-ignore
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
