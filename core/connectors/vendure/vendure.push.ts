import { parseJsonExactly, Unreadable } from '../../kernel'
import type { AcceptedPush, IncomingPush, ShopAccount } from '../connector'
import { isGenuineWebhook } from './vendure.sign'
import { eventWire } from './vendure.wire'

/** `undefined` without a valid signature, or where no secret is set. */
export function acceptWebhook(account: ShopAccount, push: IncomingPush): AcceptedPush | undefined {
  const given = push.headers['x-vendure-hmac-sha256'] ?? ''
  if (!isGenuineWebhook(account.settings['webhook_secret'] ?? '', push.body, given)) return undefined
  const body = push.body.toString('utf8')
  const event = envelopeOf(body)
  const kind = event?.topic ?? push.headers['x-vendure-topic'] ?? ''
  return { page: { source: 'push', kind, asOf: event?.at ?? push.receivedAt, body }, deliveryId: event?.id }
}

/** A genuine body that nobody can read is kept all the same: `understand` lists it as unreadable. */
function envelopeOf(body: string) {
  try {
    return eventWire.safeParse(parseJsonExactly(body)).data
  } catch (error) {
    if (error instanceof Unreadable) return undefined
    throw error
  }
}
