import type { ReadDb } from '../database'
import { rightsOf, type Role, type Month } from '../kernel'
import {
  differencesOfMonth,
  ordersOfMonth,
  proofOfMonth,
  strayRowsOfMonth,
  type MonthDifference,
  type MonthOrder,
  type MonthProof,
  type StrayRow,
  type Term,
} from '../reconciliation'
import { differenceView } from '../reconciliation/reconciliation.contract'
import { sheetOf, type Amount, type Column, type Sheet } from './sheet'
import { shopSums, type ShopSums } from './shop-sums'
import type { Shops } from './shops'
import { once } from './stock-sheets'
import {
  CLEANS,
  DIFFERENCE_STATES,
  DIFFERENCES,
  LEDGERS,
  PROVIDERS,
  named,
  REASONS,
  ROW_KINDS,
  TERMS,
  WHO,
} from './words'

/** Whoever may see the bills. */
const see = rightsOf(differenceView.shape.id)?.see ?? []
/** Bills are reconciled in yuan alone for now. */
const yuan = (minor: number): Amount => [minor, 'CNY']

const text = <Row>(key: string, title: string, width: number, value: (row: Row) => string | null): Column<Row> => ({ key, title, width, kind: 'text', see, value }) // prettier-ignore
const time = <Row>(key: string, title: string, value: (row: Row) => number | null): Column<Row> => ({ key, title, width: 20, kind: 'time', see, value }) // prettier-ignore
const count = <Row>(key: string, title: string, value: (row: Row) => number): Column<Row> => ({ key, title, width: 10, kind: 'count', see, value }) // prettier-ignore
const amount = <Row>(key: string, title: string, value: (row: Row) => number | undefined): Column<Row> => ({
  key, title, width: 13, kind: 'amount', see, value: (row) => { const minor = value(row); return minor === undefined ? null : yuan(minor) },
}) // prettier-ignore

const PROOF: readonly Column<MonthProof>[] = [
  text('provider', '支付平台', 12, (row) => named(PROVIDERS, row.provider)),
  text('ledger', '账单', 12, (row) => named(LEDGERS, row.ledger)),
  count('days', '有账单的天数', (row) => row.days),
  count('allDays', '本月天数', (row) => row.allDays),
  count('rows', '账单行数', (row) => row.rows),
  amount('netMinor', '账单净额', (row) => row.netMinor),
  count('matchedRows', '对上订单的行', (row) => row.matchedRows),
  amount('matchedMinor', '对上订单', (row) => row.matchedMinor),
  count('strayRows', '没有订单的行', (row) => row.strayRows),
  amount('strayMinor', '没有订单', (row) => row.strayMinor),
  count('cleanedRows', '测试和内部的行', (row) => row.cleanedRows),
  amount('cleanedMinor', '测试和内部', (row) => row.cleanedMinor),
  amount('restMinor', '余差（应为 0）', (row) => row.netMinor - row.matchedMinor - row.strayMinor - row.cleanedMinor), // prettier-ignore
]

const odd = (term: Term) => amount<MonthOrder>(`odd${term[0]!.toUpperCase()}${term.slice(1)}Minor`, `差在${TERMS[term]}`, ({ equation }) =>
  equation ? (equation.odd.find((one) => one.term === term)?.deltaMinor ?? 0) : undefined) // prettier-ignore
const term = (key: keyof NonNullable<MonthOrder['equation']> & `${string}Minor`, title: string) =>
  amount<MonthOrder>(key, title, ({ equation }) => equation?.[key])

const orderColumns = (shops: Shops): readonly Column<MonthOrder>[] => [
  text('shop', '店铺', 16, ({ order }) => shops.of(order.shopId).shopName),
  text('number', '订单号', 26, ({ order }) => order.number),
  text('provider', '支付平台', 12, ({ providers }) => providers.map((one) => named(PROVIDERS, one)).join('；')),
  time('paidAt', '付款时间', ({ order }) => order.paidAt),
  { key: 'totalMinor', title: '买家实付', width: 13, kind: 'amount', see, value: ({ order }) => [order.totalMinor, order.currency] },
  term('goodsMinor', '货款'),
  term('freightMinor', '运费'),
  term('adjustmentMinor', '其他'),
  term('merchantDiscountMinor', '商家优惠'),
  term('platformSubsidyMinor', '平台补贴'),
  term('commissionMinor', '佣金'),
  term('feeMinor', '手续费'),
  term('refundMinor', '退款'),
  term('expectedPayoutMinor', '应到账'),
  term('payoutMinor', '实到账'),
  term('differenceMinor', '差异'),
  odd('payment'), odd('fee'), odd('refund'), odd('payout'), odd('other'),
  amount('tradeNetMinor', '本月业务账单净额', ({ netMinor }) => netMinor.trade),
  amount('flowNetMinor', '本月资金账单净额', ({ netMinor }) => netMinor.flow),
  text('code', '哪里不对', 20, ({ difference }) => named(DIFFERENCES, difference?.code ?? null)),
  text('differenceState', '处理', 10, ({ difference }) => named(DIFFERENCE_STATES, difference?.state ?? null)),
  text('reason', '处理原因', 20, ({ difference }) => reasonOf(difference)),
] // prettier-ignore

const reasonOf = (one: Pick<MonthDifference, 'reason' | 'note'> | undefined) =>
  [named(REASONS, one?.reason ?? null), one?.note ?? ''].filter((part) => part !== '').join('：')

/** Rows under the file they stand in, so that file and row numbers can be read side by side. */
const byFile = (places: MonthDifference['places']) => [...Map.groupBy(places, (one) => one.fileName)]
const unique = (values: readonly string[]) => [...new Set(values)].filter((value) => value !== '')

const differenceColumns = (shops: Shops): readonly Column<MonthDifference>[] => [
  text('state', '处理', 10, (row) => named(DIFFERENCE_STATES, row.state)),
  text('code', '哪里不对', 22, (row) => named(DIFFERENCES, row.code)),
  text('shop', '店铺', 16, (row) => shops.of(row.shopId).shopName),
  text('number', '订单号或账单上的单号', 28, (row) => row.number),
  text('provider', '支付平台', 12, (row) => named(PROVIDERS, row.provider)),
  time('at', '时间', (row) => row.at),
  text('billFile', '账单文件', 30, ({ places }) => byFile(places).map(([name]) => name).join('；')),
  text('billRow', '账单行号', 14, ({ places }) => byFile(places).map(([, own]) => own.map((one) => one.rowNumber).join('、')).join('；')),
  text('billNumber', '账单上的单号', 28, ({ places }) => unique(places.map((one) => one.number ?? '')).join('；')),
  text('billEvent', '支付平台单号', 30, ({ places }) => unique(places.map((one) => one.event)).join('；')),
  amount('amountMinor', '差异', (row) => row.amountMinor),
  text('odd', '差在哪一项', 24, (row) => row.odd.map((one) => named(TERMS, one.term)).join('；')),
  text('red', '超过千分之五', 12, (row) => (row.red ? '是' : '')),
  text('reason', '处理原因', 24, (row) => reasonOf(row)),
  text('resolvedBy', '谁处理的', 14, (row) => named(WHO, row.resolvedBy)),
  time('resolvedAt', '处理时间', (row) => row.resolvedAt),
] // prettier-ignore

const STRAYS: readonly Column<StrayRow>[] = [
  text('provider', '支付平台', 12, (row) => named(PROVIDERS, row.provider)),
  text('ledger', '账单', 12, (row) => named(LEDGERS, row.ledger)),
  text('kind', '种类', 10, (row) => named(ROW_KINDS, row.kind)),
  time('at', '时间', (row) => row.at),
  { key: 'day', title: '账单日', width: 12, kind: 'day', see, value: (row) => row.day },
  text('number', '账单上的单号', 28, (row) => row.number),
  amount('netMinor', '净额', (row) => row.netMinor),
  text('cleaned', '按规则不计', 16, (row) => named(CLEANS, row.cleans)),
  text('note', '备注', 30, (row) => row.note),
  text('file', '账单文件', 30, (row) => row.fileName),
  count('row', '第几行', (row) => row.rowNumber),
]

const SUMS: readonly Column<ShopSums>[] = [
  text('shop', '店铺', 16, (row) => row.shopName),
  text('provider', '支付平台', 14, (row) => row.providers.map((one) => named(PROVIDERS, one)).join('；')),
  count('orders', '订单数', (row) => row.orders),
  amount('goodsMinor', '货款', (row) => row.goodsMinor),
  amount('freightMinor', '运费', (row) => row.freightMinor),
  amount('adjustmentMinor', '其他', (row) => row.adjustmentMinor),
  amount('merchantDiscountMinor', '商家优惠', (row) => row.merchantDiscountMinor),
  amount('platformSubsidyMinor', '平台补贴', (row) => row.platformSubsidyMinor),
  amount('commissionMinor', '佣金', (row) => row.commissionMinor),
  amount('feeMinor', '手续费', (row) => row.feeMinor),
  amount('refundMinor', '退款', (row) => row.refundMinor),
  amount('expectedPayoutMinor', '应到账', (row) => row.expectedPayoutMinor),
  amount('payoutMinor', '实到账', (row) => row.payoutMinor),
  amount('differenceMinor', '差异', (row) => row.differenceMinor),
  count('open', '待处理差异', (row) => row.open),
] // prettier-ignore

/** The month's books: sums by shop and provider, the proof that no bill row is left out, and what they rest on. */
export function reconciliationSheets(read: ReadDb, shops: Shops, roles: readonly Role[], month: Month): Sheet[] {
  const sums = shopSums(shops)
  const summed = async function* () {
    for await (const some of ordersOfMonth(read, month)) {
      for (const one of some) sums.add(one)
      yield some
    }
  }
  const orders = sheetOf({ key: 'orders', title: '订单核对', frozen: 2, columns: orderColumns(shops), rows: summed }, roles)
  return [
    orders,
    sheetOf({ key: 'differences', title: '差异', columns: differenceColumns(shops), rows: () => differencesOfMonth(read, month) }, roles),
    sheetOf({ key: 'strays', title: '未匹配账单行', columns: STRAYS, rows: () => strayRowsOfMonth(read, month) }, roles),
    sheetOf({ key: 'proof', title: '合计证明', columns: PROOF, rows: () => once(proofOfMonth(read, month)) }, roles),
    // Known only once every order was read; a person sees it first.
    { ...sheetOf({ key: 'summary', title: '汇总', columns: SUMS, rows: () => once(Promise.resolve(sums.all())) }, roles), lead: true },
  ]
} // prettier-ignore
