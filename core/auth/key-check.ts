import type { ReadDb, Tx } from '../database'
import { Refusal, type SecretBox } from '../kernel'

const META_KEY = 'key_check'
const DRAWER = 'key-check'
const WORD = 'zhanggui'

/** Leaves a word in the database that only this key opens: how a wrong key is told at once, not by the first shop. */
export async function keepKeyCheck(tx: Tx, box: SecretBox): Promise<void> {
  await tx.run('insert into meta (key, value) values (?, ?) on conflict (key) do nothing', [
    META_KEY,
    box.sealIn(DRAWER, WORD).toString('base64'),
  ])
}

/** Does this key belong to this database? `undefined` where nothing in it could tell. */
export async function keyFits(read: ReadDb, box: SecretBox): Promise<boolean | undefined> {
  const check = await read.get<{ value: string }>('select value from meta where key = ?', [META_KEY])
  if (check) return opens(box, DRAWER, check.value)
  // Born before there was a check: the answer to the first PIN was sealed too.
  const answer = await read.get<{ result: string }>(
    `select result from commands where name = 'auth.setOwnerPin' and result <> '' limit 1`,
  )
  return answer && opens(box, 'commands', answer.result)
}

function opens(box: SecretBox, drawer: string, sealed: string): boolean {
  try {
    box.openFrom(drawer, Buffer.from(sealed, 'base64'))
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}
