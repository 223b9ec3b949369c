import type { ReadDb, Tx } from '../database'
import { assert, type Role } from '../kernel'
import { loadOrder, type Order } from '../orders'
import { queueAct } from './acts'
import {
  announceCase, changeCase, findCases, loadCase, NO_CLOCK, noteCase, type CaseLine, type RefundCase,
} from './case.store' // prettier-ignore
import { evaluateRule, type Why } from './evaluate-rule'
import { valueOfLines } from './lines-value'
import { intendPayout } from './intend-payout'
import { earlierOf, refundableOf } from './refundable'
import { isVip, readRules } from './rules.store'
import { tellCustomer } from './tell-customer'

export interface CaseSettings {
  /** A lane turns red after so many minutes. */
  readonly refundDueMinutes: number
}

export interface NewCase {
  readonly order: Order
  readonly kind: RefundCase['kind']
  readonly amountMinor: number
  readonly reason: string
  readonly source: RefundCase['source']
  readonly externalId: string | null
  readonly lines: readonly CaseLine[]
  /** Asked for before the shop was bound here: nothing goes out by itself. */
  readonly older?: boolean
  readonly parcel?: {
    readonly at: number | null
    readonly courier: string | null
    readonly waybill: string | null
  }
  readonly slipId?: string
  /** The platform has agreed to the return already. */
  readonly agreed?: boolean
}

/** What would be decided if this case were opened now. Asks only. */
export async function foreseeCase(
  tx: ReadDb,
  order: Order,
  amountMinor: number,
  { older = false, unasked = false, exceptCaseId = 0 } = {},
): Promise<Why> {
  const vip = await isVip(tx, order.shopId, order.buyer.platformId)
  const earlierMinor = await earlierOf(tx, order.id, exceptCaseId)
  const facts = { currency: order.currency, amountMinor, earlierMinor, vip, older, unasked }
  return evaluateRule(await readRules(tx), facts)
}

/** Opens a case, its lanes, and goes on at once where the rule is automatic. */
export async function openCase(tx: Tx, settings: CaseSettings, given: NewCase): Promise<RefundCase> {
  const { order } = given
  const unasked = given.source === 'slip'
  const why = await foreseeCase(tx, order, given.amountMinor, { older: given.older ?? false, unasked })
  const last = await tx.get<{ n: number | null }>(
    'select max(ordinal) as n from refund_cases where order_id=?',
    [order.id],
  )
  const ordinal = Number(last?.n ?? 0) + 1
  const dueAt = tx.now + settings.refundDueMinutes * 60_000
  const row = await tx.get<{ id: number }>(
    `insert into refund_cases (shop_id, order_id, ordinal, kind, state, amount, currency, reason, source, external_id, lines_json, why_json, version,
     opened_at, opened_by, due_at, parcel_at, parcel_courier, parcel_waybill, slip_id) values (?,?,?,?,'deciding',?,?,?,?,?,?,?,1,?,?,?,?,?,?,?) returning id`,
    [
      order.shopId, order.id, ordinal, given.kind, given.amountMinor, order.currency, given.reason, given.source, given.externalId,
      JSON.stringify(given.lines), JSON.stringify(why), tx.now, tx.actor.who, why.automatic ? NO_CLOCK : dueAt, given.parcel?.at ?? null,
      given.parcel?.courier ?? null, given.parcel?.waybill ?? null, given.slipId ?? null,
    ],
  ) // prettier-ignore
  assert(row, 'an inserted case has an id')
  for (const [stage, lanes] of why.stages.entries())
    for (const role of lanes)
      await tx.run('insert into refund_steps (case_id, role, stage, state, since, due_at) values (?,?,?,?,?,?)', [
        row.id, role, stage, stage === 0 ? 'open' : 'waiting', stage === 0 ? tx.now : null, stage === 0 ? dueAt : null,
      ]) // prettier-ignore
  const opened = await loadCase(tx, row.id)
  noteCase(tx, 'opened', opened, [
    ['case.state', null, 'deciding'],
    ['case.kind', null, given.kind],
    ['case.source', null, given.source],
    ['case.rule', null, why.rule],
    ['case.amountMinor', null, given.amountMinor],
    ['case.reason', null, given.reason],
  ])
  announceCase(tx, opened)
  return why.automatic ? goOn(tx, settings, opened, given.agreed ?? false) : opened
}

/** Every lane has said yes, or none had to: a return waits for its parcel, money goes out. */
export async function goOn(
  tx: Tx,
  settings: CaseSettings,
  found: RefundCase,
  agreedThere = false,
): Promise<RefundCase> {
  if (found.kind === 'money' || found.parcelAt !== null) return payCase(tx, settings, found)
  if (found.state === 'agreed') return found
  const agreed = await changeCase(tx, found, { state: 'agreed', dueAt: null })
  noteCase(tx, 'agreed', agreed, [['case.state', found.state, 'agreed']])
  await tellCustomer(tx, agreed, 'agreed')
  return agreedThere ? agreed : queueAct(tx, agreed, 'agree')
}

/** The money may go: the intent, and the job that carries it out. */
export async function payCase(tx: Tx, settings: CaseSettings, found: RefundCase): Promise<RefundCase> {
  const dueAt = tx.now + settings.refundDueMinutes * 60_000
  const paying = await changeCase(tx, found, { state: 'paying', dueAt })
  noteCase(tx, 'paying', paying, [['case.state', found.state, 'paying']])
  await intendPayout(tx, paying)
  return paying
}

export interface OpenByHand {
  readonly orderId: number
  readonly kind: RefundCase['kind']
  readonly lines: readonly CaseLine[]
  readonly reason: string
  /** Absent = what was paid for the lines. */
  readonly amountMinor?: number | undefined
  readonly source?: RefundCase['source']
}

/** What a case of these lines is worth, and what is left of the order. */
export async function proposeCase(
  tx: ReadDb,
  orderId: number,
  lines: readonly CaseLine[],
): Promise<{ order: Order; linesMinor: number; leftMinor: number; paidMinor: number }> {
  const order = await loadOrder(tx, orderId)
  const { leftMinor, paidMinor } = await refundableOf(tx, orderId)
  assert(order, 'an order with money is in the books')
  const waiting = await findCases(tx, `order_id=? and state in ('deciding','agreed')`, [orderId])
  const free = Math.max(0, leftMinor - waiting.reduce((sum, one) => sum + one.amountMinor, 0))
  return { order, linesMinor: valueOfLines(order, lines, free), leftMinor: free, paidMinor }
}

/** For rights: who may set an amount that is not the one paid for the lines. */
export const SETS_AMOUNTS: readonly Role[] = ['owner', 'supervisor', 'finance']
