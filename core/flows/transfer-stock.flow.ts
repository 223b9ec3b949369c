import { recordHistory, type Change } from '../audit'
import type { Tx } from '../database'
import { loadTransfer, mustBeWarehouse, StockBook, type Transfer } from '../inventory'
import { assert, Refusal } from '../kernel'
import { mustBePieces } from './pieces'
import { planWaiting } from './plan-waiting.flow'

export interface NewTransfer {
  readonly fromId: string
  readonly toId: string
  readonly note: string
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[]
}

/**
 * Sends goods from one warehouse to another: they leave on hand here and stand in transit there. Only what is free can
 * go (`Refusal('not-enough-free')` with the figures); nothing of a transfer is sent when one line cannot be.
 */
export async function sendTransfer(
  tx: Tx,
  { fromId, toId, note, lines }: NewTransfer,
): Promise<{ id: number }> {
  if (fromId === toId) throw new Refusal('transfer-to-itself')
  const from = await mustBeWarehouse(tx, fromId)
  await mustBeWarehouse(tx, toId)
  const book = await StockBook.open(tx)
  await book.load(lines.map((line) => line.sku))
  const id = await beginTransfer(tx, fromId, toId, note)
  const changes: Change[] = [['from', null, fromId], ['to', null, toId]] // prettier-ignore
  for (const { sku, quantity } of lines) {
    mustBePieces(quantity, { sku }, 1)
    const { onHand, reserved } = book.level(sku, fromId)
    if (quantity > onHand - reserved)
      throw new Refusal('not-enough-free', { sku, warehouse: from.name, wanted: quantity, free: onHand - reserved, onHand, reserved }) // prettier-ignore
    moveOn(book, id, { sku, fromId, toId, sent: quantity })
    const first = await tx.run(
      'insert into transfer_lines (transfer_id, sku, sent) values (?, ?, ?) on conflict (transfer_id, sku) do nothing',
      [id, sku, quantity],
    )
    if (first === 0) throw new Refusal('sku-named-twice', { sku })
    changes.push([`${sku}.sent`, null, quantity])
  }
  await book.flush()
  recordHistory(tx, { kind: 'transfer.sent', entity: 'transfer', entityId: String(id), changes })
  return { id }
}

export interface TransferReceipt {
  readonly id: number
  /** The version the person saw: a second receipt of the same goods carries an old one. */
  readonly version: number
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[]
}

/**
 * Takes in what arrived, all or a part. `Refusal`: `transfer-closed` once nothing is under way, `edited-meanwhile` when
 * somebody received before, `transfer-more-than-sent` with the figures.
 */
export async function receiveTransfer(
  tx: Tx,
  receipt: TransferReceipt,
): Promise<{ version: number; done: boolean }> {
  const transfer = await openTransfer(tx, receipt)
  const book = await StockBook.open(tx)
  await book.load(receipt.lines.map((line) => line.sku))
  const changes: Change[] = []
  for (const { sku, quantity } of receipt.lines) {
    mustBePieces(quantity, { sku }, 1)
    const line = transfer.lines.find((one) => one.sku === sku)
    const underWay = line ? line.sent - line.received - line.returned : 0
    if (!line || quantity > underWay)
      throw new Refusal('transfer-more-than-sent', {
        sku,
        arrived: quantity,
        underWay,
        sent: line?.sent ?? 0,
      })
    line.received += quantity
    await tx.run('update transfer_lines set received = ? where transfer_id = ? and sku = ?', [
      line.received,
      transfer.id,
      sku,
    ])
    book.move({ sku, warehouseId: transfer.toId, kind: 'transfer-in', onHand: quantity, inTransit: -quantity, reserved: 0, orderId: null, reason: null, document: `transfer:${transfer.id}` }) // prettier-ignore
    changes.push([`${sku}.received`, line.received - quantity, line.received])
  }
  await book.flush()
  const done = await closeIfDone(tx, transfer, 'done')
  recordHistory(tx, { kind: 'transfer.received', entity: 'transfer', entityId: String(transfer.id), changes })
  await planWaiting(tx, book.freed)
  return { version: transfer.version + 1, done }
}

/** What is still under way comes back to where it was sent from. */
export async function cancelTransfer(
  tx: Tx,
  seen: { readonly id: number; readonly version: number },
): Promise<{ version: number }> {
  const transfer = await openTransfer(tx, seen)
  const book = await StockBook.open(tx)
  await book.load(transfer.lines.map((line) => line.sku))
  const changes: Change[] = []
  for (const line of transfer.lines) {
    const back = line.sent - line.received - line.returned
    if (back === 0) continue
    line.returned += back
    await tx.run('update transfer_lines set returned = ? where transfer_id = ? and sku = ?', [
      line.returned,
      transfer.id,
      line.sku,
    ])
    const { fromId, toId } = transfer
    moveOn(book, transfer.id, { sku: line.sku, fromId, toId, sent: -back })
    changes.push([`${line.sku}.returned`, line.returned - back, line.returned])
  }
  await book.flush()
  await closeIfDone(tx, transfer, transfer.lines.every((line) => line.received === 0) ? 'cancelled' : 'done')
  recordHistory(tx, {
    kind: 'transfer.cancelled',
    entity: 'transfer',
    entityId: String(transfer.id),
    changes,
  })
  await planWaiting(tx, book.freed)
  return { version: transfer.version + 1 }
}

/** Out of one warehouse and on the way to the other; a negative `sent` is the way back. */
function moveOn(
  book: StockBook,
  id: number,
  { sku, fromId, toId, sent }: { sku: string; fromId: string; toId: string; sent: number },
): void {
  const move = { sku, kind: 'transfer-out', reserved: 0, orderId: null, reason: null, document: `transfer:${id}` } as const // prettier-ignore
  book.move({ ...move, warehouseId: fromId, onHand: -sent })
  book.move({ ...move, warehouseId: toId, onHand: 0, inTransit: sent })
}

async function beginTransfer(tx: Tx, fromId: string, toId: string, note: string): Promise<number> {
  const row = await tx.get<{ id: number }>(
    `insert into transfers (from_id, to_id, state, version, note, who, created_at) values (?, ?, 'open', 1, ?, ?, ?) returning id`,
    [fromId, toId, note, tx.actor.who, tx.now],
  )
  assert(row, 'an insert that returns gives its row')
  return row.id
}

async function openTransfer(tx: Tx, seen: { id: number; version: number }): Promise<Transfer> {
  const transfer = await loadTransfer(tx, seen.id)
  if (!transfer) throw new Refusal('no-such-transfer', { transfer: seen.id })
  if (transfer.state !== 'open')
    throw new Refusal('transfer-closed', { transfer: seen.id, state: transfer.state })
  if (transfer.version !== seen.version) throw new Refusal('edited-meanwhile', { version: transfer.version })
  return transfer
}

async function closeIfDone(tx: Tx, transfer: Transfer, state: 'done' | 'cancelled'): Promise<boolean> {
  const done = transfer.lines.every((line) => line.received + line.returned === line.sent)
  await tx.run('update transfers set version = version + 1, state = ?, closed_at = ? where id = ?', [
    done ? state : 'open',
    done ? tx.now : null,
    transfer.id,
  ])
  return done
}
