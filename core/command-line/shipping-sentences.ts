import type { Refusal } from '../kernel'

const HOLDS: Readonly<Record<string, readonly [string, string]>> = {
  risk: ['平台风控', 'risk check'],
  presale: ['预售', 'pre-sale'],
  'group-not-formed': ['还没成团', 'group not formed'],
  paused: ['暂停', 'paused'],
}
const holdOf = (data: Refusal['data'], language: 0 | 1) =>
  HOLDS[String(data['hold'])]?.[language] ?? String(data['hold'])

/** Why a parcel did not leave, and what to do. */
export const SHIPPING_SENTENCES: Record<string, (data: Refusal['data']) => string> = {
  'order-missing': () => '这一行没有订单号。\nThis row has no order number.',
  'order-not-found': (data) =>
    `没有这个订单：${data['number']}。先拉一遍再试。\nNo such order: ${data['number']}. Sync first, then try again.`,
  'order-not-clear': (data) =>
    `${data['number']} 有 ${data['orders']} 个订单，请在屏幕上选。\n${data['orders']} orders are called ${data['number']}: choose on screen.`,
  'number-rounded': (data) =>
    `表格把长号码四舍五入了（${data['number']}）。把这一列设成文本，重新粘贴。\nThe sheet rounded a long number (${data['number']}). Make the column text and paste again.`,
  'order-closed': () => '订单已关闭，不能发。\nThe order is closed.',
  'order-unpaid': () => '买家还没付款。\nThe order is not paid.',
  'order-on-hold': (data) => `先别发：${holdOf(data, 0)}。\nOn hold: ${holdOf(data, 1)}.`,
  'order-in-refund': () => '买家正在申请退款，先处理退款。\nA refund is open: settle it first.',
  'line-in-refund': (data) =>
    `这几样正在退款：${data['lines']}。\nA refund of these is open: ${data['lines']}.`,
  'nothing-to-ship': () => '这一单没有要发的了。\nNothing of this order waits.',
  'nothing-chosen': () => '没有选要发的商品。\nNo pieces were chosen.',
  'no-such-line': (data) => `订单里没有这一行：${data['line']}。\nThe order has no line ${data['line']}.`,
  'more-than-waits': (data) =>
    `${data['lines']} 只剩 ${data['left']} 件要发。\nOnly ${data['left']} of ${data['lines']} wait.`,
  'line-short': (data) =>
    `缺货：${data['lines']}。补货后再发，或用 --confirm short 照发。\nShort: ${data['lines']}. Restock first, or ship all the same with --confirm short.`,
  'line-untracked': (data) =>
    `没盘点过，不知道有没有：${data['lines']}。先盘点，或用 --confirm untracked 照发。\nNever counted: ${data['lines']}. Count first, or ship all the same with --confirm untracked.`,
  'waybill-missing': () => '没有运单号。\nThe waybill is missing.',
  'waybill-of-another-order': (data) =>
    `运单号 ${data['waybill']} 已经用在另一个买家的订单 ${data['number']} 上。\nWaybill ${data['waybill']} already belongs to another buyer's order, ${data['number']}.`,
  'waybill-of-same-buyer': (data) =>
    `运单号 ${data['waybill']} 已经用在同一买家的订单 ${data['number']} 上。合并一包就加 --confirm merged。\nWaybill ${data['waybill']} is on the same buyer's order ${data['number']}. One parcel for both: --confirm merged.`,
  'waybill-on-this-order': (data) =>
    `这一单已经有运单号 ${data['waybill']}。\nThis order already has waybill ${data['waybill']}.`,
  'waybill-below-too': (data) =>
    `第 ${data['line']} 行把运单号 ${data['waybill']} 也用在另一个买家的订单 ${data['number']} 上：两行里有一行错了。这一行是对的就加 --confirm waybill。\nRow ${data['line']} has waybill ${data['waybill']} too, for another buyer's order, ${data['number']}: one of the two is wrong. If this one is right: --confirm waybill.`,
  'waybill-twice-in-sheet': (data) =>
    `第 ${data['line']} 行已经把运单号 ${data['waybill']} 用在另一个买家的订单 ${data['number']} 上。\nRow ${data['line']} uses waybill ${data['waybill']} for another buyer's order, ${data['number']}.`,
  'order-twice-in-sheet': (data) =>
    `第 ${data['line']} 行已经把这一单全发了。要分几个包裹，用 ship --order … --line SKU=N。\nRow ${data['line']} ships all of this order already. For several parcels: ship --order … --line SKU=N.`,
  'waybill-something-else': (data) =>
    `${data['waybill']} 不像运单号：太短，或是手机号、商品码、证件号。确实是就加 --confirm waybill。\n${data['waybill']} is hardly a waybill: too short, or a phone, product or identity number. If it is right: --confirm waybill.`,
  'waybill-check-digit': (data) =>
    `运单号 ${data['waybill']} 校验位不对，多半输错一位。确实是就加 --confirm waybill。\nThe check digit of ${data['waybill']} is wrong: most likely a typing mistake. If it is right: --confirm waybill.`,
  'waybill-other-courier': (data) =>
    `${data['waybill']} 是${data['other']}的单号，选的是${data['courier']}。确实是就加 --confirm waybill。\n${data['waybill']} is a number of ${data['other']}, not of ${data['courier']}. If it is right: --confirm waybill.`,
  'courier-unknown': (data) =>
    `认不出快递公司（${data['courier'] || data['waybill']}）。请写明快递。\nThe courier is not clear (${data['courier'] || data['waybill']}): name it.`,
  'sheet-columns-missing': (data) =>
    `${data['file']} 里找不到「订单号」和「运单号」两列。\n${data['file']} has no columns named order number and waybill.`,
  'platform-refused': (data) => `平台不收：${data['message']}\nThe platform refuses: ${data['message']}`,
}
