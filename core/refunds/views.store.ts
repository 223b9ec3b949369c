import type { ReadDb } from '../database'
import { Refusal, type Role } from '../kernel'
import { loadOrder } from '../orders'
import { findCases, NO_CLOCK, stepsOf, type RefundCase } from './case.store'
import { payoutOf } from './payout.store'
import type { RefundDetail, RefundRow } from './refunds.contract'

interface Around {
  number: string; shop_name: string; platform: string; buyer: string; first_title: string; first_picture: string | null; pieces: number
} // prettier-ignore

const OPEN = `c.state in ('deciding','agreed','paying')`
/** What waits for these roles: a lane of theirs that is open, or a payout that stands still. */
const waitsFor = (lanes: readonly Role[]) => {
  const office = lanes.some((role) => role === 'finance' || role === 'supervisor')
  const marks = lanes.map(() => '?').join(',')
  const stuck = `exists (select 1 from refund_payouts p where p.case_id = c.id and p.state in ('needs-code','needs-person'))`
  return `(exists (select 1 from refund_steps s where s.case_id = c.id and s.state = 'open' and s.role in (${marks}))${office ? ` or ${stuck}` : ''})`
}

export async function pageOfCases(
  read: ReadDb,
  { over, lane, cursor, limit }: { over: boolean; lane: Role | null; cursor: string | null; limit: number },
): Promise<{ rows: RefundRow[]; nextCursor: string | null }> {
  const [due = 0, id = 0] = (cursor ?? '').split(':').map(Number)
  const where = [over ? `not ${OPEN}` : OPEN]
  const params: (string | number)[] = []
  if (lane !== null) {
    where.push(waitsFor([lane]))
    params.push(lane)
  }
  if (cursor !== null) {
    where.push(over ? 'c.id < ?' : '(c.due_at > ? or (c.due_at = ? and c.id > ?))')
    params.push(...(over ? [id] : [due, due, id]))
  }
  const found = await read.all<{ id: number; due_at: number }>(
    `select c.id, c.due_at from refund_cases c where ${where.join(' and ')} order by ${over ? 'c.id desc' : 'c.due_at, c.id'} limit ?`,
    [...params, limit + 1],
  )
  const kept = found.slice(0, limit)
  const last = kept.at(-1)
  const rows = await rowsOf(read, kept.map((one) => one.id)) // prettier-ignore
  return { rows, nextCursor: found.length > limit && last ? `${last.due_at}:${last.id}` : null }
}

/** In the order of the ids. */
async function rowsOf(read: ReadDb, ids: readonly number[]): Promise<RefundRow[]> {
  if (ids.length === 0) return []
  const cases = await findCases(read, `id in (${ids.map(() => '?').join(',')})`, ids)
  const holders = await holdersOf(read)
  const rows: RefundRow[] = []
  for (const id of ids) {
    const found = cases.find((one) => one.id === id)
    if (found) rows.push(await rowOf(read, found, holders))
  }
  return rows
}

type Holders = ReadonlyMap<string, readonly string[]>

/** Names by role: who may decide while a lane is open. */
async function holdersOf(read: ReadDb): Promise<Holders> {
  const people = await read.all<{ name: string; roles: string }>(
    'select name, roles from people order by created_at',
  )
  const named = new Map<string, string[]>()
  for (const { name, roles } of people)
    for (const role of roles.split(',')) named.set(role, [...(named.get(role) ?? []), name])
  return named
}

async function rowOf(read: ReadDb, found: RefundCase, holders: Holders): Promise<RefundRow> {
  const around = await read.get<Around>(
    `select o.number, s.name as shop_name, s.platform, o.buyer, o.first_title, o.first_picture, o.pieces from orders o join shops s on s.id = o.shop_id where o.id=?`,
    [found.orderId],
  )
  if (!around) throw new Refusal('no-such-order')
  const steps = await stepsOf(read, found.id)
  const payout = await payoutOf(read, found.id)
  return {
    id: found.id, version: found.version, orderId: found.orderId, number: around.number, ordinal: found.ordinal, shopName: around.shop_name,
    platform: around.platform, buyer: around.buyer, firstTitle: around.first_title, firstPictureUrl: around.first_picture, pieces: around.pieces,
    kind: found.kind, state: found.state, source: found.source, amountMinor: found.amountMinor, currency: found.currency, reason: found.reason,
    why: { ...found.why, stages: found.why.stages.map((stage) => [...stage]) }, openedAt: found.openedAt, dueAt: found.dueAt, endedAt: found.endedAt,
    parcelAt: found.parcelAt, goodsAt: found.goodsAt, payout: payout?.state ?? null, trouble: found.trouble,
    steps: steps.map((step) => ({
      role: step.role, stage: step.stage, state: step.state, since: step.since, dueAt: step.dueAt,
      holders: step.who === null ? [...(holders.get(step.role) ?? [])] : [step.who], actedFor: step.actedFor, reason: step.reason,
      decidedAt: step.decidedAt,
    })),
  } // prettier-ignore
}

/** All of a case but what only its platform's manners tell. */
export async function openCaseView(
  read: ReadDb,
  id: number,
): Promise<Omit<RefundDetail, 'needsRequest' | 'tellsRefusal'>> {
  const [found] = await findCases(read, 'id=?', [id])
  const [row] = await rowsOf(read, [id])
  const order = found && (await loadOrder(read, found.orderId))
  if (!found || !row || !order) throw new Refusal('no-such-case')
  const back = await read.all<{ line: string; back: number }>(
    'select line_external_id as line, cast(sum(good + damaged) as bigint) as back from refund_goods where order_id=? group by line_external_id',
    [order.id],
  )
  const payout = await payoutOf(read, id)
  return {
    row,
    externalId: found.externalId, slipId: found.slipId, parcelWaybill: found.parcelWaybill, parcelCourier: found.parcelCourier, told: found.told,
    openedBy: found.openedBy,
    lines: order.lines
      .filter((line) => found.lines.length === 0 || found.lines.some((one) => one.lineExternalId === line.externalId))
      .map((line) => ({
        lineExternalId: line.externalId, title: line.title, variant: line.variant, sku: line.sku, pictureUrl: line.pictureUrl,
        quantity: found.lines.find((one) => one.lineExternalId === line.externalId)?.quantity ?? 0, shippedQuantity: line.shippedQuantity,
        backQuantity: Number(back.find((one) => one.line === line.externalId)?.back ?? 0),
      })),
    warehouses: await read.all<{ id: string; name: string }>('select id, name from warehouses order by position, id'),
    payout: payout ? { attempts: payout.attempts, found: payout.found, sentAt: payout.sent_at, paidAt: payout.paid_at } : null,
    messages: await read.all<RefundDetail['messages'][number]>('select template, state, reason, at from messages where case_id=? order by at', [id]),
  } // prettier-ignore
}

export async function casesOfOrder(read: ReadDb, orderId: number): Promise<RefundRow[]> {
  const found = await read.all<{ id: number }>('select id from refund_cases where order_id=? order by ordinal desc', [orderId]) // prettier-ignore
  return rowsOf(read, found.map((one) => one.id)) // prettier-ignore
}

/** The owner may act for any lane, so everything open is the owner's too. */
export async function countCases(
  read: ReadDb,
  roles: readonly Role[],
  now: number,
): Promise<{ mine: number; late: number; open: number }> {
  const lanes: readonly Role[] = roles.includes('owner') ? ['warehouse', 'finance', 'supervisor'] : roles
  const row = await read.get<{ mine: number; late: number }>(
    `select count(*) as mine, cast(coalesce(sum(case when c.due_at < ? then 1 else 0 end),0) as bigint) as late from refund_cases c where ${OPEN} and ${waitsFor(lanes)}`,
    [Math.min(now, NO_CLOCK - 1), ...lanes],
  )
  const open = await read.get<{ n: number }>(`select count(*) as n from refund_cases c where ${OPEN}`)
  return { mine: Number(row?.mine ?? 0), late: Number(row?.late ?? 0), open: Number(open?.n ?? 0) }
}
