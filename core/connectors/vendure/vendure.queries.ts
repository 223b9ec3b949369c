/** Path and documents of the Admin API (docs.vendure.io, «GraphQL Admin API»). Every document has a name. */
export const ADMIN_PATH = '/admin-api'

// Notes are left out on purpose: they live in the history, so a list never speaks of the memo.
const ORDER_FIELDS = `
  id code state active createdAt updatedAt orderPlacedAt currencyCode
  totalWithTax shippingWithTax
  discounts { amountWithTax adjustmentSource }
  customer { id firstName lastName emailAddress }
  shippingAddress { fullName streetLine1 streetLine2 city province postalCode country countryCode phoneNumber }
  shippingLines { priceWithTax }
  surcharges { priceWithTax }
  lines {
    id quantity orderPlacedQuantity unitPriceWithTax linePriceWithTax proratedLinePriceWithTax
    featuredAsset { preview }
    productVariant { sku name product { name } }
  }
  payments {
    id createdAt updatedAt amount state
    refunds { id createdAt updatedAt state total reason lines { orderLineId quantity } }
  }
  fulfillments { id createdAt updatedAt state method trackingCode lines { orderLineId quantity } }`

const ERROR = '... on ErrorResult { errorCode message }'

export const PING = 'query ZhangguiPing { __typename }'
export const ME = 'query ZhangguiMe { me { id } }'
export const ONE_ORDER = 'query ZhangguiProbe { orders(options: { take: 1 }) { totalItems } }'
export const LOGIN = `mutation ZhangguiLogin($username: String!, $password: String!) {
  login(username: $username, password: $password) { __typename ${ERROR} }
}`
export const ORDERS = `query ZhangguiOrders($options: OrderListOptions) {
  orders(options: $options) { totalItems items { ${ORDER_FIELDS} } }
}`
export const ORDER = `query ZhangguiOrder($id: ID!) { order(id: $id) { ${ORDER_FIELDS} } }`
export const VARIANTS = `query ZhangguiVariants($options: ProductVariantListOptions) {
  productVariants(options: $options) { items { id sku stockLevels { stockLocationId stockOnHand stockAllocated } } }
}`
export const SET_STOCK = `mutation ZhangguiSetStock($input: [UpdateProductVariantInput!]!) {
  updateProductVariants(input: $input) { id }
}`
export const NOTES = `query ZhangguiNotes($id: ID!, $options: HistoryEntryListOptions) {
  order(id: $id) { id history(options: $options) { items { id isPublic data } } }
}`
export const ADD_NOTE = `mutation ZhangguiAddNote($input: AddNoteToOrderInput!) {
  addNoteToOrder(input: $input) { id }
}`
export const UPDATE_NOTE = `mutation ZhangguiUpdateNote($input: UpdateOrderNoteInput!) {
  updateOrderNote(input: $input) { id }
}`
export const DELETE_NOTE = `mutation ZhangguiDeleteNote($id: ID!) { deleteOrderNote(id: $id) { result } }`
export const REFUNDS = `query ZhangguiRefunds($id: ID!) {
  order(id: $id) { id currencyCode payments { id amount state refunds { id state total reason } } }
}`
export const REFUND = `mutation ZhangguiRefund($input: RefundOrderInput!) {
  refundOrder(input: $input) { ... on Refund { id state } ${ERROR} }
}`
export const SETTLE_REFUND = `mutation ZhangguiSettleRefund($input: SettleRefundInput!) {
  settleRefund(input: $input) { ... on Refund { id state } ${ERROR} }
}`
export const SHIP_ORDER = `query ZhangguiShipOrder($id: ID!) {
  order(id: $id) { id fulfillments { id state trackingCode lines { orderLineId quantity } } }
}`
export const ADD_FULFILLMENT = `mutation ZhangguiAddFulfillment($input: FulfillOrderInput!) {
  addFulfillmentToOrder(input: $input) { ... on Fulfillment { id state } ${ERROR} }
}`
export const MOVE_FULFILLMENT = `mutation ZhangguiMoveFulfillment($id: ID!, $state: String!) {
  transitionFulfillmentToState(id: $id, state: $state) { ... on Fulfillment { id state } ${ERROR} }
}`
