import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { coreDatabase } from '../testing'
import { readTable } from '../sheets'
import { importVips, isVip } from './index'

const actor = { who: 'test', from: 'test' }
const ORDER = `insert into orders (id, shop_id, external_id, number, version, state, platform_state, currency, goods, discount, freight, total, refunded, buyer, buyer_key, memo, buyer_note,
  created_at, due_at, modified_at, received_at, first_title, first_quantity, pieces, line_count, groups_json) values (?,'s1',?,?,1,'done','X','CNY',1,0,0,1,0,'',?,'','',1,1,1,1,'',1,1,1,'{}')`

test('VIP buyers come from a sheet in GBK by order number or buyer id; strangers are told by their row', async () => {
  await using database = await coreDatabase()
  await database.withTx(actor, async (tx) => {
    await tx.run(`insert into shops (id,platform,name,origin,settings_sealed,setting_names,created_at) values ('s1','taobao','x','x',?,'',1)`, [new Uint8Array(1)]) // prettier-ignore
    await tx.run(ORDER, [1, '4203815521773064337', '4203815521773064337', 'b1'])
    await tx.run(ORDER, [2, '2', '2', 'b2'])
  })
  const sheet = iconv.encode(
    '备注,订单号,买家ID\r\n"老客户, 多年",\'4203815521773064337,\r\n,,b2\r\n,999,\r\n',
    'gbk',
  )
  const table = await readTable('vip.csv', sheet)
  const take = () => database.withTx(actor, (tx) => importVips(tx, 's1', table))
  expect(await take()).toEqual({ marked: 2, known: 0, unknown: [4] })
  expect(await take()).toEqual({ marked: 0, known: 2, unknown: [4] })
  expect([await isVip(database.read, 's1', 'b1'), await isVip(database.read, 's1', 'b3'), await isVip(database.read, 's1', null)]).toEqual([true, false, false]) // prettier-ignore
  const names = await readTable('a.csv', Buffer.from('名字\n张三\n'))
  await expect(database.withTx(actor, (tx) => importVips(tx, 's1', names))).rejects.toMatchObject({ code: 'vip-columns' }) // prettier-ignore
})
