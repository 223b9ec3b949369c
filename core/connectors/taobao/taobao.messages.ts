import type { FetchedMessages } from '../connector'
import type { TopCall } from './taobao.client'
import { METHODS } from './taobao.understand'
import { messagesWire, readAs } from './taobao.wire'

/**
 * One batch from the app's TMC queue. Both calls go without the seller's session (TOP document of
 * taobao.tmc.messages.consume); what is not confirmed comes again after some minutes.
 */
export async function fetchMessages(call: TopCall, signal?: AbortSignal): Promise<FetchedMessages> {
  const answer = await call(METHODS.consume, { quantity: '200' }, { session: false, signal })
  const ids = (readAs(messagesWire, answer.answer).messages ?? []).map((message) => message.id)
  if (ids.length === 0) return { pages: [], confirm: async () => {} }
  return {
    pages: [{ source: 'push', kind: 'messages', asOf: answer.sentAt, body: answer.body }],
    confirm: async () => {
      await call(METHODS.confirm, { s_message_ids: [...new Set(ids)].join(',') }, { session: false, signal })
    },
  }
}
