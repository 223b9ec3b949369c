import type { Checked } from './check-sentences'

type Both = readonly [zh: string, en: string]

const RESTORE: Both = [
  '先关掉掌柜，用 zhanggui verify 找一份好的备份，再 zhanggui restore',
  'stop Zhanggui, find a sound backup with zhanggui verify, then zhanggui restore it',
]
/** For sums that no press of a button mends. */
const SHOW: Both = [
  '先 zhanggui backup 留个底，把这一行发给帮你的人；等不了就恢复最近一份验证过的备份',
  'make a zhanggui backup and send this line to who helps you; if it cannot wait, restore the latest proven backup',
]
const COUNT: Both = [
  `眼下以实物为准，把这几样盘一遍。${SHOW[0]}`,
  `for now trust the shelves and count these goods. Then ${SHOW[1]}`,
]
const LOOK_AGAIN: Both = [
  '重新打开掌柜，过几分钟再体检；还在就把这一行发给帮你的人',
  'open Zhanggui again and look once more in some minutes; if it stays, send this line to who helps you',
]

/** Of a check that is not well: what its figures are, and what to do next. */
export const CHECK_STEPS: Readonly<Record<Checked, readonly [what: Both, next: Both]>> = {
  integrity: [['文件坏了一部分，别再记账', 'a part of the file is damaged, book nothing more'], RESTORE],
  'foreign-keys': [['有的记录丢了', 'some records are lost'], RESTORE],
  'history-chain': [['历史从这一条起被改过或少了', 'from this entry on the history was altered or is missing'], RESTORE],
  'stock-ledger': [['编码、仓、差几件（在库 占用 在途 坏件）', 'code, warehouse, pieces that differ (on hand, reserved, on the way, damaged)'], COUNT],
  'stock-reserved': [['编码、仓、差几件', 'code, warehouse, pieces that differ'], COUNT],
  'stock-in-transit': [['编码、仓、差几件', 'code, warehouse, pieces that differ'], ['在「库存 → 调拨」里把到了的收下，再体检一次', 'receive what has arrived under Stock → Transfers, then look again']],
  'transfer-states': [['调拨单、状态', 'transfer, state'], ['在「库存 → 调拨」里看这一单', 'look at it under Stock → Transfers']],
  'order-counters': [['店、状态、币种、差几单、差多少（分）', 'shop, state, currency, orders and cents that differ'], SHOW],
  'consignment-sums': [['发货单、行', 'consignment, line'], SHOW],
  'lines-ahead': [['订单、行、件数', 'order, line, pieces'], ['打开这一单，对一对发出的包裹', 'open the order and hold its parcels against what was sent']],
  'shipments-told': [['包裹、订单、运单号：平台还不知道', 'parcel, order, waybill: the platform does not know yet'], ['打开这一单，按「再告诉一次」', 'open the order and press Tell again']],
  'shipments-out': [['包裹、行、件数：不知道从哪个仓扣的', 'parcel, line, pieces: from which warehouse is unknown'], COUNT],
  'coverage-gaps': [['店、从几时到几时（毫秒）没有读', 'shop, from and to (milliseconds) that were not read'], ['运行 zhanggui sync --once 补读', 'run zhanggui sync --once to read them']],
  'one-owner': [['人、角色', 'person, roles'], RESTORE],
  'ended-sessions': [['人、设备：离开了却还登录着', 'person, device: removed but still signed in'], ['运行 zhanggui pin reset，全部退出，再各自登录', 'run zhanggui pin reset: it signs everybody out']],
  'codes-of-removed': [['人', 'person'], ['运行 zhanggui pin reset', 'run zhanggui pin reset']],
  'refunds-within-paid': [['订单、实付、已退（分）', 'order, paid, given back (cents)'], ['别再退这一单，到平台后台核对', 'give nothing more back on it and look at the platform’s own page']],
  'refund-cases': [['退款、状态', 'refund, state'], ['打开这件退款看一眼，到平台后台核对', 'open the refund and hold it against the platform’s own page']],
  'refund-goods': [['订单、行、退回几件', 'order, line, pieces that came back'], ['打开这一单，对一对退回的货', 'open the order and look at what came back']],
  'stuck-jobs': [['编号、什么事、哪一单、为什么', 'number, what, of which order, why'], ['打开掌柜，在提示里再试或放下', 'open Zhanggui: try it again there or set it aside']],
  'slip-pictures': [['面单、该有几块、有几块', 'slip, parts there should be, parts there are'], ['把这张面单再拍一张', 'take the picture of this slip again']],
  'slips-unread': [['面单', 'slip'], LOOK_AGAIN],
  exceptions: [['编号、店、为什么读不懂；别的单不受影响', 'number, shop, why it could not be read; other orders are not held up'], ['打开掌柜的「同步」页看这几条', 'look at them on the Sync page']],
  wal: [['日志太长', 'the log is long'], ['关掉掌柜再打开，它会自己收短', 'close Zhanggui and open it again: it shortens by itself']],
  'payout-journal': [['有几行坏了，可能是断电', 'lines are damaged, perhaps by a power cut'], ['到平台后台核对最近的退款；之后照常用', 'hold the latest refunds against the platform’s own page, then go on']],
} // prettier-ignore
