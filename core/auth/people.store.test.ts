import { expect, test } from 'vitest'
import type { Database } from '../database'
import { coreDatabase, fakeClock } from '../testing'
import {
  changePin,
  hashPin,
  LoginThrottle,
  ownerExists,
  resetPin,
  sessionOf,
  setOwnerPin,
  signIn,
  signOut,
  tokenHash,
} from './index'

const actor = { who: 'owner', from: 'desktop' }
const DAY_MS = 86_400_000

async function withOwner(database: Database, pin: string): Promise<void> {
  const pinHash = await hashPin(pin)
  await database.withTx(actor, (tx) => setOwnerPin(tx, pinHash))
}

test('first run: the owner sets a PIN once, and signs in with it for 30 days', async () => {
  const clock = fakeClock()
  await using database = await coreDatabase({ clock })
  const throttle = new LoginThrottle(clock)
  expect(await ownerExists(database.read)).toBe(false)
  await expect(signIn(database, throttle, { pin: '824613', origin: 'a' })).rejects.toMatchObject({
    code: 'no-owner-yet',
  })
  await withOwner(database, '824613')
  expect(await ownerExists(database.read)).toBe(true)
  await expect(withOwner(database, '000111222')).rejects.toMatchObject({ code: 'owner-exists' })

  await expect(signIn(database, throttle, { pin: '824614', origin: 'a' })).rejects.toMatchObject({
    code: 'pin-wrong',
  })
  const token = await signIn(database, throttle, { pin: '824613', origin: 'a' })
  expect(await sessionOf(database.read, token, clock.now())).toEqual({
    personId: 'owner',
    name: '掌柜',
    roles: ['owner'],
  })
  expect(await sessionOf(database.read, token, clock.now() + 31 * DAY_MS)).toBeUndefined()
  expect(await sessionOf(database.read, 'guessed', clock.now())).toBeUndefined()
  const stored = JSON.stringify(await database.read.all('select * from people, sessions'))
  expect(stored).not.toContain(token)
  expect(stored).not.toContain('824613')

  await database.withTx(actor, (tx) => signOut(tx, token))
  expect(await sessionOf(database.read, token, clock.now())).toBeUndefined()
})

test('a changed PIN ends the other sessions; a reset ends all and opens the first-run page again', async () => {
  const clock = fakeClock()
  await using database = await coreDatabase({ clock })
  const throttle = new LoginThrottle(clock)
  await withOwner(database, '824613')
  const [mine, other] = [
    await signIn(database, throttle, { pin: '824613', origin: 'a' }),
    await signIn(database, throttle, { pin: '824613', origin: 'b' }),
  ]
  const pinHash = await hashPin('xk4-9q2')
  await database.withTx(actor, (tx) => changePin(tx, 'owner', pinHash, tokenHash(mine)))
  expect(await sessionOf(database.read, mine, clock.now())).toBeDefined()
  expect(await sessionOf(database.read, other, clock.now())).toBeUndefined()
  await expect(signIn(database, throttle, { pin: '824613', origin: 'a' })).rejects.toMatchObject({
    code: 'pin-wrong',
  })

  await database.withTx(actor, (tx) => resetPin(tx))
  expect(await sessionOf(database.read, mine, clock.now())).toBeUndefined()
  expect(await ownerExists(database.read)).toBe(false)
  await withOwner(database, '736251')
  await signIn(database, throttle, { pin: '736251', origin: 'a' })
})

test('guessing at once, in parallel, is slowed like guessing in turn', async () => {
  const clock = fakeClock()
  await using database = await coreDatabase({ clock })
  const throttle = new LoginThrottle(clock)
  await withOwner(database, '824613')
  const answers = await Promise.allSettled(
    Array.from({ length: 9 }, () => signIn(database, throttle, { pin: '999888', origin: 'a' })),
  )
  const codes = answers.map((answer) =>
    answer.status === 'rejected' ? (answer.reason as { code: string }).code : 'in',
  )
  expect(codes.filter((code) => code === 'too-many-tries')).toHaveLength(4)
})
