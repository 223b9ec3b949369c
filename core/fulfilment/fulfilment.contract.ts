import { z } from 'zod'
import { commandBase, procedure, sentSheet } from '../kernel/contract'
import { EVERYBODY, field, type Role } from '../kernel/rights'

/** Who may send parcels. */
export const SHIPPERS: readonly Role[] = ['owner', 'supervisor', 'sales', 'warehouse']

const all = { see: EVERYBODY }
const person = { see: EVERYBODY, personal: true }

export const confirmation = z.enum(['short', 'untracked', 'merged', 'waybill'])
export type ConfirmationName = z.infer<typeof confirmation>

/** A problem's code and what fills its sentence; `confirm`: a person may say yes to it by that name. */
const problemView = z.object({
  code: field(z.string(), all),
  data: field(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])), all),
  confirm: field(confirmation.nullable(), all),
  mild: field(z.boolean(), all),
})
export type ProblemView = z.infer<typeof problemView>

const parcelLine = z.object({ lineExternalId: field(z.string(), all), quantity: field(z.number(), all) })

/** A parcel of ours. */
export const shipmentView = z.object({
  id: field(z.number(), all),
  ordinal: field(z.number(), all),
  courier: field(z.string(), all),
  waybill: field(z.string(), { ...all, edit: SHIPPERS }),
  state: field(z.enum(['telling', 'told', 'refused']), all),
  /** Why the platform refused it, in its own words. */
  reasonCode: field(z.string().nullable(), all),
  reason: field(z.string().nullable(), all),
  /** It waits for a person before the platform can be told. */
  stuck: field(z.boolean(), all),
  /** What went wrong at the last try to tell. */
  problem: field(z.string().nullable(), all),
  who: field(z.string(), all),
  createdAt: field(z.number(), all),
  toldAt: field(z.number().nullable(), all),
  lines: field(z.array(parcelLine), all),
})
export type ShipmentView = z.infer<typeof shipmentView>

/** What a line of an order is of. */
const goods = {
  externalId: field(z.string(), all),
  sku: field(z.string().nullable(), all),
  title: field(z.string(), all),
  variant: field(z.string().nullable(), all),
  pictureUrl: field(z.string().nullable(), all),
}

const shippingLine = z.object({
  ...goods,
  /** Pieces that still wait; of these reserved, short and untracked. */
  left: field(z.number(), all),
  reserved: field(z.number(), all),
  short: field(z.number(), all),
  untracked: field(z.number(), all),
})

const courierView = z.object({
  code: field(z.string(), all),
  zh: field(z.string(), all),
  en: field(z.string(), all),
})
export type CourierView = z.infer<typeof courierView>

/** A waybill as typed, pasted or scanned; a courier of `null` is recognised. */
const parcelInput = z.object({
  courier: z.string().max(20),
  waybill: z.string().min(4).max(60),
  /** `null`: all that waits. */
  lines: z
    .array(z.object({ lineExternalId: z.string().max(80), quantity: z.number().int().min(0).max(1_000_000) }))
    .max(500)
    .nullable(),
})
const rowInput = z.object({
  line: z.number().int().min(0),
  number: z.string().max(80),
  waybill: z.string().max(60),
  courier: z.string().max(40),
})

const lineAbove = rowInput
  .pick({ line: true, number: true, waybill: true })
  .extend({ orderId: z.number().int() })

const rowView = z.object({
  line: field(z.number(), all),
  number: field(z.string(), all),
  waybill: field(z.string(), all),
  courier: field(z.string().nullable(), all),
  orderId: field(z.number().nullable(), all),
  pieces: field(z.number(), all),
  buyer: field(z.string(), person),
  city: field(z.string().nullable(), person),
  firstTitle: field(z.string(), all),
  problems: field(z.array(problemView), all),
})
export type ShippingRowView = z.infer<typeof rowView>

const pickOrderView = z.object({
  id: field(z.number(), all),
  number: field(z.string(), all),
  shopName: field(z.string(), all),
  platform: field(z.string(), all),
  dueAt: field(z.number().nullable(), all),
  receiver: field(z.string().nullable(), person),
  phone: field(z.string().nullable(), person),
  address: field(z.string().nullable(), person),
  buyerNote: field(z.string(), person),
  warehouse: field(z.string().nullable(), all),
  lines: field(
    z.array(z.object({ ...goods, quantity: field(z.number(), all), reserved: field(z.number(), all) })),
    all,
  ),
})
export type PickOrderView = z.infer<typeof pickOrderView>

/** After a command: the order's parcels as they are now. */
const parcels = z.object({ parcels: field(z.array(shipmentView), all) })
const problems = z.object({ problems: field(z.array(problemView), all) })

export const fulfilmentContract = {
  couriers: procedure.output(z.object({ couriers: field(z.array(courierView), all) })),
  /** What of an order waits, and what its platform can be told. */
  options: procedure.input(z.object({ orderId: z.number().int() })).output(
    z.object({
      lines: field(z.array(shippingLine), all),
      parcels: field(z.array(shipmentView), all),
      /** `pieces`, `lines` or `order`: the smallest part that can leave alone; `null`: the platform is not told. */
      parts: field(z.string().nullable(), all),
      severalParcels: field(z.boolean(), all),
    }),
  ),
  parcels: procedure.input(z.object({ orderId: z.number().int() })).output(parcels),
  /** Whose number this is, and whether to look twice. `courier`: what the person chose, if anything. */
  recognise: procedure
    .input(z.object({ waybill: z.string().max(60), courier: z.string().max(20).nullable() }))
    .output(
      z.object({
        waybill: field(z.string(), all),
        courier: field(z.string().nullable(), all),
        doubt: field(problemView.nullable(), all),
      }),
    ),
  /** What would stand against these parcels. */
  check: procedure
    .input(z.object({ orderId: z.number().int(), parcels: z.array(parcelInput).min(1).max(20) }))
    .output(problems),
  /** Reads a sheet's order numbers and waybills. Changes nothing. */
  readSheet: procedure.input(sentSheet).output(
    z.object({
      rows: field(
        z.array(
          z.object({
            line: field(z.number(), all),
            number: field(z.string(), all),
            waybill: field(z.string(), all),
            courier: field(z.string(), all),
          }),
        ),
        all,
      ),
      /** Which sheet of a book with several. */
      sheet: field(z.string().nullable(), all),
    }),
  ),
  /**
   * Finds the orders of these lines and says what stands against each; `above`: lines before them that will leave. `held`:
   * lines, of these or above, that one of these holds back.
   */
  preview: procedure
    .input(
      z.object({ rows: z.array(rowInput).min(1).max(200), above: z.array(lineAbove).max(5_000).default([]) }),
    )
    .output(
      z.object({
        rows: field(z.array(rowView), all),
        held: field(
          z.array(z.object({ line: field(z.number(), all), problem: field(problemView, all) })),
          all,
        ),
      }),
    ),
  ship: procedure
    .input(
      commandBase.extend({
        orderId: z.number().int(),
        parcels: z.array(parcelInput).min(1).max(20),
        confirm: z.array(confirmation),
      }),
    )
    .output(parcels),
  /** A handful of lines of a sheet; each leaves or is refused by itself. What was said yes to: for all, and of a line. */
  bulk: procedure
    .input(
      commandBase.extend({
        rows: z
          .array(rowInput.extend({ confirm: z.array(confirmation).default([]) }))
          .min(1)
          .max(20),
        confirm: z.array(confirmation),
      }),
    )
    .output(
      z.object({
        rows: field(
          z.array(
            z.object({
              line: field(z.number(), all),
              done: field(z.boolean(), all),
              problem: field(problemView.nullable(), all),
            }),
          ),
          all,
        ),
      }),
    ),
  /** A refused parcel goes out again, a stuck one is told again. */
  retry: procedure
    .input(
      commandBase.extend({
        shipmentId: z.number().int(),
        courier: z.string().max(20),
        waybill: z.string().min(4).max(60),
        confirm: z.array(confirmation),
      }),
    )
    .output(parcels),
  /** What is to be picked: these orders, or those that wait longest. */
  picking: procedure
    .input(
      z.object({
        orderIds: z.array(z.number().int()).min(1).max(500).nullable(),
        limit: z.number().int().min(1).max(100),
      }),
    )
    .output(z.object({ orders: field(z.array(pickOrderView), all) })),
}
