import { setTimeout as sleep } from 'node:timers/promises'
import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Database, Tx } from '../database'
import { SecretBox } from '../kernel'
import { PushDesk } from './push-desk'

/**
 * A database whose every statement takes so long, and whose transactions are undone at the deadline: by what they ask
 * of it, not by what the machine takes.
 */
function slowDatabase(statementMs: number): Database & { readonly commits: number[] } {
  const commits: number[] = []
  return {
    commits,
    async withTx<T>(_actor: unknown, body: (tx: Tx) => Promise<T>): Promise<T> {
      let statements = 0
      const ask = async () => {
        if (statementMs > 0) await sleep(statementMs)
        statements++
      }
      const tx = {
        now: 0,
        forUpdate: '',
        run: async () => (await ask(), 1),
        get: ask,
      } as unknown as Tx
      const result = await body(tx)
      if (statements * statementMs > 2_000) throw new Error('a transaction took longer than 2000 ms')
      commits.push(statements)
      return result
    },
  } as unknown as Database & { readonly commits: number[] }
}

const flood = (desk: PushDesk, count: number) =>
  Promise.all(
    Array.from({ length: count }, (_, n) =>
      desk.accept('s1', { source: 'push', kind: 'orders/create', asOf: 0, body: `{"id":${n}}` }, `w${n}`),
    ),
  )

test('a flood on a slow database is spread over several commits, none near its deadline, each push answered once', async () => {
  const database = slowDatabase(8)
  let told = 0
  await using desk = new PushDesk(database, new SecretBox(randomBytes(32)), () => void told++)
  const outcomes = await flood(desk, 100)
  expect(outcomes.filter(({ repeat }) => !repeat)).toHaveLength(100)
  expect(database.commits.length).toBeGreaterThan(1)
  expect(told).toBe(database.commits.length)
})

test('on a fast database what arrives together shares a commit', async () => {
  const database = slowDatabase(0)
  await using desk = new PushDesk(database, new SecretBox(randomBytes(32)), () => undefined)
  await flood(desk, 60)
  expect(database.commits).toHaveLength(1)
})
