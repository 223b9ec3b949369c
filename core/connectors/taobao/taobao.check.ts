import { OutsideFailure, type Clock } from '../../kernel'
import type { HttpResponse, TestStep } from '../connector'
import { dateOf, type TopCall } from './taobao.client'
import { topCode } from './taobao.errors'
import { toTopTime } from './taobao.time'
import { METHODS } from './taobao.understand'
import { readAs, timeWire } from './taobao.wire'

/** TOP refuses a timestamp further from its own clock (document 101617). */
const MAX_SKEW_MS = 10 * 60_000

/**
 * Network, clock, keys, orders: one step each, ending at the first that fails. `ownAddress`: a person gave another than
 * the platform's, which may be what is wrong.
 */
export async function* testShop(
  call: TopCall,
  clock: Clock,
  ownAddress: boolean,
  signal?: AbortSignal,
): AsyncIterable<TestStep> {
  const probe = await attempt(call, METHODS.time, {}, signal, false)
  if (!probe.response || probe.response.status !== 200 || isForeign(probe.failure)) {
    const advice = !ownAddress ? 'check-connection' : probe.response ? 'check-address' : 'check-network'
    yield failed('network', probe.failure, advice)
    return
  }
  yield { step: 'network', ok: true }

  const skewMs = clock.now() - (probe.time ?? dateOf(probe.response) ?? clock.now())
  const detail = `${Math.round(skewMs / 1000)} s`
  const orders = await attempt(
    call,
    METHODS.increment,
    {
      fields: 'tid', page_no: '1', page_size: '1',
      start_modified: toTopTime(clock.now() - skewMs - MAX_SKEW_MS), end_modified: toTopTime(clock.now() - skewMs),
    }, // prettier-ignore
    signal,
  )
  const code = orders.failure ? topCode(orders.failure) : ''
  if (Math.abs(skewMs) > MAX_SKEW_MS || code === '30' || code === '31') {
    yield { step: 'clock', ok: false, detail, advice: 'set-clock' }
    return
  }
  yield { step: 'clock', ok: true, detail }

  if (orders.failure?.needsKeys || orders.failure?.retryable) {
    const advice = orders.failure.needsKeys ? (KEY_ADVICE[code] ?? 'check-keys') : 'wait-and-retry'
    yield failed('keys', orders.failure, advice)
    return
  }
  yield { step: 'keys', ok: true }

  const permission = code === '11' || code === '12' || code === '13'
  yield orders.failure
    ? failed('orders-readable', orders.failure, permission ? 'ask-order-permission' : 'report-refusal')
    : { step: 'orders-readable', ok: true }
}

const KEY_ADVICE: Readonly<Record<string, string>> = {
  24: 'check-app-secret',
  25: 'check-app-secret',
  26: 'renew-session',
  27: 'renew-session',
  28: 'check-app-key',
  29: 'check-app-key',
}

interface Attempt {
  readonly response?: HttpResponse | undefined
  readonly failure?: OutsideFailure
  readonly time?: number | undefined
}

async function attempt(
  call: TopCall,
  method: string,
  params: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
  session = true,
): Promise<Attempt> {
  // prettier-ignore
  let response: HttpResponse | undefined
  try {
    const { answer } = await call(method, params, {
      session,
      signal,
      once: true,
      seen: (one) => (response = one),
    })
    return { response, time: readAs(timeWire, answer).time }
  } catch (failure) {
    if (!(failure instanceof OutsideFailure)) throw failure
    return { response, failure }
  }
}

/** Somebody answered, but not TOP: a proxy's or hotel's page. */
function isForeign(failure: OutsideFailure | undefined): boolean {
  return failure?.platformCode === 'truncated-json' || failure?.platformCode === 'unexpected-shape'
}

function failed(step: string, failure: OutsideFailure | undefined, advice: string): TestStep {
  return { step, ok: false, advice, ...(failure && { detail: failure.message }) }
}
