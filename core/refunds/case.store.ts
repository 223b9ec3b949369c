import { z } from 'zod'
import { recordHistory, type Change } from '../audit'
import type { ReadDb, Tx } from '../database'
import { Refusal, refuseUnlessAllowed } from '../kernel'
import { CASE_MOVES, LANES, type CaseState, type Lane, type StepState } from './case-states'
import type { Why } from './evaluate-rule'

export interface CaseLine {
  readonly lineExternalId: string
  readonly quantity: number
}
export interface RefundCase {
  readonly id: number
  readonly shopId: string
  readonly orderId: number
  readonly ordinal: number
  readonly kind: 'money' | 'return'
  readonly state: CaseState
  readonly amountMinor: number
  readonly currency: string
  readonly reason: string
  readonly source: 'slip' | 'platform' | 'hand'
  readonly externalId: string | null
  readonly lines: readonly CaseLine[]
  readonly why: Why
  readonly version: number
  readonly openedAt: number
  readonly openedBy: string
  /** When it turns red, UTC ms; null = no clock runs. */
  readonly dueAt: number | null
  readonly endedAt: number | null
  /** The goods are here. */
  readonly parcelAt: number | null
  readonly parcelCourier: string | null
  readonly parcelWaybill: string | null
  readonly slipId: string | null
  /** They are counted back into stock. */
  readonly goodsAt: number | null
  /** What the platform still has to be told, or did not take: `agree`, `refuse`, `close`; null = nothing. */
  readonly told: string | null
  /** Why it does not go on by itself. */
  readonly trouble: string | null
}
export interface Step {
  readonly role: Lane
  /** Stages follow one another; lanes of one stage run side by side. */
  readonly stage: number
  readonly state: StepState
  /** Who holds it since. */
  readonly since: number | null
  readonly dueAt: number | null
  readonly who: string | null
  readonly personId: string | null
  /** The role for which the owner acted. */
  readonly actedFor: string | null
  readonly reason: string | null
  readonly decidedAt: number | null
}

interface CaseRow {
  id: number; shop_id: string; order_id: number; ordinal: number; kind: RefundCase['kind']; state: CaseState; amount: number; currency: string
  reason: string; source: RefundCase['source']; external_id: string | null; lines_json: string; why_json: string; version: number
  opened_at: number; opened_by: string; due_at: number; ended_at: number | null; parcel_at: number | null; parcel_courier: string | null
  parcel_waybill: string | null; slip_id: string | null; goods_at: number | null; told: string | null; trouble: string | null
} // prettier-ignore

/** Stored where no clock runs: sorts behind every real time on both databases. */
export const NO_CLOCK = Number.MAX_SAFE_INTEGER

const linesOf = z.array(z.object({ lineExternalId: z.string(), quantity: z.number().int() }))
const whyOf: z.ZodType<Why> = z.object({
  rule: z.string(),
  automatic: z.boolean(),
  vip: z.boolean(),
  currency: z.string(),
  judgedMinor: z.number(),
  upToMinor: z.number().nullable(),
  stages: z.array(z.array(z.enum(LANES))),
})

export function caseOf(row: CaseRow): RefundCase {
  return {
    id: row.id, shopId: row.shop_id, orderId: row.order_id, ordinal: row.ordinal, kind: row.kind, state: row.state, amountMinor: row.amount,
    currency: row.currency, reason: row.reason, source: row.source, externalId: row.external_id, lines: linesOf.parse(JSON.parse(row.lines_json)),
    why: whyOf.parse(JSON.parse(row.why_json)), version: row.version, openedAt: row.opened_at, openedBy: row.opened_by,
    dueAt: row.due_at === NO_CLOCK ? null : row.due_at, endedAt: row.ended_at, parcelAt: row.parcel_at, parcelCourier: row.parcel_courier,
    parcelWaybill: row.parcel_waybill, slipId: row.slip_id, goodsAt: row.goods_at, told: row.told, trouble: row.trouble,
  } // prettier-ignore
}

/** `where` is ours, its values are parameters. */
export async function findCases(read: ReadDb, where: string, params: readonly (string | number)[]) {
  const rows = await read.all<CaseRow>(`select * from refund_cases where ${where}`, params)
  return rows.map(caseOf)
}

/** Locked where rows must be. `Refusal('no-such-case')`. */
export async function loadCase(tx: Tx, id: number): Promise<RefundCase> {
  const row = await tx.get<CaseRow>(`select * from refund_cases where id = ?${tx.forUpdate}`, [id])
  if (!row) throw new Refusal('no-such-case')
  return caseOf(row)
}

interface StepRow {
  role: Lane; stage: number; state: StepState; since: number | null; due_at: number | null; who: string | null; person_id: string | null
  acted_for: string | null; reason: string | null; decided_at: number | null
} // prettier-ignore

export async function stepsOf(read: ReadDb, caseId: number): Promise<Step[]> {
  const rows = await read.all<StepRow>(
    `select * from refund_steps where case_id = ? order by stage, case role when 'warehouse' then 0 when 'finance' then 1 else 2 end`,
    [caseId],
  )
  return rows.map((row) => ({
    role: row.role, stage: row.stage, state: row.state, since: row.since, dueAt: row.due_at, who: row.who, personId: row.person_id,
    actedFor: row.acted_for, reason: row.reason, decidedAt: row.decided_at,
  })) // prettier-ignore
}

/** What may change of a case; each change raises its version. */
export interface CasePatch {
  readonly state?: CaseState
  readonly dueAt?: number | null
  readonly told?: string | null
  readonly trouble?: string | null
  readonly parcel?: {
    readonly at: number | null
    readonly courier: string | null
    readonly waybill: string | null
  }
  readonly slipId?: string
  readonly goodsAt?: number
  readonly externalId?: string
}

/** Writes the change and announces the case. Moves by `commanded` obey the transition table. */
export async function changeCase(
  tx: Tx,
  found: RefundCase,
  patch: CasePatch,
  commanded = true,
): Promise<RefundCase> {
  const state = patch.state ?? found.state
  if (state !== found.state && commanded) refuseUnlessAllowed(CASE_MOVES, found.state, state)
  const over = CASE_MOVES[state].length === 0
  const dueAt = over ? null : patch.dueAt === undefined ? found.dueAt : patch.dueAt
  const changed: RefundCase = {
    ...found,
    state,
    dueAt,
    version: found.version + 1,
    endedAt: over ? (found.endedAt ?? tx.now) : null,
    told: patch.told === undefined ? found.told : patch.told,
    trouble: patch.trouble === undefined ? found.trouble : patch.trouble,
    parcelAt: patch.parcel ? (patch.parcel.at ?? found.parcelAt) : found.parcelAt,
    parcelCourier: patch.parcel?.courier ?? found.parcelCourier,
    parcelWaybill: patch.parcel?.waybill ?? found.parcelWaybill,
    slipId: patch.slipId ?? found.slipId,
    goodsAt: patch.goodsAt ?? found.goodsAt,
    externalId: patch.externalId ?? found.externalId,
  }
  await tx.run(
    `update refund_cases set state=?, due_at=?, version=?, ended_at=?, told=?, trouble=?, parcel_at=?, parcel_courier=?, parcel_waybill=?, slip_id=?,
     goods_at=?, external_id=? where id=?`,
    [
      state, dueAt ?? NO_CLOCK, changed.version, changed.endedAt, changed.told, changed.trouble, changed.parcelAt, changed.parcelCourier,
      changed.parcelWaybill, changed.slipId, changed.goodsAt, changed.externalId, found.id,
    ],
  ) // prettier-ignore
  if (over) await tx.run(`update refund_steps set state='dropped' where case_id=? and state in ('waiting','open')`, [found.id]) // prettier-ignore
  announceCase(tx, changed)
  return changed
}

export function announceCase(tx: Tx, found: Pick<RefundCase, 'orderId'>): void {
  tx.collect('announce', { entity: 'refund', entityId: String(found.orderId) })
}

/** One entry of the order's refund history; the path `case.*` decides who may read what. */
export function noteCase(
  tx: Tx,
  kind: string,
  found: Pick<RefundCase, 'orderId' | 'ordinal'>,
  changes: readonly Change[],
): void {
  recordHistory(tx, {
    kind: `refund.${kind}`,
    entity: 'refund',
    entityId: String(found.orderId),
    changes: [['case.ordinal', null, found.ordinal], ...changes],
  })
}
