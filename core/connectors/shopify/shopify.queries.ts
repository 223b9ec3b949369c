/** The version whose documents this connector was written from. */
export const API_VERSION = '2026-10'
export const GRAPHQL_PATH = `/admin/api/${API_VERSION}/graphql.json`

/** How many of each nested thing one answer may bring. An order with more is read on by its own queries. */
export interface Sizes {
  readonly lines: number
  readonly fulfillments: number
  readonly fulfillmentLines: number
  readonly trackings: number
  readonly refunds: number
  readonly refundLines: number
  readonly transactions: number
  readonly returns: number
  readonly returnLines: number
}

/** Fits an everyday order; kept small because nested sizes multiply in the cost. Part of the meaning of a stored page. */
export const LISTED: Sizes = {
  lines: 6,
  fulfillments: 2,
  fulfillmentLines: 6,
  trackings: 3,
  refunds: 2,
  refundLines: 4,
  transactions: 5,
  returns: 2,
  returnLines: 3,
}

/**
 * Fields we can live without: they need a further scope, the protected-customer-data approval, or may be gone in the
 * version that Shopify falls forward to. A field that is refused is left out from then on.
 */
export const OPTIONAL = [
  'customer', 'email', 'phone', 'shippingAddress', 'returns', 'return', 'returnLineItems', 'returnReasonNote',
  'fulfillmentLineItem', 'discountAllocations', 'image', 'deliveredAt', 'fulfillmentLineItems', 'subtotalSet', 'restockType',
  'taxesIncluded', 'transactions',
] as const // prettier-ignore
export type OptionalField = (typeof OPTIONAL)[number]
export type Without = ReadonlySet<OptionalField>

const MONEY = '{shopMoney{amount currencyCode}}'
const PAGE = 'pageInfo{hasNextPage endCursor}'

function unless(without: Without, field: OptionalField, text: string = field): string {
  return without.has(field) ? '' : text
}

export function headerFields(without: Without): string {
  return `id name createdAt processedAt updatedAt cancelledAt closedAt note displayFinancialStatus displayFulfillmentStatus returnStatus currencyCode
  currentTotalPriceSet${MONEY} totalPriceSet${MONEY} totalShippingPriceSet${MONEY} totalDiscountsSet${MONEY} totalRefundedSet${MONEY}
  ${unless(without, 'customer', 'customer{id displayName}')} ${unless(without, 'email')} ${unless(without, 'phone')}
  ${unless(without, 'shippingAddress', `shippingAddress{name address1 address2 city province zip country countryCodeV2 ${unless(without, 'phone')}}`)}`
}

export function lineFields(without: Without, first: number, after = ''): string {
  return `lineItems(first:${first}${after}){${PAGE} nodes{id sku name title variantTitle quantity currentQuantity unfulfilledQuantity originalUnitPriceSet${MONEY} discountedTotalSet${MONEY} ${unless(without, 'discountAllocations', `discountAllocations{allocatedAmountSet${MONEY}}`)} ${unless(without, 'image', 'image{url}')}}}`
}

export function fulfillmentFields(without: Without, trackings: number, lines: number, after = ''): string {
  return `id status createdAt ${unless(without, 'deliveredAt')} trackingInfo(first:${trackings}){company number url} ${unless(without, 'fulfillmentLineItems', `fulfillmentLineItems(first:${lines}${after}){${PAGE} nodes{quantity lineItem{id}}}`)}`
}

export function refundFields(without: Without, lines: number, after = ''): string {
  return `id createdAt ${unless(without, 'return', 'return{id}')} totalRefundedSet${MONEY} refundLineItems(first:${lines}${after}){${PAGE} nodes{quantity lineItem{id} ${unless(without, 'restockType')} ${unless(without, 'subtotalSet', `subtotalSet${MONEY}`)}}}`
}

export function transactionFields(without: Without, first: number): string {
  return unless(
    without,
    'transactions',
    `transactions(first:${first}){id kind status processedAt amountSet${MONEY}}`,
  )
}

export function returnFields(without: Without, first: number, lines: number, after = ''): string {
  const line = unless(
    without,
    'fulfillmentLineItem',
    '... on ReturnLineItem{fulfillmentLineItem{lineItem{id}}}',
  )
  const returned = unless(
    without,
    'returnLineItems',
    `returnLineItems(first:${lines}){nodes{id quantity ${unless(without, 'returnReasonNote')} ${line}}}`,
  )
  return unless(without, 'returns', `returns(first:${first}${after}){${PAGE} nodes{id status ${returned}}}`)
}

function orderFields(without: Without): string {
  return `${headerFields(without)}
  ${lineFields(without, LISTED.lines)}
  fulfillments(first:${LISTED.fulfillments}){${fulfillmentFields(without, LISTED.trackings, LISTED.fulfillmentLines)}}
  refunds(first:${LISTED.refunds}){${refundFields(without, LISTED.refundLines)}}
  ${transactionFields(without, LISTED.transactions)}
  ${returnFields(without, LISTED.returns, LISTED.returnLines)}`
}

/** Oldest change first: an order that is changed while we page moves to the end and pushes nobody over a border. */
export function ordersQuery(first: number, without: Without): string {
  return `query($q:String!,$after:String){ orders(first:${first}, after:$after, query:$q, sortKey:UPDATED_AT){ ${PAGE} nodes{ ${orderFields(without)} } } }`
}

export function nodesQuery(without: Without): string {
  return `query($ids:[ID!]!){ nodes(ids:$ids){ ... on Order{ ${orderFields(without)} } } }`
}

export function orderQuery(without: Without): string {
  return `query($id:ID!){ order(id:$id){ ${orderFields(without)} } }`
}

/** A further piece of one order; `updatedAt` tells whether all pieces are of one moment. */
export function pieceQuery(fields: string): string {
  return `query(${variables(fields)}){ order(id:$id){ id updatedAt ${fields} } }`
}

/** One fulfilment or refund by itself, for the rare one that is too large to come with its order. */
export function nodeQuery(type: 'Fulfillment' | 'Refund', fields: string): string {
  return `query(${variables(fields)}){ node(id:$id){ ... on ${type}{ ${fields} } } }`
}

/** A variable that is declared and not used is an error in GraphQL. */
function variables(fields: string): string {
  return fields.includes('$after') ? '$id:ID!,$after:String' : '$id:ID!'
}

export const SHOP_QUERY = '{ shop{ name } }'
export const ONE_ORDER_QUERY = '{ orders(first:1){ nodes{ id } } }'

/** Search syntax knows whole seconds, and «updated» has no finer grain: the span is widened to them. */
export function updatedBetween(fromMs: number, toMs: number): string {
  const from = isoSeconds(Math.floor(fromMs / 1000) * 1000)
  const to = isoSeconds(Math.ceil(toMs / 1000) * 1000)
  return `updated_at:>='${from}' AND updated_at:<'${to}'`
}

function isoSeconds(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z')
}
