import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { historyStep } from '../audit'
import type { RawPage, ShopConnection, Understood, UnderstoodOrder } from '../connectors'
import { SecretBox, systemClock } from '../kernel'
import { countersStep, DEFAULT_TIME_OUTS, searchStep } from '../orders'
import { aLine, anOrder, coreDatabase, type TestDatabase } from '../testing'
import { noLog } from '../testing/no-log'
import { storePages } from './inbox'
import { understandSome } from './understand'

const actor = { who: 'test', from: 'test' }

/** Two lines under one id: what reads well, yet no table takes. */
const poison = anOrder({
  externalId: '2',
  groups: { lines: [aLine({ externalId: 'x' }), aLine({ externalId: 'x' })] },
})

const SHOP = `insert into shops (id,platform,name,origin,settings_sealed,setting_names,created_at) values ('s1','taobao','栗里家居','http://x',?,'',1)`

/** A shop whose every page says what `says` answers just then. */
async function shopThatSays(says: () => Partial<Understood>) {
  const database = await coreDatabase({ lastSteps: [countersStep, searchStep, historyStep] })
  const box = new SecretBox(randomBytes(32))
  const connection = {
    understand: () => ({ orders: [], rereads: [], unreadable: [], ...says() }),
  } as unknown as ShopConnection
  await database.withTx(actor, async (tx) => {
    await tx.run(SHOP, [new Uint8Array(1)])
    await tx.run(`insert into shop_sync (shop_id) values ('s1')`)
  })
  const deps = {
    database, box, clock: systemClock, log: noLog, timeOuts: () => DEFAULT_TIME_OUTS,
    connectionOf: async () => connection, watchingOf: async () => undefined,
  } // prettier-ignore
  return {
    database,
    /** A page comes in and is understood. */
    async brings(page: Pick<RawPage, 'source' | 'kind' | 'body'>): Promise<void> {
      await database.withTx(actor, (tx) => storePages(tx, box, 's1', [{ ...page, asOf: Date.now() }]))
      await understandSome(deps, false)
    },
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  }
}

describe('one order, one exception', () => {
  /** Every page holds order 7 in another form, none of them readable. */
  async function failing(
    body: (read: (form: string, code?: string) => Promise<void>, database: TestDatabase) => Promise<void>,
  ) {
    let next = { form: '', code: '' }
    await using shop = await shopThatSays(() => ({
      unreadable: [{ externalId: '7', part: { id: '7', form: next.form }, code: next.code, detail: 'x' }],
    }))
    await body(async (form, code = 'unknown-currency') => {
      next = { form, code }
      await shop.brings({ source: 'pull', kind: form, body: form })
    }, shop.database)
  }
  const kept = (database: TestDatabase) =>
    database.read.all('select state, external_id, attempts, code from inbox_pages order by id')

  test('read once as a row of a list and once in full', () =>
    failing(async (read, database) => {
      await read('list')
      await read('whole')
      await read('list')
      expect(await kept(database)).toEqual([
        { state: 'exception', external_id: '7', attempts: 3, code: 'unknown-currency' },
      ])
    }))

  test('set aside it stays aside, until something else is wrong with it', () =>
    failing(async (read, database) => {
      await read('list')
      await database.withTx(actor, (tx) => tx.run(`update inbox_pages set state='aside', reason='练习'`))
      await read('whole')
      expect(await kept(database)).toMatchObject([{ state: 'aside', attempts: 2 }])
      await read('whole again', 'bad-amount')
      expect(await kept(database)).toMatchObject([{ state: 'exception', attempts: 3, code: 'bad-amount' }])
    }))
})

test('an order that breaks its page’s transaction is kept with the reason; the orders beside it arrive', async () => {
  const orders: UnderstoodOrder[] = [anOrder({ externalId: '1' }), poison, anOrder({ externalId: '3' })]
  await using shop = await shopThatSays(() => ({ orders }))
  const { database } = shop
  await shop.brings({ source: 'pull', kind: 'increment', body: '{}' })
  expect(await database.read.all('select external_id from orders order by external_id')).toEqual([
    { external_id: '1' },
    { external_id: '3' },
  ])
  expect(await database.read.all('select state, external_id, code from inbox_pages')).toEqual([
    { state: 'exception', external_id: '2', code: 'program-error' },
  ])
  expect(await database.read.all('select count from order_counters')).toEqual([{ count: 2 }])
})

test('an order that rings again before it was read is read once; rung while it is being read, once more', async () => {
  let rings: string[] = []
  await using shop = await shopThatSays(() => ({ rereads: rings }))
  const { database } = shop
  let n = 0
  const ring = async (...ids: string[]) => {
    rings = ids
    await shop.brings({ source: 'push', kind: 'event', body: `ring ${n++}` })
  }
  const asked = async () =>
    (await database.read.all<{ payload_json: string }>(`select payload_json from jobs where kind='reread' order by id`))
      .map((job) => (JSON.parse(job.payload_json) as { ids: string[] }).ids) // prettier-ignore
  await ring('7')
  await ring('7')
  await ring('7', '8')
  expect(await asked()).toEqual([['7'], ['8']])
  // Begun before this news: what it reads may be older.
  await database.withTx(actor, (tx) => tx.run(`update jobs set state='running', attempts=1`))
  await ring('7')
  expect(await asked()).toEqual([['7'], ['8'], ['7']])
})
