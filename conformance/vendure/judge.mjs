// What our program says of an order, held against what the store says: neutral model (docs/orders-jsonl.md) against raw.

/** One order, by arithmetic of its own: states, money, lines, parcels, refunds. */
export function judge(compare, id, theirs, ours) {
  if (!ours) return compare(`order ${id}`, 'missing', theirs.state)
  const say = (what) => `order ${id} ${what}`
  const settled = theirs.payments.filter((payment) => payment.state === 'Settled')
  const refunds = theirs.payments.flatMap((payment) => payment.refunds)
  compare(say('platform state'), ours.platformState, theirs.state)
  compare(say('currency'), ours.currency, theirs.currencyCode)
  // What the buyer paid does not shrink when something is cancelled afterwards; the store's own total does.
  const paid = settled.reduce((sum, payment) => sum + payment.amount, 0)
  compare(say('total'), ours.totalMinor, Math.max(theirs.totalWithTax, paid))
  const bought = (line) => Math.max(line.quantity, line.orderPlacedQuantity)
  const add = (list, amount) => list.reduce((sum, one) => sum + amount(one), 0)
  const goods = add(theirs.lines, (line) => line.unitPriceWithTax * bought(line))
  compare(say('goods'), ours.goodsMinor, goods)
  const freight = add(theirs.shippingLines, (line) => line.priceWithTax)
  compare(say('freight'), ours.freightMinor, freight)
  // The store forgets the discounts of what is cancelled, but the bill must still add up. Where units were first added
  // and others then cancelled, it no longer tells how many were paid for.
  const grewAndShrank = theirs.modifications.length > 0 && paid > theirs.totalWithTax
  if (settled.length > 0 && !grewAndShrank)
    compare(
      say('goods - discount + freight + surcharges'),
      ours.goodsMinor -
        ours.discountMinor +
        ours.freightMinor +
        add(theirs.surcharges, (one) => one.priceWithTax),
      ours.totalMinor,
    )
  compare(
    say('refunded'),
    ours.refundedMinor,
    refunds.filter((refund) => refund.state === 'Settled').reduce((sum, refund) => sum + refund.total, 0),
  )
  compare(say('paid'), ours.paidAt !== undefined, settled.length > 0)
  const lines = (list) => list.sort((a, b) => Number(a[0]) - Number(b[0]))
  const gone = new Set(['Shipped', 'Delivered'])
  compare(
    say('lines'),
    lines(
      ours.lines.map((line) => [
        line.externalId,
        line.sku,
        line.quantity,
        line.cancelledQuantity ?? 0,
        line.shippedQuantity,
        line.unitPriceMinor,
      ]),
    ),
    lines(
      theirs.lines.map((line) => [
        line.id,
        line.productVariant.sku,
        bought(line),
        bought(line) - line.quantity,
        line.fulfillmentLines
          .filter((part) => gone.has(part.fulfillment.state))
          .reduce((sum, part) => sum + part.quantity, 0),
        line.unitPriceWithTax,
      ]),
    ),
  )
  const numbers = (list) => list.map((one) => one ?? '').sort()
  compare(
    say('waybills'),
    numbers(ours.parcels.map((parcel) => parcel.waybill)),
    numbers(theirs.fulfillments.filter((one) => gone.has(one.state)).map((one) => one.trackingCode)),
  )
  compare(
    say('refunds'),
    numbers(ours.refunds.map((refund) => `${refund.externalId} ${refund.amountMinor}`)),
    numbers(refunds.map((refund) => `${refund.id} ${refund.total}`)),
  )
}
