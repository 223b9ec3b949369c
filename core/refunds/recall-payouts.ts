import type { Database, ReadDb, Tx } from '../database'
import { queueJob, type RunningJob } from '../jobs'
import { OutsideFailure } from '../kernel'
import { changeCase, findCases, noteCase, NO_CLOCK, type RefundCase } from './case.store'
import type { Why } from './evaluate-rule'
import { queuePayout } from './intend-payout'
import type { PayoutIntent, PayoutJournal } from './payout-journal'

const ACTOR = { who: 'core', from: 'core' }

/**
 * At every start: what the journal knows and this database does not (it was restored) becomes work, and so does every
 * payout that is under way without a job, or whose job a restore has held: each begins with asking the platform.
 */
export async function recallPayouts(
  database: Database,
  journal: PayoutJournal,
): Promise<{ unknown: number; held: number }> {
  const unknown = await unknownIntents(database.read, journal)
  if (unknown.length > 0)
    await database.withTx(ACTOR, async (tx) => {
      for (const intent of unknown)
        await queueJob(tx, { kind: 'refund-recall', subject: `recall:${intent.key}`, payload: intent, key: `refund-recall:${intent.key}` }) // prettier-ignore
    })
  const held = await database.withTx(ACTOR, async (tx) => {
    await tx.run(
      `update jobs set state='waiting', attempts=0, next_at=?, last_error=null where kind in ('payout','refund-recall') and state='stuck' and last_error='held-after-restore'`,
      [tx.now],
    )
    const open = await tx.all<{ key: string; order_id: number; attempts: number }>(
      `select p.key, c.order_id, p.attempts from refund_payouts p join refund_cases c on c.id = p.case_id where p.state in ('intended','sent')`,
    )
    for (const payout of open) {
      const job = await tx.get(
        `select 1 as one from jobs where kind='payout' and subject=? and state in ('waiting','running') and payload_json like ?`,
        [`order:${payout.order_id}`, `%${payout.key}%`],
      )
      if (!job) await queuePayout(tx, payout.order_id, payout.key, `start:${tx.now}:${payout.attempts}`)
    }
    return open.length
  })
  return { unknown: unknown.length, held }
}

/** What the journal has and this database has not: it was restored from before them. */
export async function unknownIntents(read: ReadDb, journal: PayoutJournal): Promise<PayoutIntent[]> {
  const unknown: PayoutIntent[] = []
  for (const intent of journal.intents())
    if (!(await read.get('select 1 as one from refund_payouts where key=?', [intent.key])))
      unknown.push(intent)
  return unknown
}

/** Job `refund-recall`: the case and its payout stand again as «ask first». Waits until the order has been read. */
export async function recallPayout(database: Database, job: RunningJob): Promise<void> {
  const intent = job.payload as PayoutIntent
  await database.withTx(ACTOR, async (tx) => {
    if (await tx.get('select 1 as one from refund_payouts where key=?', [intent.key])) return
    const order = await tx.get<{ id: number }>('select id from orders where shop_id=? and external_id=?', [
      intent.shopId,
      intent.orderExternalId,
    ])
    if (!order)
      throw new OutsideFailure(`order ${intent.orderExternalId} has not been read yet`, {
        retryable: true,
        retryAfterMs: 10_000,
      })
    const found = (await knownCase(tx, intent, order.id)) ?? (await standAgain(tx, intent, order.id))
    await tx.run(
      `insert into refund_payouts (case_id, ordinal, key, state, amount, currency, ask_first, created_at, trouble)
       select ?, coalesce(max(ordinal),0) + 1, ?, 'intended', ?, ?, 1, ?, 'asking' from refund_payouts where case_id=?`,
      [found.id, intent.key, intent.amountMinor, intent.currency, tx.now, found.id],
    )
    noteCase(tx, 'recalled', found, [['case.amountMinor', null, intent.amountMinor]])
    await queuePayout(tx, order.id, intent.key, 'recalled')
  })
}

async function knownCase(tx: Tx, intent: PayoutIntent, orderId: number): Promise<RefundCase | undefined> {
  const [found] =
    intent.refundExternalId === null
      ? await findCases(tx, 'order_id=? and ordinal=?', [orderId, intent.caseOrdinal])
      : await findCases(tx, 'shop_id=? and external_id=?', [intent.shopId, intent.refundExternalId])
  if (!found || (found.state !== 'deciding' && found.state !== 'agreed')) return found
  await tx.run(`update refund_steps set state='dropped' where case_id=? and state in ('waiting','open')`, [
    found.id,
  ])
  return changeCase(tx, found, { state: 'paying', dueAt: tx.now }, false)
}

async function standAgain(tx: Tx, intent: PayoutIntent, orderId: number): Promise<RefundCase> {
  const last = await tx.get<{ n: number | null }>(
    'select max(ordinal) as n from refund_cases where order_id=?',
    [orderId],
  )
  const free = Number(last?.n ?? 0) + 1
  const ordinal = intent.refundExternalId === null ? Math.max(intent.caseOrdinal, free) : free
  const why: Why = {
    rule: 'recalled', automatic: false, vip: false, currency: intent.currency, judgedMinor: intent.amountMinor, upToMinor: null, stages: [],
  } // prettier-ignore
  await tx.run(
    `insert into refund_cases (shop_id, order_id, ordinal, kind, state, amount, currency, reason, source, external_id, lines_json, why_json, version,
     opened_at, opened_by, due_at) values (?,?,?,?,'paying',?,?,'',?,?,?,?,1,?,?,?)`,
    [
      intent.shopId, orderId, ordinal, intent.kind, intent.amountMinor, intent.currency, intent.refundExternalId === null ? 'hand' : 'platform',
      intent.refundExternalId, JSON.stringify(intent.lines), JSON.stringify(why), intent.at, tx.actor.who, tx.now || NO_CLOCK,
    ],
  ) // prettier-ignore
  const [found] = await findCases(tx, 'order_id=? and ordinal=?', [orderId, ordinal])
  if (!found) throw new Error('a case that was inserted is there')
  return found
}
