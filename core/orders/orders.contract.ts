import { z } from 'zod'
import { procedure, commandBase } from '../kernel/contract'
import { field, EVERYBODY, OFFICE, OWNER } from '../kernel/rights'

/** Where an order stands on the board: 待付款 · 待发货 · 已发货 · 已完成 · 退货中 · 已关闭. */
export const BOARD_STATES = ['to-pay', 'to-ship', 'shipped', 'done', 'returning', 'closed'] as const
export const boardState = z.enum(BOARD_STATES)
export type BoardState = z.infer<typeof boardState>

/**
 * A filter is a list of sentences, all of which hold: 状态 · 是 · 待发货. Times are UTC ms, amounts minor units. Who may not
 * see a field may not ask by it either: the answer's length would tell.
 */
export const filterClause = z.discriminatedUnion('field', [
  z.object({ field: z.literal('state'), op: z.enum(['is', 'isNot']), values: z.array(boardState).min(1) }),
  z.object({ field: z.literal('shop'), op: z.enum(['is', 'isNot']), values: z.array(z.string()).min(1) }),
  /** Any part of order number, waybill, buyer, item, or the phone's last four; pinyin initials too. Words are all required. */
  z.object({ field: z.literal('text'), op: z.literal('contains'), value: z.string().max(80) }),
  field(z.object({ field: z.literal('memo'), op: z.enum(['any', 'none']) }), { see: OFFICE }),
  z.object({ field: z.literal('buyerNote'), op: z.enum(['any', 'none']) }),
  z.object({ field: z.literal('hold'), op: z.enum(['any', 'none']) }),
  z.object({ field: z.literal('short'), op: z.enum(['any', 'none']) }),
  z.object({ field: z.literal('created'), op: z.enum(['before', 'after']), value: z.number().int() }),
  z.object({ field: z.literal('due'), op: z.enum(['before', 'after']), value: z.number().int() }),
  field(z.object({ field: z.literal('total'), op: z.enum(['atLeast', 'atMost']), value: z.number().int() }), {
    see: OFFICE,
  }),
])
export type FilterClause = z.infer<typeof filterClause>
export const orderFilter = z.array(filterClause).max(20)
export type OrderFilter = z.infer<typeof orderFilter>

const all = { see: EVERYBODY }
const office = { see: OFFICE }
const person = { see: EVERYBODY, personal: true }

export const orderLineView = z.object({
  externalId: field(z.string(), all),
  sku: field(z.string().nullable(), all),
  title: field(z.string(), all),
  variant: field(z.string().nullable(), all),
  pictureUrl: field(z.string().nullable(), all),
  quantity: field(z.number(), all),
  cancelledQuantity: field(z.number(), all),
  shippedQuantity: field(z.number(), all),
  /** wanted = reserved + short + untracked */
  reserved: field(z.number(), all),
  short: field(z.number(), all),
  untracked: field(z.number(), all),
  unitPriceMinor: field(z.number(), office),
  discountMinor: field(z.number(), office),
  refundedMinor: field(z.number(), office),
})
export type OrderLineView = z.infer<typeof orderLineView>

/** One order as cards and rows show it. */
export const orderRow = z.object({
  /** Also the sort key: newest has the greatest. */
  id: field(z.number(), all),
  version: field(z.number(), all),
  shopId: field(z.string(), all),
  shopName: field(z.string(), all),
  platform: field(z.string(), all),
  /** What people call it; the full number, never cut. */
  number: field(z.string(), all),
  externalId: field(z.string(), all),
  state: field(boardState, all),
  platformState: field(z.string(), all),
  /** Why it must not be shipped though paid; null = may ship. */
  hold: field(z.string().nullable(), all),
  /** The moves that looked unusual, e.g. `reopened`. */
  flags: field(z.array(z.string()), all),
  currency: field(z.string(), office),
  totalMinor: field(z.number(), office),
  refundedMinor: field(z.number(), office),
  buyer: field(z.string(), person),
  city: field(z.string().nullable(), person),
  district: field(z.string().nullable(), person),
  firstTitle: field(z.string(), all),
  firstPictureUrl: field(z.string().nullable(), all),
  firstQuantity: field(z.number(), all),
  /** All pieces of all lines. */
  pieces: field(z.number(), all),
  lineCount: field(z.number(), all),
  memo: field(z.string(), { see: OFFICE, edit: ['owner', 'supervisor', 'sales', 'support'] }),
  buyerNote: field(z.string(), person),
  createdAt: field(z.number(), all),
  paidAt: field(z.number().nullable(), all),
  /** When this state turns yellow / red, UTC ms; null = no clock runs. Unpaid: yellow only. */
  dueAt: field(z.number().nullable(), all),
  shipBy: field(z.number().nullable(), all),
  lastCourier: field(z.string().nullable(), all),
  lastWaybill: field(z.string().nullable(), all),
  lastShippedAt: field(z.number().nullable(), all),
  /** When it came to the state it is in: completed, cancelled, shipped, paid; else placed. */
  stateAt: field(z.number(), all),
  short: field(z.number(), all),
  modifiedAt: field(z.number(), all),
})
export type OrderRow = z.infer<typeof orderRow>

export const parcelView = z.object({
  externalId: field(z.string(), all),
  courier: field(z.string().nullable(), all),
  waybill: field(z.string().nullable(), all),
  shippedAt: field(z.number().nullable(), all),
  deliveredAt: field(z.number().nullable(), all),
  lines: field(
    z.array(z.object({ lineExternalId: field(z.string(), all), quantity: field(z.number(), all) })),
    all,
  ),
})

export const refundView = z.object({
  externalId: field(z.string(), all),
  lineExternalId: field(z.string().nullable(), all),
  state: field(z.enum(['requested', 'agreed', 'returning', 'paid', 'refused', 'closed']), all),
  platformState: field(z.string(), all),
  kind: field(z.enum(['money', 'return', 'exchange']), all),
  amountMinor: field(z.number(), office),
  reason: field(z.string().nullable(), office),
  createdAt: field(z.number().nullable(), all),
})

/** What happened to an order, newest first; absorbed repeats are events too. */
export const timelineEvent = z.object({
  at: field(z.number(), all),
  /** `placed` `paid` `reserved` `released` `shipped` `delivered` `completed` `cancelled` `refund` `memo` `received` `repeat` `swept` `reread` `flag` … */
  kind: field(z.string(), all),
  /** Figures for the sentence: quantity, waybill, times, amount (amount fields only for the office). */
  data: field(z.record(z.string(), z.union([z.string(), z.number(), z.null()])), all),
  who: field(z.string(), all),
  from: field(z.string(), all),
})
export type TimelineEvent = z.infer<typeof timelineEvent>

export const orderDetail = z.object({
  row: field(orderRow, all),
  goodsMinor: field(z.number(), office),
  discountMinor: field(z.number(), office),
  freightMinor: field(z.number(), office),
  /** Tax on top and whatever else makes total ≠ goods − discount + freight. */
  otherMinor: field(z.number(), office),
  receiver: field(z.string().nullable(), person),
  phone: field(z.string().nullable(), person),
  address: field(z.string().nullable(), person),
  completedAt: field(z.number().nullable(), all),
  cancelledAt: field(z.number().nullable(), all),
  lines: field(z.array(orderLineView), all),
  parcels: field(z.array(parcelView), all),
  refunds: field(z.array(refundView), all),
  timeline: field(z.array(timelineEvent), all),
  /** Other orders of the same buyer in the same shop, this one not counted; null = the platform names no buyer, nobody knows. */
  buyerOrders: field(z.number().nullable(), office),
  memoPending: field(z.boolean(), all),
  /** Why the platform will not take the memo; null = it may yet. The platform's own words stand in 「」. */
  memoRefused: field(z.string().nullable(), office),
  memoTold: field(z.boolean(), all),
  warehouse: field(z.string().nullable(), all),
  relatedIds: field(z.array(z.number()), all),
})
export type OrderDetail = z.infer<typeof orderDetail>

/** One raw part exactly as received, beside what we read in it. The owner's alone. */
export const rawPart = z.object({
  id: field(z.number(), { see: OWNER }),
  source: field(z.string(), { see: OWNER }),
  kind: field(z.string(), { see: OWNER }),
  firstAt: field(z.number(), { see: OWNER }),
  lastAt: field(z.number(), { see: OWNER }),
  repeats: field(z.number(), { see: OWNER }),
  /** Pretty-printed JSON (or text) of the part. */
  body: field(z.string(), { see: OWNER }),
  /** [path in the payload, value as received, what we made of it]; `read: null` = not known, kept. */
  reading: field(
    z.array(
      z.object({
        path: field(z.string(), { see: OWNER }),
        value: field(z.string(), { see: OWNER }),
        read: field(z.string().nullable(), { see: OWNER }),
      }),
    ),
    { see: OWNER },
  ),
})
export type RawPart = z.infer<typeof rawPart>

export const historyEntry = z.object({
  sequence: field(z.number(), all),
  at: field(z.number(), all),
  kind: field(z.string(), all),
  who: field(z.string(), all),
  /** `desktop`, `127.0.0.1`, `shop:s1` */
  from: field(z.string(), all),
  /** [path, before, after]; only paths that the reader may see. */
  changes: field(
    z.array(
      z.object({
        path: field(z.string(), all),
        before: field(z.string().nullable(), all),
        after: field(z.string().nullable(), all),
      }),
    ),
    all,
  ),
})
export type HistoryEntryView = z.infer<typeof historyEntry>

export const ordersContract = {
  /** A page of the list. Open states by (due, id), most urgent first, when the filter names exactly one open state; else newest first. */
  page: procedure
    .input(
      z.object({
        filter: orderFilter,
        cursor: z.string().nullable(),
        limit: z.number().int().min(1).max(200),
      }),
    )
    .output(
      z.object({
        rows: field(z.array(orderRow), all),
        nextCursor: field(z.string().nullable(), all),
        tookMs: field(z.number(), all),
      }),
    ),
  /** Counts and sums by state and currency under the filter. `capped` = there are more than `count` (10,000 unless `exact`). */
  counts: procedure.input(z.object({ filter: orderFilter, exact: z.boolean() })).output(
    z.object({
      groups: field(
        z.array(
          z.object({
            state: field(boardState, all),
            currency: field(z.string(), office),
            count: field(z.number(), all),
            totalMinor: field(z.number(), office),
          }),
        ),
        all,
      ),
      capped: field(z.boolean(), all),
    }),
  ),
  open: procedure.input(z.object({ id: z.number().int() })).output(orderDetail),
  raw: procedure
    .input(z.object({ id: z.number().int() }))
    .output(z.object({ parts: field(z.array(rawPart), { see: OWNER }) })),
  history: procedure
    .input(z.object({ id: z.number().int() }))
    .output(z.object({ entries: field(z.array(historyEntry), all) })),
  /** Changes the seller's memo. `version` is the row's version the person saw; a newer one refuses with `edited-meanwhile`. */
  setMemo: procedure
    .input(commandBase.extend({ id: z.number().int(), version: z.number().int(), memo: z.string().max(500) }))
    .output(z.object({ version: field(z.number(), all), memo: field(z.string(), office) })),
  /** Tells the platform once more a memo that it refused. */
  tellMemoAgain: procedure
    .input(commandBase.extend({ id: z.number().int() }))
    .output(z.object({ queued: field(z.boolean(), all) })),
  /** Re-reads the order at the platform now. */
  reread: procedure
    .input(commandBase.extend({ id: z.number().int() }))
    .output(z.object({ queued: field(z.boolean(), all) })),
}
