import type { SimOrder } from '../connectors'
import { minor } from '../kernel'

/** What a buyer puts into a simulated shop's basket; only what a test speaks of needs to be given. */
export function aSale(given: Partial<SimOrder> = {}): SimOrder {
  return {
    createdAt: Date.now(),
    buyer: '李娜',
    phone: '13800002046',
    province: '四川省',
    city: '成都市',
    district: '武侯区',
    street: '测试路35号',
    freightMinor: minor(0),
    discountMinor: minor(0),
    lines: [{ sku: 'LL-MUG-320-MW', title: '粗陶马克杯', quantity: 2, unitPriceMinor: minor(4900) }],
    ...given,
  }
}
