import type { LineFacts, OrderObservation, UnderstoodOrder } from '../connectors'
import { minor } from '../kernel'

const AT = Date.UTC(2026, 10, 20, 4, 0, 0)

/** One line of goods; only what a test speaks of needs to be given. */
export function aLine(given: Partial<LineFacts> = {}): LineFacts {
  return {
    externalId: 'l1', sku: 'LL-MUG-320-MW', title: '粗陶马克杯 320ml 月白', variant: null, pictureUrl: null, quantity: 2, cancelledQuantity: 0,
    shippedQuantity: 0, unitPriceMinor: minor(4900), discountMinor: minor(0), refundedMinor: minor(0), ...given,
  } // prettier-ignore
}

/** A paid order of one line, as a pull brings it. */
export function anObservation(
  given: Partial<OrderObservation> & { groups?: Partial<OrderObservation['groups']> } = {},
): OrderObservation {
  const { groups, ...rest } = given
  return {
    externalId: '4203815521773064337', createdAt: AT, version: AT + 60_000, asOf: AT + 120_000, ...rest,
    groups: {
      status: { platformState: 'WAIT_SELLER_SEND_GOODS', paidAt: AT + 60_000, completedAt: null, cancelledAt: null, hold: null, shipBy: null },
      money: { currency: 'CNY', goodsMinor: minor(9800), discountMinor: minor(0), freightMinor: minor(0), totalMinor: minor(9800), refundedMinor: minor(0) },
      buyer: { name: '周**', platformId: 'b1' },
      address: { receiver: '周**', phone: '138****2046', province: '浙江省', city: '杭州市', district: '西湖区', street: '文新街道******', postcode: null, country: null },
      memo: { text: '', flag: null },
      buyerNote: { text: '' },
      lines: [aLine()],
      parcels: [],
      refunds: [],
      ...groups,
    },
  } // prettier-ignore
}

export function anOrder(given: Parameters<typeof anObservation>[0] = {}): UnderstoodOrder {
  const observation = anObservation(given)
  return {
    observation,
    part: JSON.parse(
      JSON.stringify({
        externalId: observation.externalId,
        version: observation.version,
        groups: observation.groups,
      }),
    ) as UnderstoodOrder['part'],
  }
}
