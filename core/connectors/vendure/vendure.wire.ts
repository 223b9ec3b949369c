import { z } from 'zod'
import { Unreadable, minor, type Minor } from '../../kernel'

// GraphQL ids are strings; ids inside events are numbers.
export const idWire = z.union([z.string().min(1), z.number().int()]).transform(String)
/** Vendure's `Money` scalar: an integer of minor units. */
const moneyWire = z
  .number()
  .int()
  .transform((value): Minor => minor(value))
const timeWire = z.string().transform((text, context) => {
  const ms = Date.parse(text)
  if (!Number.isNaN(ms)) return ms
  context.addIssue({ code: 'custom', message: `bad-time ${text}` })
  return z.NEVER
})
const textWire = z.string().nullish()
const linesOf = z.array(z.object({ orderLineId: idWire, quantity: z.number().int() }))

const refundWire = z.object({
  id: idWire,
  createdAt: timeWire,
  updatedAt: timeWire,
  state: z.string(),
  total: moneyWire,
  reason: textWire,
  lines: linesOf.nullish(),
})
const paymentWire = z.object({
  id: idWire,
  createdAt: timeWire,
  updatedAt: timeWire,
  amount: moneyWire,
  state: z.string(),
  refunds: z.array(refundWire),
})
const fulfillmentWire = z.object({
  id: idWire,
  createdAt: timeWire,
  updatedAt: timeWire,
  state: z.string(),
  method: textWire,
  trackingCode: textWire,
  lines: linesOf,
})
const lineWire = z.object({
  id: idWire,
  quantity: z.number().int(),
  orderPlacedQuantity: z.number().int(),
  unitPriceWithTax: moneyWire,
  linePriceWithTax: moneyWire,
  proratedLinePriceWithTax: moneyWire,
  featuredAsset: z.object({ preview: textWire }).nullish(),
  productVariant: z.object({
    sku: textWire,
    name: z.string(),
    product: z.object({ name: z.string() }).nullish(),
  }),
})
export const orderWire = z.object({
  id: idWire,
  code: z.string(),
  state: z.string(),
  createdAt: timeWire,
  updatedAt: timeWire,
  orderPlacedAt: timeWire.nullish(),
  currencyCode: z.string(),
  totalWithTax: moneyWire,
  shippingWithTax: moneyWire,
  discounts: z.array(z.object({ amountWithTax: moneyWire, adjustmentSource: textWire })),
  customer: z
    .object({ id: idWire, firstName: textWire, lastName: textWire, emailAddress: textWire })
    .nullish(),
  shippingAddress: z
    .object({
      fullName: textWire,
      streetLine1: textWire,
      streetLine2: textWire,
      city: textWire,
      province: textWire,
      postalCode: textWire,
      country: textWire,
      countryCode: textWire,
      phoneNumber: textWire,
    })
    .nullish(),
  shippingLines: z.array(z.object({ priceWithTax: moneyWire })).nullish(),
  surcharges: z.array(z.object({ priceWithTax: moneyWire })).nullish(),
  lines: z.array(lineWire),
  payments: z.array(paymentWire).nullish(),
  fulfillments: z.array(fulfillmentWire).nullish(),
})
/** The server lists parts in any order, one way in a list and another in a detail: ours is by id. */
export function byId<T extends { readonly id: string }>(parts: readonly T[] | null | undefined): T[] {
  return (parts ?? []).toSorted((a, b) => a.id.length - b.id.length || (a.id < b.id ? -1 : 1))
}
export type OrderWire = z.output<typeof orderWire>
export type LineWire = z.output<typeof lineWire>
export type RefundWire = z.output<typeof refundWire>

/** What paging needs of an order; the rest is looked at by `understand`. */
export const headWire = z.object({ id: idWire, createdAt: timeWire, updatedAt: timeWire })
export const ordersAnswerWire = z.object({ orders: z.object({ items: z.array(z.unknown()) }) })
export const eventWire = z.object({
  id: idWire.optional(),
  at: timeWire.optional(),
  topic: z.string().optional(),
  payload: z.object({ orderId: idWire.nullish() }).nullish(),
})
export const notesWire = z.object({
  order: z
    .object({
      history: z.object({
        items: z.array(
          z.object({ id: idWire, isPublic: z.boolean(), data: z.object({ note: textWire }).nullish() }),
        ),
      }),
    })
    .nullable(),
})

/** Throws `Unreadable` with the path of the first field that is not as documented. */
export function readAs<T extends z.ZodType>(wire: T, value: unknown): z.output<T> {
  const result = wire.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const where = issue?.path.map(String).join('.') ?? ''
  const message = issue?.message ?? ''
  if (message.startsWith('bad-time ')) throw new Unreadable('bad-time', `${where}: ${message.slice(9)}`)
  throw new Unreadable('unexpected-shape', `${where}: ${message}`)
}
