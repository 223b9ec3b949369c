import type { Line } from './print-lines'

/** What a label on a slip announces. `other`: something that is none of ours and ends the field before it. */
export type LabelKind =
  | 'waybill'
  | 'order'
  | 'number'
  | 'phone'
  | 'shop-phone'
  | 'sender'
  | 'receiver'
  | 'amount'
  | 'date'
  | 'reason'
  | 'courier'
  | 'other'

export interface Label {
  readonly kind: LabelKind
  /** Among labels of one kind the lower counts: 退款金额 before 金额. */
  readonly rank: number
  readonly from: number
  readonly to: number
}

/** Words as shops and couriers print them; [kind, rank, words]. A new one is added here and nowhere else. */
const WORDS: readonly [LabelKind, number, string][] = [
  ['waybill', 0, '运单编号 运单号码 运单号 快递单号 快递编号 快递号码 快递号 物流单号 物流编号 物流号码 物流号 邮件号码 邮件编号 邮件号 面单号 寄件单号 寄回单号 寄回运单 回寄单号 退回单号 退件单号 托运单号 货运单号 追踪号 跟踪号 母单号 子单号 退货运单 退货快递 货单号 WAYBILLNO WAYBILL TRACKINGNO TRACKING AWB'],
  ['order', 0, '订单编号 订单号码 订单号 订单ID 订单 交易编号 交易单号 交易号 平台单号 平台订单 商城单号 网店单号 销售单号 原单号 原始单号 订购单号 购物单号 电商单号 订货号 ORDERNO ORDERNUMBER ORDERID ORDER'],
  ['number', 0, '退货单号 退换单号 售后单号 退款单号 单号 编号 单据号'],
  ['phone', 0, '联系电话 联系方式 联系手机 手机号码 手机号 手机 电话号码 顾客电话 客户电话 买家电话 会员手机 会员电话 寄件电话 寄件人电话 退货人电话 电话 TEL PHONE MOBILE'],
  ['shop-phone', 0, '客服热线 客服电话 服务热线 服务电话 热线 收件电话 收件人电话 收货电话 收货人电话 店铺电话 商家电话 门店电话 投诉电话 仓库电话'],
  ['sender', 0, '寄件人 寄件方 寄方 发件人 发件方 退货人 退件人 寄件 寄 FROM'],
  ['receiver', 0, '收件人 收件方 收方 收货人 收货方 收货地址 退货地址 寄回地址 收件 收 SHIPTO'],
  ['amount', 0, '退款金额 应退金额 实退金额 退款总额 退款合计 退货金额 申请退款 应退款 应退 实退 退款 REFUND'],
  ['amount', 1, '实付金额 实付款 实收金额 实付 付款金额 支付金额 订单金额 成交金额 实际支付'],
  ['amount', 2, '合计金额 总金额 合计 总计 总额 TOTAL AMOUNT'],
  ['amount', 3, '金额 小计 价款 货款'],
  ['date', 0, '退货日期 退货时间 退件日期 申请日期 申请时间 制单日期 制单时间 填单日期 填写日期 登记日期 登记时间 打印时间 打印日期 寄件日期 寄件时间 开单日期 办理日期 退款时间 退款日期 日期 DATE'],
  ['date', 1, '时间 TIME'],
  ['date', 3, '下单日期 下单时间 订购日期 订单日期 购买日期 购买时间 付款时间 付款日期 成交时间 签收时间 签收日期 发货日期 生产日期 有效期'],
  ['reason', 0, '退货原因 退款原因 退换原因 退换货原因 换货原因 退件原因 退回原因 申请原因 售后原因 退货理由 退款理由 退货说明 问题描述 原因 REASON'],
  ['courier', 0, '快递公司 物流公司 承运快递 承运公司 承运商 承运方 承运 寄回快递 快递方式 物流方式 退回快递 快递 物流'],
  ['other', 0, '客户姓名 顾客姓名 买家姓名 姓名 客户 顾客 买家 会员 会员号 商品名称 商品编码 商品 品名 物品 内件 货品 款号 货号 规格 颜色 尺码 数量 单价 备注 说明 序号 店铺 门店 收银员 流水号 经办人 验收 制单人 审核 重量 件数 签收人 集包地 官网 地址 邮编 已验视 温馨提示 月结账号 取件码 快照 SKU QTY NOTE'],
] // prettier-ignore

/** Signs that the text reader takes for one another in small print. */
const ALIKE: Readonly<Record<string, string>> = {
  订: '仃汀讧计钉打', 单: '间中阜早串革卑', 号: '导昌另吕写弓', 运: '远迁还逗', 编: '骗偏缩扁', 退: '迟追遏', 款: '欺软软', 货: '贷赁员', 金: '全盒仓', 额: '颖颁须', 原: '厦源', 因: '固园困国', 期: '朋斯湖', 日: '目曰臼', 电: '申屯', 话: '活诂', 机: '札杭', 手: '于乎', 快: '抉块', 递: '遂速', 物: '吻牧', 流: '汛洗', 寄: '奇客', 收: '攻牧', 付: '忖什村', 实: '买宾', 时: '肘', 间: '问', 码: '玛妈', 件: '仵伴', 理: '埋',
} // prettier-ignore
/** The sign that sets one label apart from another: it must be seen, 订单号 is not 运单号. */
const TELLING = '订运快物邮面交寄退实应合总收发客店签下购生数单电手日时'

const patterns = WORDS.flatMap(([kind, rank, words]) =>
  words.split(' ').map((word) => ({ kind, rank, length: word.length, pattern: tolerant(word) })),
)

function tolerant(word: string): RegExp {
  if (/^[A-Z]/.test(word)) return new RegExp(word, 'gi')
  const signs = [...word].map((sign) => `[${sign}${ALIKE[sign] ?? ''}]`)
  // In a long label one sign may be anything, as long as the telling ones are there.
  const loose =
    word.length < 4
      ? []
      : signs.flatMap((_, at) =>
          TELLING.includes(word[at]!) ? [] : [signs.map((sign, n) => (n === at ? '.' : sign)).join('')],
        )
  return new RegExp([signs.join(''), ...loose].join('|'), 'g')
}

/** The labels of one line from left to right; where two overlap the longer counts. */
export function labelsIn({ text }: Pick<Line, 'text'>): Label[] {
  const found: (Label & { length: number })[] = []
  for (const { kind, rank, length, pattern } of patterns)
    for (const match of text.matchAll(pattern))
      found.push({ kind, rank, length, from: match.index, to: match.index + match[0].length })
  const kept: Label[] = []
  for (const { kind, rank, from, to } of found.sort(
    (a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from,
  )) {
    if (kept.some((other) => from < other.to && other.from < to)) continue
    // 收 and 寄 alone are labels only at the start of a line.
    if (to - from === 1 && from > 1) continue
    kept.push({ kind, rank, from, to })
  }
  return kept.sort((a, b) => a.from - b.from)
}

/** How much this looks like a slip the right way up: labels count, and the shapes of dates and phones. */
export function senseOf(lines: readonly Line[]): number {
  let sense = 0
  for (const line of lines) {
    sense += labelsIn(line).reduce(
      (sum, label) => sum + (label.to - label.from >= 3 ? 2 : label.to - label.from === 2 ? 1 : 0),
      0,
    )
    if (/20[12]\d[-/.年]\d{1,2}[-/.月]\d{1,2}/.test(line.text)) sense += 2
    if (/(?<!\d)1[3-9]\d(\d{8}|\*{3,4}\d{4})(?!\d)/.test(line.text)) sense += 2
  }
  return sense
}
