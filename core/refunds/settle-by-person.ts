import type { Tx } from '../database'
import { Refusal } from '../kernel'
import { changeCase, loadCase, noteCase, type RefundCase } from './case.store'
import { isOver } from './case-states'
import { queuePayout } from './intend-payout'
import { changePayout, payoutOf, type PayoutRow } from './payout.store'

interface ByPerson {
  readonly caseId: number
  readonly version: number
}

/** A payout that waits for a person is asked for at the platform once more; with `pay` it may then also be sent. */
export async function askAgain(tx: Tx, given: ByPerson & { readonly pay: boolean }): Promise<RefundCase> {
  const { found, payout } = await waiting(tx, given)
  if (!payout || payout.state === 'paid' || payout.state === 'failed') throw new Refusal('no-payout-waiting')
  if (payout.state !== 'needs-person' && payout.state !== 'needs-code') {
    // It is under way: the job asks by itself, only sooner.
    await queuePayout(tx, found.orderId, payout.key, `now:${found.version}`)
    return found
  }
  await changePayout(tx, payout.key, {
    state: 'sent',
    unanswered: 0,
    trouble: 'asking',
    ...(given.pay ? { said: null, askFirst: 0 } : {}),
  })
  await queuePayout(tx, found.orderId, payout.key, `person:${found.version}:${payout.attempts}`)
  return loadCase(tx, found.id)
}

/**
 * The case ends without our paying. A payout on its way bars it, unless the platform has said that it was not paid and a
 * person holds it.
 */
export async function closeCase(tx: Tx, given: ByPerson & { readonly reason: string }): Promise<RefundCase> {
  const { found, payout } = await waiting(tx, given)
  const reason = given.reason.trim()
  if (reason === '') throw new Refusal('reason-needed')
  if (payout && payout.state !== 'failed') {
    const held = payout.state === 'needs-person' || payout.state === 'needs-code'
    if (!held || payout.found !== 'not-paid') throw new Refusal('payout-under-way')
    await changePayout(tx, payout.key, { state: 'failed', trouble: null })
  }
  const closed = await changeCase(tx, await loadCase(tx, found.id), { state: 'closed', trouble: null })
  noteCase(tx, 'closed', closed, [
    ['case.state', found.state, 'closed'],
    ['case.decisionReason', null, reason],
  ])
  return closed
}

async function waiting(
  tx: Tx,
  { caseId, version }: ByPerson,
): Promise<{ found: RefundCase; payout: PayoutRow | undefined }> {
  const found = await loadCase(tx, caseId)
  if (found.version !== version) throw new Refusal('edited-meanwhile', { version: found.version })
  if (isOver(found.state)) throw new Refusal('case-is-over', { state: found.state })
  return { found, payout: await payoutOf(tx, caseId) }
}
