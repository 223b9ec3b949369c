// Documents for refunds and returns (shopify.dev, «refundCreate», «Return»). They are asked for one order at a time.
const MONEY = '{shopMoney{amount currencyCode}}'
const ERRORS = 'userErrors{field message}'

/** An order with more refunds than these is looked at by a person. */
export const MOST_REFUNDS = 50

export function refundsQuery(): string {
  return `query($id:ID!){ order(id:$id){ id currencyCode refunds(first:${MOST_REFUNDS}){ id note totalRefundedSet${MONEY} transactions(first:3){nodes{id kind status amountSet${MONEY}}} } } }`
}

export function suggestedQuery(): string {
  return `query($id:ID!){ order(id:$id){ id currencyCode suggestedRefund(suggestFullRefund:true){ suggestedTransactions{ gateway parentTransaction{id} amountSet${MONEY} } } } }`
}

/** Since 2026-04 Shopify refuses it without the directive (shopify.dev changelog, «idempotency»). */
export function refundMutation(): string {
  return `mutation($i:RefundInput!,$k:String!){ refundCreate(input:$i) @idempotent(key:$k){ refund{id} ${ERRORS} } }`
}

export function returnQuery(): string {
  return 'query($id:ID!){ return(id:$id){ id status } }'
}

export function approveReturnMutation(): string {
  return `mutation($i:ReturnApproveRequestInput!){ returnApproveRequest(input:$i){ return{id} ${ERRORS} } }`
}

export function declineReturnMutation(): string {
  return `mutation($i:ReturnDeclineRequestInput!){ returnDeclineRequest(input:$i){ return{id} ${ERRORS} } }`
}

export function closeReturnMutation(): string {
  return `mutation($id:ID!){ returnClose(id:$id){ return{id} ${ERRORS} } }`
}
