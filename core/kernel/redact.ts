const SECRET_NAME =
  /secret|token|password|passphrase|session|authorization|cookie|api[-_]?key|app[-_]?key|\bpin\b|sign$/i

/** A copy in which every value under a secret-sounding name is «***». For logs and error reports. */
export function redact(value: unknown, depth = 0): unknown {
  if (depth > 6 || value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map((inner) => redact(inner, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      SECRET_NAME.test(key) ? '***' : redact(inner, depth + 1),
    ]),
  )
}

/** Query strings may carry keys: an address is logged without them. */
export function redactUrl(url: string): string {
  const cut = url.indexOf('?')
  return cut < 0 ? url : `${url.slice(0, cut)}?***`
}
