import { expect, test } from 'vitest'
import { startSmsSimulator } from '../connectors/sms'
import { SecretBox, outboundKey, randomSalt } from '../kernel'
import { coreDatabase } from '../testing'
import { plainHttp } from '../testing/plain-http'
import { systemClock } from '../kernel'
import { setAdapter, tellCustomer, reachable, wordsOf } from './index'

const actor = { who: 'test', from: 'test' }
const ORDER = `insert into orders (id, shop_id, external_id, number, version, state, platform_state, currency, goods, discount, freight, total, refunded, buyer, memo, buyer_note,
  created_at, due_at, modified_at, received_at, first_title, first_quantity, pieces, line_count, groups_json, phone) values (?,'s1',?,?,1,'done','X','CNY',1,0,0,1,0,'','','',1,1,1,1,'',1,1,1,'{}',?)`

async function aCounter() {
  const database = await coreDatabase()
  const box = new SecretBox(Buffer.concat([randomSalt(), randomSalt()]))
  await database.withTx(actor, async (tx) => {
    await tx.run(`insert into shops (id,platform,name,origin,settings_sealed,setting_names,created_at) values ('s1','taobao','x','x',?,'',1)`, [new Uint8Array(1)]) // prettier-ignore
    await tx.run(ORDER, [1, '1', '8800001042', '13800001234'])
    await tx.run(ORDER, [2, '2', '8800001043', '138****1234'])
  })
  const deps = { database, box, clock: systemClock, http: plainHttp(systemClock) }
  const job = (orderId: number, caseId: number) => ({
    signal: new AbortController().signal, payload: { orderId, caseId, ordinal: 1, template: 'paid', amountMinor: 9_800, currency: 'CNY' },
  }) // prettier-ignore
  const messages = () => database.read.all('select key, state, reason from messages order by key')
  return { database, box, deps, job, messages }
}

test('without an adapter nothing is sent and the case says so; a masked number cannot be reached', async () => {
  const { database, box, deps, job, messages } = await aCounter()
  await using _database = database
  await using gateway = await startSmsSimulator()
  await tellCustomer(deps, job(1, 1))
  await database.withTx(actor, (tx) => setAdapter(tx, box, { kind: 'sms', ...gateway }))
  await tellCustomer(deps, job(2, 2))
  expect(await messages()).toEqual([
    { key: '1:paid', state: 'skipped', reason: 'no-adapter' },
    { key: '2:paid', state: 'skipped', reason: 'phone-unreachable' },
  ])
  expect(gateway.sent).toEqual([])
})

test('a lost answer is sent again and arrives once; the secret is not in the table', async () => {
  const { database, box, deps, job, messages } = await aCounter()
  await using _database = database
  await using gateway = await startSmsSimulator()
  await database.withTx(actor, (tx) => setAdapter(tx, box, { kind: 'sms', ...gateway }))
  gateway.faults.loseNext = 1
  await expect(tellCustomer(deps, job(1, 1))).rejects.toMatchObject({ retryable: true })
  await tellCustomer(deps, job(1, 1))
  expect(gateway.sent).toEqual([{ key: outboundKey('message', 's1', '1', 1, 'paid'), phone: '13800001234', text: '【栗里家居】尾号1042的订单已退款¥98.00，按原路退回，请留意到账。' }]) // prettier-ignore
  expect(await messages()).toEqual([{ key: '1:paid', state: 'sent', reason: null }])
  expect(JSON.stringify(await database.read.all('select * from message_adapters'))).not.toContain(
    'secret-0123',
  )
})

test('a wrong secret is refused by the gateway, for good', async () => {
  const { database, box, deps, job, messages } = await aCounter()
  await using _database = database
  await using gateway = await startSmsSimulator()
  const settings = { ...gateway.settings, app_secret: 'wrong' }
  await database.withTx(actor, (tx) => setAdapter(tx, box, { kind: 'sms', origin: gateway.origin, settings }))
  await tellCustomer(deps, job(1, 1))
  expect(await messages()).toEqual([{ key: '1:paid', state: 'failed', reason: 'SMS: bad-signature' }])
})

test('each message fits into one short message, and says no more of the order than its last four', () => {
  for (const template of ['agreed', 'paid', 'refused'] as const) {
    const text = wordsOf(template, { number: '4203815521773064337', amountMinor: 123_456, currency: 'CNY' })
    expect(`【栗里家居】${text}`.length).toBeLessThanOrEqual(70)
    expect(text).not.toContain('064337')
  }
  expect(['13800001234', '+14155550100', '138****1234', '0571-88888888', null].map(reachable)).toEqual(['13800001234', '+14155550100', undefined, undefined, undefined]) // prettier-ignore
})
