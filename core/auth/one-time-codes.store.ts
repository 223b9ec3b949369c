import { createHmac, randomInt } from 'node:crypto'
import type { Tx } from '../database'
import { Refusal, type SecretBox } from '../kernel'

/** Without 0 1 I L O: read aloud and typed on a phone without doubt. Eight of them are 39 bits. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
const LENGTH = 8
/** A QR on the screen is scanned at once; a person may set their PIN by tomorrow. */
export const CODE_MS = { pair: 5 * 60_000, pin: 24 * 3_600_000 } as const

export interface OneTimeCode {
  readonly code: string
  /** UTC ms. */
  readonly until: number
}
type Subject = { readonly purpose: 'pair' } | { readonly purpose: 'pin'; readonly personId: string }

/** Makes a code that opens once. An earlier one for the same is void from now on; only a keyed hash is kept. */
export async function makeCode(tx: Tx, box: SecretBox, subject: Subject): Promise<OneTimeCode> {
  const personId = 'personId' in subject ? subject.personId : null
  const code = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('')
  const until = tx.now + CODE_MS[subject.purpose]
  await tx.run(
    `delete from one_time_codes where expires_at <= ? or (purpose = ? and coalesce(person_id, '') = ?)`,
    [tx.now, subject.purpose, personId ?? ''],
  )
  await tx.run(
    'insert into one_time_codes (code_hash, purpose, person_id, made_at, expires_at) values (?, ?, ?, ?, ?)',
    [hashOf(box, code), subject.purpose, personId, tx.now, until],
  )
  return { code, until }
}

/**
 * Uses a code up, and says for whom it was. `Refusal('code-wrong')` for one that was never given, ran out or was used:
 * which of these is not told.
 */
export async function spendCode(
  tx: Tx,
  box: SecretBox,
  purpose: 'pair' | 'pin',
  typed: string,
): Promise<{ readonly personId: string | null }> {
  const hash = hashOf(box, typed.toUpperCase().replace(/[\s·-]/g, ''))
  const row = await tx.get<{ personId: string | null }>(
    'select person_id as "personId" from one_time_codes where code_hash = ? and purpose = ? and expires_at > ?',
    [hash, purpose, tx.now],
  )
  // The count decides: of two who come at once, one deletes it.
  const spent = row ? await tx.run('delete from one_time_codes where code_hash = ?', [hash]) : 0
  if (!row || spent === 0) throw new Refusal('code-wrong')
  return row
}

function hashOf(box: SecretBox, code: string): string {
  return createHmac('sha256', box.drawerKey('one-time-codes')).update(code).digest('hex')
}
