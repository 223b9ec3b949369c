import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { historyStep } from '../audit'
import type { ShopConnection, UnderstoodOrder } from '../connectors'
import { SecretBox, systemClock } from '../kernel'
import { countersStep, DEFAULT_TIME_OUTS, searchStep } from '../orders'
import { aLine, anOrder, coreDatabase } from '../testing'
import { noLog } from '../testing/no-log'
import { storePages } from './inbox'
import { understandSome } from './understand'

const actor = { who: 'test', from: 'test' }

/** Two lines under one id: what reads well, yet no table takes. */
const poison = anOrder({
  externalId: '2',
  groups: { lines: [aLine({ externalId: 'x' }), aLine({ externalId: 'x' })] },
})

test('an order that breaks its page’s transaction is kept with the reason; the orders beside it arrive', async () => {
  await using database = await coreDatabase({ lastSteps: [countersStep, searchStep, historyStep] })
  const box = new SecretBox(randomBytes(32))
  const orders: UnderstoodOrder[] = [anOrder({ externalId: '1' }), poison, anOrder({ externalId: '3' })]
  const connection = {
    understand: () => ({ orders, rereads: [], unreadable: [] }),
  } as unknown as ShopConnection
  await database.withTx(actor, async (tx) => {
    await tx.run(
      `insert into shops (id,platform,name,origin,settings_sealed,setting_names,created_at) values ('s1','taobao','栗里家居','http://x',?,'',1)`,
      [new Uint8Array(1)],
    )
    await tx.run(`insert into shop_sync (shop_id) values ('s1')`)
    await storePages(tx, box, 's1', [{ source: 'pull', kind: 'increment', asOf: Date.now(), body: '{}' }])
  })
  await understandSome(
    {
      database, box, clock: systemClock, log: noLog, timeOuts: () => DEFAULT_TIME_OUTS,
      connectionOf: async () => connection, watchingOf: async () => undefined,
    },
    false,
  ) // prettier-ignore
  expect(await database.read.all('select external_id from orders order by external_id')).toEqual([
    { external_id: '1' },
    { external_id: '3' },
  ])
  expect(await database.read.all('select state, external_id, code from inbox_pages')).toEqual([
    { state: 'exception', external_id: '2', code: 'program-error' },
  ])
  expect(await database.read.all('select count from order_counters')).toEqual([{ count: 2 }])
})
