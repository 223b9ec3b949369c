// An operator at work: ships, part-ships, delivers, refunds, cancels, restocks, reprices, writes notes; buyers go on buying.
import { ERROR, dice } from './api.mjs'
import { placeOrders } from './buyers.mjs'

const BAG = ['ship', 'ship', 'ship', 'partShip', 'partShip', 'deliver', 'deliver', 'refund', 'refund', 'cancel', 'cancelPart', 'addUnit', 'restock', 'price', 'note', 'newOrder'] // prettier-ignore
const PICKED = `id totalWithTax lines { id quantity fulfillmentLines { quantity } } payments { id amount state refunds { total state } }
  fulfillments { id state }`

/** Plays `steps` random changes. Returns how many of each happened; one that finds no fitting order is counted as idle. */
export async function mutate({ origin, owner, steps, seed, afterStep }) {
  const chance = dice(seed)
  const done = {}
  for (let step = 0; step < steps; step++) {
    const name = chance.pick(BAG)
    const happened = await ACTS[name]({ origin, owner, chance, step, seed })
    const key = happened === false ? 'idle' : name
    done[key] = (done[key] ?? 0) + 1
    await afterStep?.(step)
  }
  return done
}

/** The goods became cheaper meanwhile: the change would owe the buyer money, and the store wants to know from which payment. */
async function attempt(change) {
  try {
    await change
    return true
  } catch (error) {
    if (String(error).includes('REFUND_PAYMENT_ID_MISSING')) return false
    throw error
  }
}

const ACTS = {
  async ship({ owner, chance }) {
    const order = await pickOrder(owner, chance, ['PaymentSettled', 'PartiallyShipped'])
    if (!order) return false
    const lines = order.lines
      .map((l) => ({ orderLineId: l.id, quantity: left(l) }))
      .filter((l) => l.quantity > 0)
    if (lines.length === 0) return false
    await sendOff(owner, lines, chance.pick(['顺丰速运', '中通快递']), `SF${10 ** 12 + Number(order.id)}`)
  },
  async partShip({ owner, chance }) {
    const order = await pickOrder(owner, chance, ['PaymentSettled'])
    const line =
      order?.lines.find((l) => left(l) > 1) ?? (order && order.lines.length > 1 ? order.lines[0] : undefined)
    if (!line || left(line) < 1) return false
    await sendOff(
      owner,
      [{ orderLineId: line.id, quantity: 1 }],
      '圆通速递',
      `YT${10 ** 9 + Number(line.id)}`,
    )
  },
  async deliver({ owner, chance }) {
    const order = await pickOrder(owner, chance, ['Shipped', 'PartiallyShipped', 'PartiallyDelivered'])
    const parcel = order?.fulfillments.find((f) => f.state === 'Shipped')
    if (!parcel) return false
    await moveParcel(owner, parcel.id, 'Delivered')
  },
  async refund({ owner, chance }) {
    const order = await pickOrder(owner, chance, [
      'PaymentSettled',
      'PartiallyShipped',
      'Shipped',
      'Delivered',
      'Cancelled',
    ])
    const payment = order?.payments.find((p) => p.state === 'Settled')
    const rest = payment
      ? payment.amount - payment.refunds.reduce((sum, r) => sum + (r.state === 'Failed' ? 0 : r.total), 0)
      : 0
    if (rest < 2) return false
    const amount = chance.below(4) === 0 ? rest : 1 + chance.below(rest)
    const { refundOrder } = await owner.admin(
      `mutation($i: RefundOrderInput!) { refundOrder(input: $i) { ... on Refund { id state } ${ERROR} } }`,
      { i: { paymentId: payment.id, amount, lines: [], shipping: 0, adjustment: 0, reason: '买家申请退款' } },
    )
    // One in four stays asked for: money that has not gone back must not be counted as refunded.
    if (refundOrder.state !== 'Pending' || chance.below(4) === 0) return
    await owner.admin(
      `mutation($i: SettleRefundInput!) { settleRefund(input: $i) { ... on Refund { id } ${ERROR} } }`,
      {
        i: { id: refundOrder.id, transactionId: `RF${refundOrder.id}` },
      },
    )
  },
  async cancel({ owner, chance }) {
    const order = await pickOrder(owner, chance, ['PaymentSettled'])
    if (!order) return false
    await owner.admin(
      `mutation($i: CancelOrderInput!) { cancelOrder(input: $i) { ... on Order { id } ${ERROR} } }`,
      {
        i: { orderId: order.id, reason: '缺货', cancelShipping: chance.below(2) === 0 },
      },
    )
  },
  async cancelPart({ owner, chance }) {
    const order = await pickOrder(owner, chance, ['PaymentSettled'])
    const line = order?.lines.find((l) => left(l) > 1)
    if (!line) return false
    await owner.admin(
      `mutation($i: CancelOrderInput!) { cancelOrder(input: $i) { ... on Order { id } ${ERROR} } }`,
      {
        i: {
          orderId: order.id,
          lines: [{ orderLineId: line.id, quantity: 1 }],
          reason: '少发一件',
          cancelShipping: false,
        },
      },
    )
  },
  /** The buyer wants one more, packed nicely, and pays the difference: a placed order that grows. */
  async addUnit({ owner, chance }) {
    const order = await pickOrder(owner, chance, ['PaymentSettled'])
    // Vendure takes the difference only where nothing else is outstanding: no refund and no cancelled unit before.
    const [payment] = order?.payments ?? []
    const even = payment?.amount === order?.totalWithTax && payment?.refunds.length === 0
    const line = order?.lines[0]
    if (!line || !even) return false
    await moveOrder(owner, order.id, 'Modifying')
    const modified = await attempt(
      owner.admin(
        `mutation($i: ModifyOrderInput!) { modifyOrder(input: $i) { ... on Order { id } ${ERROR} } }`,
        {
          i: {
            dryRun: false,
            orderId: order.id,
            adjustOrderLines: [{ orderLineId: line.id, quantity: line.quantity + 1 }],
            surcharges: [{ description: '礼盒', price: 500, priceIncludesTax: true, taxRate: 13 }],
          },
        },
      ),
    )
    if (!modified) {
      await moveOrder(owner, order.id, 'PaymentSettled')
      return false
    }
    await moveOrder(owner, order.id, 'ArrangingAdditionalPayment')
    await owner.admin(
      `mutation($i: ManualPaymentInput!) { addManualPaymentToOrder(input: $i) { ... on Order { id } ${ERROR} } }`,
      { i: { orderId: order.id, method: '现金', metadata: {} } },
    )
    await moveOrder(owner, order.id, 'PaymentSettled')
  },
  async restock({ owner, chance }) {
    const { productVariants } = await owner.admin(
      `{ productVariants { items { id stockLevels { stockLocationId } } } }`,
    )
    const variant = chance.pick(productVariants.items)
    const { stockLocationId } = chance.pick(variant.stockLevels)
    await changeVariant(owner, {
      id: variant.id,
      stockLevels: [{ stockLocationId, stockOnHand: 900 + chance.below(500) }],
    })
  },
  async price({ owner, chance }) {
    const { productVariants } = await owner.admin(`{ productVariants { items { id } } }`)
    await changeVariant(owner, { id: chance.pick(productVariants.items).id, price: 500 + chance.below(9000) })
  },
  async note({ owner, chance }) {
    const order = await pickOrder(owner, chance, ['PaymentSettled', 'Shipped'])
    if (!order) return false
    await owner.admin(`mutation($i: AddNoteToOrderInput!) { addNoteToOrder(input: $i) { id } }`, {
      i: { id: order.id, note: '客服备注', isPublic: false },
    })
  },
  async newOrder({ origin, owner, step, seed }) {
    await placeOrders(origin, owner, 1, seed * 1000 + step)
  },
}

function left(line) {
  return line.quantity - line.fulfillmentLines.reduce((sum, f) => sum + f.quantity, 0)
}

async function pickOrder(owner, chance, states) {
  const { orders } = await owner.admin(
    `query($o: OrderListOptions) { orders(options: $o) { items { ${PICKED} } } }`,
    { o: { filter: { state: { in: states } }, take: 100, sort: { id: 'ASC' } } },
  )
  return orders.items.length > 0 ? chance.pick(orders.items) : undefined
}

/** A parcel that the operator packs and sends. */
export async function sendOff(owner, lines, method, trackingCode) {
  const handlerArguments = [
    { name: 'method', value: method },
    { name: 'trackingCode', value: trackingCode },
  ]
  const { addFulfillmentToOrder } = await owner.admin(
    `mutation($i: FulfillOrderInput!) { addFulfillmentToOrder(input: $i) { ... on Fulfillment { id } ${ERROR} } }`,
    { i: { lines, handler: { code: 'manual-fulfillment', arguments: handlerArguments } } },
  )
  await moveParcel(owner, addFulfillmentToOrder.id, 'Shipped')
}

async function moveOrder(owner, id, state) {
  await owner.admin(
    `mutation($id: ID!, $s: String!) { transitionOrderToState(id: $id, state: $s) { ... on Order { id } ${ERROR} } }`,
    { id, s: state },
  )
}

async function moveParcel(owner, id, state) {
  await owner.admin(
    `mutation($id: ID!, $s: String!) { transitionFulfillmentToState(id: $id, state: $s) { ... on Fulfillment { id } ${ERROR} } }`,
    { id, s: state },
  )
}

async function changeVariant(owner, change) {
  await owner.admin(
    `mutation($i: [UpdateProductVariantInput!]!) { updateProductVariants(input: $i) { id } }`,
    { i: [change] },
  )
}
