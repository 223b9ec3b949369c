import { OutsideFailure, type Clock } from '../../kernel'
import type { HttpResponse } from '../connector'
import { dateOf, type TopCall } from './taobao.client'
import { METHODS } from './taobao.understand'
import { readAs, timeWire } from './taobao.wire'

export interface PlatformTime {
  /** UTC ms, to the second. */
  readonly now: number
  /** The platform said so itself; else it may be off by as much as it lets a timestamp be. */
  readonly sure: boolean
}

/**
 * The platform's now: taobao.time.get; if the app may not call it, the Date header of the refusal; without one our
 * own clock. Wrong keys, a ban and a silent network are not papered over.
 */
export async function platformTime(call: TopCall, clock: Clock, signal?: AbortSignal): Promise<PlatformTime> {
  let response: HttpResponse | undefined
  const guess = () => ({ now: (response && dateOf(response)) ?? clock.now(), sure: false })
  try {
    const answer = await call(METHODS.time, {}, { session: false, signal, seen: (one) => (response = one) })
    const { time } = readAs(timeWire, answer.answer)
    return time === undefined ? guess() : { now: time, sure: true }
  } catch (error) {
    if (!(error instanceof OutsideFailure) || error.retryable || error.needsKeys) throw error
    return guess()
  }
}
