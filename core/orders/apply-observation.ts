import { changeHash, assert } from '../kernel'
import type {
  AddressGroup,
  BuyerGroup,
  GroupName,
  MoneyGroup,
  OrderGroups,
  OrderObservation,
  StatusGroup,
} from '../connectors'
import { boardStateOf } from './board-state'
import { keepKnownRefunds } from './keep-known-refunds'
import { linesAhead, parcelsAhead } from './ahead'
import { NO_ADDRESS, type GroupMarks, type Order } from './order'

export interface Applied {
  readonly order: Order
  /** Groups whose content is now other than before. */
  readonly changed: readonly GroupName[]
  /** Equal version and equal time but other content: nobody can tell which is right; read the order again. */
  readonly tie: boolean
}

const GROUPS: readonly GroupName[] = [
  'status',
  'money',
  'buyer',
  'address',
  'memo',
  'buyerNote',
  'lines',
  'parcels',
  'refunds',
]

/**
 * Applies one observation to what we hold, group by group: newer versions win; at equal versions other content
 * wins if it was seen later; a stale page changes nothing; an absent group changes nothing.
 * Pure: the caller stores the result.
 */
export function applyObservation(before: Order, observation: OrderObservation): Applied {
  const marks: GroupMarks = { ...before.marks }
  const changed: GroupName[] = []
  const order: Order = { ...before, marks }
  let tie = false
  const groups = keepKnownRefunds(before, observation)
  for (const name of GROUPS) {
    const content = groups[name]
    if (content === undefined) continue
    const version = observation.groupVersions?.[name] ?? observation.version
    const mark = before.marks[name]
    if (mark && (version < mark[0] || (version === mark[0] && observation.asOf < mark[1]))) continue
    const hash = changeHash(JSON.stringify(content))
    if (mark && hash === mark[2]) {
      marks[name] = [version, Math.max(observation.asOf, mark[1]), hash]
      continue
    }
    if (mark && version === mark[0] && observation.asOf === mark[1]) {
      tie = true
      continue
    }
    if (name === 'memo' && before.memoPending !== null) continue
    marks[name] = [version, observation.asOf, hash]
    changed.push(name)
    Object.assign(order, take(order, name, groups))
  }
  if (changed.length > 0) {
    order.modifiedAt = Math.max(before.modifiedAt, observation.version)
    order.flags = payLater(order.flags, changed.includes('status') ? groups.status : undefined)
    order.state = boardStateOf(order)
    order.flags = unusual(before, order)
  }
  if (observation.parentExternalId) order.parentExternalId = observation.parentExternalId
  return { order, changed, tie }
}

/** The order as it is before its first observation. */
export function blankOrder(
  shopId: string,
  observation: OrderObservation,
  salt: Uint8Array,
  receivedAt: number,
): Order {
  return {
    id: 0, shopId, externalId: observation.externalId, number: observation.displayNumber ?? observation.externalId, version: 0,
    state: 'to-pay', platformState: '', hold: null, flags: [], currency: '', goodsMinor: 0, discountMinor: 0, freightMinor: 0,
    totalMinor: 0, refundedMinor: 0, buyer: { name: '', platformId: null }, address: NO_ADDRESS, memo: '', memoFlag: null,
    memoPending: null, memoTold: false, buyerNote: '', createdAt: observation.createdAt, paidAt: null, completedAt: null,
    cancelledAt: null, shipBy: null, modifiedAt: observation.version, receivedAt, parentExternalId: observation.parentExternalId ?? null,
    salt, marks: {}, lines: [], parcels: [], refunds: [],
  } // prettier-ignore
}

function take(order: Order, name: GroupName, groups: OrderGroups): Partial<Order> {
  switch (name) {
    case 'status': return status(need(groups.status))
    case 'money': return money(need(groups.money))
    case 'buyer': return { buyer: clearest(order.buyer, need(groups.buyer)) }
    case 'address': return { address: clearest(order.address, need(groups.address)) }
    case 'memo': return { memo: need(groups.memo).text, memoFlag: need(groups.memo).flag, memoTold: need(groups.memo).text !== '' }
    case 'buyerNote': return { buyerNote: need(groups.buyerNote).text }
    case 'lines': return { lines: linesAhead(order.lines, need(groups.lines)) }
    case 'parcels': return { parcels: parcelsAhead(order.parcels, need(groups.parcels)) }
    case 'refunds': return { refunds: need(groups.refunds) }
  } // prettier-ignore
}

function need<T>(group: T | undefined): T {
  assert(group !== undefined, 'only groups that are present are taken')
  return group
}

function status(
  group: StatusGroup,
): Pick<Order, 'platformState' | 'paidAt' | 'completedAt' | 'cancelledAt' | 'hold' | 'shipBy'> {
  const { platformState, paidAt, completedAt, cancelledAt, hold, shipBy } = group
  return { platformState, paidAt, completedAt, cancelledAt, hold, shipBy }
}

function money(
  group: MoneyGroup,
): Pick<
  Order,
  'currency' | 'goodsMinor' | 'discountMinor' | 'freightMinor' | 'totalMinor' | 'refundedMinor'
> {
  const { currency, goodsMinor, discountMinor, freightMinor, totalMinor, refundedMinor } = group
  return { currency, goodsMinor, discountMinor, freightMinor, totalMinor, refundedMinor }
}

const isMasked = (value: unknown): boolean => typeof value === 'string' && value.includes('*')
const isClear = (value: unknown): boolean => typeof value === 'string' && value !== '' && !value.includes('*')

/** Masked never overwrites clear: platforms hide more the later they are asked. */
function clearest<T extends BuyerGroup | AddressGroup>(before: T, after: T): T {
  const result: Record<string, unknown> = { ...after }
  for (const [key, value] of Object.entries(before))
    if (isClear(value) && isMasked(result[key])) result[key] = value
  return result as unknown as T // same keys, each from one of the two
}

function payLater(flags: readonly string[], status: StatusGroup | undefined): readonly string[] {
  if (!status) return flags
  const others = flags.filter((flag) => flag !== 'pay-later')
  return status.payLater ? [...others, 'pay-later'] : others
}

/** Moves that a platform made though they look unusual: kept, shown, never refused. */
function unusual(before: Order, after: Order): readonly string[] {
  const flags = new Set(after.flags)
  if (before.version > 0 && before.state === 'closed' && after.state !== 'closed') flags.add('reopened')
  if (before.version > 0 && before.paidAt !== null && after.paidAt === null) flags.add('payment-withdrawn')
  if (before.version > 0 && before.totalMinor !== after.totalMinor && before.paidAt !== null)
    flags.add('repriced-after-payment')
  return [...flags]
}
