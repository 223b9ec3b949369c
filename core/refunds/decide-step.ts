import type { Tx } from '../database'
import { Refusal, type Role } from '../kernel'
import { queueAct } from './acts'
import { changeCase, loadCase, noteCase, stepsOf, type RefundCase, type Step } from './case.store'
import type { Lane } from './case-states'
import { goOn, type CaseSettings } from './open-case'
import { tellCustomer } from './tell-customer'

export interface Decision {
  readonly caseId: number
  /** The case's version that the person saw. */
  readonly version: number
  readonly role: Lane
  readonly yes: boolean
  readonly reason: string
  readonly person: { readonly id: string; readonly name: string; readonly roles: readonly Role[] }
}

/**
 * One lane says yes or no. The owner may act for any lane, which the history tells; nobody else decides two lanes of
 * one case. The first no ends the case; the last yes lets it go on.
 */
export async function decideStep(tx: Tx, settings: CaseSettings, given: Decision): Promise<RefundCase> {
  const found = await loadCase(tx, given.caseId)
  if (found.state !== 'deciding') throw new Refusal('case-not-deciding', { state: found.state })
  if (found.version !== given.version) throw new Refusal('edited-meanwhile', { version: found.version })
  const steps = await stepsOf(tx, found.id)
  const step = steps.find((one) => one.role === given.role)
  if (step?.state !== 'open') throw new Refusal('lane-not-open', { role: given.role })
  const owner = given.person.roles.includes('owner')
  const own = given.person.roles.includes(given.role)
  if (!own && !owner) throw new Refusal('not-your-lane', { role: given.role })
  if (!owner && steps.some((one) => one.personId === given.person.id)) throw new Refusal('two-lanes')
  const reason = given.reason.trim()
  if (!given.yes && reason === '') throw new Refusal('reason-needed')
  await writeStep(tx, found, given, own ? null : given.role, reason)
  return given.yes ? lanesOn(tx, settings, found, step, steps) : refuseCase(tx, found, reason)
}

async function writeStep(tx: Tx, found: RefundCase, given: Decision, actedFor: Lane | null, reason: string) {
  await tx.run(
    'update refund_steps set state=?, who=?, person_id=?, acted_for=?, reason=?, decided_at=? where case_id=? and role=?',
    [given.yes ? 'yes' : 'no', given.person.name, given.person.id, actedFor, reason || null, tx.now, found.id, given.role],
  ) // prettier-ignore
  noteCase(tx, 'decided', found, [
    ['case.role', null, given.role],
    ['case.verdict', null, given.yes ? 'yes' : 'no'],
    ...(actedFor === null ? [] : [['case.actedFor', null, actedFor] as const]),
    ...(reason === '' ? [] : [['case.decisionReason', null, reason] as const]),
  ])
}

async function lanesOn(
  tx: Tx,
  settings: CaseSettings,
  before: RefundCase,
  step: Step,
  steps: readonly Step[],
): Promise<RefundCase> {
  // Goods that the warehouse has inspected are here.
  const inspected = step.role === 'warehouse' && before.kind === 'return' && before.parcelAt === null
  const parcel = inspected ? { parcel: { at: tx.now, courier: null, waybill: null } } : {}
  const others = steps.filter((one) => one.role !== step.role)
  const waiting = others.filter((one) => one.state === 'open' || one.state === 'waiting')
  if (waiting.length === 0) {
    const found = await changeCase(tx, before, { ...parcel })
    return goOn(tx, settings, found)
  }
  if (!waiting.some((one) => one.state === 'open')) await openStage(tx, settings, before, waiting)
  const dueAt = tx.now + settings.refundDueMinutes * 60_000
  const found = await changeCase(tx, before, { ...parcel, ...(waiting.some((one) => one.state === 'open') ? {} : { dueAt }) }) // prettier-ignore
  // That the goods may come back commits nobody to pay: finance's yes is enough to say so.
  const asks = step.role === 'finance' && found.kind === 'return' && found.parcelAt === null
  return asks ? queueAct(tx, found, 'agree') : found
}

async function openStage(tx: Tx, settings: CaseSettings, found: RefundCase, waiting: readonly Step[]) {
  const stage = Math.min(...waiting.map((one) => one.stage))
  await tx.run(`update refund_steps set state='open', since=?, due_at=? where case_id=? and stage=?`, [
    tx.now,
    tx.now + settings.refundDueMinutes * 60_000,
    found.id,
    stage,
  ])
}

/** The platform and the customer are told; nothing is paid. */
export async function refuseCase(tx: Tx, found: RefundCase, reason: string): Promise<RefundCase> {
  const refused = await changeCase(tx, found, { state: 'refused' })
  noteCase(tx, 'refused', refused, [
    ['case.state', found.state, 'refused'],
    ['case.decisionReason', null, reason],
  ])
  await tellCustomer(tx, refused, 'refused')
  return queueAct(tx, refused, 'refuse')
}
