import { recordHistory, type Change } from '../audit'
import type { ReadDb, Tx } from '../database'
import { Refusal } from '../kernel'

export interface Warehouse {
  readonly id: string
  readonly name: string
}

/** In the merchant's own order: the first that has the goods sends them, and the first that can spare supplies. */
export function warehousesOf(read: ReadDb): Promise<Warehouse[]> {
  return read.all<Warehouse & { id: string; name: string }>(
    'select id, name from warehouses order by position, id',
  )
}

/** `Refusal('no-such-warehouse')`. */
export async function mustBeWarehouse(read: ReadDb, id: string): Promise<Warehouse> {
  const row = await read.get<{ id: string; name: string }>('select id, name from warehouses where id = ?', [
    id,
  ])
  if (!row) throw new Refusal('no-such-warehouse', { warehouse: id })
  return row
}

/** Adds a warehouse (`id` null, behind the others) or renames one. `Refusal('warehouse-name-taken')`. */
export async function saveWarehouse(
  tx: Tx,
  { id, name }: { readonly id: string | null; readonly name: string },
): Promise<{ id: string }> {
  const called = name.trim()
  if (tx.dialect === 'postgres') await tx.run('lock table warehouses in share row exclusive mode')
  const all = await tx.all<{ id: string; name: string; position: number }>(
    'select id, name, position from warehouses',
  )
  if (all.some((other) => other.id !== id && other.name === called))
    throw new Refusal('warehouse-name-taken', { name: called })
  const known = all.find((one) => one.id === id)
  if (id !== null && !known) throw new Refusal('no-such-warehouse', { warehouse: id })
  if (known) {
    await tx.run('update warehouses set name = ? where id = ?', [called, known.id])
    note(tx, 'warehouse.renamed', known.id, [['name', known.name, called]])
    return { id: known.id }
  }
  const next = `w${Math.max(0, ...all.map((other) => Number(other.id.slice(1)) || 0)) + 1}`
  const last = Math.max(0, ...all.map((other) => other.position))
  await tx.run('insert into warehouses (id, name, position) values (?, ?, ?)', [next, called, last + 1])
  note(tx, 'warehouse.added', next, [['name', null, called]])
  return { id: next }
}

/** Puts the warehouses into this order; `ids` names each of them once, else `Refusal('warehouses-differ')`. */
export async function orderWarehouses(tx: Tx, ids: readonly string[]): Promise<void> {
  const before = (await warehousesOf(tx)).map((one) => one.id)
  if ([...ids].sort().join(' ') !== [...before].sort().join(' ')) throw new Refusal('warehouses-differ')
  for (const [n, id] of ids.entries())
    await tx.run('update warehouses set position = ? where id = ?', [n + 1, id])
  note(tx, 'warehouses.ordered', 'all', [['order', before.join(' '), ids.join(' ')]])
}

function note(tx: Tx, kind: string, id: string, changes: readonly Change[]): void {
  recordHistory(tx, { kind, entity: 'warehouse', entityId: id, changes })
}
