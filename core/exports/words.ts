import { COURIERS } from '../fulfilment'
import type { CalledKind } from '../inventory'
import type { EXPORT_KINDS } from './exports.contract'

/** The accountant reads Chinese: sheets speak it. */
export const TITLES: Readonly<Record<(typeof EXPORT_KINDS)[number], string>> = {
  orders: '订单',
  stock: '库存',
  refunds: '退款',
  reconciliation: '对账',
  'accountant-pack': '会计包',
}
export const STATES: Readonly<Record<string, string>> = {
  'to-pay': '待付款',
  'to-ship': '待发货',
  shipped: '已发货',
  done: '已完成',
  returning: '退货中',
  closed: '已关闭',
}

/** The word for a code; the code itself where there is none, and nothing for nothing. */
export function named(words: Readonly<Record<string, string>>, name: string | null): string {
  return name === null ? '' : (words[name] ?? name)
}

export function courierWord(code: string | null): string {
  if (code === null) return ''
  return Object.hasOwn(COURIERS, code) ? COURIERS[code as keyof typeof COURIERS].zh : code
}

/** Who did it, where it was no person with a name. */
export const WHO: Readonly<Record<string, string>> = {
  owner: '老板',
  system: '自动',
  core: '自动',
  sync: '自动',
  platform: '平台',
}
export const PLATFORMS: Readonly<Record<string, string>> = {
  taobao: '淘宝',
  shopify: 'Shopify',
  vendure: 'Vendure',
}

export const MOVES: Readonly<Record<CalledKind, string>> = {
  receive: '收货',
  count: '盘点',
  adjust: '调整',
  reserve: '占用',
  release: '放回',
  ship: '出库',
  return: '退货入库',
  'transfer-out': '调出',
  'transfer-in': '调入',
  'called-back': '撤回',
  'on-its-way': '在途',
}
/** Our own papers behind a move; what an adjustment was. */
export const PAPERS: Readonly<Record<string, string>> = {
  transfer: '调拨单',
  count: '盘点单',
  hold: '留货单',
}
export const ADJUSTMENTS: Readonly<Record<string, string>> = {
  found: '多出来了',
  lost: '少了',
  damage: '好的坏了',
  mend: '坏的修好了',
  scrap: '坏件扔掉',
}

export const REFUND_KINDS: Readonly<Record<string, string>> = {
  money: '仅退款',
  return: '退货退款',
  exchange: '换货',
}

export const REFUND_STATES: Readonly<Record<string, string>> = {
  requested: '买家申请',
  agreed: '已同意',
  returning: '退回途中',
  paid: '已退款',
  refused: '已拒绝',
  closed: '已关闭',
}

export const PROVIDERS: Readonly<Record<string, string>> = { wechat: '微信支付', alipay: '支付宝' }
/** Why a row of a bill is the house's own. */
export const CLEANS: Readonly<Record<string, string>> = { test: '测试', internal: '内部' }
export const LEDGERS: Readonly<Record<string, string>> = { trade: '业务账单', flow: '资金账单' }
export const ROW_KINDS: Readonly<Record<string, string>> = {
  payment: '收款',
  refund: '退款',
  fee: '手续费',
  commission: '佣金',
  subsidy: '平台补贴',
  transfer: '转账',
  other: '其他',
}

export const DIFFERENCES: Readonly<Record<string, string>> = {
  'charged-twice': '收了两次',
  'payment-missing': '账单上没有这笔收款',
  'not-paid-here': '店里没付款，账单上收了',
  'amount-differs': '金额对不上',
  'fee-differs': '手续费对不上',
  'refund-not-on-order': '账单退了，店里没退',
  'refund-not-on-bill': '店里退了，账单没退',
  'payout-differs': '到账对不上',
  'other-movement': '另有收支',
  'bill-contradicts': '两份账单说法不一',
  'unknown-order': '认不出的收款',
  'unknown-refund': '认不出的退款',
}
export const DIFFERENCE_STATES: Readonly<Record<string, string>> = { open: '待处理', resolved: '已处理' }
export const TERMS: Readonly<Record<string, string>> = {
  payment: '收款',
  fee: '手续费',
  refund: '退款',
  payout: '到账',
  other: '另有收支',
}
export const REASONS: Readonly<Record<string, string>> = {
  'provider-error': '支付平台算错',
  'shop-error': '店里记错，按账单认下',
  'offline-refund': '线下已退',
  'other-period': '跨期，算在别的月',
  'written-off': '核销',
  other: '其他',
}
