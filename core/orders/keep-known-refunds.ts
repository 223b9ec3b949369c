import type { LineFacts, MoneyGroup, OrderGroups, OrderObservation, RefundFacts } from '../connectors'
import { minor } from '../kernel'
import type { Order } from './order'

/**
 * What an observation says once the refunds that we know and it does not name are added (`refundsInPart`), and those
 * it names by their state alone keep the amount we know: the list, and with it the order's and the lines' sums. A
 * total that shrank by exactly the refunds not named is the total of before. Pure; others come back as they are.
 */
export function keepKnownRefunds(before: Order, observation: OrderObservation): OrderGroups {
  const { groups } = observation
  if (!observation.refundsInPart || !groups.refunds) return groups
  const told = groups.refunds
  const others = before.refunds.filter((known) => !told.some((one) => one.externalId === known.externalId))
  const named = told.map((one) => withKnown(one, before.refunds))
  const paid = [
    ...others.filter(isPaid),
    ...named.flatMap((one, n) =>
      isPaid(one) ? [{ ...one, amountMinor: minor(one.amountMinor - (told[n]?.amountMinor ?? 0)) }] : [],
    ),
  ]
  const notNamed = sumOf(others.filter(isPaid))
  return {
    ...groups,
    refunds: [...others, ...named].sort(byBirth),
    ...(groups.money && { money: withPaid(groups.money, sumOf(paid), notNamed, before.totalMinor) }),
    ...(groups.lines && { lines: groups.lines.map((line) => lineWithPaid(line, paid)) }),
  }
}

/** Told without its birth and reason, a refund is known from its line alone: its amount was only supposed. */
function withKnown(told: RefundFacts, known: readonly RefundFacts[]): RefundFacts {
  const same = known.find((one) => one.externalId === told.externalId)
  if (!same || told.createdAt !== null || same.createdAt === null) return told
  const { amountMinor, reason, createdAt, lineExternalId } = same
  return { ...told, amountMinor, reason, createdAt, lineExternalId }
}

function withPaid(money: MoneyGroup, paid: number, notNamed: number, total: number): MoneyGroup {
  const shrunk = notNamed > 0 && money.totalMinor + notNamed === total && money.discountMinor >= notNamed
  return {
    ...money,
    refundedMinor: minor(money.refundedMinor + paid),
    ...(shrunk && { totalMinor: minor(total), discountMinor: minor(money.discountMinor - notNamed) }),
  }
}

function lineWithPaid(line: LineFacts, paid: readonly RefundFacts[]): LineFacts {
  const own = sumOf(paid.filter((refund) => refund.lineExternalId === line.externalId))
  return own === 0 ? line : { ...line, refundedMinor: minor(line.refundedMinor + own) }
}

const isPaid = (refund: RefundFacts): boolean => refund.state === 'paid'
const byBirth = (a: RefundFacts, b: RefundFacts): number =>
  (a.createdAt ?? 0) - (b.createdAt ?? 0) || (a.externalId < b.externalId ? -1 : 1)

function sumOf(refunds: readonly RefundFacts[]): number {
  return refunds.reduce((sum, refund) => sum + refund.amountMinor, 0)
}
