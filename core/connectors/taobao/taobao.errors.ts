import { OutsideFailure } from '../../kernel'
import { fromTopTime, toTopTime } from './taobao.time'

export interface TopError {
  readonly code: string
  readonly msg?: string | undefined
  readonly sub_code?: string | undefined
  readonly sub_msg?: string | undefined
}

const BAN = /ban will last for (\d+) more second/i
const DAY_MS = 86_400_000
/** Missing or wrong signature, missing or expired session, missing or wrong app key. */
const KEY_CODES = new Set(['24', '25', '26', '27', '28', '29'])

/**
 * TOP's error_response as our failure (TOP document «错误码一览表»): 7 is «too often» with the seconds of the ban,
 * 24–29 need a person with keys, `isp.*` is the platform's own trouble and passes, `isv.*` is ours and does not.
 * The platform's own words stand in 「」, as in every connector: screens quote those and nothing else.
 * `platformCode` is `code` or `code:sub_code`. `now` is UTC ms, to wait for midnight when a day's calls are used up.
 */
export function failureOf(method: string, error: TopError, now: number): OutsideFailure {
  const sub = error.sub_code ?? ''
  const platformCode = sub ? `${error.code}:${sub}` : error.code
  const said = error.sub_msg ?? error.msg
  const message = `${method}: ${[error.code, error.sub_msg && error.msg, sub, said && `「${said}」`].filter(Boolean).join(' ')}`
  if (error.code === '7') {
    const wait = banMs(error, now)
    return new OutsideFailure(message, {
      retryable: true,
      throttled: true,
      platformCode,
      ...(wait !== undefined && { retryAfterMs: wait }),
    })
  }
  if (KEY_CODES.has(error.code))
    return new OutsideFailure(message, { retryable: false, needsKeys: true, platformCode })
  const passing =
    sub.startsWith('isp.') ||
    (error.code === '10' && !sub.startsWith('isv.')) ||
    (error.code === '15' && sub === '')
  return new OutsideFailure(message, { retryable: passing, platformCode })
}

function banMs(error: TopError, now: number): number | undefined {
  const seconds = BAN.exec(`${error.sub_msg ?? ''} ${error.msg ?? ''}`)?.[1]
  if (seconds !== undefined) return Number(seconds) * 1000
  if (error.sub_code !== 'accesscontrol.limited-by-app-access-count') return undefined
  return fromTopTime(`${toTopTime(now + DAY_MS).slice(0, 10)} 00:00:00`) - now
}

/** The number before the colon of a `platformCode`. */
export function topCode(failure: OutsideFailure): string {
  return failure.platformCode?.split(':')[0] ?? ''
}

/** The platform does not know the trade: `isv.trade-not-exist` and its spellings. */
export function isNotFound(failure: OutsideFailure): boolean {
  return /isv\..*not-?(exist|found)/i.test(failure.platformCode ?? '')
}

/** The app may not call this method at all, now or in an hour: no such method, or not in its permission pack. */
export function isMethodRefused(failure: OutsideFailure): boolean {
  return ['11', '12', '13', '22'].includes(topCode(failure))
}

/** The platform does not take what was asked (`isv.invalid-parameter` and its kin). */
export function isBadArgument(failure: OutsideFailure): boolean {
  const code = failure.platformCode ?? ''
  return !failure.retryable && (/^4[01]/.test(code) || code.includes('isv.invalid-parameter'))
}
