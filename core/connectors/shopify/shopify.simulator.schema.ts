/**
 * The part of the Admin schema that the practice shop serves. `scalar`, `Type`, `[Type]` a list, `<Type>` a connection.
 * A field that is not here does not exist.
 */
export const SCHEMA: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  QueryRoot: {
    shop: 'Shop',
    orders: '<Order>',
    order: 'Order',
    node: 'Node',
    nodes: '[Node]',
    return: 'Return',
  },
  fulfillmentCreatePayload: { fulfillment: 'Fulfillment', userErrors: '[UserError]' },
  refundCreatePayload: { refund: 'Refund', userErrors: '[UserError]' },
  returnApproveRequestPayload: { return: 'Return', userErrors: '[UserError]' },
  returnDeclineRequestPayload: { return: 'Return', userErrors: '[UserError]' },
  returnClosePayload: { return: 'Return', userErrors: '[UserError]' },
  UserError: scalars('field message'),
  SuggestedRefund: { suggestedTransactions: '[SuggestedOrderTransaction]' },
  SuggestedOrderTransaction: {
    ...scalars('gateway kind'),
    parentTransaction: 'OrderTransaction',
    amountSet: 'MoneyBag',
  },
  Shop: { name: 'scalar', currencyCode: 'scalar' },
  PageInfo: { hasNextPage: 'scalar', endCursor: 'scalar' },
  Order: {
    ...scalars('id name createdAt processedAt updatedAt cancelledAt cancelReason closedAt test note tags'),
    ...scalars(
      'displayFinancialStatus displayFulfillmentStatus returnStatus currencyCode taxesIncluded edited email phone',
    ),
    ...all('MoneyBag', 'currentTotalPriceSet totalPriceSet subtotalPriceSet totalShippingPriceSet'),
    ...all('MoneyBag', 'totalDiscountsSet totalTaxSet totalRefundedSet'),
    customer: 'Customer',
    shippingAddress: 'MailingAddress',
    lineItems: '<LineItem>',
    fulfillments: '[Fulfillment]',
    fulfillmentOrders: '<FulfillmentOrder>',
    refunds: '[Refund]',
    transactions: '[OrderTransaction]',
    returns: '<Return>',
    suggestedRefund: 'SuggestedRefund',
  },
  MoneyBag: { shopMoney: 'MoneyV2', presentmentMoney: 'MoneyV2' },
  MoneyV2: scalars('amount currencyCode'),
  Customer: scalars('id displayName'),
  MailingAddress: scalars(
    'name company address1 address2 city province provinceCode zip country countryCodeV2 phone',
  ),
  LineItem: {
    ...scalars('id sku name title variantTitle quantity currentQuantity unfulfilledQuantity'),
    ...all('MoneyBag', 'originalUnitPriceSet discountedTotalSet'),
    discountAllocations: '[DiscountAllocation]',
    image: 'Image',
  },
  DiscountAllocation: { allocatedAmountSet: 'MoneyBag' },
  Image: scalars('url'),
  Fulfillment: {
    ...scalars('id status createdAt deliveredAt'),
    trackingInfo: '[FulfillmentTrackingInfo]',
    fulfillmentLineItems: '<FulfillmentLineItem>',
  },
  FulfillmentOrder: { ...scalars('id status'), lineItems: '<FulfillmentOrderLineItem>' },
  FulfillmentOrderLineItem: { ...scalars('id remainingQuantity'), lineItem: 'LineItem' },
  FulfillmentTrackingInfo: scalars('company number url'),
  FulfillmentLineItem: { ...scalars('id quantity'), lineItem: 'LineItem' },
  Refund: {
    ...scalars('id createdAt note'),
    totalRefundedSet: 'MoneyBag',
    transactions: '<OrderTransaction>',
    return: 'Return',
    refundLineItems: '<RefundLineItem>',
  },
  RefundLineItem: { ...scalars('quantity restockType'), lineItem: 'LineItem', subtotalSet: 'MoneyBag' },
  OrderTransaction: { ...scalars('id kind status gateway processedAt'), amountSet: 'MoneyBag' },
  Return: { ...scalars('id status name'), returnLineItems: '<ReturnLineItemType>' },
  ReturnLineItemType: scalars('id quantity returnReasonNote'),
  ReturnLineItem: { fulfillmentLineItem: 'FulfillmentLineItem' },
  Node: scalars('id'),
}

function scalars(names: string): Record<string, string> {
  return all('scalar', names)
}

function all(type: string, names: string): Record<string, string> {
  return Object.fromEntries(names.split(' ').map((name) => [name, type]))
}
