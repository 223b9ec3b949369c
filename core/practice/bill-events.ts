import type { PracticeSale, SeededTrouble, BillTrouble } from './bill-sale'
import { seededRandom, type Random } from './random'

const DAY_MS = 86_400_000

/** One thing that the provider writes down. Amounts in fen. */
export interface BillEvent {
  readonly kind: 'payment' | 'refund'
  readonly number: string
  readonly title: string
  /** The provider's own number of the payment: ends in 0, so that a second one beside it can be told apart. */
  readonly paymentId: string
  readonly refundId: string
  readonly refundNo: string
  readonly at: number
  readonly amount: number
  /** What the merchant's coupon took off. */
  readonly coupon: number
  readonly fee: number
  /** The account's flow differs from the trade bill by this. */
  readonly flowOff: number
}

export interface BillEventOptions {
  readonly seed: number
  /** Share of the sales with a trouble; 0 = a month without any. */
  readonly troubleShare: number
  /** [from, to) of the bills, UTC ms: what happens outside is on other bills. */
  readonly from: number
  readonly to: number
}

/** 0.6 % rounded half up, in whole fen: what both providers charge the practice merchant. */
export function practiceFee(fen: number): number {
  return Math.floor((fen * 6 + 500) / 1000)
}

/** What the provider's books say of one sale, and the trouble that was put into it. The same seed gives the same. */
export function eventsOf(
  sale: PracticeSale,
  options: BillEventOptions,
): { events: readonly BillEvent[]; trouble: SeededTrouble | undefined } {
  const random = seededRandom(options.seed).fork(sale.number)
  const trouble = random.chance(options.troubleShare) ? pick(random, sale) : undefined
  const ids = idsOf(random, sale)
  const total = sale.totalMinor + (trouble === 'wrong-amount' ? wrongBy(random, sale.totalMinor) : 0)
  const coupon = trouble === undefined && total > 60_00 && random.chance(0.03) ? 5_00 : 0
  const payment: BillEvent = {
    kind: 'payment', number: sale.number, title: sale.title, ...ids, refundId: '', refundNo: '', at: sale.paidAt, amount: total, coupon,
    fee: practiceFee(total - coupon) + (trouble === 'fee-off' ? 1 : 0), flowOff: trouble === 'payout-short' ? -1 : 0,
  } // prettier-ignore
  const refunds = sale.refunds.map((refund, n) => refundOf(payment, `${n + 1}`, refund))
  const events = [payment, ...refunds].filter((event) => event.at >= options.from && event.at < options.to)
  if (!trouble) return { events, trouble: undefined }
  const seeded = (amountMinor: number, number = sale.number) => ({ trouble, number, amountMinor })
  switch (trouble) {
    case 'missing-row': return { events: [], trouble: seeded(0 - sale.totalMinor) }
    case 'fee-off': return { events, trouble: seeded(-1) }
    case 'payout-short': return { events, trouble: seeded(-1) }
    case 'wrong-amount': return { events, trouble: seeded(total - sale.totalMinor) }
    case 'charged-twice': {
      const again = { ...payment, paymentId: `${payment.paymentId.slice(0, -1)}9`, at: payment.at + 4000 }
      return { events: [payment, again, ...events.slice(1)], trouble: seeded(total) }
    }
    case 'refund-another-day': return { events: events.filter((event) => event !== refunds[0]), trouble: seeded(sale.refunds[0]?.amountMinor ?? 0) }
    case 'refund-unknown': {
      const amountMinor = Math.max(1, Math.floor(total / 3))
      const at = Math.min(options.to - 1000, sale.paidAt + DAY_MS)
      return { events: [...events, refundOf(payment, '9', { amountMinor, at })], trouble: seeded(-amountMinor) }
    }
    case 'unknown-order':
    case 'test-order':
    case 'internal-order': {
      const number = `${{ 'unknown-order': 'QX', 'test-order': 'TEST', 'internal-order': 'NB-' }[trouble]}${sale.number.slice(-12)}`
      const amount = trouble === 'test-order' ? 1 : random.whole(10_00, 200_00)
      const stray = { ...payment, number, paymentId: `${payment.paymentId.slice(0, -1)}8`, amount, coupon: 0, fee: practiceFee(amount) }
      return { events: [...events, stray], trouble: seeded(amount, number) }
    }
  } // prettier-ignore
}

function pick(random: Random, sale: PracticeSale): BillTrouble {
  const whole = sale.refunds.length === 0
  return random.weighted([
    ['missing-row', whole ? 2 : 0], ['fee-off', whole ? 2 : 0], ['wrong-amount', whole ? 2 : 0], ['charged-twice', whole ? 2 : 0],
    ['refund-unknown', whole ? 1 : 0], ['payout-short', whole ? 1 : 0], ['refund-another-day', whole ? 0 : 6],
    ['unknown-order', 2], ['test-order', 1], ['internal-order', 1],
  ]) // prettier-ignore
}

function wrongBy(random: Random, total: number): number {
  const off = random.whole(1, 500)
  return random.chance(0.5) && off < total ? -off : off
}

function idsOf(random: Random, sale: PracticeSale): { paymentId: string } {
  const day = new Date(sale.paidAt + 8 * 3_600_000).toISOString().slice(0, 10).replaceAll('-', '')
  const tail = Array.from({ length: 2 }, () => String(random.whole(0, 9_999_999)).padStart(7, '0')).join('')
  return { paymentId: sale.channel === 'wechat' ? `42000${day}${tail}0` : `${day}220014${tail}0` }
}

function refundOf(
  payment: BillEvent,
  n: string,
  refund: { readonly amountMinor: number; readonly at: number },
): BillEvent {
  return {
    ...payment, kind: 'refund', refundId: `50300${payment.paymentId.slice(5)}${n}`, refundNo: `${payment.number}-R${n}`, at: refund.at,
    amount: refund.amountMinor, coupon: 0, fee: -practiceFee(refund.amountMinor), flowOff: 0,
  } // prettier-ignore
}
