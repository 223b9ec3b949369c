import { createRouterClient } from '@orpc/server'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { recordHistory } from '../audit'
import type { Caller } from '../auth'
import type { Tx } from '../database'
import { receiveOrders } from '../flows'
import { ROLES, type Role } from '../kernel'
import { OFFICE } from '../kernel/rights'
import { anObservation, anOrder, noLog } from '../testing'
import { aServedCore, type ServedCore } from '../testing/a-served-core'
import type { FeedFrame } from './feed.contract'
import { router } from './router'

const actor = { who: 'test', from: 'test' }
const MONEY = /Minor$|^currency$|^memo$/
let served: ServedCore
let shopId: string
let stop: AbortController

beforeEach(async () => {
  served = await aServedCore()
  shopId = (await served.bind('vendure', { origin: 'http://127.0.0.1:9', settings: { api_key: 'k' } })).id
  stop = new AbortController()
})
afterEach(async () => {
  stop.abort()
  await served[Symbol.asyncDispose]()
})

function follow(role: Role, since: { epoch: string | null; since: number | null }) {
  const caller: Caller = { signedIn: true, personId: role, name: role, roles: [role], from: 'test' }
  const client = createRouterClient(router(served.core.rpc), { context: { caller, log: noLog } })
  return client.feed.follow(since, { signal: stop.signal })
}
const inTx = (body: (tx: Tx) => Promise<void>) => served.core.database.withTx(actor, body)
const sell = (externalId: string) =>
  inTx(async (tx) => {
    const intake = { box: served.core.box, timeOuts: { unpaidYellowMinutes: 30, unshippedRedMinutes: 1440 }, shopId } // prettier-ignore
    const { memo: _other, ...groups } = anObservation().groups
    const order = anOrder({ externalId, groups: { ...groups, memo: { text: '老客户，给折扣', flag: null } } })
    await receiveOrders(tx, intake, { source: 'pull', kind: 'orders', asOf: tx.now }, [order])
  })
/** Something of every kind is announced, as history entries and as bare announcements. */
const stir = () =>
  inTx(async (tx) => {
    for (const entity of ['person', 'job', 'folder', 'settings', 'shop', 'slip', 'thing-of-tomorrow'])
      recordHistory(tx, { kind: 'noted', entity, entityId: entity, changes: [] })
    for (const entity of ['sync', 'exception']) tx.collect('announce', { entity, entityId: entity })
  })
const keysOf = (value: unknown): string[] =>
  value === null || typeof value !== 'object'
    ? []
    : Object.entries(value).flatMap(([key, child]) => [key, ...keysOf(child)])

const EVERYBODYS = ['order', 'settings', 'shop', 'sync']
/** Who handles parcels hears of slips. */
const heardBy = (role: Role) => (role === 'finance' ? EVERYBODYS : [...EVERYBODYS, 'slip'].sort())
const OWNERS = ['exception', 'folder', 'job', 'person', 'thing-of-tomorrow']

for (const role of ROLES)
  describe(`a ${role} who follows the feed`, () => {
    const theirs = role === 'owner' ? [...heardBy(role), ...OWNERS].sort() : heardBy(role)

    test('hears live of nothing that is not theirs, and no field that is not theirs', async () => {
      const stream = await follow(role, { epoch: null, since: null })
      await stream.next()
      await sell('1')
      await stir()
      const frames: FeedFrame[] = []
      const kinds = () => [...new Set(frames.flatMap(({ changes }) => changes.map(({ entity }) => entity)))]
      for (let n = 0; n < 10 && kinds().length < theirs.length; n++) {
        const { value } = (await stream.next()) as { value: FeedFrame }
        frames.push(value)
      }
      expect(kinds().sort()).toEqual(theirs)
      const told = keysOf(frames).filter((key) => MONEY.test(key))
      if (!OFFICE.includes(role)) expect(told).toEqual([])
      if (role !== 'owner') expect(JSON.stringify(frames)).not.toMatch(/exception|thing-of-tomorrow/)
    })

    test('and catches up from an old sequence: no more than live', async () => {
      await sell('1')
      await stir()
      const { epoch } = served.core.rpc.hub
      const stream = await follow(role, { epoch, since: 0 })
      const { value } = (await stream.next()) as { value: FeedFrame }
      // Bare announcements have no number: nobody catches up on them.
      const recorded = theirs.filter((kind) => kind !== 'sync' && kind !== 'exception')
      const named = new Set(value.changes.map(({ entity }) => entity))
      expect([...named].sort()).toEqual(recorded)
      if (!OFFICE.includes(role)) expect(keysOf(value).filter((key) => MONEY.test(key))).toEqual([])
    })
  })
