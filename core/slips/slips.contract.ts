import { z } from 'zod'
import { commandBase, procedure } from '../kernel/contract'
import { field, OFFICE, type Role } from '../kernel/rights'
import { boardState } from '../orders/orders.contract'

/** Who opens parcels and asks after them. Finance has the bills. */
export const SLIP_ROLES: readonly Role[] = ['owner', 'supervisor', 'sales', 'support', 'warehouse']
const all = { see: SLIP_ROLES }
const works = { see: SLIP_ROLES, edit: SLIP_ROLES }
/** Money on a slip is money: its amount, and the picture that shows it. */
const money = { see: OFFICE }
const person = { see: SLIP_ROLES, personal: true }

export const slipState = z.enum(['reading', 'matched', 'ask', 'none', 'unreadable', 'set-aside'])
export type SlipState = z.infer<typeof slipState>
export const slipSource = z.enum(['drop', 'folder', 'paste', 'picker', 'phone', 'command'])

/** An order as a slip's candidate shows it. */
export const slipOrder = z.object({
  id: field(z.number(), all),
  number: field(z.string(), all),
  platform: field(z.string(), all),
  shopName: field(z.string(), all),
  state: field(boardState, all),
  title: field(z.string(), all),
  pictureUrl: field(z.string().nullable(), all),
  pieces: field(z.number(), all),
  lineCount: field(z.number(), all),
  buyer: field(z.string(), person),
  city: field(z.string().nullable(), person),
  currency: field(z.string(), money),
  totalMinor: field(z.number(), money),
})
export type SlipOrderView = z.infer<typeof slipOrder>

export const slipRow = z.object({
  /** The picture's own hash. */
  id: field(z.string(), all),
  version: field(z.number(), all),
  receivedAt: field(z.number(), all),
  source: field(slipSource, all),
  fileName: field(z.string(), person),
  sentBy: field(z.string(), all),
  sentFrom: field(z.string(), all),
  state: field(slipState, works),
  /** Why it could not be read, or why a person is asked; the screens have a sentence for each. */
  problem: field(z.string().nullable(), all),
  ask: field(z.string().nullable(), all),
  basis: field(z.string().nullable(), all),
  waybill: field(z.string().nullable(), all),
  courier: field(z.string().nullable(), all),
  /** The matched order, or the likeliest candidate. */
  order: field(slipOrder.nullable(), all),
  orderId: field(z.number().nullable(), all),
  candidates: field(z.number(), all),
  decidedBy: field(z.string().nullable(), all),
  decidedAt: field(z.number().nullable(), all),
  /** Nothing has followed from it yet. */
  mayUndo: field(z.boolean(), all),
  putAt: field(z.string().nullable(), all),
})
export type SlipRowView = z.infer<typeof slipRow>

const place = z.object({
  x: field(z.number(), all),
  y: field(z.number(), all),
  width: field(z.number(), all),
  height: field(z.number(), all),
})
export type SlipPlace = z.infer<typeof place>

/** One thing read from the slip. `name` numbers it on the picture and says who is told. */
export const slipField = z.object({
  name: field(z.enum(['waybill', 'orderNo', 'phone', 'amount', 'date', 'reason']), all),
  value: field(z.string(), person),
  confidence: field(z.number(), all),
  source: field(z.enum(['bar-code', 'print', 'sorted']), all),
  /** Shares (0–1) of the picture as shown. */
  place: field(place.nullable(), all),
  /** Signs that two readings saw differently: where in `value`, and what each saw. */
  doubts: field(
    z.array(z.object({ at: field(z.number(), all), seen: field(z.array(z.string()), person) })),
    all,
  ),
})
export type SlipFieldView = z.infer<typeof slipField>

/** How a candidate agrees with the slip. `n` of `of` signs, where it is a number. */
export const slipEvidence = z.object({
  what: field(z.enum(['number', 'waybill', 'phone', 'amount', 'name', 'date']), all),
  agrees: field(z.enum(['yes', 'partly', 'no']), all),
  n: field(z.number().nullable(), all),
  of: field(z.number().nullable(), all),
})
export type SlipEvidenceView = z.infer<typeof slipEvidence>

const kinds = (name: string, amount: string) => ({
  by: name,
  see: {
    waybill: SLIP_ROLES, orderNo: SLIP_ROLES, phone: SLIP_ROLES, date: SLIP_ROLES, reason: SLIP_ROLES, number: SLIP_ROLES, name: SLIP_ROLES,
    [amount]: OFFICE,
  },
}) // prettier-ignore

export const slipDetail = z.object({
  row: field(slipRow, all),
  fields: field(z.array(slipField), { see: SLIP_ROLES, kinds: kinds('name', 'amount') }),
  candidates: field(
    z.array(
      z.object({
        order: field(slipOrder, all),
        confidence: field(z.number(), all),
        evidence: field(z.array(slipEvidence), { see: SLIP_ROLES, kinds: kinds('what', 'amount') }),
      }),
    ),
    all,
  ),
  /** There is a picture to show. */
  hasPicture: field(z.boolean(), all),
  /** The person was forgotten: picture and reading cannot be opened any more. */
  erased: field(z.boolean(), all),
  readMs: field(z.number().nullable(), all),
})
export type SlipDetail = z.infer<typeof slipDetail>

const changed = z.object({ row: field(slipRow, all) })
const change = commandBase.extend({ id: z.string().max(64), version: z.number().int() })

export const slipsContract = {
  page: procedure
    .input(z.object({ states: z.array(slipState).min(1).max(6), cursor: z.string().max(80).nullable(), limit: z.number().int().min(1).max(200) }))
    .output(z.object({ rows: field(z.array(slipRow), all), nextCursor: field(z.string().nullable(), all) })),
  counts: procedure
    .input(z.object({}))
    .output(z.object({ states: field(z.array(z.object({ state: field(slipState, all), count: field(z.number(), all) })), all) })),
  open: procedure.input(z.object({ id: z.string().max(64) })).output(slipDetail),
  /** Slips of one order, oldest first: the drawer's. */
  ofOrder: procedure
    .input(z.object({ orderId: z.number().int() }))
    .output(z.object({ rows: field(z.array(slipRow), all) })),
  /** What is shown of a slip: a JPEG of our own making, as base64. The amount is painted over for those who see no money. */
  picture: procedure
    .input(z.object({ id: z.string().max(64) }))
    .output(z.object({ jpeg: field(z.string(), person) })),
  /** A piece of the picture as it was sent, for looking closer and for evidence: bytes as base64, never to be shown as they are. */
  original: procedure
    .input(z.object({ id: z.string().max(64), part: z.number().int().min(0).max(200) }))
    .output(z.object({ piece: field(z.string(), { see: OFFICE, personal: true }), parts: field(z.number(), money), fileName: field(z.string(), { see: OFFICE, personal: true }) })),
  /**
   * A picture in pieces, in order, all under one `commandId`; the last one answers with the slip, durable by then. The
   * same picture again answers with the slip that is there (`repeat`).
   */
  send: procedure
    .input(commandBase.extend({
      name: z.string().max(400), source: slipSource, sizeBytes: z.number().int().min(0),
      at: z.number().int().min(0), piece: z.string().max(1_400_000).regex(/^[A-Za-z0-9+/]*={0,2}$/),
    }))
    .output(z.object({ received: field(z.number(), all), slipId: field(z.string().nullable(), all), repeat: field(z.boolean(), all), row: field(slipRow.nullable(), all) })),
  /** Whose it is, or none of these (null). */
  decide: procedure.input(change.extend({ orderId: z.number().int().nullable() })).output(changed),
  setAside: procedure.input(change.extend({ putAt: z.string().trim().min(1).max(60) })).output(changed),
  undo: procedure.input(change).output(changed),
  readAgain: procedure.input(change).output(changed),
  /** Ends the reading of all that waits. */
  stop: procedure.input(commandBase).output(z.object({ stopped: field(z.number(), all) })),
} // prettier-ignore
