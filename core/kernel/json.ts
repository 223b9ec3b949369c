import { Unreadable } from './errors'

/** A JSON value as the platform sent it; integers beyond 2^53 and decimals arrive as strings, digit for digit. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

// A number with 16 or more digits, or with a fraction, loses digits as a double.
const RISKY_NUMBER = /[:[,]\s*-?(?:\d{16,}|\d+\.\d+)/

/**
 * Parses JSON without losing a digit: a number that a double cannot hold exactly (18-digit order ids, 98.50)
 * becomes a string of its own source text. Throws `Unreadable('truncated-json')` for anything that is not JSON.
 */
export function parseJsonExactly(text: string): Json {
  try {
    if (!RISKY_NUMBER.test(text)) return JSON.parse(text) as Json
    return JSON.parse(text, function (
      this: unknown,
      _key: string,
      value: unknown,
      context?: { source?: string },
    ) {
      const source = context?.source
      if (typeof value !== 'number' || source === undefined) return value
      return String(value) === source ? value : source
    } as (this: unknown, key: string, value: unknown) => unknown) as Json
  } catch (cause) {
    if (cause instanceof SyntaxError)
      throw new Unreadable('truncated-json', `${text.length} characters: ${cause.message}`)
    throw cause
  }
}

/** JSON with sorted keys: equal content gives equal text, whatever order the platform wrote it in. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : inner,
  )
}
