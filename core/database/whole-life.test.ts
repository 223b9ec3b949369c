import { expect, test } from 'vitest'
import { openDatabase } from '.'
import { entities } from '../entities'
import { Changes, systemClock } from '../kernel'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { First1764000000001 } from './migrations/0001-first'

test('a filled database of the first version gains the bills and loses nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'zhanggui-test-'))
  const options = { file: join(folder, 'z.sqlite'), entities, lastSteps: [], changes: new Changes(), clock: systemClock } // prettier-ignore
  const order = `insert into orders (id, shop_id, external_id, number, version, state, platform_state, currency, goods, discount, freight, total, refunded, buyer, memo, buyer_note,
    created_at, due_at, modified_at, received_at, first_title, first_quantity, pieces, line_count, groups_json) values (?,'s1',?,?,1,'done','X','CNY',1,0,0,1,0,'','','',1,1,1,1,'',1,1,1,'{}')`
  try {
    {
      await using first = await openDatabase({ ...options, migrations: [First1764000000001] })
      await first.withTx({ who: 'test', from: 'test' }, async (tx) => {
        await tx.run(`insert into shops (id,platform,name,origin,settings_sealed,setting_names,created_at) values ('s1','taobao','x','x',?,'',1)`, [new Uint8Array(1)]) // prettier-ignore
        for (let n = 1; n <= 200; n++) await tx.run(order, [n, String(n), n % 2 ? String(n) : `V${n}`])
      })
    }
    await using next = await openDatabase(options)
    expect(await next.read.get('select count(*) as n from orders')).toEqual({ n: 200 })
    expect(await next.read.get('select count(*) as n from bill_rows')).toEqual({ n: 0 })
    expect(await next.read.get(`select id from orders where number <> external_id and number = 'V8'`)).toEqual({ id: 8 }) // prettier-ignore
    const rules = await next.read.all('select id from bill_rules')
    expect(rules.length).toBeGreaterThan(3)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
