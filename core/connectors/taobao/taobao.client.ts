import { OutsideFailure, Unreadable, parseJsonExactly, type Json } from '../../kernel'
import type { ConnectorTools, HttpResponse, ShopAccount } from '../connector'
import { failureOf } from './taobao.errors'
import { isSignMethod, signTop } from './taobao.sign'
import { toTopTime } from './taobao.time'
import { answerOf, errorWire, readAs, responseKey } from './taobao.wire'

export interface TopAnswer {
  /** Inside of the envelope. */
  readonly answer: Json
  readonly body: string
  readonly sentAt: number
  readonly date: number | undefined
}
export type TopCall = (
  method: string,
  params: Readonly<Record<string, string>>,
  options?: CallOptions,
) => Promise<TopAnswer>

interface CallOptions {
  /** `false`: a method of the app itself, called without the seller's session. */
  readonly session?: boolean
  readonly signal?: AbortSignal | undefined
  readonly seen?: (response: HttpResponse) => void
  /** `true`: a person waits for the answer, whatever it is. */
  readonly once?: boolean
}

/** A short trouble must not end a first reading of ninety days: so often a call is tried. */
const TRIES = 8
const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 4_000
/** What takes longer than this to fail is not short: the shop's own pace takes over. */
const PATIENCE_MS = 60_000
/** A ban may be told in whole seconds, cut off: it is given so much more. */
const BAN_MARGIN_MS = 500
/** A longer ban is waited for by the shop's own pace, not inside a call. */
const LONGEST_BAN_MS = 90_000

/**
 * Calls TOP: a signed form posted to /router/rest, answered in JSON. Rejects with `OutsideFailure` for every
 * answer that is not the method's own. What passes by itself (a cut or foreign answer, `isp.*`, a ban of seconds)
 * is tried again, after the ban and ever more slowly.
 */
export function topClient(account: ShopAccount, tools: ConnectorTools): TopCall {
  const {
    app_key: appKey = '',
    app_secret: secret = '',
    session = '',
    sign_method: wanted = '',
  } = account.settings
  const signMethod = isSignMethod(wanted) ? wanted : 'md5'
  let line: Promise<unknown> = Promise.resolve()
  /** One call at a time: what is told to wait must not have sent the next one already. */
  function inTurn<T>(send: () => Promise<T>): Promise<T> {
    const turn = line.then(send)
    line = turn.then(
      () => undefined,
      () => undefined,
    )
    return turn
  }
  const callOnce: TopCall = async (method, params, options = {}) => {
    const all: Record<string, string> = {
      ...params, method, app_key: appKey, timestamp: toTopTime(tools.clock.now()), v: '2.0', format: 'json', sign_method: signMethod,
      ...(options.session === false ? {} : { session }),
    } // prettier-ignore
    all['sign'] = signTop(all, secret, signMethod)
    const response = await tools.http.send({
      method: 'POST',
      url: `${account.origin.replace(/\/+$/, '')}/router/rest`,
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      body: new URLSearchParams(all).toString(),
      signal: options.signal,
    })
    options.seen?.(response)
    const body = parseAnswer(method, response)
    const answer = answerOf(body, method)
    if (answer !== undefined)
      return { answer, body: response.body, sentAt: response.sentAt, date: dateOf(response) }
    const failure = refusalOf(method, body, tools.clock.now())
    if (failure.throttled) tools.http.throttled(banOf(failure))
    throw failure
  }
  return async (method, params, options = {}) => {
    const begunAt = tools.clock.now()
    for (let attempt = 1; ; attempt++) {
      try {
        return await inTurn(() => callOnce(method, params, options))
      } catch (error) {
        if (!(error instanceof OutsideFailure) || !error.retryable || options.once || attempt === TRIES)
          throw error
        const waitMs = error.throttled
          ? banOf(error)
          : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1))
        const tooLong = error.throttled ? waitMs > LONGEST_BAN_MS : tools.clock.now() - begunAt > PATIENCE_MS
        if (tooLong || options.signal?.aborted) throw error
        await tools.clock.sleep(waitMs, options.signal)
        if (options.signal?.aborted) throw error
      }
    }
  }
}

function banOf(failure: OutsideFailure): number {
  return (failure.retryAfterMs ?? 1000) + BAN_MARGIN_MS
}

/** TOP answers with HTTP 200 and says in the body what it refuses; should another status carry such a body, it counts. */
function parseAnswer(method: string, response: HttpResponse): Json {
  try {
    const body = parseJsonExactly(response.body)
    if (response.status === 200 || hasRefusal(body)) return body
  } catch (cause) {
    if (!(cause instanceof Unreadable)) throw cause
    if (response.status === 200)
      throw new OutsideFailure(`${method}: the answer is not JSON (${cause.detail})`, {
        retryable: true,
        platformCode: cause.code,
        cause,
      })
  }
  throw new OutsideFailure(`${method}: HTTP ${response.status}`, {
    retryable: true,
    platformCode: `http-${response.status}`,
    throttled: response.status === 429,
  })
}

function hasRefusal(body: Json): body is { error_response: Json } {
  return (
    body !== null && typeof body === 'object' && !Array.isArray(body) && body['error_response'] !== undefined
  )
}

function refusalOf(method: string, body: Json, now: number): OutsideFailure {
  if (!hasRefusal(body))
    return new OutsideFailure(`${method}: no ${responseKey(method)} in the answer`, {
      retryable: true,
      platformCode: 'unexpected-shape',
    })
  return failureOf(method, readAs(errorWire, body.error_response), now)
}

/** The HTTP Date header in UTC ms, when there is a readable one. */
export function dateOf(response: HttpResponse): number | undefined {
  const ms = Date.parse(response.headers['date'] ?? '')
  return Number.isNaN(ms) ? undefined : ms
}
