import type { ReadDb, Tx } from '../database'
import { minor, refuseUnlessAllowed, currencyOf } from '../kernel'
import type { Payout } from '../connectors'
import { changeCase, findCases, loadCase, noteCase, type RefundCase } from './case.store'
import { PAYOUT_MOVES, type PayoutState } from './case-states'
import type { PayoutIntent } from './payout-journal'

export interface PayoutRow {
  readonly id: number
  readonly case_id: number
  readonly ordinal: number
  readonly key: string
  readonly state: PayoutState
  readonly amount: number
  readonly currency: string
  readonly attempts: number
  /** Askings in a row that the platform answered without an answer. */
  readonly unanswered: number
  /** The journal knew of it, this database did not: it is never sent without a person. */
  readonly ask_first: number
  /** What the platform last said when asked: `not-paid`, `unknown`. */
  readonly found: string | null
  /** What it said when it refused to pay. */
  readonly said: string | null
  readonly trouble: string | null
  readonly made_external_id: string | null
  readonly created_at: number
  readonly sent_at: number | null
  readonly paid_at: number | null
}

export interface OpenPayout {
  readonly row: PayoutRow
  readonly found: RefundCase
  readonly orderExternalId: string
}

export async function openPayout(read: ReadDb, key: string): Promise<OpenPayout | undefined> {
  const row = await read.get<PayoutRow>('select * from refund_payouts where key=?', [key])
  const [found] = row ? await findCases(read, 'id=?', [row.case_id]) : []
  if (!row || !found) return undefined
  const order = await read.get<{ external_id: string }>('select external_id from orders where id=?', [
    found.orderId,
  ])
  return { row, found, orderExternalId: order?.external_id ?? '' }
}

export async function payoutOf(read: ReadDb, caseId: number): Promise<PayoutRow | undefined> {
  return read.get<PayoutRow>('select * from refund_payouts where case_id=? order by ordinal desc limit 1', [
    caseId,
  ])
}

/** As the connector is told. */
export function payoutFor({ row, found, orderExternalId }: OpenPayout, code?: string): Payout {
  return {
    key: row.key, orderExternalId, refundExternalId: found.externalId, lines: found.lines, amountMinor: minor(row.amount),
    currency: currencyOf(row.currency), goodsBack: found.parcelAt !== null, note: found.reason || '退款',
    ...(code === undefined ? {} : { code }),
  } // prettier-ignore
}

export function intentFor({ row, found, orderExternalId }: OpenPayout, at: number): PayoutIntent {
  return {
    key: row.key, shopId: found.shopId, orderExternalId, refundExternalId: found.externalId, kind: found.kind,
    lines: found.lines.map((line) => ({ ...line })), caseOrdinal: found.ordinal, amountMinor: row.amount, currency: row.currency, at,
  } // prettier-ignore
}

export interface PayoutPatch {
  readonly state?: PayoutState
  readonly attempts?: number
  readonly unanswered?: number
  readonly askFirst?: number
  readonly found?: string | null
  readonly said?: string | null
  readonly trouble?: string | null
  readonly madeExternalId?: string | null
  readonly sentAt?: number
  readonly paidAt?: number
}

/** Writes the change, by the transition table; the case shows the same trouble. Returns the row as it is now. */
export async function changePayout(tx: Tx, key: string, patch: PayoutPatch): Promise<PayoutRow> {
  const row = await tx.get<PayoutRow>(`select * from refund_payouts where key=?${tx.forUpdate}`, [key])
  if (!row) throw new Error(`no payout ${key}`)
  if (patch.state !== undefined && (patch.state !== row.state || patch.state === 'sent'))
    refuseUnlessAllowed(PAYOUT_MOVES, row.state, patch.state)
  const next: PayoutRow = {
    ...row,
    state: patch.state ?? row.state,
    attempts: patch.attempts ?? row.attempts,
    unanswered: patch.unanswered ?? row.unanswered,
    ask_first: patch.askFirst ?? row.ask_first,
    found: patch.found === undefined ? row.found : patch.found,
    said: patch.said === undefined ? row.said : patch.said,
    trouble: patch.trouble === undefined ? row.trouble : patch.trouble,
    made_external_id: patch.madeExternalId === undefined ? row.made_external_id : patch.madeExternalId,
    sent_at: patch.sentAt ?? row.sent_at,
    paid_at: patch.paidAt ?? row.paid_at,
  }
  await tx.run(
    'update refund_payouts set state=?, attempts=?, unanswered=?, ask_first=?, found=?, said=?, trouble=?, made_external_id=?, sent_at=?, paid_at=? where id=?',
    [
      next.state, next.attempts, next.unanswered, next.ask_first, next.found, next.said, next.trouble, next.made_external_id, next.sent_at,
      next.paid_at, row.id,
    ],
  ) // prettier-ignore
  const found = await loadCase(tx, row.case_id)
  await changeCase(tx, found, { trouble: next.trouble })
  if (next.state !== row.state)
    noteCase(tx, next.state === 'sent' ? 'sending' : next.state, found, [
      ['case.payout', row.state, next.state],
      ...(next.trouble === null ? [] : [['case.error', null, next.trouble] as const]),
    ])
  return next
}
