import { OutsideFailure, type Clock } from '../kernel'
import type { Http } from '../connectors'

/** `fetch` as a connector's `Http`, without bucket or breaker: for connectors under test alone. */
export function plainHttp(clock: Clock): Http {
  return {
    async send({ method, url, headers, body, timeoutMs = 10_000, signal }) {
      const sentAt = clock.now()
      const timeout = AbortSignal.timeout(timeoutMs)
      try {
        const response = await fetch(url, {
          method,
          headers: headers ?? {},
          ...(body === undefined ? {} : { body }),
          signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
        })
        const text = await response.text()
        return { status: response.status, headers: Object.fromEntries(response.headers), body: text, sentAt }
      } catch (cause) {
        throw new OutsideFailure('Nobody answers', { retryable: true, cause })
      }
    },
    throttled: () => undefined,
  }
}
