import type { ReadDb, Tx } from '../database'

export interface TransferLine {
  readonly sku: string
  readonly sent: number
  received: number
  returned: number
}
export interface Transfer {
  readonly id: number
  readonly fromId: string
  readonly toId: string
  readonly state: 'open' | 'done' | 'cancelled'
  readonly version: number
  readonly note: string
  readonly who: string
  readonly createdAt: number
  readonly closedAt: number | null
  readonly lines: TransferLine[]
}

const COLUMNS = `id, from_id as "fromId", to_id as "toId", state, version, note, who, created_at as "createdAt", closed_at as "closedAt"`

/** One transfer with its lines, locked where rows must be. */
export async function loadTransfer(tx: Tx, id: number): Promise<Transfer | undefined> {
  const row = await tx.get<Omit<Transfer, 'lines'>>(
    `select ${COLUMNS} from transfers where id = ?${tx.forUpdate}`,
    [id],
  )
  return row && { ...row, lines: (await linesOf(tx, [id])).get(id) ?? [] }
}

/** Newest first; the open ones alone, or all of them a page at a time before `before`. */
export async function listTransfers(
  read: ReadDb,
  { open, before, limit }: { readonly open: boolean; readonly before: number | null; readonly limit: number },
): Promise<Transfer[]> {
  const rows = await read.all<Omit<Transfer, 'lines'>>(
    `select ${COLUMNS} from transfers where ${open ? `state = 'open' and ` : ''}id < ? order by id desc limit ?`,
    [before ?? Number.MAX_SAFE_INTEGER, limit],
  )
  const lines = await linesOf(read, rows.map((row) => row.id)) // prettier-ignore
  return rows.map((row) => ({ ...row, lines: lines.get(row.id) ?? [] }))
}

async function linesOf(read: ReadDb, ids: readonly number[]): Promise<Map<number, TransferLine[]>> {
  const found = new Map<number, TransferLine[]>(ids.map((id) => [id, []]))
  if (ids.length === 0) return found
  const rows = await read.all<TransferLine & { transfer_id: number }>(
    `select transfer_id, sku, sent, received, returned from transfer_lines where transfer_id in (${ids.map(() => '?').join(',')}) order by transfer_id, sku`,
    ids,
  )
  for (const { transfer_id, ...line } of rows) found.get(transfer_id)?.push(line)
  return found
}
