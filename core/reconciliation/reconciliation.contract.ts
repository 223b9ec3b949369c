import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { commandBase, procedure } from '../kernel/contract'
import { field, type Role } from '../kernel/rights'

const SEE: readonly Role[] = ['owner', 'supervisor', 'finance']
const books = { see: SEE }
const settled = { see: SEE, edit: ['owner', 'finance'] as const }

export const billProvider = z.enum(['wechat', 'alipay'])
export const billLedger = z.enum(['trade', 'flow'])
/** What is wrong; the screens have a sentence for each. */
export const differenceCode = z.enum([
  'charged-twice', 'payment-missing', 'not-paid-here', 'amount-differs', 'fee-differs', 'refund-not-on-order',
  'refund-not-on-bill', 'payout-differs', 'other-movement', 'bill-contradicts', 'unknown-order', 'unknown-refund',
]) // prettier-ignore
/** Why a person lets a difference stand. */
export const RESOLVE_REASONS = [
  'provider-error',
  'shop-error',
  'offline-refund',
  'other-period',
  'written-off',
  'other',
] as const

export const billFileView = z.object({
  id: field(z.string(), books),
  name: field(z.string(), books),
  provider: field(billProvider, books),
  layout: field(z.string(), books),
  ledger: field(billLedger, books),
  account: field(z.string(), books),
  /** [from, to), UTC ms. */
  from: field(z.number(), books),
  to: field(z.number(), books),
  rows: field(z.number(), books),
  /** False: its import was broken off; importing it again finishes it. */
  complete: field(z.boolean(), books),
  /** The fee rate in millionths, where the bill names none and its rows agree on one. */
  feePpm: field(z.number().nullable(), books),
  importedBy: field(z.string(), books),
  importedAt: field(z.number(), books),
})
export type BillFileView = z.infer<typeof billFileView>

export const oddView = z.object({
  term: field(z.enum(['payment', 'fee', 'refund', 'payout', 'other']), books),
  /** Actual less expected, as it moves the account: negative = too little arrived. */
  deltaMinor: field(z.number(), books),
})

export const differenceView = z.object({
  id: field(z.number(), books),
  version: field(z.number(), books),
  state: field(z.enum(['open', 'resolved', 'gone']), settled),
  code: field(differenceCode, books),
  /** Greatest first. */
  odd: field(z.array(oddView), books),
  provider: field(z.string(), books),
  /** `null` = a bill row without an order. */
  orderId: field(z.number().nullable(), books),
  /** The order's number, else the number on the bill. */
  number: field(z.string().nullable(), books),
  shopId: field(z.string().nullable(), books),
  /** Goods or remark on the bill, for a row without an order. */
  rowNote: field(z.string().nullable(), books),
  rowFile: field(z.string().nullable(), books),
  rowNumber: field(z.number().nullable(), books),
  at: field(z.number(), books),
  amountMinor: field(z.number(), books),
  /** Beyond ± 0.5 % of the order. */
  red: field(z.boolean(), books),
  reason: field(z.string().nullable(), settled),
  note: field(z.string().nullable(), settled),
  resolvedBy: field(z.string().nullable(), books),
  resolvedAt: field(z.number().nullable(), books),
})
export type DifferenceView = z.infer<typeof differenceView>

/** 货款 + 运费 + 其他 − 商家优惠 + 平台补贴 − 佣金 − 手续费 − 退款 = 到账; expected payout + difference = payout. */
export const equationView = z.object({
  goodsMinor: field(z.number(), books),
  freightMinor: field(z.number(), books),
  merchantDiscountMinor: field(z.number(), books),
  platformSubsidyMinor: field(z.number(), books),
  commissionMinor: field(z.number(), books),
  feeMinor: field(z.number(), books),
  refundMinor: field(z.number(), books),
  adjustmentMinor: field(z.number(), books),
  payoutMinor: field(z.number(), books),
  expectedPayoutMinor: field(z.number(), books),
  differenceMinor: field(z.number(), books),
  odd: field(z.array(oddView), books),
  payments: field(z.number(), books),
  /** The payment's own bill is not at hand: goods, freight and fee are not judged. */
  partial: field(z.boolean(), books),
})
export type EquationView = z.infer<typeof equationView>

export const billRowView = z.object({
  id: field(z.number(), books),
  provider: field(z.string(), books),
  ledger: field(billLedger, books),
  kind: field(z.string(), books),
  event: field(z.string(), books),
  at: field(z.number(), books),
  day: field(z.string(), books),
  amountMinor: field(z.number(), books),
  settledMinor: field(z.number(), books),
  discountMinor: field(z.number(), books),
  feeMinor: field(z.number(), books),
  commissionMinor: field(z.number(), books),
  note: field(z.string(), books),
  /** The rule that cleaned it; `null` = it counts. */
  cleaned: field(z.string().nullable(), books),
  /** Where it stands: counted from the first row of its file. */
  fileName: field(z.string(), books),
  rowNumber: field(z.number(), books),
})
export type BillRowView = z.infer<typeof billRowView>

const proofView = z.object({
  provider: field(billProvider, books),
  ledger: field(billLedger, books),
  days: field(z.number(), books),
  allDays: field(z.number(), books),
  rows: field(z.number(), books),
  netMinor: field(z.number(), books),
  matchedRows: field(z.number(), books),
  matchedMinor: field(z.number(), books),
  strayRows: field(z.number(), books),
  strayMinor: field(z.number(), books),
  cleanedRows: field(z.number(), books),
  cleanedMinor: field(z.number(), books),
})
export type ProofView = z.infer<typeof proofView>

const unfinishedView = billFileView.pick({ id: true, name: true, provider: true, from: true, to: true, rows: true }) // prettier-ignore
export type UnfinishedView = z.infer<typeof unfinishedView>

const strayView = billRowView
  .pick({ id: true, provider: true, ledger: true, kind: true, at: true, day: true, note: true, cleaned: true, fileName: true, rowNumber: true })
  .extend({ number: field(z.string().nullable(), books), netMinor: field(z.number(), books), cleans: field(z.enum(['test', 'internal']).nullable(), books) }) // prettier-ignore
export type StrayView = z.infer<typeof strayView>

const difference = {
  state: z.enum(['open', 'resolved']),
  provider: billProvider.optional(),
  red: z.boolean().optional(),
  code: differenceCode.optional(),
  /** [from, to), UTC ms of the bill. */
  from: z.number().int().optional(),
  to: z.number().int().optional(),
}
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)

const fileResult = z.object({
  name: field(z.string(), books),
  ok: field(z.boolean(), books),
  /** Refused: why, as a code and in both languages. */
  code: field(z.string().nullable(), books),
  message: field(z.string().nullable(), books),
  layout: field(z.string().nullable(), books),
  from: field(z.string().nullable(), books),
  to: field(z.string().nullable(), books),
  rows: field(z.number(), books),
  fresh: field(z.number(), books),
  known: field(z.number(), books),
  contradicting: field(z.number(), books),
  cleaned: field(z.number(), books),
})

export const importStep = z.object({
  /** The file that is being read; empty while orders and bills are held against each other. */
  name: field(z.string(), books),
  stage: field(z.enum(['reading', 'keeping', 'looking']), books),
  rows: field(z.number(), books),
  /** How many there are; `null` = not known before the end. */
  of: field(z.number().nullable(), books),
  /** Set with the last step. */
  result: field(
    z
      .object({
        files: field(z.array(fileResult), books),
        matched: field(z.number(), books),
        open: field(z.number(), books),
      })
      .nullable(),
    books,
  ),
})
export type ImportStep = z.infer<typeof importStep>
/** A piece of a file, in base64: a line to a browser carries no larger message. */
export const UPLOAD_PIECE_BYTES = 768 << 10

const month = z.object({ month: z.string().max(7) })

export const reconciliationContract = {
  files: procedure
    .input(z.object({ cursor: z.string().nullable(), limit: z.number().int().min(1).max(200) }))
    .output(
      z.object({
        files: field(z.array(billFileView), books),
        nextCursor: field(z.string().nullable(), books),
      }),
    ),
  /** Days whose bills are at hand, by channel. A day that is not listed is a gap. */
  coverage: procedure.input(z.object({ from: day, to: day })).output(
    z.object({
      days: field(
        z.array(
          z.object({
            provider: field(billProvider, books),
            ledger: field(billLedger, books),
            account: field(z.string(), books),
            day: field(z.string(), books),
            rows: field(z.number(), books),
            netMinor: field(z.number(), books),
          }),
        ),
        books,
      ),
      /** What was cleaned as the house's own. */
      cleaned: field(
        z.array(
          z.object({
            rule: field(z.string(), books),
            cleans: field(z.string(), books),
            rows: field(z.number(), books),
            settledMinor: field(z.number(), books),
          }),
        ),
        books,
      ),
    }),
  ),
  /** Newest first. */
  differences: procedure
    .input(
      z.object({
        ...difference,
        cursor: z.string().nullable(),
        limit: z.number().int().min(1).max(200),
      }),
    )
    .output(
      z.object({
        rows: field(z.array(differenceView), books),
        nextCursor: field(z.string().nullable(), books),
      }),
    ),
  differenceCounts: procedure.input(z.object(difference)).output(
    z.object({
      groups: field(
        z.array(
          z.object({
            code: field(differenceCode, books),
            red: field(z.boolean(), books),
            count: field(z.number(), books),
            amountMinor: field(z.number(), books),
          }),
        ),
        books,
      ),
    }),
  ),
  equation: procedure.input(z.object({ orderId: z.number().int() })).output(
    z.object({
      orderId: field(z.number(), books),
      number: field(z.string(), books),
      totalMinor: field(z.number(), books),
      /** `null` = no bill that could know of the order is at hand. */
      equation: field(equationView.nullable(), books),
      code: field(differenceCode.nullable(), books),
      red: field(z.boolean(), books),
      rows: field(z.array(billRowView), books),
      differences: field(
        z.array(
          differenceView.omit({ number: true, shopId: true, rowNote: true, rowFile: true, rowNumber: true }),
        ),
        books,
      ),
    }),
  ),
  /** `version` is the one the person saw; a newer one refuses with `edited-meanwhile`. */
  resolve: procedure
    .input(
      commandBase.extend({
        id: z.number().int(),
        version: z.number().int(),
        reason: z.enum(RESOLVE_REASONS),
        note: z.string().max(500),
      }),
    )
    .output(z.object({ version: field(z.number(), books) })),
  /** A resolved difference is open again: what was decided stays in the history. */
  reopen: procedure
    .input(commandBase.extend({ id: z.number().int(), version: z.number().int() }))
    .output(z.object({ version: field(z.number(), books) })),
  /** Every row of the month's bills is matched, stray or cleaned, and the three come to the bills' own totals. */
  proof: procedure.input(month).output(
    z.object({
      /** Empty = no bill of the month is at hand. */
      proof: field(z.array(proofView), books),
      /** Bills of the month that were broken off: nothing may be called even before they came again. */
      unfinished: field(z.array(unfinishedView), books),
    }),
  ),
  /** The month's rows without an order of ours, cleaned ones included, as the bills have them. */
  strays: procedure
    .input(month.extend({ cursor: z.number().int().nullable(), limit: z.number().int().min(1).max(200) }))
    .output(
      z.object({
        rows: field(z.array(strayView), books),
        nextCursor: field(z.number().nullable(), books),
      }),
    ),
  /** Which rows are the house's own, as data. */
  rules: procedure.input(z.object({})).output(
    z.object({
      rules: field(
        z.array(
          z.object({
            id: field(z.string(), books),
            cleans: field(z.enum(['test', 'internal']), books),
            field: field(z.enum(['orderNo', 'note']), books),
            op: field(z.enum(['starts', 'contains', 'is']), books),
            value: field(z.string(), books),
          }),
        ),
        books,
      ),
    }),
  ),
  /** A file, piece by piece; the first piece has no id yet. */
  upload: procedure
    .input(
      commandBase.extend({
        id: z.string().max(64).nullable(),
        name: z.string().min(1).max(200),
        offset: z.number().int().min(0),
        base64: z.string().max(Math.ceil(UPLOAD_PIECE_BYTES / 3) * 4),
      }),
    )
    .output(z.object({ id: field(z.string(), books) })),
  /** Gives uploads up. */
  dropUploads: procedure
    .input(commandBase.extend({ ids: z.array(z.string().max(64)).max(64) }))
    .output(z.object({ ok: field(z.literal(true), books) })),
  /**
   * Takes uploaded files in and tells how far it is. The same file twice changes nothing. Ending the stream cancels:
   * rows that were kept stay, and the same file again goes on from there.
   */
  importBills: procedure
    .input(commandBase.extend({ uploads: z.array(z.string().max(64)).min(1).max(64) }))
    .output(eventIterator(importStep)),
  /** Tries the rows without an order again, and looks anew for differences. */
  matchAgain: procedure.input(commandBase).output(
    z.object({
      orders: field(z.number(), books),
      differing: field(z.number(), books),
      unknown: field(z.number(), books),
    }),
  ),
}
