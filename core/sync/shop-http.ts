import type { Http, HttpRequest, HttpResponse, Manners } from '../connectors'
import { OutsideFailure, redactUrl, type Clock } from '../kernel'
import { TokenBucket } from './token-bucket'

const TIMEOUT_MS = 30_000
/** No answer of any platform is near this; a larger one is a fault or an attack. */
const MAX_BODY_BYTES = 64 << 20

/** The network as one shop sees it: paced, bounded in time and size, its clock skew measured, every call counted. */
export class ShopHttp implements Http {
  readonly #bucket: TokenBucket
  /** ms by which the platform's clock runs ahead of ours; `undefined` until it told us a time. */
  skewMs: number | undefined
  calls = 0
  lastContactAt: number | undefined

  constructor(
    readonly clock: Clock,
    manners: Pick<Manners, 'callsPerSecond' | 'burst'>,
  ) {
    this.#bucket = new TokenBucket(clock, manners.callsPerSecond, manners.burst)
  }

  async send(request: HttpRequest): Promise<HttpResponse> {
    await this.#bucket.take(request.cost ?? 1, request.signal)
    const sentAt = this.clock.now()
    this.calls += 1
    const timeout = AbortSignal.timeout(request.timeoutMs ?? TIMEOUT_MS)
    try {
      const response = await fetch(request.url, {
        method: request.method,
        ...(request.headers ? { headers: request.headers } : {}),
        ...(request.body === undefined ? {} : { body: request.body }),
        redirect: 'manual',
        signal: request.signal ? AbortSignal.any([request.signal, timeout]) : timeout,
      })
      const body = await readBounded(response)
      this.lastContactAt = this.clock.now()
      const date = Date.parse(response.headers.get('date') ?? '')
      // The header has whole seconds: below two of them nothing can be said.
      if (!Number.isNaN(date)) this.skewMs = Math.abs(date - sentAt) < 2000 ? 0 : date - sentAt
      return { status: response.status, headers: Object.fromEntries(response.headers), body, sentAt }
    } catch (cause) {
      if (cause instanceof OutsideFailure) throw cause
      const timedOut = timeout.aborted
      const code = (cause as { cause?: { code?: string } }).cause?.code
      throw new OutsideFailure(
        timedOut
          ? `no answer within ${(request.timeoutMs ?? TIMEOUT_MS) / 1000} s from ${redactUrl(request.url)}`
          : `cannot reach ${redactUrl(request.url)}`,
        {
          retryable: true,
          platformCode: timedOut ? 'timeout' : (code ?? 'network'),
          cause,
        },
      )
    }
  }

  throttled(waitMs = 1_000): void {
    this.#bucket.throttled(waitMs)
  }
}

async function readBounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += (chunk as Uint8Array).length
    if (size > MAX_BODY_BYTES)
      throw new OutsideFailure('the answer is larger than any order list', {
        retryable: false,
        platformCode: 'too-large',
      })
    chunks.push(chunk as Uint8Array)
  }
  return Buffer.concat(chunks).toString('utf8')
}
