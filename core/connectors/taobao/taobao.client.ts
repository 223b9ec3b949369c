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
  options?: { session?: boolean; signal?: AbortSignal | undefined; seen?: (response: HttpResponse) => void },
) => Promise<TopAnswer>

/**
 * Calls TOP: a signed form posted to /router/rest, answered in JSON. Rejects with `OutsideFailure` for every
 * answer that is not the method's own; a cut or foreign answer (a proxy's HTML page) is worth a retry.
 */
export function topClient(account: ShopAccount, tools: ConnectorTools): TopCall {
  const {
    app_key: appKey = '',
    app_secret: secret = '',
    session = '',
    sign_method: wanted = '',
  } = account.settings
  const signMethod = isSignMethod(wanted) ? wanted : 'md5'
  return async (method, params, options = {}) => {
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
    if (failure.throttled) tools.http.throttled(failure.retryAfterMs)
    throw failure
  }
}

function parseAnswer(method: string, response: HttpResponse): Json {
  const platformCode = `http-${response.status}`
  if (response.status !== 200)
    throw new OutsideFailure(`${method}: HTTP ${response.status}`, {
      retryable: true,
      platformCode,
      throttled: response.status === 429,
    })
  try {
    return parseJsonExactly(response.body)
  } catch (cause) {
    if (!(cause instanceof Unreadable)) throw cause
    throw new OutsideFailure(`${method}: the answer is not JSON (${cause.detail})`, {
      retryable: true,
      platformCode: cause.code,
      cause,
    })
  }
}

function refusalOf(method: string, body: Json, now: number): OutsideFailure {
  const error =
    body !== null && typeof body === 'object' && !Array.isArray(body) ? body['error_response'] : undefined
  if (error === undefined)
    return new OutsideFailure(`${method}: no ${responseKey(method)} in the answer`, {
      retryable: true,
      platformCode: 'unexpected-shape',
    })
  return failureOf(method, readAs(errorWire, error), now)
}

/** The HTTP Date header in UTC ms, when there is a readable one. */
export function dateOf(response: HttpResponse): number | undefined {
  const ms = Date.parse(response.headers['date'] ?? '')
  return Number.isNaN(ms) ? undefined : ms
}
