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

/**
 * Fits most orders of a listing: a few lines, one fulfilment, nothing given back. Nested sizes multiply in the cost,
 * so that every order more on a page counts. Of refunds and returns only their being there is asked.
 * Part of the meaning of a stored page.
 */
export const LISTED: Sizes = {
  lines: 3,
  fulfillments: 2,
  fulfillmentLines: 3,
  trackings: 2,
  refunds: 1,
  refundLines: 0,
  transactions: 3,
  returns: 1,
  returnLines: 0,
}

/** Fits nearly all the others. Part of the meaning of a stored page. */
export const FULLER: Sizes = {
  lines: 10,
  fulfillments: 4,
  fulfillmentLines: 8,
  trackings: 3,
  refunds: 3,
  refundLines: 4,
  transactions: 8,
  returns: 3,
  returnLines: 3,
}

/** What one answer brought of an order may be a part of it: these are the pieces that may go on. */
export const PIECES = ['lines', 'fulfillments', 'refunds', 'transactions', 'returns'] as const
export type Piece = (typeof PIECES)[number]

/** More room for these pieces alone. A fulfilment of many lines goes with an order of many lines. */
export function roomFor(pieces: readonly Piece[]): Sizes {
  const has = (piece: Piece) => (pieces.includes(piece) ? FULLER : LISTED)
  const { fulfillments, trackings } = has('fulfillments')
  return {
    lines: has('lines').lines,
    fulfillments,
    trackings,
    fulfillmentLines: pieces.includes('lines')
      ? FULLER.fulfillmentLines
      : has('fulfillments').fulfillmentLines,
    refunds: has('refunds').refunds,
    refundLines: has('refunds').refundLines,
    transactions: has('transactions').transactions,
    returns: has('returns').returns,
    returnLines: has('returns').returnLines,
  }
}

/**
 * Fields we can live without: they need a further scope, the protected-customer-data approval, or may be gone in the
 * version that Shopify falls forward to. A field that is refused is left out from then on.
 */
export const OPTIONAL = [
  'customer', 'email', 'phone', 'shippingAddress', 'returns', 'return', 'returnLineItems', 'returnReasonNote',
  'fulfillmentLineItem', 'discountAllocations', 'image', 'deliveredAt', 'fulfillmentLineItems', 'subtotalSet', 'restockType',
  'taxesIncluded', 'transactions', 'edited',
] as const // prettier-ignore
export type OptionalField = (typeof OPTIONAL)[number]
export type Without = ReadonlySet<OptionalField>

const MONEY = '{shopMoney{amount currencyCode}}'
const PAGE = 'pageInfo{hasNextPage endCursor}'

function unless(without: Without, field: OptionalField, text: string = field): string {
  return without.has(field) ? '' : text
}

export function headerFields(without: Without): string {
  return `id name createdAt processedAt updatedAt cancelledAt closedAt note displayFinancialStatus displayFulfillmentStatus returnStatus currencyCode ${unless(without, 'edited')}
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
  if (lines === 0) return 'id'
  return `id createdAt ${unless(without, 'return', 'return{id}')} totalRefundedSet${MONEY} refundLineItems(first:${lines}${after}){${PAGE} nodes{quantity lineItem{id} ${unless(without, 'restockType')} ${unless(without, 'subtotalSet', `subtotalSet${MONEY}`)}}}`
}

export function transactionFields(without: Without, first: number, amounts = true): string {
  const fields = `id kind status processedAt ${amounts ? `amountSet${MONEY}` : ''}`
  return unless(without, 'transactions', `transactions(first:${first}){${fields}}`)
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
  const fields = lines === 0 ? '' : `status ${returned}`
  return unless(without, 'returns', `returns(first:${first}${after}){${PAGE} nodes{id ${fields}}}`)
}

function orderFields(without: Without, sizes: Sizes): string {
  return `${headerFields(without)}
  ${lineFields(without, sizes.lines)}
  fulfillments(first:${sizes.fulfillments}){${fulfillmentFields(without, sizes.trackings, sizes.fulfillmentLines)}}
  refunds(first:${sizes.refunds}){${refundFields(without, sizes.refundLines)}}
  ${transactionFields(without, sizes.transactions, sizes.refundLines > 0)}
  ${returnFields(without, sizes.returns, sizes.returnLines)}`
}

/** Oldest change first: an order that is changed while we page moves to the end and pushes nobody over a border. */
export function ordersQuery(first: number, without: Without): string {
  return `query($q:String!,$after:String){ orders(first:${first}, after:$after, query:$q, sortKey:UPDATED_AT){ ${PAGE} nodes{ ${orderFields(without, LISTED)} } } }`
}

export function nodesQuery(without: Without, sizes: Sizes): string {
  return `query($ids:[ID!]!){ nodes(ids:$ids){ ... on Order{ ${orderFields(without, sizes)} } } }`
}

/** What shows that an order changed though its «updated» may stand still. Costs little, for the wide rounds. */
const MARKS =
  'id updatedAt displayFinancialStatus displayFulfillmentStatus returnStatus cancelledAt closedAt note'

export function markedOrdersQuery(first: number): string {
  return `query($q:String!,$after:String){ orders(first:${first}, after:$after, query:$q, sortKey:UPDATED_AT){ ${PAGE} nodes{ ${MARKS} } } }`
}

export function markedNodesQuery(): string {
  return `query($ids:[ID!]!){ nodes(ids:$ids){ ... on Order{ ${MARKS} } } }`
}

export function orderQuery(without: Without): string {
  return `query($id:ID!){ order(id:$id){ ${orderFields(without, FULLER)} } }`
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

/**
 * Search syntax knows whole seconds, and «updated» has no finer grain: the span is widened to them.
 * Without an end, an order that is changed while we page is met again further on.
 */
export function updatedBetween(fromMs: number, toMs?: number): string {
  const from = `updated_at:>='${isoSeconds(Math.floor(fromMs / 1000) * 1000)}'`
  return toMs === undefined ? from : `${from} AND updated_at:<'${isoSeconds(Math.ceil(toMs / 1000) * 1000)}'`
}

function isoSeconds(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z')
}

/** What is left to ship where. Two questions, since together they may cost more than one answer is allowed. */
export const TO_SHIP_QUERY = `query($id:ID!){ order(id:$id){ id fulfillmentOrders(first:4){nodes{ id status lineItems(first:100){nodes{ id remainingQuantity lineItem{id} }} }} } }`
/** Which parcels the shop knows, under which numbers. */
export const SENT_QUERY = `query($id:ID!){ order(id:$id){ id fulfillments(first:12){ id status trackingInfo(first:2){number} fulfillmentLineItems(first:25){ ${PAGE} nodes{ quantity lineItem{id} } } } } }`
export const SHIP_MUTATION =
  'mutation($fulfillment:FulfillmentInput!){ fulfillmentCreate(fulfillment:$fulfillment){ fulfillment{ id status } userErrors{ field message } } }'
