import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { readHistory } from '../audit'
import { doctor, type Database } from '../database'
import { SecretBox, type Role } from '../kernel'
import { coreDatabase, fakeClock } from '../testing'
import {
  actingAs,
  addPerson,
  changePerson,
  hashPin,
  listPeople,
  LoginThrottle,
  openSession,
  peopleAtTheDoor,
  removePerson,
  renewPin,
  sessionOf,
  setOwnerPin,
  signIn,
  signInWithCode,
} from './index'

const actor = { who: '掌柜', from: 'desktop' }
const box = new SecretBox(randomBytes(32))
const HOUR_MS = 3_600_000

async function shop(clock = fakeClock()) {
  const database = await coreDatabase({ clock })
  const ownerPin = await hashPin('824613')
  await database.withTx(actor, (tx) => setOwnerPin(tx, ownerPin))
  return database
}
const add = (database: Database, name: string, roles: readonly Role[] = ['warehouse']) =>
  database.withTx(actor, (tx) => addPerson(tx, box, { name, roles, pin: null }))
const codesOf = async (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code: string }) => error.code,
  )

test('somebody new sets their own PIN with a code that works once, within a day', async () => {
  const clock = fakeClock()
  await using database = await shop(clock)
  const throttle = new LoginThrottle(clock)
  const { id, code } = await add(database, ' 小李 ', ['warehouse', 'sales'])
  expect(code).toMatchObject({ code: expect.stringMatching(/^[2-9A-HJ-NP-Z]{8}$/) as string, until: clock.now() + 24 * HOUR_MS }) // prettier-ignore
  expect(await peopleAtTheDoor(database.read)).toEqual([
    { id: 'owner', name: '掌柜', first: false },
    { id, name: '小李', first: true },
  ])
  const enter = (typed: string, pin: string) => signInWithCode(database, box, throttle, { code: typed, pin, origin: 'a' }) // prettier-ignore
  expect(await codesOf(signIn(database, throttle, { personId: id, pin: '', origin: 'a' }))).toBe(
    'pin-not-set',
  )
  // A PIN that is too simple uses nothing up.
  expect(await codesOf(enter(code?.code ?? '', '111111'))).toBe('pin-too-simple')
  const token = await enter(code?.code.toLowerCase() ?? '', '702518')
  expect(await sessionOf(database.read, token, clock.now())).toEqual({ personId: id, name: '小李', roles: ['sales', 'warehouse'] }) // prettier-ignore
  expect(await codesOf(enter(code?.code ?? '', '918273'))).toBe('code-wrong')
  await signIn(database, throttle, { personId: id, pin: '702518', origin: 'a' })

  const again = await database.withTx(actor, (tx) => renewPin(tx, box, { id, pin: null }))
  expect(await sessionOf(database.read, token, clock.now())).toBeUndefined()
  expect(await codesOf(signIn(database, throttle, { personId: id, pin: '702518', origin: 'a' }))).toBe('pin-not-set') // prettier-ignore
  await clock.advance(24 * HOUR_MS + 1)
  expect(await codesOf(enter(again?.code ?? '', '918273'))).toBe('code-wrong')
  const stored = JSON.stringify(await database.read.all('select * from one_time_codes'))
  expect(stored).not.toContain(again?.code)
})

test('a code for a PIN pairs no station, and the code of a person who left opens nothing', async () => {
  const clock = fakeClock()
  await using database = await shop(clock)
  const { pairStation, offerPairing } = await import('./index')
  const { id, code } = await add(database, '小李')
  const pair = (typed: string) => database.withTx(actor, (tx) => pairStation(tx, box, { code: typed, name: '', origin: '10.0.0.9' })) // prettier-ignore
  expect(await codesOf(pair(code?.code ?? ''))).toBe('code-wrong')
  const pairing = await database.withTx(actor, (tx) => offerPairing(tx, box))
  const enter = (typed: string) => signInWithCode(database, box, new LoginThrottle(clock), { code: typed, pin: '702518', origin: 'a' }) // prettier-ignore
  expect(await codesOf(enter(pairing.code))).toBe('code-wrong')
  await database.withTx(actor, (tx) => removePerson(tx, id))
  expect(await codesOf(enter(code?.code ?? ''))).toBe('code-wrong')
})

test('two of one name, no role, a second owner, a name of nothing: refused, and nothing is stored', async () => {
  await using database = await shop()
  const { id } = await add(database, 'Anna')
  const before = await database.read.all('select * from people')
  for (const [name, roles, code] of [
    ['ａｎｎａ', ['sales'], 'name-taken'],
    ['小王', [], 'roles-needed'],
    ['小王', ['owner'], 'owner-is-one'],
    ['  ', ['sales'], 'name-length'],
    ['王'.repeat(21), ['sales'], 'name-length'],
    ['王\u202e小', ['sales'], 'name-length'],
  ] as const)
    expect([name, await codesOf(add(database, name, roles))]).toEqual([name, code])
  const inTx = (work: Parameters<typeof database.withTx>[1]) => codesOf(database.withTx(actor, work))
  expect(await inTx((tx) => changePerson(tx, { id: 'owner', roles: ['sales'] }))).toBe('owner-is-one')
  expect(await inTx((tx) => changePerson(tx, { id, roles: ['owner', 'sales'] }))).toBe('owner-is-one')
  expect(await inTx((tx) => removePerson(tx, 'owner'))).toBe('owner-is-one')
  expect(await inTx((tx) => renewPin(tx, box, { id: 'owner', pin: null }))).toBe('owner-is-one')
  expect(await inTx((tx) => removePerson(tx, 'nobody'))).toBe('person-not-found')
  expect(await database.read.all('select * from people')).toEqual(before)
})

test('roles count from the moment they change; who left is let in nowhere, and history keeps their name', async () => {
  const clock = fakeClock()
  await using database = await shop(clock)
  const { id } = await add(database, '小李')
  const token = await database.withTx(actor, (tx) => openSession(tx, id, 'a'))
  await database.withTx(actor, (tx) => changePerson(tx, { id, roles: ['finance', 'support'] }))
  expect((await sessionOf(database.read, token, clock.now()))?.roles).toEqual(['support', 'finance'])
  await database.withTx(actor, (tx) => removePerson(tx, id))
  expect(await sessionOf(database.read, token, clock.now())).toBeUndefined()
  expect((await listPeople(database.read, clock.now())).map(({ name }) => name)).toEqual(['掌柜'])
  // The name is free again: another person, another id.
  expect((await add(database, '小李')).id).not.toBe(id)
  expect((await readHistory(database.read, 'person', id)).map(({ kind, changes }) => [kind, changes])).toEqual([
    ['person.added', [['name', null, '小李'], ['roles', null, 'warehouse']]],
    ['person.changed', [['roles', 'warehouse', 'support,finance']]],
    ['person.removed', []],
  ]) // prettier-ignore
})

test('doctor finds a session of somebody who left, a second owner, and a code that outlived its person', async () => {
  await using database = await shop()
  const { id } = await add(database, '小李')
  const faults = async () =>
    (await doctor(database)).findings.filter(({ ok }) => !ok).map(({ check }) => check)
  expect(await faults()).toEqual([])
  await database.withTx(actor, async (tx) => {
    await openSession(tx, id, 'a')
    await tx.run(`update people set removed_at = 1, roles = 'sales,owner' where id = ?`, [id])
  })
  expect(await faults()).toEqual(['one-owner', 'ended-sessions', 'codes-of-removed'])
})

test('the owner may act for any role, and history says so; nobody else may for another', () => {
  const caller = (name: string, ...roles: Role[]) => ({ signedIn: true, personId: name, name, roles, from: 'desktop' }) // prettier-ignore
  expect(actingAs(caller('掌柜', 'owner'), 'finance')).toEqual({ who: '掌柜 代财务', from: 'desktop' })
  expect(actingAs(caller('掌柜', 'owner'), 'warehouse', 'supervisor').who).toBe('掌柜 代仓库')
  expect(actingAs(caller('小李', 'finance'), 'supervisor', 'finance').who).toBe('小李')
  expect(() => actingAs(caller('小李', 'warehouse', 'sales'), 'finance')).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }) as Error) // prettier-ignore
})
