import { z } from 'zod'
import { OutsideFailure, type Json } from '../../kernel'
import type { HttpResponse } from '../connector'

const errorsWire = z.object({
  errors: z
    .array(
      z.object({
        message: z.string().catch(''),
        extensions: z.object({ code: z.string().catch('GRAPHQL') }).nullish(),
      }),
    )
    .min(1),
})
const resultWire = z.object({ errorCode: z.string(), message: z.string().catch('') })
const WRONG_KEYS: ReadonlySet<string> = new Set([
  'FORBIDDEN',
  'UNAUTHENTICATED',
  'INVALID_CREDENTIALS_ERROR',
  'NATIVE_AUTH_STRATEGY_ERROR',
  'NOT_VERIFIED_ERROR',
])

/** Vendure itself answers 200; other statuses come from the server in front of it. 400 carries GraphQL errors. */
export function httpFailure({ status, headers }: HttpResponse): OutsideFailure | undefined {
  if (status === 200 || status === 400) return undefined
  const platformCode = String(status)
  if (status === 429) {
    const seconds = Number(headers['retry-after'] ?? 2)
    const retryAfterMs = Number.isFinite(seconds) ? seconds * 1000 : 2000
    return new OutsideFailure('Vendure: too many requests', { retryable: true, throttled: true, retryAfterMs, platformCode }) // prettier-ignore
  }
  const needsKeys = status === 401 || status === 403
  return new OutsideFailure(`Vendure answered HTTP ${status}`, { retryable: status >= 500, needsKeys, platformCode }) // prettier-ignore
}

/** The first entry of `errors` (docs.vendure.io, «Error Handling»). */
export function graphqlFailure(answer: Json): OutsideFailure | undefined {
  const found = errorsWire.safeParse(answer).data?.errors[0]
  if (!found) return undefined
  const platformCode = found.extensions?.code ?? 'GRAPHQL'
  return new OutsideFailure(`Vendure: 「${found.message.slice(0, 200)}」`, {
    retryable: platformCode === 'INTERNAL_SERVER_ERROR',
    needsKeys: WRONG_KEYS.has(platformCode),
    platformCode,
  })
}

/** A mutation's «ErrorResult»: a business «no», sent as data. */
export function resultFailure(data: Readonly<Record<string, Json>>): OutsideFailure | undefined {
  for (const value of Object.values(data)) {
    const refused = resultWire.safeParse(value).data
    if (!refused) continue
    return new OutsideFailure(`Vendure: 「${refused.message.slice(0, 200)}」`, {
      retryable: false,
      needsKeys: WRONG_KEYS.has(refused.errorCode),
      platformCode: refused.errorCode,
    })
  }
  return undefined
}
