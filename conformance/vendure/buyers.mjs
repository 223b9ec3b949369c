// Buyers: they fill a cart over the Shop API and pay, as the storefront would for them.
import { ERROR, dice, session } from './api.mjs'
import { COUPON } from './furnish.mjs'

const CITIES = [
  ['上海', '上海市', '200000'],
  ['广东', '广州市', '510000'],
  ['四川', '成都市', '610000'],
]
const NAMES = ['张伟', '王芳', '李娜', '刘洋', '陈静', '杨磊']

/**
 * Places `n` orders; one in ten stays unpaid, a third uses the coupon. Of each kind of goods `least` to `least` + 2
 * pieces. Returns how many became orders (were paid).
 */
export async function placeOrders(origin, owner, n, seed, least = 1) {
  const { below, pick } = dice(seed)
  const { productVariants } = await owner.admin(
    `{ productVariants(options: { take: 1000 }) { items { id } } }`,
  )
  const { shippingMethods } = await owner.admin(`{ shippingMethods { items { id } } }`)
  const { paymentMethods } = await owner.admin(`{ paymentMethods { items { code } } }`)
  let paid = 0
  for (let i = 0; i < n; i++) {
    const buyer = session(origin)
    const order = `... on Order { id } ${ERROR}`
    for (let k = 0, kinds = 1 + below(3); k < kinds; k++)
      await buyer.shop(
        `mutation($v: ID!, $q: Int!) { addItemToOrder(productVariantId: $v, quantity: $q) { ${order} } }`,
        {
          v: pick(productVariants.items).id,
          q: least + below(3),
        },
      )
    if (below(3) === 0)
      await buyer.shop(`mutation($c: String!) { applyCouponCode(couponCode: $c) { ${order} } }`, {
        c: COUPON,
      })
    const fullName = pick(NAMES)
    const phoneNumber = `138${String(10_000_000 + below(89_999_999)).slice(-8)}`
    const [province, city, postalCode] = pick(CITIES)
    await buyer.shop(`mutation($i: CreateCustomerInput!) { setCustomerForOrder(input: $i) { ${order} } }`, {
      i: {
        firstName: fullName.slice(1),
        lastName: fullName[0],
        emailAddress: `b${seed}.${i}@example.com`,
        phoneNumber,
      },
    })
    await buyer.shop(
      `mutation($i: CreateAddressInput!) { setOrderShippingAddress(input: $i) { ${order} } }`,
      {
        i: {
          fullName,
          streetLine1: `测试路${1 + below(300)}号`,
          city,
          province,
          postalCode,
          countryCode: 'CN',
          phoneNumber,
        },
      },
    )
    await buyer.shop(`mutation($m: [ID!]!) { setOrderShippingMethod(shippingMethodId: $m) { ${order} } }`, {
      m: [pick(shippingMethods.items).id],
    })
    await buyer.shop(`mutation { transitionOrderToState(state: "ArrangingPayment") { ${order} } }`)
    if (below(10) === 0) continue
    await buyer.shop(`mutation($i: PaymentInput!) { addPaymentToOrder(input: $i) { ${order} } }`, {
      i: { method: paymentMethods.items[0].code, metadata: {} },
    })
    paid++
  }
  return paid
}
