import { OutsideFailure, type Clock } from '../../kernel'
import type { HttpResponse } from '../connector'
import { dateOf, type TopCall } from './taobao.client'
import { METHODS } from './taobao.understand'
import { readAs, timeWire } from './taobao.wire'

/**
 * The platform's now in UTC ms, to the second: taobao.time.get; if the app may not call it, the Date header of the
 * refusal; without one our own clock. Wrong keys, a ban and a silent network are not papered over.
 */
export async function platformTime(call: TopCall, clock: Clock, signal?: AbortSignal): Promise<number> {
  let response: HttpResponse | undefined
  try {
    const answer = await call(METHODS.time, {}, { session: false, signal, seen: (one) => (response = one) })
    return readAs(timeWire, answer.answer).time ?? answer.date ?? clock.now()
  } catch (error) {
    if (!(error instanceof OutsideFailure) || error.retryable || error.needsKeys) throw error
    return (response && dateOf(response)) ?? clock.now()
  }
}
