import type { AfterSale } from '../connectors'
import type { Database, Tx } from '../database'
import { queueJob, type RunningJob } from '../jobs'
import { OutsideFailure, Refusal, reasonOf } from '../kernel'
import { changeCase, findCases, loadCase, noteCase, type RefundCase } from './case.store'

/** What the platform is told of a case beside the money. */
type Act = 'agree' | 'refuse' | 'close'

export interface TellingDeps {
  readonly database: Database
  /** How to speak of refunds with the shop; `undefined` while it is paused, gone, or takes none. */
  readonly afterSaleOf: (shopId: string) => Promise<AfterSale | undefined>
}

/** The platform is told by a job. A case that the platform does not know of needs no telling. */
export async function queueAct(tx: Tx, found: RefundCase, act: Act): Promise<RefundCase> {
  if (found.externalId === null) return found
  await queueJob(tx, {
    kind: 'case-tell',
    subject: `order:${found.orderId}`,
    payload: { caseId: found.id, act },
    key: `case-tell:${found.id}:${act}`,
  })
  return changeCase(tx, found, { told: act })
}

/** Job `case-tell`. What the platform refuses to hear stands beside the case; a person does it there. */
export async function tellPlatform(deps: TellingDeps, job: RunningJob): Promise<void> {
  const { caseId, act } = job.payload as { caseId: number; act: Act }
  const [found] = await findCases(deps.database.read, 'id=?', [caseId])
  if (!found || found.externalId === null || found.told !== act) return
  const afterSale = await deps.afterSaleOf(found.shopId)
  if (!afterSale) throw new OutsideFailure('the shop is not open', { retryable: true, retryAfterMs: 60_000 })
  const order = await deps.database.read.get<{ external_id: string }>(
    'select external_id from orders where id=?',
    [found.orderId],
  )
  const request = {
    orderExternalId: order?.external_id ?? '',
    refundExternalId: found.externalId,
    note: await wordsFor(deps.database, found, act),
  }
  const call = { agree: afterSale.agreeReturn, refuse: afterSale.refuse, close: afterSale.close }[act]
  let trouble = act === 'refuse' && !call ? 'platform-takes-no-refusal' : null
  try {
    await call?.(request, job.signal)
  } catch (error) {
    if (error instanceof OutsideFailure && error.retryable) throw error
    trouble = error instanceof Refusal ? error.code : reasonOf(error).slice(0, 300)
  }
  await deps.database.withTx({ who: 'sync', from: `shop:${found.shopId}` }, async (tx) => {
    const now = await loadCase(tx, caseId)
    if (now.told !== act) return
    await changeCase(tx, now, { told: null, trouble })
    noteCase(tx, trouble === null ? 'told' : 'not-told', now, [
      ['case.act', null, act],
      ...(trouble === null ? [] : [['case.error', null, trouble] as const]),
    ])
  })
}

async function wordsFor(database: Database, found: RefundCase, act: Act): Promise<string> {
  if (act !== 'refuse') return '同意退货，请在寄件时附上退货单'
  const step = await database.read.get<{ reason: string | null }>(
    `select reason from refund_steps where case_id=? and state='no'`,
    [found.id],
  )
  return step?.reason ?? '不符合退款条件'
}
