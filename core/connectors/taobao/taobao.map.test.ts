import { expect, test } from 'vitest'
import type { RawPage } from '../connector'
import { understand } from './taobao.understand'

const line = {
  oid: '2067719225654838', oid_str: '2067719225654838', outer_iid: 'SPU-1', outer_sku_id: 'SKU-RED-M', title: '杯',
  sku_properties_name: '颜色:红;尺码:M', num: 1, price: '95.00', total_fee: '95.00', payment: '98.50',
  divide_order_fee: '92.50', part_mjz_discount: '2.50', discount_fee: '0.00', adjust_fee: '0.00',
  status: 'WAIT_SELLER_SEND_GOODS', refund_status: 'NO_REFUND',
} // prettier-ignore
const trade = {
  tid: '2067719225654838', tid_str: '2067719225654838', type: 'fixed', status: 'WAIT_SELLER_SEND_GOODS', buyer_nick: 't**t',
  buyer_open_uid: 'AAE', payment: '98.50', post_fee: '6.00', discount_fee: '2.50', total_fee: '95.00',
  created: '2026-01-02 02:01:00', pay_time: '2026-01-02 02:01:30', modified: '2026-01-02 02:01:31', buyer_message: '快',
  seller_flag: 1, receiver_name: '张**', receiver_state: '浙江省', orders: { order: [line] },
} // prettier-ignore

function read(change: object, extras: object[] = []) {
  const main = { trade_fullinfo_get_response: { trade: { ...trade, ...change } } }
  const bodies = [main, ...extras.map((refund) => ({ refund_get_response: { refund } }))]
  const page: RawPage = {
    source: 'detail',
    kind: 'fullinfo',
    asOf: 5,
    body: JSON.stringify(extras.length ? bodies : main),
  }
  const understood = understand(page)
  return {
    groups: understood.orders[0]?.observation.groups,
    observation: understood.orders[0]?.observation,
    ...understood,
  }
}

test('the documented sample, exact to the fen', () => {
  const { observation } = read({})
  expect(observation).toMatchObject({
    externalId: '2067719225654838',
    createdAt: Date.UTC(2026, 0, 1, 18, 1),
    asOf: 5,
  })
  expect(observation?.groups).toMatchObject({
    money: {
      currency: 'CNY',
      goodsMinor: 9500,
      discountMinor: 250,
      freightMinor: 600,
      totalMinor: 9850,
      refundedMinor: 0,
    },
    status: { paidAt: Date.UTC(2026, 0, 1, 18, 1, 30), completedAt: null, cancelledAt: null, hold: null },
    memo: { text: '', flag: 1 },
    lines: [
      {
        sku: 'SKU-RED-M',
        discountMinor: 250,
        unitPriceMinor: 9500,
        shippedQuantity: 0,
        cancelledQuantity: 0,
      },
    ],
    refunds: [],
  })
  expect(observation?.groups).not.toHaveProperty('parcels')
})

test('absent is not null: a thin message carries only what it names', () => {
  const body = JSON.stringify({
    trades_sold_increment_get_response: {
      trades: { trade: [{ tid: 1, created: '2026-01-02 02:01:00', seller_memo: '' }] },
    },
  })
  const { orders, rereads } = understand({ source: 'pull', kind: 'increment', asOf: 1, body })
  expect(orders[0]?.observation.groups).toEqual({ memo: { text: '', flag: null } })
  expect(rereads).toEqual(['1'])
})

test.each([
  ['payment that shrank', '6.00'],
  ['payment that did not', '98.50'],
])('a paid refund leaves the total as it was, with a %s', (_what, payment) => {
  const closed = { ...line, status: 'TRADE_CLOSED', refund_status: 'SUCCESS', refund_id: '77' }
  const refund = {
    refund_id: 77,
    tid: '2067719225654838',
    status: 'SUCCESS',
    refund_fee: '92.50',
    reason: '不喜欢',
    has_good_return: false,
  }
  const { groups } = read({ payment, orders: { order: [closed] } }, [refund])
  expect(groups?.money).toMatchObject({
    goodsMinor: 9500,
    discountMinor: 250,
    totalMinor: 9850,
    refundedMinor: 9250,
  })
  expect(groups?.lines?.[0]).toMatchObject({ cancelledQuantity: 1, refundedMinor: 9250 })
  expect(groups?.refunds?.[0]).toMatchObject({
    externalId: '77',
    state: 'paid',
    kind: 'money',
    amountMinor: 9250,
    reason: '不喜欢',
  })
})

test('a price raised by hand counts as goods, never as a negative discount', () => {
  expect(read({ payment: '111.00', discount_fee: '0.00', adjust_fee: '10.00' }).groups?.money).toMatchObject({
    goodsMinor: 10500, discountMinor: 0, freightMinor: 600, totalMinor: 11100,
  }) // prettier-ignore
})

test('cash on delivery is ready to ship without a payment, a pre-sale is held', () => {
  expect(read({ type: 'cod', pay_time: undefined }).groups?.status).toMatchObject({
    paidAt: null,
    payLater: true,
  })
  expect(read({ step_trade_status: 'FRONT_PAID_FINAL_NOPAID' }).groups?.status?.hold).toBe('presale')
  expect(read({ status: 'PAID_FORBID_CONSIGN' }).groups?.status?.hold).toBe('risk')
})

test.each([
  [{ status: 'TRADE_ON_THE_MOON' }, 'unknown-state'],
  [{ orders: { order: [{ ...line, refund_status: 'PERHAPS' }] } }, 'unknown-state'],
  [{ payment: '98.505' }, 'bad-amount'],
  [{ created: undefined }, 'missing-field'],
  [{ modified: '2026-02-31 00:00:00' }, 'bad-time'],
])('%j is kept as unreadable', (change, code) => {
  const { orders, unreadable } = read(change)
  expect(orders).toEqual([])
  expect(unreadable).toMatchObject([{ externalId: '2067719225654838', code }])
})

test('one bad trade does not hold back its neighbours; a cut page is kept', () => {
  const rows = `{"trades_sold_increment_get_response":{"total_results":2,"trades":{"trade":[${JSON.stringify({ ...trade, status: 'X' })},${JSON.stringify({ ...trade, tid: undefined, tid_str: '9' })}]}}}`
  const page = { source: 'pull', kind: 'increment', asOf: 1 } as const
  const { orders, unreadable } = understand({ ...page, body: rows })
  expect([orders.map((order) => order.observation.externalId), unreadable.length]).toEqual([['9'], 1])
  expect(understand({ ...page, body: rows.slice(0, -4) }).unreadable[0]?.code).toBe('truncated-json')
})

test('a number longer than a double keeps its digits', () => {
  const body = `{"trade_fullinfo_get_response":{"trade":{"tid":4203815521773064337,"created":"2026-01-02 02:01:00"}}}`
  const { orders } = understand({ source: 'detail', kind: 'fullinfo', asOf: 1, body })
  expect(orders[0]?.observation.externalId).toBe('4203815521773064337')
})

test('a line that left in part counts the one piece that certainly went; a closed one of a part-shipped trade none', () => {
  const part = {
    ...line,
    num: 3,
    price: '30.00',
    status: 'SELLER_CONSIGNED_PART',
    invoice_no: 'SF1',
    logistics_company: 'SF',
  }
  const { groups } = read({ status: 'SELLER_CONSIGNED_PART', orders: { order: [part, { ...line, oid_str: '2', status: 'TRADE_CLOSED' }] } }) // prettier-ignore
  expect(groups?.lines?.map((one) => [one.quantity, one.shippedQuantity, one.cancelledQuantity])).toEqual([
    [3, 1, 0],
    [1, 0, 1],
  ])
  expect(groups?.parcels).toMatchObject([{ waybill: 'SF1', lines: [{ quantity: 1 }] }])
})
