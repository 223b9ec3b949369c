import { expect, test } from 'vitest'
import { NO_ADDRESS, type Order } from './order'
import { valueReader } from './value-reader'

const AT = Date.UTC(2026, 10, 22, 4, 53, 7)
const order = {
  externalId: '118311795557781000', number: '118311795557781000', platformState: 'WAIT_SELLER_SEND_GOODS', currency: 'CNY',
  goodsMinor: 41400, discountMinor: 500, freightMinor: 0, totalMinor: 40900, refundedMinor: 0,
  buyer: { name: '钱婷婷', platformId: null }, address: { ...NO_ADDRESS, country: 'CN', phone: '13800001111' },
  memo: '', memoFlag: null, buyerNote: '', parentExternalId: null,
  createdAt: AT, paidAt: AT + 61_000, completedAt: null, cancelledAt: null, shipBy: null, modifiedAt: AT + 61_000,
  lines: [{ externalId: '901', sku: 'MK-1', title: '粗陶马克杯 320ml', variant: '颜色:月白', pictureUrl: null, quantity: 2,
    cancelledQuantity: 0, shippedQuantity: 0, unitPriceMinor: 20700, discountMinor: 500, refundedMinor: 0 }],
  parcels: [], refunds: [],
} as unknown as Order // prettier-ignore
const read = valueReader(order)

test.each([
  ['payment', '409.00', 'totalMinor'],
  ['totalWithTax', '40900', 'totalMinor'],
  ['orders.order[0].price', '207.00', 'lines.unitPriceMinor'],
  ['lines[0].proratedLinePriceWithTax', '40900', 'totalMinor'],
  ['discounts[0].amountWithTax', '-500', 'discountMinor'],
  ['amount', '207.0', 'lines.unitPriceMinor'],
  ['created', '2026-11-22 12:53:07', 'createdAt'],
  ['createdAt', '2026-11-22T04:53:07.000Z', 'createdAt'],
  ['createdAt', '2026-11-22T12:53:07+08:00', 'createdAt'],
  ['pay_time', String(AT + 61_000), 'paidAt'],
  ['customer.lastName', '钱', 'buyer'],
  ['lines[0].productVariant.name', '粗陶马克杯 320ml 颜色:月白', 'lines.title'],
  ['id', 'gid://shopify/Order/118311795557781000', 'externalId'],
  ['displayFinancialStatus', 'PAID', 'platformState'],
  ['pageInfo.endCursor', 'MQ', 'paging'],
])('%s %s is read under another form', (path, value, name) => expect(read(path, value)).toBe(name))

test.each([
  ['promise_tag', 'D2'],
  ['num_iid', '1234567'],
  ['customer.emailAddress', 'buyer9149061898@example.com'],
  ['taxLines[0].amount', '3.17'],
  ['gift', 'true'],
  ['odd', '钱'],
])('%s %s was not read', (path, value) => expect(read(path, value)).toBeNull())
