import { z } from 'zod'
import { procedure, commandBase, sentSheet } from '../kernel/contract'
import { field, EVERYBODY, OFFICE, type Role } from '../kernel/rights'

const all = { see: EVERYBODY }
const office = { see: OFFICE }
const person = { see: EVERYBODY, personal: true }
/** Amounts are the business of those who answer for them; support and sales take what was paid for the lines. */
const AMOUNTS: readonly Role[] = ['owner', 'supervisor', 'finance']

export const refundLane = z.enum(['warehouse', 'finance', 'supervisor'])
export type RefundLane = z.infer<typeof refundLane>
export const refundState = z.enum(['deciding', 'agreed', 'paying', 'paid', 'refused', 'closed'])
export type RefundCaseState = z.infer<typeof refundState>
const caseLine = z.object({ lineExternalId: z.string(), quantity: z.number().int().min(1) })
export const caseAmount = field(z.number().int().min(1), { see: OFFICE, edit: AMOUNTS })

/** One lane of a case: who holds it since when, and what was said. */
export const refundStep = z.object({
  role: field(refundLane, all),
  /** Lanes of one stage run side by side, stages one after the other. */
  stage: field(z.number(), all),
  state: field(z.enum(['waiting', 'open', 'yes', 'no', 'dropped']), all),
  since: field(z.number().nullable(), all),
  dueAt: field(z.number().nullable(), all),
  /** Those who may decide while it is open; who did once it is not. */
  holders: field(z.array(z.string()), all),
  /** 老板代财务: the lane for which the owner acted. */
  actedFor: field(z.string().nullable(), all),
  reason: field(z.string().nullable(), office),
  decidedAt: field(z.number().nullable(), all),
})
export type RefundStep = z.infer<typeof refundStep>

/** «为什么»: by which rule it is decided. */
export const refundWhy = z.object({
  rule: field(z.string(), all),
  automatic: field(z.boolean(), all),
  vip: field(z.boolean(), office),
  currency: field(z.string(), office),
  judgedMinor: field(z.number(), office),
  upToMinor: field(z.number().nullable(), office),
  stages: field(z.array(z.array(refundLane)), all),
})
export type RefundWhy = z.infer<typeof refundWhy>

export const refundRow = z.object({
  id: field(z.number(), all),
  version: field(z.number(), all),
  orderId: field(z.number(), all),
  number: field(z.string(), all),
  ordinal: field(z.number(), all),
  shopName: field(z.string(), all),
  platform: field(z.string(), all),
  buyer: field(z.string(), person),
  firstTitle: field(z.string(), all),
  firstPictureUrl: field(z.string().nullable(), all),
  pieces: field(z.number(), all),
  kind: field(z.enum(['money', 'return']), all),
  state: field(refundState, all),
  source: field(z.enum(['slip', 'platform', 'hand']), all),
  amountMinor: field(z.number(), office),
  currency: field(z.string(), office),
  reason: field(z.string(), office),
  why: field(refundWhy, all),
  openedAt: field(z.number(), all),
  /** When it turns red, UTC ms; null = no clock runs. */
  dueAt: field(z.number().nullable(), all),
  endedAt: field(z.number().nullable(), all),
  parcelAt: field(z.number().nullable(), all),
  goodsAt: field(z.number().nullable(), all),
  payout: field(
    z.enum(['intended', 'sent', 'paid', 'failed', 'needs-code', 'needs-person']).nullable(),
    office,
  ),
  trouble: field(z.string().nullable(), office),
  steps: field(z.array(refundStep), all),
})
export type RefundRow = z.infer<typeof refundRow>

export const refundDetail = z.object({
  row: field(refundRow, all),
  externalId: field(z.string().nullable(), all),
  /** Decided or not, this platform pays only what the buyer asks for there, and the buyer has not. */
  needsRequest: field(z.boolean(), all),
  /** A refusal reaches the platform; otherwise a person answers the buyer there. */
  tellsRefusal: field(z.boolean(), all),
  slipId: field(z.string().nullable(), all),
  parcelWaybill: field(z.string().nullable(), all),
  parcelCourier: field(z.string().nullable(), all),
  /** What the platform is still to be told. */
  told: field(z.string().nullable(), all),
  openedBy: field(z.string(), all),
  lines: field(
    z.array(
      z.object({
        lineExternalId: field(z.string(), all),
        title: field(z.string(), all),
        variant: field(z.string().nullable(), all),
        sku: field(z.string().nullable(), all),
        pictureUrl: field(z.string().nullable(), all),
        quantity: field(z.number(), all),
        shippedQuantity: field(z.number(), all),
        /** Already back in a warehouse, of all cases of the order. */
        backQuantity: field(z.number(), all),
      }),
    ),
    all,
  ),
  warehouses: field(z.array(z.object({ id: field(z.string(), all), name: field(z.string(), all) })), all),
  payout: field(
    z
      .object({
        attempts: field(z.number(), office),
        found: field(z.string().nullable(), office),
        sentAt: field(z.number().nullable(), office),
        paidAt: field(z.number().nullable(), office),
      })
      .nullable(),
    office,
  ),
  messages: field(
    z.array(
      z.object({
        template: field(z.string(), office),
        state: field(z.string(), office),
        reason: field(z.string().nullable(), office),
        at: field(z.number(), office),
      }),
    ),
    office,
  ),
})
export type RefundDetail = z.infer<typeof refundDetail>

const onCase = commandBase.extend({ caseId: z.number().int(), version: z.number().int() })
const moved = z.object({ version: field(z.number(), all), state: field(refundState, all) })
const chosen = z.object({
  orderId: z.number().int(),
  kind: z.enum(['money', 'return']),
  lines: z.array(caseLine).max(200),
  /** Absent = what was paid for the lines. */
  amountMinor: z.number().int().min(1).optional(),
})

export const refundsContract = {
  /** Open cases by due time, or those that are over, newest first. `lane` = only what this role must decide. */
  page: procedure
    .input(
      z.object({
        over: z.boolean(),
        lane: refundLane.nullable(),
        cursor: z.string().nullable(),
        limit: z.number().int().min(1).max(200),
      }),
    )
    .output(
      z.object({ rows: field(z.array(refundRow), all), nextCursor: field(z.string().nullable(), all) }),
    ),
  /** What waits for the asking person, and how much of it is late. */
  counts: procedure.output(
    z.object({ mine: field(z.number(), all), late: field(z.number(), all), open: field(z.number(), all) }),
  ),
  open: procedure.input(z.object({ id: z.number().int() })).output(refundDetail),
  ofOrder: procedure.input(z.object({ orderId: z.number().int() })).output(
    z.object({
      rows: field(z.array(refundRow), all),
      vip: field(z.boolean(), office),
      /** false where the platform gives the buyer no name of its own: nobody can be marked. */
      vipKnown: field(z.boolean(), office),
    }),
  ),
  /** What a case of these lines is worth, what is left, and which rule will apply: before anybody confirms. */
  foresee: procedure.input(chosen).output(
    z.object({
      linesMinor: field(z.number(), office),
      leftMinor: field(z.number(), office),
      paidMinor: field(z.number(), office),
      amountMinor: field(z.number(), office),
      currency: field(z.string(), office),
      /** This platform pays only what the buyer asks for there: the case waits for that. */
      needsRequest: field(z.boolean(), office),
      /** How long whoever decides has. */
      dueMinutes: field(z.number(), office),
      why: field(refundWhy, office),
    }),
  ),
  create: procedure
    .input(commandBase.extend(chosen.shape).extend({ reason: z.string().trim().min(1).max(200) }))
    .output(z.object({ id: field(z.number(), all), state: field(refundState, all) })),
  decide: procedure
    .input(onCase.extend({ role: refundLane, yes: z.boolean(), reason: z.string().max(200) }))
    .output(moved),
  /** Says yes for one lane to several cases; each stands alone, and each refusal is told. */
  approveMany: procedure
    .input(
      commandBase.extend({
        role: refundLane,
        cases: z
          .array(z.object({ id: z.number().int(), version: z.number().int() }))
          .min(1)
          .max(100),
      }),
    )
    .output(
      z.object({
        done: field(z.array(z.number()), all),
        refused: field(z.array(z.object({ id: field(z.number(), all), code: field(z.string(), all) })), all),
      }),
    ),
  /** The code that the platform sent to the person's phone. It is passed on and never stored. */
  enterCode: procedure.input(onCase.extend({ code: z.string().regex(/^\w{4,12}$/) })).output(moved),
  /** Asks the platform now; with `pay` it may also be sent again once the platform says that it was not paid. */
  askAgain: procedure.input(onCase.extend({ pay: z.boolean() })).output(moved),
  close: procedure.input(onCase.extend({ reason: z.string().max(200) })).output(moved),
  /**
   * The pieces are back: good ones are for sale again, damaged ones lie apart. `seen`: how many of the line were counted
   * back already, as the counter saw it; another count refuses with `edited-meanwhile`. What else happens to the case
   * meanwhile, a yes or its payout, takes nothing from a count.
   */
  goodsBack: procedure
    .input(
      commandBase.extend({
        caseId: z.number().int(),
        warehouseId: z.string(),
        lines: z
          .array(
            z.object({
              lineExternalId: z.string(),
              good: z.number().int().min(0),
              damaged: z.number().int().min(0),
              seen: z.number().int().min(0),
            }),
          )
          .min(1)
          .max(200),
      }),
    )
    .output(moved.extend({ untracked: field(z.array(z.string()), all) })),
  markVip: procedure
    .input(commandBase.extend({ orderId: z.number().int(), vip: z.boolean(), note: z.string().max(200) }))
    .output(z.object({ vip: field(z.boolean(), office) })),
  /** Marks the buyers of a sheet; lines whose buyer this shop does not have are told, counted from 1. */
  importVips: procedure.input(commandBase.extend({ shopId: z.string(), ...sentSheet.shape })).output(
    z.object({
      marked: field(z.number(), office),
      known: field(z.number(), office),
      unknown: field(z.array(z.number()), office),
    }),
  ),
}
