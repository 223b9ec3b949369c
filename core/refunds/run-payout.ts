import type { AfterSale, FoundPayout, PayAnswer } from '../connectors'
import type { Database, Tx } from '../database'
import { queueJob, type RunningJob } from '../jobs'
import { OutsideFailure, Refusal, reasonOf, type Clock } from '../kernel'
import { queueAct, type TellingDeps } from './acts'
import { changeCase, loadCase, noteCase } from './case.store'
import { changePayout, intentFor, openPayout, payoutFor, type OpenPayout } from './payout.store'
import type { PayoutJournal } from './payout-journal'
import { refuseTooLarge } from './refundable'
import { tellCustomer } from './tell-customer'

export interface PayingDeps extends TellingDeps {
  readonly database: Database
  readonly journal: PayoutJournal
  readonly clock: Clock
}

/** So often the platform may answer without telling; then a person looks there. */
const ASKED_IN_VAIN = 8
/** A call that we gave up may still be under way at a platform that cannot hold two of them apart. */
const SETTLING_MS = 5 * 60_000

/**
 * Job `payout`: one step of a payout, repeatable at any point. The platform is asked before anything is sent, always;
 * it is sent only when the platform has just said that it was not paid.
 *
 *   ask → (paid: book it) → intent into the journal, on the disk → «sent» in the database → one call → book the answer
 *
 * Whatever happens to the answer, the next attempt begins with asking again.
 */
export async function runPayout(
  deps: PayingDeps,
  job: Pick<RunningJob, 'payload' | 'signal'>,
): Promise<void> {
  const { key } = job.payload as { key: string }
  const open = await openPayout(deps.database.read, key)
  if (!open || (open.row.state !== 'intended' && open.row.state !== 'sent')) return
  const afterSale = await deps.afterSaleOf(open.found.shopId)
  if (!afterSale) throw later('the shop is not open', 60_000)
  if (await ask(deps, open, afterSale, job.signal)) await send(deps, open, afterSale, { signal: job.signal })
}

/** A person entered the code. The platform is not asked: it has just said that it waits for the code. */
export async function sendWithCode(deps: PayingDeps, key: string, code: string): Promise<void> {
  const open = await openPayout(deps.database.read, key)
  if (open?.row.state !== 'needs-code') throw new Refusal('no-code-needed')
  const afterSale = await deps.afterSaleOf(open.found.shopId)
  if (!afterSale) throw new Refusal('shop-paused')
  try {
    await send(deps, open, afterSale, { code })
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error
    // Nobody knows what became of it: the job asks.
    await deps.database.withTx(actorOf(open), (tx) =>
      queueJob(tx, { kind: 'payout', subject: `order:${open.found.orderId}`, payload: { key }, key: `payout:${key}:code:${open.row.attempts + 1}` }),
    ) // prettier-ignore
    throw error
  }
}

/** Asks the platform what became of it. True: it was surely not paid, and may be sent now. */
async function ask(
  deps: PayingDeps,
  open: OpenPayout,
  afterSale: AfterSale,
  signal: AbortSignal,
): Promise<boolean> {
  const { row } = open
  let answer: FoundPayout
  try {
    answer = await afterSale.find(payoutFor(open), signal)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    // It cannot even be asked for, so it can never have been sent.
    await toPerson(deps, open, error.code, { found: 'not-paid' })
    return false
  }
  switch (answer.found) {
    case 'paid':
      if (answer.amountMinor === row.amount) await book(deps, open, answer.refundExternalId)
      else await toPerson(deps, open, 'paid-other-amount', { found: `paid ${answer.amountMinor}` })
      return false
    case 'unknown': {
      const unanswered = row.unanswered + 1
      if (unanswered >= ASKED_IN_VAIN) {
        await toPerson(deps, open, 'platform-does-not-tell', { found: 'unknown', unanswered })
        return false
      }
      await deps.database.withTx(actorOf(open), (tx) =>
        changePayout(tx, row.key, { unanswered, found: 'unknown', trouble: 'asking' }),
      )
      throw later(answer.detail)
    }
    case 'not-paid':
      return mayBeSent(deps, open, afterSale.repeatsAreOne || answer.begun === true)
  }
}

/** `one`: whatever of an earlier call may still be under way, with this one it makes one payment. */
async function mayBeSent(deps: PayingDeps, open: OpenPayout, one: boolean): Promise<boolean> {
  const { row } = open
  // The decision that led to it was lost with the former database: a person takes it again.
  if (row.ask_first === 1) {
    await toPerson(deps, open, 'not-paid-before-restore', { found: 'not-paid' })
    return false
  }
  if (row.said !== null) {
    await toPerson(deps, open, row.said, { found: 'not-paid' })
    return false
  }
  const settledAt = (row.sent_at ?? 0) + SETTLING_MS
  if (row.sent_at !== null && !one && deps.clock.now() < settledAt)
    throw later('the last call may still be under way', settledAt - deps.clock.now())
  return true
}

async function send(
  deps: PayingDeps,
  open: OpenPayout,
  afterSale: AfterSale,
  { code, signal }: { code?: string; signal?: AbortSignal },
): Promise<void> {
  const { key } = open.row
  // On the disk before the database says «sent», and that before the call.
  deps.journal.append(intentFor(open, deps.clock.now()))
  try {
    await deps.database.withTx(actorOf(open), async (tx) => {
      await refuseTooLarge(tx, open.found.orderId, open.row.amount, open.row.id)
      const { attempts } = open.row
      // Two that read the same row never both send: the second finds it moved.
      const now = await tx.get<{ n: number }>(`select count(*) as n from refund_payouts where key=? and state=? and attempts=?`, [key, open.row.state, attempts]) // prettier-ignore
      if (Number(now?.n ?? 0) === 0) throw new Refusal('payout-moved')
      await changePayout(tx, key, { state: 'sent', attempts: attempts + 1, sentAt: tx.now, unanswered: 0, trouble: null }) // prettier-ignore
    })
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'refund-too-large') throw error
    return toPerson(deps, open, error.code)
  }
  let answer: PayAnswer
  try {
    answer = await afterSale.pay(payoutFor(open, code), signal)
  } catch (error) {
    return unpaid(deps, open, error)
  }
  if (answer.outcome === 'paid') return book(deps, open, answer.refundExternalId)
  await deps.database.withTx(actorOf(open), (tx) =>
    changePayout(tx, key, { state: 'needs-code', trouble: 'code-needed', found: 'not-paid' }),
  )
}

/** The call failed. What could not be sent goes to a person; after anything else only asking tells. */
async function unpaid(deps: PayingDeps, open: OpenPayout, error: unknown): Promise<void> {
  if (error instanceof Refusal) return toPerson(deps, open, error.code, { found: 'not-paid' })
  const final = error instanceof OutsideFailure && !error.retryable
  await deps.database.withTx(actorOf(open), (tx) =>
    changePayout(tx, open.row.key, {
      trouble: 'asking',
      ...(final ? { said: reasonOf(error).slice(0, 300) } : {}),
    }),
  )
  if (!(error instanceof OutsideFailure)) throw error
  throw later(error.message, final ? 0 : error.retryAfterMs)
}

/** It was paid: the payout, its case and the order's history say so, the customer is told, the order is read again. */
async function book(deps: PayingDeps, open: OpenPayout, madeExternalId: string | null): Promise<void> {
  await deps.database.withTx(actorOf(open), async (tx) => {
    await changePayout(tx, open.row.key, { state: 'paid', paidAt: tx.now, madeExternalId, trouble: null, found: 'paid', unanswered: 0 }) // prettier-ignore
    let found = await loadCase(tx, open.found.id)
    if (found.state === 'paying') {
      const paid = await changeCase(tx, found, { state: 'paid' })
      noteCase(tx, 'case-paid', paid, [['case.state', found.state, 'paid'], ['case.amountMinor', null, open.row.amount]]) // prettier-ignore
      found = paid
    }
    await tellCustomer(tx, found, 'paid')
    if (found.kind === 'return') await queueAct(tx, found, 'close')
    await rereadOrder(tx, open)
  })
}

function rereadOrder(tx: Tx, open: OpenPayout): Promise<void> {
  return queueJob(tx, {
    kind: 'reread',
    subject: open.found.shopId,
    payload: { ids: [open.orderExternalId] },
    key: `reread:payout:${open.row.key}`,
  })
}

async function toPerson(
  deps: PayingDeps,
  open: OpenPayout,
  trouble: string,
  patch: { found?: string; unanswered?: number } = {},
): Promise<void> {
  await deps.database.withTx(actorOf(open), (tx) =>
    changePayout(tx, open.row.key, { state: 'needs-person', trouble, ...patch }),
  )
}

const later = (message: string, retryAfterMs?: number) =>
  new OutsideFailure(message, {
    retryable: true,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  })
const actorOf = (open: OpenPayout) => ({ who: 'core', from: `shop:${open.found.shopId}` })
