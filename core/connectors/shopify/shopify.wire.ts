import { z } from 'zod'

/** What the Admin GraphQL API really sends for an order, as far as we ask for it. */
const decimal = z.union([z.string(), z.number()]).transform(String)
const money = z.object({ shopMoney: z.object({ amount: decimal, currencyCode: z.string().optional() }) })
const time = z.string().transform((text, context) => {
  const ms = Date.parse(text)
  if (Number.isNaN(ms)) context.addIssue({ code: 'custom', message: 'not a time' })
  return ms
})
const maybeText = z.string().nullish()
const nodes = <T extends z.ZodType>(item: T) =>
  z.object({ nodes: z.array(item) }).transform((connection) => connection.nodes)
const count = z.number().int().nonnegative()
const named = z.object({ id: z.string() })

export const lineNode = z.object({
  id: z.string(),
  sku: maybeText,
  name: maybeText,
  title: maybeText,
  variantTitle: maybeText,
  quantity: count,
  currentQuantity: count.nullish(),
  unfulfilledQuantity: count.nullish(),
  originalUnitPriceSet: money,
  discountedTotalSet: money.nullish(),
  discountAllocations: z.array(z.object({ allocatedAmountSet: money })).optional(),
  image: z.object({ url: maybeText }).nullish(),
})

export const fulfillmentNode = z.object({
  id: z.string(),
  status: z.string(),
  createdAt: time,
  deliveredAt: time.nullish(),
  trackingInfo: z.array(z.object({ company: maybeText, number: maybeText })).nullish(),
  fulfillmentLineItems: nodes(z.object({ quantity: count.nullish(), lineItem: named })).nullish(),
})

export const refundNode = z.object({
  id: z.string(),
  createdAt: time.nullish(),
  return: named.nullish(),
  totalRefundedSet: money,
  refundLineItems: nodes(
    z.object({ quantity: count, lineItem: named, restockType: maybeText, subtotalSet: money.nullish() }),
  ).nullish(),
})

export const transactionNode = z.object({
  id: z.string(),
  kind: z.string(),
  status: z.string(),
  processedAt: time.nullish(),
  amountSet: money.nullish(),
})

export const returnNode = z.object({
  id: z.string(),
  status: z.string(),
  returnLineItems: nodes(
    z.object({
      returnReasonNote: maybeText,
      fulfillmentLineItem: z.object({ lineItem: named }).nullish(),
    }),
  ).nullish(),
})

export const orderNode = z.object({
  id: z.string().regex(/^gid:\/\/shopify\/Order\/\d+$/),
  name: maybeText,
  createdAt: time,
  processedAt: time.nullish(),
  updatedAt: time,
  cancelledAt: time.nullish(),
  closedAt: time.nullish(),
  note: maybeText,
  displayFinancialStatus: z.string(),
  displayFulfillmentStatus: z.string(),
  returnStatus: maybeText,
  edited: z.boolean().nullish(),
  currencyCode: z.string(),
  currentTotalPriceSet: money.nullish(),
  totalPriceSet: money,
  totalShippingPriceSet: money.nullish(),
  totalDiscountsSet: money.nullish(),
  totalRefundedSet: money.nullish(),
  customer: z.object({ id: z.string(), displayName: maybeText }).nullish(),
  email: maybeText,
  phone: maybeText,
  shippingAddress: z
    .object({
      name: maybeText,
      address1: maybeText,
      address2: maybeText,
      city: maybeText,
      province: maybeText,
      zip: maybeText,
      country: maybeText,
      countryCodeV2: maybeText,
      phone: maybeText,
    })
    .nullish(),
  lineItems: nodes(lineNode),
  fulfillments: z.array(fulfillmentNode).nullish(),
  refunds: z.array(refundNode).nullish(),
  transactions: z.array(transactionNode).nullish(),
  returns: nodes(returnNode).nullish(),
})

export type OrderNode = z.output<typeof orderNode>
export type LineNode = z.output<typeof lineNode>
export type FulfillmentNode = z.output<typeof fulfillmentNode>
export type RefundNode = z.output<typeof refundNode>
export type Money = z.output<typeof money>

const restId = z.union([z.number(), z.string()]).transform(String)

/** Webhook payloads are shaped like the older REST API: snake_case, ids beyond 2^53. Only the names matter to us. */
export const webhookPayload = z.object({
  id: restId.nullish(),
  admin_graphql_api_id: maybeText,
  order_id: restId.nullish(),
  order: z.object({ id: restId.nullish(), admin_graphql_api_id: maybeText }).nullish(),
  order_edit: z.object({ order_id: restId.nullish() }).nullish(),
})
export type WebhookPayload = z.output<typeof webhookPayload>
