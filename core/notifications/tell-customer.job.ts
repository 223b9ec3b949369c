import type { Http } from '../connectors'
import type { Database, Tx } from '../database'
import type { RunningJob } from '../jobs'
import { OutsideFailure, outboundKey, reasonOf, type Clock, type SecretBox } from '../kernel'
import { openAdapter } from './adapter.store'
import { reachable, wordsOf, type Template } from './templates'

export interface TellingDeps {
  readonly database: Database
  readonly box: SecretBox
  readonly clock: Clock
  readonly http: Http
}

interface Asked {
  readonly orderId: number
  readonly caseId: number
  /** Of the case in its order: with it the message has the same key after a restore. */
  readonly ordinal: number
  readonly template: Template
  readonly amountMinor: number
  readonly currency: string
}

/**
 * Job `notify`: one message for each case and event. Without an adapter, or without a number that can be reached, none is
 * sent and the case says so. The gateway keeps the key: a lost answer is sent again and arrives once.
 */
export async function tellCustomer(
  deps: TellingDeps,
  job: Pick<RunningJob, 'payload' | 'signal'>,
): Promise<void> {
  const asked = job.payload as Asked
  const key = `${asked.caseId}:${asked.template}`
  const order = await deps.database.read.get<{
    shop: string
    external_id: string
    number: string
    phone: string | null
  }>('select shop_id as shop, external_id, number, phone from orders where id=?', [asked.orderId])
  const opened = await openAdapter(deps.database.read, deps.box)
  const phone = reachable(order?.phone ?? null)
  if (!opened || phone === undefined || !order)
    return write(deps, asked, key, 'skipped', opened ? 'phone-unreachable' : 'no-adapter')
  const { adapter, origin, settings } = opened
  try {
    await adapter.open({ origin, settings }, deps).send({ key: outboundKey('message', order.shop, order.external_id, asked.ordinal, asked.template), phone, text: wordsOf(asked.template, { ...asked, number: order.number }) }, job.signal) // prettier-ignore
  } catch (error) {
    if (error instanceof OutsideFailure && error.retryable) {
      await write(deps, asked, key, 'waiting', reasonOf(error).slice(0, 200))
      throw error
    }
    return write(deps, asked, key, 'failed', reasonOf(error).slice(0, 200))
  }
  await write(deps, asked, key, 'sent', null)
}

type MessageState = 'waiting' | 'sent' | 'failed' | 'skipped'

async function write(
  deps: TellingDeps,
  asked: Asked,
  key: string,
  state: MessageState,
  reason: string | null,
) {
  await deps.database.withTx({ who: 'core', from: 'core' }, async (tx: Tx) => {
    await tx.run(
      `insert into messages (key, case_id, order_id, template, state, reason, at, sent_at) values (?,?,?,?,?,?,?,?)
       on conflict (key) do update set state=excluded.state, reason=excluded.reason, sent_at=excluded.sent_at`,
      [
        key,
        asked.caseId,
        asked.orderId,
        asked.template,
        state,
        reason,
        tx.now,
        state === 'sent' ? tx.now : null,
      ],
    )
    tx.collect('announce', { entity: 'refund', entityId: String(asked.orderId) })
  })
}
