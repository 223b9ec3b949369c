// The full re-read: what the store says about every order, in the words of the neutral model (docs/orders-jsonl.md).
// Deliberately written apart from the connector: other query, other paging, other arithmetic.

const QUERY = `query($o: OrderListOptions) { orders(options: $o) { items {
  id code state currencyCode subTotalWithTax shippingWithTax totalWithTax discounts { amountWithTax }
  shippingLines { priceWithTax } surcharges { priceWithTax } modifications { id }
  lines { id quantity orderPlacedQuantity unitPriceWithTax productVariant { sku }
    fulfillmentLines { quantity fulfillment { id state } } }
  fulfillments { id state method trackingCode lines { orderLineId quantity } }
  payments { id amount state refunds { id state total reason } } } } }`

/** Every placed order, raw, by id. */
export async function readAll(owner) {
  const orders = new Map()
  for (let skip = 0; ; skip += 50) {
    const page = await owner.admin(QUERY, {
      o: { take: 50, skip, sort: { id: 'ASC' }, filter: { active: { eq: false } } },
    })
    for (const order of page.orders.items) orders.set(order.id, order)
    if (page.orders.items.length < 50) return orders
  }
}
