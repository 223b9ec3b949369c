import { eventIterator } from '@orpc/contract'
import { createRouterClient, implement } from '@orpc/server'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { Refusal, ROLES, type Role } from '../kernel'
import { procedure } from '../kernel/contract'
import { EVERYBODY, field, OFFICE, OWNER } from '../kernel/rights'
import { noLog } from '../testing'
import { NOBODY, type Caller } from './caller'
import { guard, type RpcContext } from './guard'

const row = z.object({
  number: field(z.string(), { see: EVERYBODY }),
  totalMinor: field(z.number(), { see: OFFICE }),
  note: field(z.string(), { see: OWNER }),
  bare: z.string(),
})
const told = z.object({ entity: field(z.string(), { see: EVERYBODY }), id: field(z.string(), { see: EVERYBODY }) }) // prettier-ignore
const frame = z.object({
  rows: field(z.array(row), { see: EVERYBODY }),
  newest: field(row.nullable(), { see: EVERYBODY }),
  secrets: field(z.array(row), { see: OWNER }),
  changes: field(z.array(told), {
    see: EVERYBODY,
    kinds: { by: 'entity', see: { order: EVERYBODY, bill: OFFICE, exception: OWNER } },
  }),
})
const contract = {
  once: procedure.output(frame),
  follow: procedure.output(eventIterator(frame, row)),
  undeclared: procedure.output(eventIterator(z.object({ bare: z.string() }))),
  breaks: procedure.input(z.object({ how: z.enum(['refusal', 'bug']) })).output(eventIterator(frame)),
}

const anOrder = { number: 'n1', totalMinor: 4900, note: 'for the owner', bare: 'nobody declared it' }
const aFrame = {
  rows: [anOrder, anOrder],
  newest: anOrder,
  secrets: [anOrder],
  changes: ['order', 'bill', 'exception', 'constructor', 'unheard-of'].map((entity) => ({ entity, id: '1' })),
}
const logged: unknown[] = []
const log = { ...noLog, error: (what: unknown) => void logged.push(what) }

function clientOf(caller: Caller, settle?: () => Promise<Caller>) {
  const os = implement(contract).$context<RpcContext>().use(guard)
  const routes = {
    once: os.once.handler(() => aFrame),
    follow: os.follow.handler(async function* () {
      yield aFrame
      yield { ...aFrame, newest: null }
      return anOrder
    }),
    undeclared: os.undeclared.handler(async function* () {
      yield { bare: 'x' }
    }),
    breaks: os.breaks.handler(async function* ({ input }) {
      yield aFrame
      if (input.how === 'refusal') throw new Refusal('shop-not-found')
      throw new Error('select * from orders where total > 4900')
    }),
  }
  return createRouterClient(routes, { context: { caller, log, ...(settle ? { settle } : {}) } })
}
const as = (...roles: Role[]) => clientOf({ signedIn: true, personId: 'p', name: 'p', roles, from: 'test' })

async function all(stream: AsyncIterator<unknown, unknown, void>): Promise<unknown[]> {
  const words: unknown[] = []
  for (;;) {
    const { value, done } = await stream.next()
    words.push(value)
    if (done) return words
  }
}
const keysOf = (value: unknown): string[] =>
  value === null || typeof value !== 'object'
    ? []
    : Object.entries(value).flatMap(([key, child]) => [key, ...keysOf(child)])

for (const role of ROLES)
  describe(`a ${role}`, () => {
    const money = OFFICE.includes(role)
    const owner = role === 'owner'
    const seen = {
      number: 'n1',
      ...(money ? { totalMinor: 4900 } : {}),
      ...(owner ? { note: 'for the owner' } : {}),
    }

    test('who follows a stream is told no field that a plain answer would keep back', async () => {
      const [first, second, last] = await all(await as(role).follow())
      expect(first).toEqual(await as(role).once())
      expect(first).toMatchObject({ rows: [seen, seen], newest: seen })
      expect(second).toMatchObject({ rows: [seen, seen], newest: null })
      // The last word of a stream is an answer too.
      expect(last).toEqual(seen)
      expect(keysOf([first, second, last]).includes('totalMinor')).toBe(money)
      expect(keysOf([first, second, last]).includes('secrets')).toBe(owner)
      expect(keysOf([first, second, last])).not.toContain('bare')
    })

    test('who listens for announcements hears of no thing that is not theirs, nor of one nobody named', async () => {
      const [first] = (await all(await as(role).follow())) as [{ changes: { entity: string }[] }]
      expect(first.changes.map(({ entity }) => entity)).toEqual([
        'order',
        ...(money ? ['bill'] : []),
        ...(owner ? ['exception', 'constructor', 'unheard-of'] : []),
      ])
    })

    test('who asks for what nobody declared gets nothing of it', async () => {
      expect((await all(await as(role).undeclared()))[0]).toEqual({})
    })
  })

test('who has no role sees nothing in a stream, who has two sees what either may', async () => {
  expect((await all(await as().follow()))[0]).toEqual({})
  expect((await all(await as('warehouse', 'finance').follow()))[0]).toMatchObject({
    newest: { totalMinor: 4900 },
  })
})

test('who has no session follows no stream', async () => {
  await expect(clientOf(NOBODY).follow()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
})

test('who breaks a stream learns a number, never the text of the bug; a refusal stays a refusal', async () => {
  const broken = all(await as('warehouse').breaks({ how: 'bug' }))
  await expect(broken).rejects.toMatchObject({ code: 'BUG', message: expect.not.stringContaining('orders') as unknown }) // prettier-ignore
  expect(logged).toHaveLength(1)
  const refused = all(await as('warehouse').breaks({ how: 'refusal' }))
  await expect(refused).rejects.toMatchObject({ code: 'REFUSED', data: { code: 'shop-not-found' } })
})

describe('on a wire that outlives a request', () => {
  const someone = (...roles: Role[]): Caller => ({ signedIn: true, personId: 'p', name: 'p', roles, from: 'test' }) // prettier-ignore

  test('a role that was taken away counts at the next call, and at the next word of a stream that runs', async () => {
    let now = someone('finance')
    const client = clientOf(someone('finance'), async () => now)
    const stream = await client.follow()
    expect((await stream.next()).value).toMatchObject({ newest: { totalMinor: 4900 } })
    now = someone('warehouse')
    expect(keysOf((await stream.next()).value)).not.toContain('totalMinor')
    expect(keysOf(await client.once())).not.toContain('totalMinor')
  })

  test('a session that ended: no call is answered, and a stream that runs says no further word', async () => {
    let now = someone('finance')
    const client = clientOf(someone('finance'), async () => now)
    const stream = await client.follow()
    await stream.next()
    now = NOBODY
    await expect(stream.next()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
    await expect(client.once()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  })
})
