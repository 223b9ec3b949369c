import { z } from 'zod'
import { TopRefusal, invalid } from './refusal.simulator'
import type { WritableShop } from './shop.simulator'
import type { SimLine, SimTrade } from './trade.simulator'

/** Some of the platform's list, with its own codes: not all are the courier's usual letters. */
export const COMPANIES = [
  { id: '505', code: 'SF', name: '顺丰速运' }, { id: '101', code: 'YTO', name: '圆通速递' },
  { id: '500', code: 'ZTO', name: '中通快递' }, { id: '100', code: 'STO', name: '申通快递' },
  { id: '102', code: 'YUNDA', name: '韵达快递' }, { id: '1195', code: 'JTSD', name: '极兔速递' },
  { id: '1056', code: 'JDKD', name: '京东快递' }, { id: '2', code: 'EMS', name: 'EMS' },
  { id: '1', code: 'POST', name: '中国邮政' }, { id: '107', code: 'DBKD', name: '德邦快递' },
] // prettier-ignore

const packagesWire = z.array(
  z.object({
    out_sid: z.string().min(1),
    company_code: z.string(),
    goods: z.array(z.object({ sub_tid: z.string(), num: z.number().int().positive() })).min(1),
  }),
)
const TO_SHIP = new Set(['WAIT_SELLER_SEND_GOODS', 'SELLER_CONSIGNED_PART'])
const OPEN_REFUND = new Set(['WAIT_SELLER_AGREE', 'WAIT_BUYER_RETURN_GOODS', 'WAIT_SELLER_CONFIRM_GOODS'])

/** alibaba.ascp.logistics.offline.send: all packages of the call, or none. */
export function sendOff(
  shop: WritableShop,
  trade: SimTrade,
  { packages, now }: { packages: string; now: number },
): void {
  const parsed = packagesWire.safeParse(jsonIn(packages))
  if (!parsed.success) throw invalid('consign_pkgs')
  if (trade.status === 'WAIT_BUYER_CONFIRM_GOODS' || trade.status === 'TRADE_FINISHED')
    throw no('B04', '订单已发货，不能重复发货')
  if (!TO_SHIP.has(trade.status)) throw no('B01', '订单状态不允许发货')
  const parcels = parsed.data.map((pkg) => {
    const company = COMPANIES.find(({ code }) => code === pkg.company_code)
    if (!company) throw no('B07', '物流公司编码不存在')
    const lines = pkg.goods.map(({ sub_tid, num }) => {
      const line = trade.lines.findIndex(({ oid }) => oid === sub_tid)
      checkLine(trade.lines[line], num)
      return { line, quantity: num }
    })
    return { courier: company.name, waybill: pkg.out_sid, lines }
  })
  for (const parcel of parcels) shop.ship(trade.tid, now, parcel)
}

function checkLine(line: SimLine | undefined, quantity: number): void {
  if (!line) throw no('B02', '子订单不存在')
  if (line.status === 'TRADE_CLOSED') throw no('B05', '子订单已退款，不能发货')
  if (OPEN_REFUND.has(line.refundStatus)) throw no('B06', '子订单退款处理中，不能发货')
  if (line.shipped >= line.goods.quantity) throw no('B04', '子订单已发货，不能重复发货')
  if (line.shipped + quantity > line.goods.quantity) throw no('B03', '发货数量超过可发数量')
}

const no = (code: string, words: string) =>
  new TopRefusal(15, 'Remote service error', `isv.logistics-offline-service-error:${code}`, words)

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw Object.assign(invalid('consign_pkgs'), { cause })
  }
}
