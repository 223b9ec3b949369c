/**
 * The three kinds of error, each with its own treatment.
 *
 * - `Refusal`: the program understood and says no. Shown to the person in plain words with what to do.
 * - `OutsideFailure`: a platform, disk or network did not do its part. Retried; quiet in the background until it matters.
 * - `Bug`: our own assumption broke. Loud.
 */

/** A refusal: `code` is a stable kebab-case word that the screens translate; `data` fills the sentence. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  constructor(
    readonly code: string,
    readonly data: Readonly<Record<string, string | number | boolean | null>> = {},
    message?: string,
  ) {
    super(message ?? code)
  }
}

export interface OutsideFailureInfo {
  /** May the same request succeed later without anybody changing anything? */
  retryable: boolean
  /** The platform's own error code, as it wrote it. */
  platformCode?: string
  /** Earliest moment a retry makes sense, when the platform said so. */
  retryAfterMs?: number
  /** Was this an answer to calling too often? The token bucket learns from it. */
  throttled?: boolean
  /** Do the keys need a person (expired, revoked, wrong)? */
  needsKeys?: boolean
  cause?: unknown
}

/** A failure outside our walls. `message` is a sentence for the log and the sync page; it never carries a secret. */
export class OutsideFailure extends Error {
  override readonly name = 'OutsideFailure'
  readonly retryable: boolean
  readonly platformCode: string | undefined
  readonly retryAfterMs: number | undefined
  readonly throttled: boolean
  readonly needsKeys: boolean
  constructor(message: string, info: OutsideFailureInfo) {
    super(message, { cause: info.cause })
    this.retryable = info.retryable
    this.platformCode = info.platformCode
    this.retryAfterMs = info.retryAfterMs
    this.throttled = info.throttled ?? false
    this.needsKeys = info.needsKeys ?? false
  }
}

/** Something cannot be understood: kept as an exception with this reason, never dropped, never guessed. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable'
  constructor(
    /** Stable word for the screens: `truncated-json`, `unknown-state`, `unknown-currency`, `missing-field`, … */
    readonly code: string,
    /** What was found, for the person: a field path, a value. Never a secret. */
    readonly detail: string,
  ) {
    super(`${code}: ${detail}`)
  }
}

export class Bug extends Error {
  override readonly name = 'Bug'
}

/** `why` states the reason the condition must hold, not that it failed. */
export function assert(condition: unknown, why: string): asserts condition {
  if (!condition) throw new Bug(why)
}

export function assertNever(value: never): never {
  throw new Bug(`a case is missing for ${JSON.stringify(value)}`)
}

/** The message of anything thrown, for a log line or a stored reason. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
